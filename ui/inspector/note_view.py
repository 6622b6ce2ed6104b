"""Sticky notes that are selected alone: the text of one, the colour of all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_nn.graph import comments
from ui.session import Session
from ui.theme.theme import theme
from ui.theme.tokens import NOTE_COLOUR, NOTE_HUES, note_paper
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.styling import label
from ui.widgets.undo_keys import leave_undo_to_the_window

_SWATCH = 14
_HINT = "A line that begins with # is a heading, with - an entry of a list. **bold**, *slanted*, `code`."


class _Text(QPlainTextEdit):
    """The note's text; typing is one undo step until the keyboard leaves. It never becomes empty."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.note = ""
        self.setObjectName("inspector_note_text")
        self.setAccessibleName("Text of the note")
        self.setTabChangesFocus(True)
        leave_undo_to_the_window(self)
        self.textChanged.connect(self._typed)

    def show_note(self, note_id: str) -> None:
        """Show a note's text; leaves the cursor alone if it is shown already."""
        self.note = note_id
        text = self.session.graph.comments[note_id].text
        if self.toPlainText() != text:
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The typing is over; a note without text shows what it said."""
        super().focusOutEvent(event)
        self.session.end_gesture()
        if self.note in self.session.graph.comments:
            self.show_note(self.note)

    def _typed(self) -> None:
        text, id = self.toPlainText(), self.note
        note = self.session.graph.comments.get(id)
        if note is not None and text.strip() and text != note.text:
            self.session.edit_graph("Edit note", lambda graph: comments.write(graph, id, text), merge=f"note {id}")


class NoteView(QWidget):
    """Shows what the session has marked while no layer is selected."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_note")
        self.session = session
        self.title = label("", "heading")
        self.text = _Text(session)
        self.text.setFixedHeight(round(170 * theme.scale))
        self.hint = label(_HINT, "dim", wrap=True)
        self.colour = CalmComboBox()
        self.colour.setObjectName("inspector_note_colour")
        self.colour.setAccessibleName("Colour of the note")
        rows = QFormLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addRow("Colour", self.colour)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.title, self.text, self.hint):
            column.addWidget(widget)
        column.addLayout(rows)
        self.colour.activated.connect(self._recolour)
        theme.changed.connect(self._paint)
        self._paint()

    def refresh(self) -> None:
        """Show the marked notes as they are now."""
        graph, marked = self.session.graph, self.session.marked
        chosen = [note for id, note in graph.comments.items() if id in marked]
        if not chosen:
            return
        self.title.setText("Note" if len(chosen) == 1 else f"{len(chosen)} notes selected")
        for widget in (self.text, self.hint):
            widget.setVisible(len(chosen) == 1)
        if len(chosen) == 1:
            self.text.show_note(chosen[0].id)
        names = {note.colour if note.colour in NOTE_HUES else NOTE_COLOUR for note in chosen}
        self.colour.setCurrentIndex(list(NOTE_HUES).index(names.pop()) if len(names) == 1 else -1)

    def refresh_facts(self) -> None:
        """What Keras says is no matter of notes."""

    def _recolour(self, row: int) -> None:
        name, marked = list(NOTE_HUES)[row], self.session.marked
        what = "a note" if len(marked) == 1 else f"{len(marked)} notes"
        colour = "" if name == NOTE_COLOUR else name
        self.session.edit_graph(f"Colour {what}", lambda graph: comments.recolour(graph, marked, colour))

    def _paint(self) -> None:
        row = self.colour.currentIndex()
        self.colour.clear()
        for name in NOTE_HUES:
            self.colour.addItem(_swatch(name), name.capitalize())
        self.colour.setCurrentIndex(row)


def _swatch(name: str) -> QIcon:
    """A square of the paper's colour with a border."""
    side = round(_SWATCH * theme.scale)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(QColor(theme.colours.text_faint))
    painter.setBrush(QColor(note_paper(name, theme.colours.scheme)))
    painter.drawRect(0, 0, side - 1, side - 1)
    painter.end()
    return QIcon(picture)
