"""Paints what the training state adds to a card: the small curve of its gradient, and the glow where it has died."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath

from ui.canvas.looks import looks

SPARK_WIDTH = 58.0


def spark_path(box: QRectF, heights: Sequence[float]) -> QPainterPath | None:
    """A curve through heights from 0 (bottom) to 1 (top), from end to end of a box; None without any."""
    if len(heights) < 2:
        return None
    path = QPainterPath()
    step = box.width() / (len(heights) - 1)
    for index, height in enumerate(heights):
        x, y = box.left() + index * step, box.bottom() - height * box.height()
        if index:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
    return path


def paint_spark(painter: QPainter, path: QPainterPath, *, alarmed: bool) -> None:
    """Draw the small curve."""
    painter.setBrush(looks.no_brush)
    painter.setPen(looks.spark_dead if alarmed else looks.spark)
    painter.drawPath(path)


def paint_glow(painter: QPainter, outer: QPainterPath) -> None:
    """Light round a card, strongest at its edge."""
    painter.setBrush(looks.no_brush)
    for pen in looks.glow:
        painter.setPen(pen)
        painter.drawPath(outer)
