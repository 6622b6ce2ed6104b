"""The notes of the scene by id, kept in step with the drawing; which of them lie at a point, in an area, in a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsScene

from desktop_nn.graph.model import Comment, Graph
from ui.canvas.comment_item import FAR_LABEL, CommentItem, Edge
from ui.canvas.geometry import united
from ui.canvas.looks import looks

_Edges: TypeAlias = tuple[float, float, float, float]
_FREE = 100_000.0
"""Room where nothing stands."""


class CommentLayer:
    """`items` by id of the note, in the order of the drawing."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self.items: dict[str, CommentItem] = {}
        self._shown: Mapping[str, Comment] = {}
        self._cards: list[QRectF] = []
        self._edges: list[_Edges] = []
        self._rooms: dict[str, tuple[float, float]] = {}

    def show(self, graph: Graph) -> bool:
        """Make the items match the drawing; returns whether anything changed."""
        if graph.comments is self._shown or not (graph.comments or self._shown):
            return False
        before, self._shown = self._shown, graph.comments
        for id in [id for id in self.items if id not in graph.comments]:
            self._scene.removeItem(self.items.pop(id))
        for id, note in graph.comments.items():
            if id not in self.items:
                self.items[id] = CommentItem(note)
                self._scene.addItem(self.items[id])
            elif self.items[id].note != note or self.items[id].pos() != QPointF(note.x, note.y):
                self.items[id].show_note(note)
        return dict(before) != dict(graph.comments)

    def restyle(self) -> None:
        """Take over a change of theme or text size."""
        for item in self.items.values():
            item.restyle()

    def shift(self, places: Mapping[str, QPointF]) -> None:
        """Move items while a drag goes on; the drawing does not know of it."""
        for id, place in places.items():
            if id in self.items:
                self.items[id].setPos(place)

    def settle(self) -> None:
        """Put all items where the drawing has them, in the size that it says."""
        for id, note in self._shown.items():
            self.items[id].show_note(note)

    def boxes(self, ids: Iterable[str] | None = None) -> list[QRectF]:
        """The rectangles of all notes, or of these."""
        return [self.items[id].box for id in (self.items if ids is None else ids) if id in self.items]

    def contents(self) -> QRectF:
        """The rectangle around all notes."""
        return united(self.boxes())

    def at(self, point: QPointF) -> str | None:
        """The topmost note that holds the point."""
        return next((id for id in reversed(self.items) if self.items[id].box.contains(point)), None)

    def edges_at(self, point: QPointF, reach: float) -> tuple[str, frozenset[Edge]] | None:
        """The topmost note with an edge within reach of a point (scene units), and which edges these are."""
        for id in reversed(self.items):
            edges = self.items[id].edges_at(point, reach)
            if edges:
                return id, edges
            if self.items[id].box.contains(point):
                return None
        return None

    def touching(self, area: QRectF) -> frozenset[str]:
        """The notes that an area touches."""
        return frozenset(id for id, item in self.items.items() if item.box.intersects(area))

    def inside(self, area: QRectF) -> frozenset[str]:
        """The notes that lie in an area as a whole."""
        return frozenset(id for id, item in self.items.items() if area.contains(item.box))

    # --- from far away -------------------------------------------------------------------------------------------

    def paint_far(self, painter: QPainter, zoom: float, sight: QRectF, cards: list[QRectF]) -> None:
        """The notes in sight with their first lines, which may go on beside them, but not over cards or notes.

        `cards` is another list as soon as anything has moved.
        """
        if not self.items:
            return
        if cards is not self._cards:
            self._cards, self._rooms = cards, {}
            self._edges = [_edges(box) for box in (*cards, *self.boxes())]
        beyond = FAR_LABEL / zoom
        for item in self.items.values():
            if item.box.adjusted(-beyond, 0, beyond, beyond).intersects(sight):
                item.paint_far(painter, zoom, self._room)

    def _room(self, item: CommentItem) -> tuple[float, float]:
        """How far it is from a note to the nearest thing at its left and at its right."""
        id = item.note.id
        if id not in self._rooms:
            self._rooms[id] = _room(_edges(item.box), self._edges)
        return self._rooms[id]

    def paint_boxes(self, painter: QPainter) -> None:
        """Only the papers, for the minimap."""
        for item in self.items.values():
            look = looks.note(item.note.colour)
            painter.setPen(look.far_edge)
            painter.setBrush(look.paper)
            painter.drawRect(item.box)

    def paint_rings(self, painter: QPainter, gap: float) -> None:
        """Rings round the selected notes."""
        for item in self.items.values():
            item.paint_far_ring(painter, gap)


def _edges(box: QRectF) -> _Edges:
    return box.left(), box.top(), box.right(), box.bottom()


def _room(box: _Edges, others: list[_Edges]) -> tuple[float, float]:
    """How far it is to the nearest thing at the left and at the right, 0 if something lies on it."""
    left, top, right, bottom = box
    middle = left + right
    beside = [other for other in others if other[1] < bottom and other[3] > top and other != box]
    before = min((left - other[2] for other in beside if other[0] + other[2] < middle), default=_FREE)
    behind = min((other[0] - right for other in beside if other[0] + other[2] >= middle), default=_FREE)
    return max(0.0, before), max(0.0, behind)
