"""Drag an edge or a corner of a sticky note to make it larger or smaller; what lies opposite stays in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from desktop_nn.graph import comments
from desktop_nn.graph.model import Graph
from ui.canvas.comment_item import Edge
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.gestures.move_notes import MoveNotes
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class SizeNote(Gesture):
    """Only the item changes until the release; then it is one edit. A click is a click on the note."""

    def __init__(self, canvas: CanvasView, note_id: str, edges: frozenset[Edge]) -> None:
        super().__init__(canvas)
        self.note_id, self._edges = note_id, edges
        self.cursor: Qt.CursorShape | None = canvas.commenting.shape(edges)

    def begin(self, at: Pointer) -> None:
        """Take hold of the edge."""
        self._before = self.canvas.session.graph
        if self.note_id not in self.canvas.session.marked:
            self.canvas.marks.choose_links(())
            self.canvas.session.select((), (self.note_id,))

    def move(self, at: Pointer) -> None:
        """The edge follows the pointer; the text is laid out anew."""
        note = self._changed(self._before, at).comments[self.note_id]
        self.canvas.board.comments.items[self.note_id].show_note(note)
        self.canvas.board.rearranged.emit()

    def finish(self, at: Pointer) -> None:
        """One edit: the new size."""
        label = f"Resize {comments.called(self.canvas.session.graph, (self.note_id,))}"
        if not self.canvas.session.edit_graph(label, lambda graph: self._changed(graph, at)):
            self.canvas.board.settle(self.canvas.session.graph)

    def click(self, at: Pointer) -> None:
        """Select the note."""
        MoveNotes(self.canvas, self.note_id).click(at)

    def cancel(self) -> None:
        """The size that it had."""
        if self.dragged:
            self.canvas.board.settle(self.canvas.session.graph)
            self.canvas.board.rearranged.emit()

    def _changed(self, graph: Graph, at: Pointer) -> Graph:
        note, scale = graph.comments[self.note_id], looks.scale
        by = (at.scene - self.start.scene) / scale
        box = QRectF(note.x, note.y, note.width, note.height)
        least_width, least_height = comments.LEAST
        if "left" in self._edges:
            wide = max(least_width, box.width() - by.x())
            box = QRectF(box.left() + (box.width() - wide) * scale, box.top(), wide, box.height())
        if "right" in self._edges:
            box.setWidth(max(least_width, box.width() + by.x()))
        if "top" in self._edges:
            high = max(least_height, box.height() - by.y())
            box = QRectF(box.left(), box.top() + (box.height() - high) * scale, box.width(), high)
        if "bottom" in self._edges:
            box.setHeight(max(least_height, box.height() + by.y()))
        x, y, width, height = (round(value) for value in (box.left(), box.top(), box.width(), box.height()))
        return comments.resize(graph, self.note_id, x, y, width, height)
