"""Cut links: draw a line across them with Y held, or with Alt from empty canvas. What it crosses goes at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from desktop_nn.graph import edits
from ui.canvas import hits
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.link_item import LinkItem
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class CutLinks(Gesture):
    """The line follows the pointer's way; only its newest piece is tried, and only on links near by."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._way = QPolygonF()
        self._crossed: dict[LinkItem, None] = {}
        self._area = QRectF()

    def begin(self, at: Pointer) -> None:
        """The line starts where the button went down."""
        self._way = QPolygonF([at.scene])
        self._area = QRectF(at.scene, at.scene)

    def move(self, at: Pointer) -> None:
        """Go on with the line, and mark what its new piece crosses."""
        piece = QLineF(self._way.at(self._way.count() - 1), at.scene)
        if piece.isNull():
            return
        self._way.append(at.scene)
        self._area = self._area.united(QRectF(piece.p1(), piece.p2()).normalized())
        for item in hits.links_crossed(self.canvas.board, piece):
            if item not in self._crossed:
                self._crossed[item] = None
                self._area = self._area.united(item.path().boundingRect())
        count = len(self._crossed)
        text = "" if not count else "Cuts a link" if count == 1 else f"Cuts {count} links"
        self.canvas.note.show_at(at.view, text, level="info")
        margin = self.canvas.reach(4.0)
        self.repaint(self._area.adjusted(-margin, -margin, margin, margin))

    def finish(self, at: Pointer) -> None:
        """One edit: the crossed links go."""
        gone = frozenset(item.link for item in self._crossed)
        self.cancel()
        if gone:
            label = "Cut a link" if len(gone) == 1 else f"Cut {len(gone)} links"
            self.canvas.session.edit_graph(label, lambda graph: edits.disconnect(graph, gone))

    def click(self, at: Pointer) -> None:
        """With Alt it is a click on empty canvas."""
        if not self.canvas.knife:
            self.canvas.select_nothing()

    def cancel(self) -> None:
        """Nothing is cut."""
        self._way = QPolygonF()
        self._crossed = {}
        self.canvas.note.hide()
        self.repaint(QRectF())

    def paint(self, painter: QPainter) -> None:
        """The line, and over what it crosses: links as they will be missed."""
        painter.setBrush(looks.no_brush)
        painter.setPen(looks.cut_link)
        for item in self._crossed:
            painter.drawPath(item.path())
        painter.setPen(looks.knife)
        painter.drawPolyline(self._way)
