"""The faint grid of dots behind the drawing."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui.canvas.looks import looks

STEP = 24.0
_CLOSEST = 18.0
"""Dots stand at least this many pixels apart; zoomed out, every second, fourth… is drawn."""


class Grid:
    """Keeps the dots of one field and shifts them, because making points is what takes time."""

    def __init__(self) -> None:
        self._field: tuple[int, int] = (0, 0)
        self._dots = QPolygonF()

    def paint(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        """Fill the exposed rectangle (scene coordinates)."""
        painter.fillRect(exposed, looks.canvas)
        step = STEP
        while step * zoom < _CLOSEST:
            step *= 2
        left, top = floor(exposed.left() / step), floor(exposed.top() / step)
        columns, rows = ceil(exposed.width() / step) + 1, ceil(exposed.height() / step) + 1
        if columns > self._field[0] or rows > self._field[1]:
            self._field = (max(columns, self._field[0]), max(rows, self._field[1]))
            self._dots = QPolygonF([QPointF(x, y) for y in range(self._field[1]) for x in range(self._field[0])])
        painter.save()
        painter.setClipRect(exposed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # whole pixels: sharp dots
        painter.translate(left * step, top * step)
        painter.scale(step, step)
        pen = QPen(looks.colour["grid"], 2.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPoints(self._dots)
        painter.restore()
