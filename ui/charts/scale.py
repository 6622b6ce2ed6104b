"""One axis of a chart as arithmetic: from values to a share of its length, and round numbers to write at it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

_STEPS = (1.0, 2.0, 5.0, 10.0)
_LOG_STEPS = ((1, 2, 5), (1, 3), (1,))
_LEAST_DECADES = 2.5
"""A log axis that is shorter has round numbers between the powers of ten as well."""

_LEAST_ROOM = 0.6
"""Decades of a log axis at least: a value that never changes lies in the middle of a quarter up and down."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`; for a log scale both are above 0."""

    low: float
    high: float
    log: bool = False

    def share(self, value: float) -> float:
        """0 at the low end, 1 at the high end."""
        if self.log:
            span = log10(self.high) - log10(self.low)
            return (log10(value) - log10(self.low)) / span if span else 0.5
        return (value - self.low) / (self.high - self.low) if self.high != self.low else 0.5

    def value(self, share: float) -> float:
        """The value at a share of the axis."""
        if self.log:
            return float(10 ** (log10(self.low) + share * (log10(self.high) - log10(self.low))))
        return self.low + share * (self.high - self.low)

    def shows(self, value: float) -> bool:
        """Whether the value can be drawn at all."""
        return isfinite(value) and (not self.log or value > 0)

    def ticks(self, most: int, *, whole: bool = False) -> list[float]:
        """At most about `most` round values inside; `whole` ones only if wished."""
        if self.log:
            return self._log_ticks(most)
        span = self.high - self.low
        if span <= 0:
            return [self.low]
        wished = span / max(1, most)
        for round_step in (_round_step(wished), _round_step(wished / 2)):
            step = max(1.0, round_step) if whole else round_step
            first = ceil(self.low / step - 1e-9)
            ticks = [index * step for index in range(first, floor(self.high / step + 1e-9) + 1)]
            if len(ticks) >= min(3, most):
                break
        return ticks

    def _log_ticks(self, most: int) -> list[float]:
        low, high = log10(self.low), log10(self.high)
        powers = range(floor(low), ceil(high) + 1)
        for steps in _LOG_STEPS if high - low < _LEAST_DECADES else ():
            ticks = [step * 10.0**power for power in powers for step in steps]
            inside = [tick for tick in ticks if self.low <= tick <= self.high]
            if len(inside) <= most + 1:
                return inside if len(inside) > 1 else Scale(self.low, self.high).ticks(most)
        every = max(1, ceil((high - low) / max(1, most)))
        first = ceil(low / every - 1e-9)
        return [10.0 ** (every * index) for index in range(first, floor(high / every + 1e-9) + 1)]


def around(values: list[float], *, log: bool = False, room: float = 0.06) -> Scale:
    """An axis on which all values fit, with some room above and below."""
    values = [value for value in values if isfinite(value) and (not log or value > 0)]
    if not values:
        return Scale(0.1, 1.0, log=True) if log else Scale(0.0, 1.0)
    low, high = min(values), max(values)
    if log:
        decades = log10(high) - log10(low)
        more = max(room * decades, (_LEAST_ROOM - decades) / 2)
        return Scale(low / 10**more, high * 10**more, log=True)
    span = (high - low) or abs(high) or 1.0
    return Scale(low - room * span, high + room * span)


def tick_text(value: float) -> str:
    """A round number in as few characters as can be."""
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e5:
        return f"{value:.6g}"
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    short = mantissa.rstrip("0").rstrip(".")
    return f"{short}e{int(exponent)}"


def _round_step(wished: float) -> float:
    power = 10.0 ** floor(log10(wished))
    return next(step * power for step in _STEPS if step * power >= wished * (1 - 1e-9))
