"""Two models compared: how far apart their weights are, layer by layer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop_nn.weights.store import LayerPath, Weight, WeightStore, partner, shape_text


@dataclass(frozen=True, slots=True)
class Distance:
    """One weight of a layer in both models. Norms are Euclidean; NaN where a model lacks it.

    `difference` is the norm of the difference of both; `why` says in words why there is none.
    """

    layer: LayerPath
    weight: str
    here: float
    there: float
    difference: float = math.nan
    why: str = ""

    @property
    def relative(self) -> float:
        """The difference as a share of the norm here; NaN if there is none, infinite if only the other has values."""
        if math.isnan(self.difference) or self.difference == 0:
            return self.difference
        return self.difference / self.here if self.here else math.inf


def distances(
    here: WeightStore, there: WeightStore, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Distance, ...]:
    """Every weight of both models, in the order of the first; what only the other has comes last."""
    found: list[Distance] = []
    for layer in here.layers:
        if cancelled():
            break
        ours, theirs = here.of(layer), there.of(layer)
        found += [_distance(layer, weight, ours, theirs, known=layer in there.layers) for weight in ours]
    for layer in there.layers:
        if layer not in here.layers and not cancelled():
            found += [
                Distance(layer, weight.name, math.nan, norm(weight), why="only in the other")
                for weight in there.of(layer)
            ]
    return tuple(found)


def norm(weight: Weight) -> float:
    """The Euclidean norm of all values, in double precision."""
    flat = weight.values.reshape(-1).astype(np.float64)
    return float(np.sqrt(np.dot(flat, flat)))


def _distance(
    layer: LayerPath, weight: Weight, ours: tuple[Weight, ...], theirs: tuple[Weight, ...], *, known: bool
) -> Distance:
    other = partner(weight, ours, theirs)
    if other is not None:
        apart = Weight(weight.name, weight.values.astype(np.float64) - other.values)
        return Distance(layer, weight.name, norm(weight), norm(other), norm(apart))
    named = next((item for item in theirs if item.name == weight.name), None)
    if named is not None:
        return Distance(layer, weight.name, norm(weight), norm(named), why=f"there {shape_text(named.shape)}")
    return Distance(layer, weight.name, norm(weight), math.nan, why="not there" if known else "no such layer there")
