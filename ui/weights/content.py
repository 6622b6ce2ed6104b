"""What the panel shows of one weight, as frozen values; made on a worker, painted by the views. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_nn.training.internals import Histogram
from desktop_nn.weights.comparison import Distance
from desktop_nn.weights.figures import Figures, figures, histogram, limit
from desktop_nn.weights.images import Tiles, tiles
from desktop_nn.weights.store import Array, Weight, partner


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One model's values, or the difference of both (`word` says whose). `tiles` is None for what is no image."""

    word: str
    values: Array
    figures: Figures
    histogram: Histogram | None
    tiles: Tiles | None


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """A layer's weights and all that is shown of one of them.

    `sides` holds this model's values and, if another model has the weight in the same shape, that one's and their
    difference. `why` says why there is no counterpart while two models are compared. `limit` is the magnitude of full
    colour, the same for all sides.
    """

    weights: tuple[Weight, ...]
    others: tuple[Weight, ...]
    index: int
    sides: tuple[Side, ...]
    limit: float
    why: str = ""
    apart_limit: float = 1.0
    """The magnitude of full colour where the difference stands alone."""

    @property
    def weight(self) -> Weight:
        """The weight that is shown."""
        return self.weights[self.index]

    @property
    def compared(self) -> bool:
        """Whether two models stand side by side."""
        return len(self.sides) > 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose weight is to be shown: the layer's kind, the image that it sees (or None), the weight's number."""

    kind: str
    image: tuple[int, int, int] | None
    index: int
    here: str = "This model"
    there: str = ""


def content(weights: tuple[Weight, ...], others: tuple[Weight, ...], asked: Asked) -> Content:
    """Everything about one of the weights (for a worker: figures of millions of values take a while)."""
    index = min(asked.index, len(weights) - 1)
    weight = weights[index]
    other = partner(weight, weights, others) if asked.there else None
    if other is None:
        why = f"{asked.there} has no such weight of this shape." if asked.there else ""
        here = _side(asked.here, weight, asked, _ends(weight.values))
        return Content(weights, others, index, (here,), limit(weight.values), why)
    apart = Weight(weight.name, weight.values.astype(np.float64) - other.values)
    ends = _ends(weight.values, other.values)
    here, there = _side(asked.here, weight, asked, ends), _side(asked.there, other, asked, ends)
    sides = (here, there, _side("Difference", apart, asked, _ends(apart.values)))
    both = limit(weight.values, other.values)
    return Content(weights, others, index, sides, both, apart_limit=limit(apart.values))


def _side(word: str, weight: Weight, asked: Asked, ends: tuple[float, float] | None) -> Side:
    spread = histogram(weight.values, *ends) if ends else None
    return Side(word, weight.values, figures(weight.values), spread, tiles(weight, asked.kind, asked.image))


def _ends(*arrays: Array) -> tuple[float, float] | None:
    """The extremes of all finite values together."""
    found = [values[np.isfinite(values)] for values in arrays]
    found = [values for values in found if values.size]
    if not found:
        return None
    return min(float(values.min()) for values in found), max(float(values.max()) for values in found)


def distance_cells(distance: Distance) -> tuple[str, ...]:
    """A row of the table of distances: layer, weight, both norms, the difference's, and its share or why not."""
    share = distance.why or ("the same" if distance.difference == 0 else f"{distance.relative:.1%}")
    numbers = (distance.here, distance.there, distance.difference)
    return (" / ".join(distance.layer), distance.weight, *map(number, numbers), share)


def number(value: float) -> str:
    """A figure in four places as it is read; nothing for what is not there."""
    return "" if np.isnan(value) else f"{value:.4g}"
