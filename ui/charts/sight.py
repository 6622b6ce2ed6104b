"""What all charts of the panel share: how far the bottom axis reaches, the zoom, the moment under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop_nn.training.curves import Place
from desktop_nn.training.named_log import NamedLog
from ui.charts.curve_lines import HALF
from ui.charts.options import Options

_STEP = 1.25
_DEEPEST = 1e-4
"""Of the whole axis; deeper is of no use."""


class Sight(QObject):
    """`whole` is the bottom axis from end to end, `zoom` a part of it or None, `at` a moment in epochs done."""

    zoomed = Signal()
    pointed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.whole = (0.0, 1.0)
        self.zoom: tuple[float, float] | None = None
        self.at: float | None = None

    def reach(self, whole: tuple[float, float]) -> None:
        """The run has grown: the bottom axis reaches farther, unless a part of it is shown."""
        if whole != self.whole:
            self.whole = whole
            if self.zoom is None:
                self.zoomed.emit()

    @property
    def x(self) -> tuple[float, float]:
        """What the bottom axis shows."""
        return self.zoom or self.whole

    def point(self, at: float | None) -> None:
        """Show the values of a moment, or the last ones."""
        if at != self.at:
            self.at = at
            self.pointed.emit()

    def show(self, zoom: tuple[float, float] | None) -> None:
        """Show a part of the bottom axis, or all of it."""
        low, high = self.whole
        if zoom is not None:
            zoom = (max(low, zoom[0]), min(high, zoom[1]))
            if zoom[1] - zoom[0] < _DEEPEST * (high - low):
                return
            zoom = None if zoom == self.whole else zoom
        if zoom != self.zoom:
            self.zoom = zoom
            self.zoomed.emit()

    def turn(self, steps: float, around: float) -> bool:
        """Zoom in (steps above 0) or out around a place of the axis; returns whether anything changed."""
        low, high = self.x
        factor = _STEP**-steps
        before = self.zoom
        self.show((around - (around - low) * factor, around + (high - around) * factor))
        return self.zoom != before

    def pan(self, by: float) -> None:
        """Move a zoomed axis, as far as it reaches."""
        if self.zoom is not None:
            by = min(max(by, self.whole[0] - self.zoom[0]), self.whole[1] - self.zoom[1])
            self.show((self.zoom[0] + by, self.zoom[1] + by))


def whole(logs: Sequence[NamedLog], options: Options) -> tuple[float, float]:
    """From the first figure to the last, or as far as a run under way will soon reach."""
    early = "batches" in options.sections or any(len(named.log.epoch_seconds) < 2 for named in logs)
    first = 0.0 if early else (HALF if options.shift else 1.0)
    starts, ends = [], []
    for named in logs:
        log = named.log
        place = Place(options.axis, log.steps, log.epoch_seconds)
        done = max(len(log.epoch_seconds), 1)
        soon = done if log.ended is not None else min(max(log.epochs, done), max(5, round(done * 1.25 + 1)))
        starts.append(place(first))
        ends.append(place(soon))
    low, high = min(starts, default=0.0), max(ends, default=1.0)
    return (low, high) if high > low else (low, low + 1.0)
