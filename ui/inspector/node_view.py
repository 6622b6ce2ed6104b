"""One selected node: what it is, what Keras knows of it, what is wrong, and its parameters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.code_classes import CATEGORY
from desktop_nn.graph import edits
from desktop_nn.graph.own_layers import own_class
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.mends.mend import Mend
from ui import mending
from ui.inspector.fact_rows import FactRows
from ui.inspector.facts import node_facts
from ui.inspector.kinds import category_of, docs_url, kind_of
from ui.inspector.layer_form import LayerForm
from ui.inspector.name_line import NameLine
from ui.inspector.nested_section import NestedSection
from ui.outside import open_outside
from ui.session import Session
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.icon_button import IconButton
from ui.widgets.icon_label import IconLabel
from ui.widgets.note import Note
from ui.widgets.styling import label

_DOCS, _EDIT = "Open the documentation in the browser", "Edit the code of this layer"


class NodeView(QWidget):
    """Shows the node `node_id` of the session's drawing."""

    parameter_focused = Signal(object)
    call_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_node")
        self.session = session
        self.node_id, self._layer_id = "", ""
        self.kind: Kind | None = None
        self._icon = IconLabel(size=18)
        self.name = NameLine("inspector_name", "Name of the layer", self._name_refusal)
        self.docs = IconButton("book-open", _DOCS, "inspector_docs")
        self.about: QLabel = label("", "dim", wrap=True)
        self.note = Note("inspector_problem")
        self.mends = ChoiceButtons("inspector_mend", "wrench")
        self.shared: QLabel = label("", "dim", wrap=True)
        self.calls = QPushButton("Select all")
        self.calls.setProperty("class", "quiet")
        self.calls.setObjectName("inspector_select_calls")
        self.next_call = QPushButton("Next")
        self.next_call.setProperty("class", "quiet")
        self.next_call.setObjectName("inspector_next_call")
        self.next_call.setToolTip("Go to the next place where this layer is used")
        self.facts = FactRows("inspector_facts")
        self.output = QCheckBox("Also an output of the model")
        self.output.setObjectName("inspector_output")
        self.output.setToolTip("The model gives this layer's result out as well, although other layers use it.")
        self.inside = NestedSection(session)
        self.form = LayerForm(session)
        self._mends: tuple[Mend, ...] = ()
        self._arrange()
        self.name.renamed.connect(self._rename)
        self.docs.clicked.connect(self._open_docs)
        self.output.clicked.connect(self._mark_output)
        self.calls.clicked.connect(self._select_calls)
        self.next_call.clicked.connect(self._go_to_next_call)
        self.mends.chosen.connect(self._mend)
        self.form.parameter_focused.connect(self.parameter_focused)

    def show_node(self, node_id: str) -> None:
        """Show another node."""
        layer = self.session.graph.layer_of(node_id)
        anew = (node_id, layer.id) != (self.node_id, self._layer_id)
        self.node_id, self._layer_id = node_id, layer.id
        if anew:
            self._show_kind(kind_of(layer))
            self.name.set_name(layer.name)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document and Keras say now; what is being typed stays."""
        graph, id = self.session.graph, self.node_id
        if id not in graph.nodes:
            return
        layer = graph.layer_of(id)
        self.name.refresh(layer.name)
        if kind_of(layer) != self.kind:  # its code has changed
            self._show_kind(kind_of(layer))
        calls = len(graph.calls_of(layer.id))
        self.shared.setText(f"One layer, used {calls} times with the same weights." if calls > 1 else "")
        self.shared.setVisible(calls > 1)
        self.calls.setVisible(calls > 1)
        self.next_call.setVisible(calls > 1)
        self.output.setVisible(bool(graph.links_from(id)))
        self.output.setChecked(graph.nodes[id].output)
        self.inside.show_node(id, layer.model)
        self.form.show_layers((layer.id,))
        self.refresh_facts()

    def _show_kind(self, kind: Kind) -> None:
        own = kind.category == CATEGORY
        self.kind = kind
        self._icon.show_category(category_of(kind))
        self.about.setText(f"{kind.name} · {kind.summary}" if kind.summary else kind.name)
        self.docs.change("file-code" if own else "book-open", _EDIT if own else _DOCS)

    def refresh_facts(self) -> None:
        """Show what Keras says now."""
        if self.node_id in self.session.graph.nodes:
            self.facts.show_facts(node_facts(self.session.graph, self.session.facts, self.node_id))
            self._show_problem()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self.name, 1)
        head.addWidget(self.docs)
        shared = QHBoxLayout()
        shared.addWidget(self.shared, 1)
        shared.addWidget(self.next_call)
        shared.addWidget(self.calls)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.note)
        column.addWidget(self.mends)
        column.addLayout(shared)
        column.addWidget(self.facts)
        column.addWidget(self.output)
        column.addSpacing(4)
        column.addWidget(self.inside)
        column.addWidget(self.form)

    def _show_problem(self) -> None:
        own = list(mending.problems_at(self.session, self.node_id))
        self._mends = mending.mends_for_all(self.session, own)
        self.mends.show_choices([mend.label for mend in self._mends])
        if not own and self.kind is not None and not self.kind.path:
            self.note.say(self.kind.summary, "warn")
        elif not own and self.kind is not None and self.kind.locked:
            self.note.say(self.kind.locked, "warn")
        else:
            self.note.say_problem(_with_count(own))

    def _mend(self, number: int) -> None:
        mending.apply(self.session, self._mends[number])

    def _name_refusal(self, text: str) -> str:
        try:
            edits.rename(self.session.graph, self.session.graph.nodes[self.node_id].layer, text)
        except ProblemError as error:
            return f"{error.problem.what} {error.problem.fix}"
        return ""

    def _rename(self, name: str) -> None:
        layer = self.session.graph.nodes[self.node_id].layer
        self.session.edit_graph(f"Rename to {name}", lambda graph: edits.rename(graph, layer, name))

    def _mark_output(self, output: bool) -> None:
        id = self.node_id
        label_text = "Add an output" if output else "Remove an output"
        self.session.edit_graph(label_text, lambda graph: edits.mark_output(graph, id, output))

    def _go_to_next_call(self) -> None:
        graph = self.session.graph
        calls = graph.calls_of(graph.nodes[self.node_id].layer)
        self.call_wanted.emit(calls[(calls.index(self.node_id) + 1) % len(calls)])

    def _select_calls(self) -> None:
        graph = self.session.graph
        self.session.select(graph.calls_of(graph.nodes[self.node_id].layer))

    def _open_docs(self) -> Any:
        layer = self.session.graph.layer_of(self.node_id)
        if layer.code is not None and self.kind is not None:
            found = own_class(layer)
            self.session.editor_wanted.emit(layer.code.name, found.line if found else 1)
        elif self.kind is not None:
            open_outside(QUrl(docs_url(self.kind)))


def _with_count(problems: list[Problem]) -> Problem | None:
    """The first problem, saying how many more there are."""
    if len(problems) < 2:
        return problems[0] if problems else None
    first = problems[0]
    return Problem(
        first.what,
        first.where,
        f"{first.fix} ({len(problems) - 1} more in the list of problems.)".strip(),
        first.severity,
    )
