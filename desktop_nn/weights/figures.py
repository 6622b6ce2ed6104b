"""What an array of weights is like in a few numbers, and how its values are spread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desktop_nn.training.internals import Histogram
from desktop_nn.weights.store import Array

BARS = 61
"""Bars of a histogram; an odd number, so that one of them stands on 0 when the range is symmetrical."""
_CHUNK = 4_000_000
_SAMPLED = 200_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean, standard deviation, extremes and Euclidean norm are those of the finite values (NaN if there are none)."""

    count: int
    mean: float
    std: float
    low: float
    high: float
    norm: float
    zeros: int
    nans: int
    infinities: int

    @property
    def broken(self) -> bool:
        """Whether there are values that are no numbers."""
        return bool(self.nans or self.infinities)


def figures(values: Array) -> Figures:
    """The figures of an array of any shape, computed in double precision and in pieces."""
    finite = zeros = nans = 0
    total = squares = 0.0
    low, high = math.inf, -math.inf
    for piece in _pieces(values):
        sound = piece[np.isfinite(piece)].astype(np.float64)
        nans += int(np.isnan(piece).sum()) if piece.dtype.kind in "fc" else 0
        zeros += int((piece == 0).sum())
        finite += len(sound)
        if len(sound):
            total += float(sound.sum())
            squares += float(np.dot(sound, sound))
            low, high = min(low, float(sound.min())), max(high, float(sound.max()))
    count = int(values.size)
    if not finite:
        gone = math.nan
        return Figures(count, gone, gone, gone, gone, gone, zeros, nans, count - nans)
    mean = total / finite
    spread = sum(float(np.square(_finite(piece) - mean).sum()) for piece in _pieces(values))
    std = math.sqrt(spread / finite)
    return Figures(count, mean, std, low, high, math.sqrt(squares), zeros, nans, count - nans - finite)


def histogram(values: Array, low: float | None = None, high: float | None = None) -> Histogram | None:
    """How the finite values are spread between two ends (their own extremes by default); None if there are none."""
    pieces = [_finite(piece) for piece in _pieces(values)]
    pieces = [piece for piece in pieces if len(piece)]
    if not pieces:
        return None
    low = min(float(piece.min()) for piece in pieces) if low is None else low
    high = max(float(piece.max()) for piece in pieces) if high is None else high
    if high <= low:
        wide = max(abs(low), 1e-3) * 0.5
        low, high = low - wide, high + wide
    counts = sum(np.histogram(piece, BARS, (low, high))[0] for piece in pieces)
    return Histogram(low, high, tuple(int(count) for count in np.asarray(counts)))


def limit(*arrays: Array) -> float:
    """The magnitude at which a picture's colours are full: all but half a percent of the values are smaller.

    One outlier would make all others pale otherwise. Never 0.
    """
    found = []
    for values in arrays:
        flat = values.reshape(-1)
        some = _finite(flat[:: max(1, len(flat) // _SAMPLED)])
        if len(some):
            found.append(float(np.quantile(np.abs(some), 0.995)))
    return (
        max(found, default=0.0) or max((float(np.abs(_finite(a)).max(initial=0)) for a in arrays), default=0.0) or 1.0
    )


def _pieces(values: Array) -> Iterator[Array]:
    flat = values.reshape(-1)
    for start in range(0, len(flat), _CHUNK):
        yield flat[start : start + _CHUNK]


def _finite(values: Array) -> Array:
    flat = values.reshape(-1)
    sound: Array = flat[np.isfinite(flat)].astype(np.float64)
    return sound
