"""Paints the inside of a chart: grid, axes, curves, bands, marks. What follows the pointer is `pointer_painting.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite, log10

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from desktop_nn.training.curves import thinned
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
    inside = _in_sight(frame, xs)
    most = max(2, min(most, round(frame.plot.width())))
    xs, ys = thinned(xs[inside], ys[inside], most)
    across, up = _straight(frame)
    log = frame.y.log
    piece: list[QPointF] = []
    for x, y in zip(xs, ys, strict=True):
        if isfinite(y) and (not log or y > 0):
            piece.append(QPointF(across[0] + across[1] * x, up[0] + up[1] * (log10(y) if log else y)))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _in_sight(frame: Frame, xs: Sequence[float]) -> slice:
    """The points between the ends of the bottom axis, and one more at either side."""
    low, high = frame.x.low, frame.x.high
    if not xs or (xs[0] >= low and xs[-1] <= high):
        return slice(None)
    first = next((index for index, x in enumerate(xs) if x >= low), len(xs))
    last = next((index for index in range(len(xs) - 1, -1, -1) if xs[index] <= high), -1)
    return slice(max(0, first - 1), last + 2)


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


def _tell(painter: QPainter, frame: Frame, places: Sequence[QPointF], text: str, lines: Sequence[Line]) -> None:
    """Write a few words at that of the places where they hide the least of the curves."""
    boxes = [_chip_box(frame, place, text) for place in places]
    points = [point for line in lines for piece in pieces(frame, *_few(line)) for point in _along(piece)]
    hidden = [sum(box.contains(point) for point in points) for box in boxes]
    chip(painter, boxes[hidden.index(min(hidden))], text)


def _along(piece: Sequence[QPointF]) -> Iterator[QPointF]:
    """Points of a curve and, where there are few, some between them."""
    between = max(1, 60 // len(piece))
    yield piece[-1]
    for start, end in pairwise(piece):
        for step in range(between):
            yield start + (end - start) * (step / between)


def _few(line: Line) -> tuple[Sequence[float], Sequence[float]]:
    """Some of a line's points, enough to know where it runs."""
    every = max(1, len(line.x) // 50)
    return line.x[::every], line.y[::every]


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
