"""Several selected nodes: what they are, and the parameters that can be set for all of them at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.inspector.fact_rows import FactRows
from ui.inspector.facts import several_facts
from ui.inspector.group_view import GroupView
from ui.inspector.layer_form import LayerForm
from ui.session import Session
from ui.widgets.styling import label


class SeveralView(QWidget):
    """Shows the session's selection while it holds more than one node."""

    parameter_focused = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_several")
        self.session = session
        self.group = GroupView(session)
        self.title = label("", "heading")
        self.facts = FactRows("inspector_several_facts")
        self.hint = label("", "dim", wrap=True)
        self.form = LayerForm(session)
        self.form.parameter_focused.connect(self.parameter_focused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.group, self.title, self.facts, self.hint, self.form):
            column.addWidget(widget)

    def refresh(self) -> None:
        """Show the selection as it is now."""
        graph = self.session.graph
        ids = [id for id in graph.nodes if id in self.session.selection]
        layers = tuple(dict.fromkeys(graph.nodes[id].layer for id in ids))
        kinds = {graph.layers[id].kind for id in layers}
        self.title.setText(f"{len(ids)} nodes selected")
        self.title.setVisible(not self.group.refresh())
        self.form.show_layers(layers)
        if len(layers) == 1:
            self.hint.setText(
                f"The parameters of {graph.layers[layers[0]].name}. Unfold the group to rename the layer."
            )
        elif self.form.form is None:
            self.hint.setText("These kinds of layers have no parameter in common.")
        elif len(kinds) == 1:
            self.hint.setText("What you set here is set for all of them.")
        else:
            self.hint.setText("What these kinds have in common; what you set here is set for all of them.")
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Show what Keras says now."""
        graph = self.session.graph
        self.group.refresh_facts()
        ids = [id for id in graph.nodes if id in self.session.selection]
        facts = several_facts(graph, self.session.facts, ids)
        if self.group.group:  # which tells the weights of all its copies
            facts = [fact for fact in facts if fact.name != "Parameters"]
        self.facts.show_facts(facts)
