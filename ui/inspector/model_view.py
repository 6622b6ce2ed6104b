"""Nothing selected: the model's name, its totals, and the user's notes on the project."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop_nn.graph.edits import valid_name
from ui.inspector.fact_rows import FactRows
from ui.inspector.facts import model_facts
from ui.inspector.name_line import NameLine
from ui.session import Session
from ui.theme.theme import theme
from ui.widgets.styling import label
from ui.widgets.undo_keys import leave_undo_to_the_window


class _Notes(QPlainTextEdit):
    """The project's notes; typing is one undo step until the keyboard leaves."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("inspector_notes")
        self.setAccessibleName("Notes on the project")
        self.setPlaceholderText("What this model is for, what you tried…")
        self.setTabChangesFocus(True)
        leave_undo_to_the_window(self)
        self.textChanged.connect(self._typed)

    def refresh(self) -> None:
        """Show the document's notes; leaves the cursor alone if they are shown already."""
        if self.toPlainText() != self.session.project.notes:
            self.blockSignals(True)
            self.setPlainText(self.session.project.notes)
            self.blockSignals(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The typing is over."""
        super().focusOutEvent(event)
        self.session.end_gesture()

    def _typed(self) -> None:
        text = self.toPlainText()
        if text != self.session.project.notes:
            self.session.edit("Edit the notes", lambda project: replace(project, notes=text), merge="notes")


class ModelView(QWidget):
    """The whole model."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_model")
        self.session = session
        self.name = NameLine("inspector_model_name", "Name of the model", _refusal)
        self.facts = FactRows("inspector_model_facts")
        self.notes = _Notes(session)
        self.hint = label("Select a layer to see and set its parameters.", "dim", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.name, self.facts, self.hint, label("Notes", "heading"), self.notes):
            column.addWidget(widget)
        self.notes.setFixedHeight(round(110 * theme.scale))
        self.name.renamed.connect(self._rename)

    def refresh(self) -> None:
        """Show the document as it is now."""
        self.name.refresh(self.session.graph.name)
        self.notes.refresh()
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Show what Keras says now."""
        self.facts.show_facts(model_facts(self.session.graph, self.session.facts))
        empty = not self.session.graph.nodes
        text = "Drag a layer from the palette to the canvas." if empty else "Select a layer to see its parameters."
        self.hint.setText(text)

    def _rename(self, name: str) -> None:
        self.session.edit_graph(f"Rename the model to {name}", lambda graph: replace(graph, name=name))


def _refusal(text: str) -> str:
    if valid_name(text):
        return ""
    return "Use letters without accents, digits, and . _ - only." if text else "The model needs a name."
