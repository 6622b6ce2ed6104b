"""Histograms over time as one small picture: a column an epoch, the darker the more values lie there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_nn.training.internals import Histogram
from ui.charts.chart_looks import looks
from ui.charts.content import Spread
from ui.charts.frame import Frame
from ui.theme.theme import theme
from ui.theme.tokens import mixed

_ROWS = 48
_WIDEST = 16.0
"""Pixels of a column whose neighbours are far away."""
_MOST_COLUMNS = 120
_SHADES = 64


def paint(painter: QPainter, frame: Frame, spread: Spread) -> None:
    """Paint the picture into the plot; each column is centred at its moment."""
    if not spread.histograms:
        return
    every = -(-len(spread.histograms) // _MOST_COLUMNS)
    shown, xs = spread.histograms[::every], spread.x[::every]
    low = min(histogram.low for histogram in shown)
    high = max(histogram.high for histogram in shown)
    picture = image(shown, low, high, spread.colour)
    top, bottom = frame.up(high), frame.up(low)
    for column, (left, right) in enumerate(widths(frame, spread.at[::every], xs)):
        source = QRectF(column, 0, 1, _ROWS)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), picture, source)


def widths(frame: Frame, at: Sequence[float], xs: Sequence[float]) -> Iterator[tuple[float, float]]:
    """From where to where each column reaches: half way to its neighbours, but not beyond its epoch."""
    places = [frame.across(x) for x in xs]
    steps = [after - before for before, after in pairwise(places)] or [frame.plot.width()]
    epochs = [after - before for before, after in pairwise(at)] or [1.0]
    widest = max(_WIDEST, min(step / epoch for step, epoch in zip(steps, epochs, strict=True)))
    for index, place in enumerate(places):
        before = min(steps[max(0, index - 1)], widest) / 2
        after = min(steps[min(index, len(steps) - 1)], widest) / 2
        yield place - before, place + after


def image(histograms: Sequence[Histogram], low: float, high: float, colour: str) -> QImage:
    """A pixel for each column and each of 48 steps from `high` (top) to `low`."""
    wide = len(histograms)
    stride = -(-wide // 4) * 4  # lines of a QImage begin at multiples of four bytes
    pixels = bytearray(stride * _ROWS)
    for column, histogram in enumerate(histograms):
        pixels[column::stride] = _column(histogram, low, high)
    picture = QImage(bytes(pixels), wide, _ROWS, stride, QImage.Format.Format_Indexed8)
    picture.setColorTable(_colours(colour))
    return picture.copy()  # the bytes above are Python's and go away


def _column(histogram: Histogram, low: float, high: float) -> bytes:
    """Shades from the top: the density of values relative to the column's highest, its root taken to show tails."""
    count = len(histogram.counts)
    most = max(histogram.counts, default=0)
    if not count or not most:
        return bytes(_ROWS)
    shades = [round((value / most) ** 0.5 * (_SHADES - 1)) for value in histogram.counts]
    step, width = (high - low) / _ROWS, (histogram.high - histogram.low) / count
    if width <= 0:  # all values are the same
        row = min(_ROWS - 1, int((histogram.low - low) / step)) if step else 0
        return bytes(_SHADES - 1 if _ROWS - 1 - index == row else 0 for index in range(_ROWS))
    places = ((low + (_ROWS - index - 0.5) * step - histogram.low) / width for index in range(_ROWS))
    return bytes(shades[int(place)] if 0 <= place < count else 0 for place in places)


def _colours(colour: str) -> list[int]:
    back, front = theme.colours.panel, looks.colour(colour).name()
    return [looks.colour(mixed(back, front, shade / (_SHADES - 1))).rgb() for shade in range(_SHADES)]
