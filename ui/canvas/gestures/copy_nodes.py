"""Copy by dragging: with Alt held, outlines of the selection follow the pointer, and copies land where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.canvas.geometry import united
from ui.canvas.gestures.alignment import Alignment
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.looks import looks
from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class CopyNodes(Gesture):
    """Copies the selection, or this node alone if it is not part of it."""

    cursor = Qt.CursorShape.DragCopyCursor

    def __init__(self, canvas: CanvasView, node_id: str) -> None:
        super().__init__(canvas)
        self.node_id = node_id

    def begin(self, at: Pointer) -> None:
        """Remember the outlines."""
        selection = self.canvas.session.selection
        board = self.canvas.board
        whole = self.canvas.marks.is_selected(self.node_id)
        self._ids = selection if whole else frozenset(board.members(self.node_id))
        shown = {board.seen.holder(id) for id in self._ids}
        self._cards = [board.nodes[id].card_in_scene() for id in shown if id in board.nodes]
        self._notes = self.canvas.session.marked if whole else frozenset[str]()
        self._cards += board.comments.boxes(self._notes)
        self._by = QPointF()
        self._alignment = Alignment(self.canvas, self._ids, self.node_id, copies=True)

    def move(self, at: Pointer) -> None:
        """The outlines follow the pointer, drawn into line with cards; Ctrl lets them go anywhere."""
        free = at.held(Qt.KeyboardModifier.ControlModifier)
        self._by = self._alignment.rest(at.scene - self.start.scene, free=free)
        self.repaint(united(self._outlines()).adjusted(-2, -2, 2, 2).united(self._alignment.area()))

    def finish(self, at: Pointer) -> None:
        """One edit: the copies."""
        self.cancel()
        self.canvas.clipping.copy_by(self._ids, round(self._by.x()), round(self._by.y()), self._notes)

    def cancel(self) -> None:
        """No copies."""
        self._cards = []
        self.repaint(QRectF())

    def paint(self, painter: QPainter) -> None:
        """Dashed outlines."""
        painter.setPen(QPen(looks.colour["accent"], 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(looks.no_brush)
        for outline in self._outlines():
            painter.drawRoundedRect(outline, RADIUS, RADIUS)
        if self._cards:
            self._alignment.paint(painter)

    def _outlines(self) -> list[QRectF]:
        return [card.translated(self._by) for card in self._cards]


class CopyNotes(Gesture):
    """The same for a sticky note, or for all that is selected if the note is part of it."""

    cursor = Qt.CursorShape.DragCopyCursor

    def __init__(self, canvas: CanvasView, note_id: str) -> None:
        super().__init__(canvas)
        self.note_id = note_id

    def begin(self, at: Pointer) -> None:
        """Remember the outlines."""
        session, board = self.canvas.session, self.canvas.board
        whole = self.note_id in session.marked
        self._ids = session.selection if whole else frozenset[str]()
        self._notes = session.marked if whole else frozenset({self.note_id})
        shown = {board.seen.holder(id) for id in self._ids}
        self._boxes = [board.nodes[id].card_in_scene() for id in shown if id in board.nodes]
        self._boxes += board.comments.boxes(self._notes)
        self._by = QPointF()

    def move(self, at: Pointer) -> None:
        """The outlines follow the pointer."""
        self._by = at.scene - self.start.scene
        self.repaint(united([box.translated(self._by) for box in self._boxes]).adjusted(-2, -2, 2, 2))

    def finish(self, at: Pointer) -> None:
        """One edit: the copies."""
        self.cancel()
        self.canvas.clipping.copy_by(self._ids, round(self._by.x()), round(self._by.y()), self._notes)

    def cancel(self) -> None:
        """No copies."""
        self._boxes = []
        self.repaint(QRectF())

    def paint(self, painter: QPainter) -> None:
        """Dashed outlines."""
        if self.dragged:
            painter.setPen(QPen(looks.colour["accent"], 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(looks.no_brush)
            for box in self._boxes:
                painter.drawRoundedRect(box.translated(self._by), RADIUS, RADIUS)
