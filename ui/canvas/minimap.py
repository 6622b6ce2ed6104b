"""The minimap: the whole drawing in a corner of the view, with the part in sight; click or drag to go there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from ui.canvas.camera import Camera
from ui.canvas.looks import looks
from ui.canvas.overview import Overview
from ui.theme.tokens import RADIUS

SIZE = QSize(184, 128)
_MARGIN = 8
_SLIMMEST = 28.0
"""A very tall or wide drawing is stretched so that it stays this many pixels wide or high."""


class Minimap(QWidget):
    """Paints the overview's lists; never the items."""

    wanted = Signal(QPointF)

    def __init__(self, parent: QWidget, overview: Overview, camera: Camera) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("canvas_minimap")
        self.setAccessibleName("Minimap")
        self.setToolTip("Click or drag to go there")
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._overview, self._camera = overview, camera
        camera.moved.connect(self.update)

    def settle(self) -> None:
        """Stand in the parent's bottom right corner; very small views have no room for it."""
        parent = self._host
        self.move(parent.width() - self.width() - 12, parent.height() - self.height() - 12)

    def scene_point(self, at: QPointF) -> QPointF:
        """The scene point under a point of the minimap."""
        return self._transform().inverted()[0].map(at)

    def map_point(self, point: QPointF) -> QPointF:
        """The point of the minimap where a scene point is drawn."""
        return self._transform().map(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with the drawing and a frame round what is in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(looks.border.color(), 1.0))
        back = QColor(looks.colour["card"])
        back.setAlpha(235)
        painter.setBrush(back)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setClipRect(self.rect().adjusted(3, 3, -3, -3))
        transform = self._transform()
        painter.save()
        painter.setTransform(transform, True)
        self._overview.paint_boxes(painter, least=1.6 / min(transform.m11(), transform.m22()))
        painter.restore()
        sight = transform.mapRect(self._camera.sight())
        inside = sight.intersected(QRectF(self.rect()).adjusted(3, 3, -3, -3))
        fill = QColor(looks.colour["accent"])
        fill.setAlpha(34)
        painter.setBrush(fill)
        painter.setPen(QPen(looks.colour["accent"], 1.2))
        painter.drawRoundedRect(inside, 2, 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self.wanted.emit(self.scene_point(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep going there while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.wanted.emit(self.scene_point(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the event from the view below."""

    def _transform(self) -> QTransform:
        """From the scene to the minimap: all of the drawing fits."""
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        area = self._overview.contents
        if area.isEmpty():
            area = QRectF(-200, -140, 400, 280)
        plain = min(room.width() / area.width(), room.height() / area.height(), 0.25)
        across = max(plain, min(_SLIMMEST / area.width(), 0.25))
        down = max(plain, min(_SLIMMEST / area.height(), 0.25))
        transform = QTransform()
        transform.translate(room.center().x(), room.center().y())
        transform.scale(across, down)
        transform.translate(-area.center().x(), -area.center().y())
        return transform
