"""The section that connects data and drawing: columns to each Input, a target to each output."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_nn.catalogue import load
from desktop_nn.data.binding_shapes import propose
from desktop_nn.graph.edits import configure
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.graph.topology import input_nodes, output_nodes
from ui.data import edits
from ui.data.input_card import InputCard
from ui.data.output_card import OutputCard
from ui.data.weight_field import WeightField
from ui.session import Session
from ui.widgets.section import Section
from ui.widgets.styling import label

_NO_MODEL = "There is nothing to connect yet. Draw a model with an Input and a layer, or open an example."
MOST_CARDS = 24
"""A half-drawn model may have hundreds of loose ends; the first ones get cards."""
_NO_DATA = "Choose a data set above, then connect its columns here."


class BindingsSection(Section):
    """Cards are kept by node while the drawing changes, so that open lists stay open."""

    def __init__(self, session: Session) -> None:
        super().__init__("Bindings", "data_bindings")
        self._session = session
        self.inputs: dict[str, InputCard] = {}
        self.outputs: dict[str, OutputCard] = {}
        self.words = label("", "dim", wrap=True)
        self.words.setObjectName("bindings_empty")
        self.connect_button = QPushButton("Connect for me")
        self.connect_button.setObjectName("connect_for_me")
        self.connect_button.setToolTip("Give all features to each input, and the proposed target to each output")
        self.connect_button.setProperty("class", "primary")
        self.connect_button.clicked.connect(self.connect_for_me)
        self.weight = WeightField()
        self.weight.wanted.connect(
            lambda name: session.edit("Sample weight", lambda project: edits.set_weight(project, name))
        )
        self.add(self.words)
        self.content.addWidget(self.weight)
        self.content.addWidget(self.connect_button)

    def refresh(self) -> None:
        """Show the document's bindings."""
        session, graph = self._session, built(self._session.project.graph)
        description, data = session.description, session.project.data
        inputs, outputs = input_nodes(graph)[:MOST_CARDS], output_nodes(graph)[:MOST_CARDS]
        ready = description is not None and bool(inputs or outputs)
        self.words.setText(_NO_MODEL if not (inputs or outputs) else _NO_DATA)
        self.words.setVisible(not ready)
        self._keep(self.inputs, inputs if ready else ())
        self._keep(self.outputs, outputs if ready else ())
        if description is not None:
            for node in inputs:
                card = self.inputs.get(node) or self._make_input(node)
                card.show_binding(graph.name_of(node), data, description, drawn_shape(graph, session.whole_facts, node))
            for node in outputs:
                target = self.outputs.get(node) or self._make_output(node)
                target.show_binding(graph.name_of(node), data.bindings, description)
            self.weight.show_choice(data, description)
        if not ready:
            self.weight.hide()
        missing = len(self._unbound_inputs()) + len(self._unbound_outputs())
        self.connect_button.setVisible(ready and bool(missing))
        self.set_summary("" if not ready else f"{missing} open" if missing else "all connected")

    def connect_for_me(self) -> None:
        """Bind whatever is not bound yet."""
        description = self._session.description
        if description is None:
            return
        proposed = propose(description, self._unbound_inputs(), self._unbound_outputs())
        self._session.edit("Connect the data", lambda project: edits.bind_more(project, proposed))

    def _unbound_inputs(self) -> tuple[str, ...]:
        bound = self._session.project.data.bindings.inputs
        return tuple(node for node in input_nodes(built(self._session.project.graph)) if not bound.get(node))

    def _unbound_outputs(self) -> tuple[str, ...]:
        bound = self._session.project.data.bindings.targets
        return tuple(node for node in output_nodes(built(self._session.project.graph)) if not bound.get(node))

    def _keep(self, cards: dict[str, InputCard] | dict[str, OutputCard], nodes: Iterable[str]) -> None:
        wanted = set(nodes)
        for node in [node for node in cards if node not in wanted]:
            card: QWidget = cards.pop(node)
            card.hide()
            card.deleteLater()

    def _make_input(self, node: str) -> InputCard:
        card = InputCard(node)
        card.columns_wanted.connect(lambda names: self._bind_input(node, names))
        card.shape_wanted.connect(lambda shape: self._set_shape(node, shape))
        self.content.insertWidget(1 + len(self.inputs), card)
        self.inputs[node] = card
        return card

    def _make_output(self, node: str) -> OutputCard:
        card = OutputCard(node)
        card.target_wanted.connect(lambda column: self._bind_target(node, column))
        self.content.insertWidget(1 + len(self.inputs) + len(self.outputs), card)
        self.outputs[node] = card
        return card

    def _bind_input(self, node: str, columns: tuple[str, ...]) -> None:
        name = self._session.project.graph.name_of(node)
        self._session.edit(f"Columns of {name}", lambda project: edits.bind_input(project, node, columns))

    def _bind_target(self, node: str, column: str) -> None:
        name = self._session.project.graph.name_of(node)
        self._session.edit(f"Target of {name}", lambda project: edits.bind_target(project, node, column))

    def _set_shape(self, node: str, shape: tuple[int, ...]) -> None:
        layer = self._session.project.graph.layer_of(node)
        defaults = load().layers[INPUT_KIND].defaults
        changes = {"shape": list(shape), "batch_shape": None}
        self._session.edit_model(
            f"Set the shape of {layer.name}", lambda graph: configure(graph, layer.id, changes, defaults)
        )


def drawn_shape(graph: Graph, facts: GraphFacts, node: str) -> Shape | None:
    """The shape of an Input as drawn, with the batch axis; known from its parameters, without Keras."""
    config = graph.layer_of(node).config
    if config.get("batch_shape"):
        return tuple(config["batch_shape"])
    if config.get("shape") is not None:
        return (None, *config["shape"])
    return facts.shape_of(node)
