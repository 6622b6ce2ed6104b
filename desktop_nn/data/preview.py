"""A first look at a data set: rows as text, pictures with class names, and statistics of every column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from desktop_nn.data.columns import Array, Column, Dataset

MISSING = "–"
"""What stands in a row where a value is missing."""

BINS = 20
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class NumberStatistics:
    """Of a number, or of all pixels of an image. `counts` (bins,) int64 lie between the `edges` (bins + 1,)."""

    minimum: float
    mean: float
    maximum: float
    deviation: float
    missing: int
    edges: Array
    counts: Array


@dataclass(frozen=True, slots=True)
class ClassStatistics:
    """How many samples each class of a category has, in the order of the codes."""

    classes: tuple[str, ...]
    counts: tuple[int, ...]
    missing: int


Statistics: TypeAlias = NumberStatistics | ClassStatistics


@dataclass(frozen=True, slots=True)
class Preview:
    """`rows` hold a text for each of the `names` (all columns but images), `images` (rows, …) the pictures if any.

    `captions` name each picture by the first proposed target. `index` are the samples shown; `statistics` are
    of all samples of the part, `samples` many, by column name (None for a column without any value).
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    images: Array | None
    captions: tuple[str, ...]
    index: Array
    samples: int
    statistics: dict[str, Statistics | None]


def preview(dataset: Dataset, part: Array | None = None, first: int = 100) -> Preview:
    """The first samples of a part (indices into the data set; None for all samples) and statistics of all of it."""
    columns = dataset.description.columns
    table = [column for column in columns if column.kind != "image"]
    pictures = [column for column in columns if column.kind == "image"]
    shown = np.arange(min(first, len(dataset))) if part is None else part[:first]
    texts = [texts_of(column, dataset.values[column.name][shown]) for column in table]
    captions = _captions(dataset, [column.name for column in table], texts)
    return Preview(
        names=tuple(column.name for column in table),
        rows=tuple(zip(*texts, strict=True)),
        images=dataset.values[pictures[0].name][shown] if pictures else None,
        captions=captions if pictures else (),
        index=shown,
        samples=len(dataset) if part is None else len(part),
        statistics={column.name: statistics(column, _of(dataset, column, part)) for column in columns},
    )


def texts_of(column: Column, values: Array) -> tuple[str, ...]:
    """Numbers with up to six significant digits, classes by name, `MISSING` where there is no value."""
    if column.kind == "category":
        return tuple(column.categories[code] if code >= 0 else MISSING for code in values.tolist())
    return tuple(MISSING if np.isnan(value) else f"{value:.6g}" for value in values.tolist())


def statistics(column: Column, values: Array) -> Statistics | None:
    """Statistics of a column's values; None if a number has no value at all."""
    if column.kind == "category":
        present = values[values >= 0]
        counts = np.bincount(present, minlength=len(column.categories))
        return ClassStatistics(column.categories, tuple(counts.tolist()), len(values) - len(present))
    if values.dtype == np.uint8:
        return _byte_statistics(column, values)
    present = values[~np.isnan(values)] if column.kind == "number" else values.ravel()
    if not len(present):
        return None
    edges = _edges(float(present.min()), float(present.max()))
    return NumberStatistics(
        minimum=float(present.min()),
        mean=float(present.mean()),
        maximum=float(present.max()),
        deviation=float(present.std()),
        missing=len(values) - len(present) if column.kind == "number" else 0,
        edges=edges,
        counts=np.histogram(present, edges)[0],
    )


def _byte_statistics(column: Column, values: Array) -> NumberStatistics | None:
    """Pixels are counted by grey value, a piece at a time: bincount makes eight bytes out of each."""
    flat = values.reshape(-1)
    grey = np.zeros(256, np.int64)
    for start in range(0, flat.size, _PIECE):
        grey += np.bincount(flat[start : start + _PIECE], minlength=256)
    total = int(grey.sum())
    if not total:
        return None
    levels = np.arange(256)
    seen = np.flatnonzero(grey)
    mean = float((grey * levels).sum() / total)
    edges = _edges(0.0, column.maximum or 255.0)
    return NumberStatistics(
        minimum=float(seen[0]),
        mean=mean,
        maximum=float(seen[-1]),
        deviation=float(np.sqrt((grey * (levels - mean) ** 2).sum() / total)),
        missing=0,
        edges=edges,
        counts=np.histogram(levels, edges, weights=grey)[0].astype(np.int64),
    )


def _edges(low: float, high: float) -> Array:
    """Bin edges from low to high; a constant gets a bin of its own around it, as np.histogram does."""
    return np.linspace(low - 0.5, high + 0.5, BINS + 1) if low == high else np.linspace(low, high, BINS + 1)


def _of(dataset: Dataset, column: Column, part: Array | None) -> Array:
    values = dataset.values[column.name]
    return values if part is None else values[part]


def _captions(dataset: Dataset, names: Sequence[str], texts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    target = next((name for name in dataset.description.targets if name in names), None)
    return texts[names.index(target)] if target is not None else ()
