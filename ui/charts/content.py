"""What a chart shows, as frozen values: lines, bands, histograms, marks. How they are drawn is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from desktop_nn.training.internals import Histogram
from desktop_nn.training.metric_titles import ChartTitle

Stroke: TypeAlias = Literal["solid", "dash", "dot"]


@dataclass(frozen=True, slots=True)
class Line:
    """A curve. `at` are moments in epochs done, rising; `x` the same on the chart's axis; NaN in `y` is a gap.

    `colour` is a token's name or "#rrggbb". A `faint` line lies behind, is not in the legend and has no values.
    """

    label: str
    colour: str
    at: Sequence[float]
    x: Sequence[float]
    y: Sequence[float]
    stroke: Stroke = "solid"
    run: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """An area between two curves."""

    colour: str
    x: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True, slots=True)
class Spread:
    """Histograms side by side: how values were spread at each moment."""

    at: Sequence[float]
    x: Sequence[float]
    histograms: Sequence[Histogram]
    colour: str


@dataclass(frozen=True, slots=True)
class Best:
    """The best point of a line."""

    x: float
    y: float
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a moment, told in words."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a chart shows. `place` leads from epochs done to the axis; `words` is a sentence about it."""

    title: ChartTitle
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = ()
    spread: Spread | None = None
    best: tuple[Best, ...] = ()
    marks: tuple[Mark, ...] = ()
    threshold: float | None = None
    log: bool = False
    words: str = ""
    warns: bool = False
    axis: str = "epoch"
    place: Callable[[float], float] = field(default=float)

    @property
    def plain(self) -> tuple[Line, ...]:
        """The lines that have values to read."""
        return tuple(line for line in self.lines if not line.faint)


Recipe: TypeAlias = Callable[[], Content]
"""Makes a chart's content from the logs as they are now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A chart that belongs on the screen: its key, the heading that it stands under, and its recipe.

    `layer` is the layer's id if the chart is about one. As long as `stamp` stays the same, so does the content.
    """

    key: str
    group: str
    recipe: Recipe
    layer: str = ""
    stamp: object = None
