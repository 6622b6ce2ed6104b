"""Drop a layer or a snippet from the palette: an outline follows the pointer; on a link, it is inserted into it.

Qt runs the drag, so the view calls this one from its drag events instead of its mouse events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.canvas.geometry import card_size
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.gestures.link_target import LinkTarget
from ui.canvas.looks import looks
from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

MIME = "application/x-desktop-nn-layer"
"""The type under which the palette drags a layer kind, as UTF-8 text."""


class DropLayer(Gesture):
    """`kind` is the layer kind that is dragged, or a snippet's key."""

    def __init__(self, canvas: CanvasView, kind: str) -> None:
        super().__init__(canvas)
        self.kind = kind
        self.dragged = True
        self._outline = QRectF()
        self._snippet = canvas.placing.shelf.find(kind) if ":" in kind else None
        self._target = LinkTarget(canvas, kind)

    def move(self, at: Pointer) -> None:
        """The outline follows the pointer, and a link under it lights up."""
        width, height = card_size(1, 1, self.canvas.board.direction, looks.scale)
        self._outline = QRectF(at.scene - QPointF(width / 2, height / 2), QPointF(at.scene))
        self._outline.setSize(QRectF(0, 0, width, height).size())
        self._target.aim(at)
        self.repaint(self._outline.adjusted(-3, -3, 3, 3))

    def finish(self, at: Pointer) -> None:
        """One edit: the layer, in the link if there is one."""
        link = self._target.link
        self.cancel()
        if self._snippet is not None:
            self.canvas.placing.place(self._snippet, at.scene, into=link)
        elif ":" not in self.kind:
            self.canvas.adding.place(self.kind, at.scene, into=link)

    def cancel(self) -> None:
        """No outline."""
        self._target.release()
        self._outline = QRectF()
        self.repaint(QRectF())

    def paint(self, painter: QPainter) -> None:
        """A dashed outline with the kind's name."""
        if self._outline.isNull():
            return
        painter.setPen(QPen(looks.colour["accent"], 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(looks.ghost)
        painter.drawRoundedRect(self._outline, RADIUS, RADIUS)
        painter.setFont(looks.name_font)
        painter.drawText(
            self._outline, Qt.AlignmentFlag.AlignCenter, self._snippet.title if self._snippet else self.kind
        )
