"""The values of a chart's lines at a moment, as they stand in the legend. No painting here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from desktop_nn.training.curves import nearest
from desktop_nn.training.metric_titles import number_text
from ui.charts.content import Content, Line

_REACH = 0.51
"""A point farther from the moment than half an epoch is not its value."""


@dataclass(frozen=True, slots=True)
class Value:
    """One line's value: as drawn, and as it was measured where the line is smoothed. `x` is where the point lies."""

    line: Line
    x: float
    y: float
    raw: float | None = None

    @property
    def text(self) -> str:
        """Both values in a few characters."""
        shown = number_text(self.y)
        return shown if self.raw is None else f"{shown} ({number_text(self.raw)})"


def values(content: Content, at: float | None) -> list[tuple[Line, Value | None]]:
    """Each line with its value at a moment (in epochs done), or with its last one; None where it has none."""
    raws = {(line.run, line.label): line for line in content.lines if line.faint}
    return [(line, _value(line, raws.get((line.run, line.label)), at)) for line in content.plain]


def spoken(content: Content, at: float | None) -> str:
    """The values as a sentence for screen readers."""
    parts = [
        f"{line.run + ' ' if len(_runs(content)) > 1 else ''}{line.label} {value.text if value else 'unknown'}"
        for line, value in values(content, at)
    ]
    when = "" if at is None else f"epoch {at:.6g}: "
    return f"{when}{', '.join(parts)}"


def moment(content: Content, x: float) -> float | None:
    """The moment (in epochs done) of the point that is nearest to a place on the bottom axis."""
    rows = [(line.x, line.at) for line in content.plain]
    if content.spread is not None:
        rows.append((content.spread.x, content.spread.at))
    found = [min((abs(place - x), at[index]) for index, place in _next(places, x)) for places, at in rows if places]
    return min(found)[1] if found else None


def _next(places: Sequence[float], x: float) -> list[tuple[int, float]]:
    index = nearest(places, x)
    return [(index, places[index])]


def _runs(content: Content) -> set[str]:
    return {line.run for line in content.plain}


def _value(line: Line, raw: Line | None, at: float | None) -> Value | None:
    index = _last(line.y) if at is None else _at(line, at)
    if index is None:
        return None
    return Value(line, line.x[index], line.y[index], raw.y[index] if raw is not None else None)


def _at(line: Line, at: float) -> int | None:
    if not line.at:
        return None
    index = nearest(line.at, at)
    return index if abs(line.at[index] - at) <= _REACH else None


def _last(values: Sequence[float]) -> int | None:
    last = len(values) - 1
    known = (index for index in range(last, -1, -1) if isfinite(values[index]))
    return next(known, last if last >= 0 else None)
