"""Paints the inside of a chart: grid, axes, curves, bands, marks. What follows the pointer is `pointer_painting.py`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log10

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from desktop_nn.training.curves import Numbers, thinned
from ui.charts import histogram_picture
from ui.charts.chart_looks import looks
from ui.charts.content import Band, Best, Content, Line, Mark
from ui.charts.frame import Frame
from ui.charts.scale import tick_text

_RIGHT, _CENTRE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
_TOP, _MIDDLE = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
AXIS_NAMES = {"epoch": "epoch", "batch": "batch", "seconds": "s"}
_AROUND = ((0, -18), (0, 18), (0, -34), (0, 34), (-75, -18), (75, -18), (-75, 18), (75, 18), (0, -50), (0, 50))
"""Where words may stand, from the point that they are about."""
MOST_POINTS = 2000
"""More are thinned out, and to one a pixel in any case."""
_MOST_BROKEN = 200
"""The same for dashed and dotted curves, which Qt draws slowly."""


def paint_plot(painter: QPainter, frame: Frame, content: Content) -> None:
    """Paint everything but the header and what follows the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(looks.small_font)
    _paint_axes(painter, frame, content)
    painter.save()
    painter.setClipRect(frame.plot.adjusted(-1, -2, 2, 2))
    if content.spread is not None:
        histogram_picture.paint(painter, frame, content.spread)
    _paint_marks(painter, frame, content.marks)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for band in content.bands:
        _paint_band(painter, frame, band)
    if content.threshold is not None:
        _paint_threshold(painter, frame, content.threshold, content.lines)
    for line in sorted(content.lines, key=lambda line: not line.faint):
        _paint_line(painter, frame, line)
    for best in content.best:
        _paint_best(painter, frame, best)
    if len(content.best) == 1:
        _tell_best(painter, frame, content.best[0], content.lines)
    painter.restore()
    if not any(line.x for line in content.lines) and content.spread is None:
        painter.setPen(looks.faint)
        painter.drawText(frame.plot, Qt.AlignmentFlag.AlignCenter, "No figures yet")


def _paint_axes(painter: QPainter, frame: Frame, content: Content) -> None:
    plot, small = frame.plot, looks.small_metrics
    for value in frame.y.ticks(max(2, int(plot.height() / (24 * looks.scale)))):
        y = round(frame.up(value))
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 1.0), looks.grid)
        painter.setPen(looks.dim)
        box = QRectF(plot.left() - 60 * looks.scale, y - small.height() / 2, 60 * looks.scale - 6, small.height())
        painter.drawText(box, _RIGHT | _MIDDLE, tick_text(value))
    below = plot.bottom() + 3
    for value in frame.x.ticks(max(2, int(plot.width() / (62 * looks.scale))), whole=content.axis != "seconds"):
        x = round(frame.across(value))
        painter.fillRect(QRectF(x, round(plot.bottom()), 1.0, 4.0), looks.axis_fill)
        painter.setPen(looks.dim)
        painter.drawText(QRectF(x - 40, below, 80, small.height()), _CENTRE | _TOP, tick_text(value))
    painter.fillRect(QRectF(plot.left(), round(plot.bottom()), plot.width(), 1.0), looks.axis_fill)
    painter.setPen(looks.faint)
    name = QRectF(plot.left() - 60 * looks.scale, below, 60 * looks.scale - 8, small.height())
    painter.drawText(name, _RIGHT | _TOP, AXIS_NAMES[content.axis])


def _paint_line(painter: QPainter, frame: Frame, line: Line) -> None:
    painter.setPen(looks.line(line.colour, line.stroke, line.faint))
    painter.setBrush(looks.no_brush)
    broken = line.stroke != "solid"
    for piece in pieces(frame, line.x, line.y, _MOST_BROKEN if broken else MOST_POINTS):
        if len(piece) == 1:
            _dot(painter, piece[0], line.colour, 2.5)
        elif line.faint or broken:
            painter.drawPolyline(QPolygonF(piece))
        else:  # each piece of its own: up to ten times as fast as joining them, and it looks the same
            painter.drawLines([QLineF(start, end) for start, end in pairwise(piece)])


def pieces(frame: Frame, xs: Sequence[float], ys: Sequence[float], most: int = MOST_POINTS) -> Iterator[list[QPointF]]:
    """The stretches of a curve between its gaps, as places; no more points than can be seen."""
    for across, up in places(frame, xs, ys, most):
        yield list(map(QPointF, across.tolist(), up.tolist()))


def places(
    frame: Frame, xs: Sequence[float], ys: Sequence[float], most: int = MOST_POINTS
) -> Iterator[tuple[Numbers, Numbers]]:
    """The same as numbers, from the left and from the top."""
    inside = _in_sight(frame, xs)
    x, y = thinned(xs[inside], ys[inside], max(2, min(most, round(frame.plot.width()))))
    known = np.isfinite(y)
    if frame.y.log:
        known &= y > 0
        y = np.log10(np.where(known, y, 1.0))
    (left, slope), (top, rise) = _straight(frame)
    across, up = left + slope * x, top + rise * y
    if known.all():
        if len(x):
            yield across, up
        return
    for part in np.split(np.arange(len(x)), np.flatnonzero(~known)):
        shown = part[known[part]]
        if len(shown):
            yield across[shown], up[shown]


