"""Move a sticky note, and with it all that is selected; a click selects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from desktop_nn.graph import comments
from ui.canvas.gestures.copy_nodes import CopyNotes
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.gestures.move_nodes import MoveNodes

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class MoveNotes(Gesture):
    """Where layers are selected as well, they lead: it is the same move as if one of them had been taken."""

    def __init__(self, canvas: CanvasView, note_id: str) -> None:
        super().__init__(canvas)
        self.note_id = note_id
        self._lead: MoveNodes | None = None

    def begin(self, at: Pointer) -> None:
        """Take hold of the selection, or of this note alone if it is not part of it."""
        canvas, session = self.canvas, self.canvas.session
        if self.note_id not in session.marked:
            if at.held(_ADDING):
                session.select(session.selection, {*session.marked, self.note_id})
            else:
                canvas.marks.choose_links(())
                session.select((), (self.note_id,))
        if session.selection:
            first = next(id for id in session.graph.nodes if id in session.selection)
            self._lead = MoveNodes(canvas, canvas.board.seen.holder(first))
            self._lead.press(self.start)
            self._lead.dragged = True
            self._lead.begin(at)
        self._from = canvas.commenting.places(session.marked)
        self._by = QPointF()

    def move(self, at: Pointer) -> None:
        """The notes follow the pointer."""
        if self._lead is not None:
            self._lead.move(at)
            return
        if at.held(Qt.KeyboardModifier.AltModifier):
            self.canvas.pointing.become(CopyNotes(self.canvas, self.note_id), at)
            return
        by = at.scene - self.start.scene
        self._by = QPointF(round(by.x()), round(by.y()))
        self.canvas.board.comments.shift({id: place + self._by for id, place in self._from.items()})
        self.canvas.board.rearranged.emit()

    def finish(self, at: Pointer) -> None:
        """One edit: the new places."""
        if self._lead is not None:
            self._lead.finish(at)
            return
        places = {id: (place.x() + self._by.x(), place.y() + self._by.y()) for id, place in self._from.items()}
        label = f"Move {comments.called(self.canvas.session.graph, places)}"
        if not self.canvas.session.edit_graph(label, lambda graph: comments.move(graph, places)):
            self.canvas.board.settle(self.canvas.session.graph)

    def click(self, at: Pointer) -> None:
        """Select the note; Shift adds it, Ctrl toggles it."""
        session = self.canvas.session
        one = frozenset({self.note_id})
        if at.held(Qt.KeyboardModifier.ControlModifier):
            session.select(session.selection, session.marked ^ one)
        elif at.held(Qt.KeyboardModifier.ShiftModifier):
            session.select(session.selection, session.marked | one)
        else:
            self.canvas.marks.choose_links(())
            session.select((), one)

    def cancel(self) -> None:
        """Everything back in its place."""
        if self._lead is not None:
            self._lead.cancel()
        elif self.dragged:
            self.canvas.board.settle(self.canvas.session.graph)
            self.canvas.board.rearranged.emit()

    def paint(self, painter: QPainter) -> None:
        """What the cards are in line with."""
        if self._lead is not None:
            self._lead.paint(painter)
