"""Arithmetic on curves: smoothing, thinning out, the best point, where an epoch lies on another axis. Pure numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import isfinite, nan
from typing import TYPE_CHECKING, TypeAlias

from desktop_nn.settings import ChartAxis

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[float64]"

_HIGHER = ("acc", "auc", "precision", "recall", "f1", "r2", "iou", "cosine")


def smoothed(values: Sequence[float], weight: float) -> list[float]:
    """Exponential moving average; `weight` (0 up to 1) is how much of the past stays. Holes stay holes.

    The average starts at nothing and is divided by 1 - weight^n, so that the beginning is not drawn towards 0: the
    correction of Adam (Kingma and Ba 2015), which TensorBoard's smoothing uses as well.
    """
    if weight <= 0:
        return list(values)
    result, average, left = [], 0.0, 1.0
    for value in values:
        if isfinite(value):
            average = average * weight + value * (1 - weight)
            left *= weight
            result.append(average / (1 - left))
        else:
            result.append(nan)
    return result


def thinned(xs: Sequence[float], ys: Sequence[float], most: int) -> tuple[Numbers, Numbers]:
    """At most about `most` points that look the same: of each stretch its lowest and its highest, in their order."""
    import numpy as np

    x, y = np.asarray(xs, float), np.asarray(ys, float)
    if len(x) <= most:
        return x, y
    stretch = -(-len(x) // max(1, most // 2))
    rows = np.pad(y, (0, -len(y) % stretch), constant_values=np.nan).reshape(-1, stretch)
    known = np.isfinite(rows)
    starts = np.arange(len(rows)) * stretch
    low = starts + np.where(known, rows, np.inf).argmin(1)
    high = starts + np.where(known, rows, -np.inf).argmax(1)
    kept = np.unique(np.concatenate([low, high, [len(x) - 1]]))
    return x[kept], y[kept]


def higher_is_better(metric: str) -> bool:
    """Whether a metric of this name is good when it is high."""
    return "loss" not in metric and any(word in metric for word in _HIGHER)


def best(metric: str, values: Sequence[float]) -> int | None:
    """Index of the first best value (the lowest, or the highest for accuracies), or None."""
    found = [(value, index) for index, value in enumerate(values) if isfinite(value)]
    if not found:
        return None
    if higher_is_better(metric):
        return max(found, key=lambda pair: (pair[0], -pair[1]))[1]
    return min(found)[1]


def nearest(values: Sequence[float], wished: float) -> int:
    """Index of the value next to the wished one in rising values; there must be one. Of two, the later one."""
    right = bisect_left(values, wished)
    if right == 0:
        return 0
    if right == len(values):
        return right - 1
    return right - 1 if wished - values[right - 1] < values[right] - wished else right


class Place:
    """Where a moment of a run lies on an axis. Moments are told in epochs done: 2.5 is the middle of the third.

    Seconds follow from the epochs' own lengths; after the last one, time goes on as fast as in it.
    """

    def __init__(self, axis: ChartAxis, steps: int, seconds: Sequence[float]) -> None:
        self._axis, self._steps = axis, steps
        self._ends = [0.0, *accumulate(seconds)] if axis == "seconds" else [0.0]

    def along(self, moments: Sequence[float], shift: float = 0.0) -> list[float]:
        """Places of many moments, each `shift` epochs earlier."""
        if self._axis == "epoch":
            return [moment - shift for moment in moments] if shift else list(moments)
        return [self(moment - shift) for moment in moments]

    def __call__(self, epochs: float) -> float:
        if self._axis == "batch" and self._steps:
            return epochs * self._steps
        if self._axis != "seconds" or len(self._ends) < 2:
            return epochs
        whole = min(max(int(epochs), 0), len(self._ends) - 2)
        start, end = self._ends[whole], self._ends[whole + 1]
        return start + (epochs - whole) * (end - start)