def _in_sight(frame: Frame, xs: Sequence[float]) -> slice:
    """The points between the ends of the bottom axis, and one more at either side."""
    low, high = frame.x.low, frame.x.high
    if not xs or (xs[0] >= low and xs[-1] <= high):
        return slice(None)
    return slice(max(0, bisect_left(xs, low) - 1), bisect_right(xs, high) + 1)


def _straight(frame: Frame) -> tuple[tuple[float, float], tuple[float, float]]:
    """Both axes as offset and slope, which is all that thousands of points need."""
    x, y, plot = frame.x, frame.y, frame.plot
    slope = plot.width() / ((x.high - x.low) or 1.0)
    low, high = (log10(y.low), log10(y.high)) if y.log else (y.low, y.high)
    rise = -plot.height() / ((high - low) or 1.0)
    return (plot.left() - x.low * slope, slope), (plot.bottom() - low * rise, rise)


def _paint_band(painter: QPainter, frame: Frame, band: Band) -> None:
    above = [point for piece in pieces(frame, band.x, band.high) for point in piece]
    below = [point for piece in pieces(frame, band.x, band.low) for point in piece]
    painter.setPen(looks.no_pen)
    painter.setBrush(looks.band(band.colour))
    painter.drawPolygon(QPolygonF(above + below[::-1]))


def _paint_threshold(painter: QPainter, frame: Frame, value: float, lines: Sequence[Line]) -> None:
    if not frame.y.shows(value):
        return
    y = frame.up(value)
    painter.setPen(looks.threshold)
    painter.drawLine(QLineF(frame.plot.left(), y, frame.plot.right(), y))
    ends = [QPointF(x, y + by) for x in (frame.plot.right(), frame.plot.left()) for by in (-9, 9, -22, 22)]
    _tell(painter, frame, ends, f"threshold {value:g}", lines)


def _paint_marks(painter: QPainter, frame: Frame, marks: Sequence[Mark]) -> None:
    painter.setPen(looks.mark)
    for mark in marks:
        x = round(frame.across(mark.x)) + 0.5
        painter.drawLine(QLineF(x, frame.plot.top(), x, frame.plot.bottom()))


def _paint_best(painter: QPainter, frame: Frame, best: Best) -> None:
    if frame.y.shows(best.y):
        painter.setPen(looks.line(best.colour, "solid", False))
        painter.setBrush(looks.panel)
        painter.drawEllipse(frame.point(best.x, best.y), 4.0, 4.0)


def _tell_best(painter: QPainter, frame: Frame, best: Best, lines: Sequence[Line]) -> None:
    middle = frame.point(best.x, best.y) if frame.y.shows(best.y) else None
    if middle is not None and frame.plot.contains(middle):
        _tell(painter, frame, [middle + QPointF(x, y) * looks.scale for x, y in _AROUND], best.text, lines)


def _tell(painter: QPainter, frame: Frame, where: Sequence[QPointF], text: str, lines: Sequence[Line]) -> None:
    """Write a few words at that of the places where they hide the least of the curves."""
    boxes = [_chip_box(frame, place, text) for place in where]
    points = [points for line in lines for piece in places(frame, line.x, line.y, 120) for points in [_along(*piece)]]
    if points:
        x, y = (np.concatenate(parts) for parts in zip(*points, strict=True))
        hidden = [_inside(box, x, y) for box in boxes]
        chip(painter, boxes[hidden.index(min(hidden))], text)


def _along(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Points of a curve and, where there are few, some between them."""
    number = np.arange(len(x))
    finer = np.linspace(0, len(x) - 1, max(len(x), 100))
    return np.interp(finer, number, x), np.interp(finer, number, y)


def _inside(box: QRectF, x: Numbers, y: Numbers) -> int:
    across = (x > box.left()) & (x < box.right())
    return int((across & (y > box.top()) & (y < box.bottom())).sum())


def _chip_box(frame: Frame, middle: QPointF, text: str) -> QRectF:
    """Room for a few small words, inside the plot."""
    width, height = looks.small_metrics.horizontalAdvance(text) + 8, looks.small_metrics.height()
    plot = frame.plot
    left = min(max(middle.x() - width / 2, plot.left() + 1), plot.right() - width)
    top = min(max(middle.y() - height / 2, plot.top()), plot.bottom() - height)
    return QRectF(left, top, width, height)


def chip(painter: QPainter, box: QRectF, text: str) -> None:
    """A few small words on the panel's colour."""
    painter.setPen(looks.no_pen)
    painter.setBrush(looks.chip)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(looks.dim)
    painter.setFont(looks.small_font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _dot(painter: QPainter, at: QPointF, colour: str, radius: float) -> None:
    painter.setPen(looks.no_pen)
    painter.setBrush(looks.colour(colour))
    painter.drawEllipse(at, radius, radius)
    painter.setBrush(looks.no_brush)
