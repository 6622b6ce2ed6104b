"""Where things lie in a chart: the plot's rectangle, its two axes, and the way from values to points and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QPointF, QRectF

from ui.charts.chart_looks import looks
from ui.charts.content import Content
from ui.charts.scale import Scale, around

_GUTTER = 46.0
_PAD = 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The geometry of a chart at one size."""

    header: QRectF
    plot: QRectF
    x: Scale
    y: Scale

    def across(self, value: float) -> float:
        """The horizontal place of a value of the bottom axis."""
        return self.plot.left() + self.x.share(value) * self.plot.width()

    def up(self, value: float) -> float:
        """The vertical place of a value."""
        return self.plot.bottom() - self.y.share(value) * self.plot.height()

    def point(self, x: float, y: float) -> QPointF:
        """The place of a point."""
        return QPointF(self.across(x), self.up(y))

    def x_at(self, place: float) -> float:
        """The value of the bottom axis at a horizontal place."""
        return self.x.value((place - self.plot.left()) / self.plot.width())

    def y_at(self, place: float) -> float:
        """The value at a vertical place."""
        return self.y.value((self.plot.bottom() - place) / self.plot.height())


def frame(area: QRectF, content: Content, x: tuple[float, float], y: tuple[float, float] | None) -> Frame:
    """The geometry for a chart in an area; `x` is what the bottom axis shows, `y` a zoom or None to fit."""
    scale = looks.scale
    rows = looks.title_metrics.height()
    if content.plain:
        rows += looks.text_metrics.height() + 2
    if content.words:
        rows += looks.small_metrics.height() + 1
    header = QRectF(area.left() + _PAD, area.top() + 7, area.width() - 2 * _PAD, rows)
    bottom = area.bottom() - 6 - looks.small_metrics.height() - 3
    left = area.left() + _GUTTER * scale
    plot = QRectF(left, header.bottom() + 6, area.right() - _PAD - left, bottom - header.bottom() - 6)
    plot = plot.normalized() if plot.height() > 0 else QRectF(left, header.bottom(), plot.width(), 1.0)
    across = Scale(*x)
    up = Scale(*y, content.log) if y is not None else around(list(_heights(content, x)), log=content.log)
    return Frame(header, plot, across, up)


def _heights(content: Content, x: tuple[float, float]) -> Iterator[float]:
    """Ends of all that must fit: those in sight, or all if none is."""
    shown = list(_in_sight(content, x))
    yield from shown or _in_sight(content, (float("-inf"), float("inf")))
    if content.threshold is not None:
        yield content.threshold
    if content.spread is not None:
        for histogram in content.spread.histograms:
            yield from (histogram.low, histogram.high)


def _in_sight(content: Content, x: tuple[float, float]) -> Iterator[float]:
    low, high = x
    curves = [(line.x, line.y) for line in content.lines]
    curves += [(band.x, edge) for band in content.bands for edge in (band.low, band.high)]
    for xs, ys in curves:
        yield from _between(xs, ys, low, high, log=content.log)


def _between(xs: Sequence[float], ys: Sequence[float], low: float, high: float, *, log: bool) -> list[float]:
    """The lowest and the highest value between two places that can be drawn."""
    if xs and xs[0] >= low and xs[-1] <= high:
        known = list(filter(isfinite, ys))
    else:
        known = [y for x, y in zip(xs, ys, strict=False) if low <= x <= high and isfinite(y)]
    if log:
        known = [y for y in known if y > 0]
    return [min(known), max(known)] if known else []
