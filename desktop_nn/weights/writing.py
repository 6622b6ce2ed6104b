"""An array of weights as a table: how it is laid out in rows and columns, and written as CSV or .npy."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop_nn import atomic
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.weights.store import Array

SUFFIXES = (".csv", ".npy")
_ROWS_AT_ONCE = 2_000


class WritingCancelledError(Exception):
    """The caller asked to stop before the file was written; nothing was."""


def as_table(values: Array) -> Array:
    """The array with two axes: the last one along the columns, all others down the rows; a vector is one column."""
    if values.ndim <= 1:
        return values.reshape(-1, 1)
    return values.reshape(-1, values.shape[-1])


def row_title(shape: tuple[int, ...], row: int) -> str:
    """Where a row of `as_table` lies in an array of that shape: its places along all axes but the last, from 0."""
    if len(shape) <= 2:
        return str(row)
    return ", ".join(str(int(place)) for place in np.unravel_index(row, shape[:-1]))


def text_of(value: float, dtype: np.dtype[np.generic] | None = None) -> str:
    """A value in as few figures as tell it from its neighbours."""
    return str(dtype.type(value)) if dtype is not None else str(value)


def write(path: Path, values: Array, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Write the array by the suffix: .npy as NumPy has it, .csv with a head and the places of each row.

    Raises ProblemError for another suffix and for what the file system refuses, WritingCancelledError if `cancelled`
    turned true.
    """
    suffix = path.suffix.lower()
    if suffix == ".npy":
        content = io.BytesIO()
        np.save(content, np.ascontiguousarray(values), allow_pickle=False)
        atomic.write_bytes(path, content.getvalue())
    elif suffix == ".csv":
        atomic.write_bytes(path, as_csv(values, cancelled).encode())
    else:
        what = f"Weights cannot be written as “{path.suffix or path.name}”."
        raise ProblemError(Problem(what, str(path), "Choose a name that ends in .csv or .npy."))


def as_csv(values: Array, cancelled: Callable[[], bool] = lambda: False) -> str:
    """The table as CSV: the places along all axes but the last, then the values in full precision."""
    table, axes = as_table(values), max(1, values.ndim - 1)
    head = [f"axis {number}" for number in range(axes)] if values.ndim > 1 else ["place"]
    columns = [str(number) for number in range(table.shape[1])] if values.ndim > 1 else ["value"]
    lines = [",".join([*head, *columns])]
    shape = values.shape[:-1] if values.ndim > 1 else (len(table),)
    for start in range(0, len(table), _ROWS_AT_ONCE):
        if cancelled():
            raise WritingCancelledError
        piece = table[start : start + _ROWS_AT_ONCE]
        places = np.stack(np.unravel_index(np.arange(start, start + len(piece)), shape), axis=1)
        for place, row in zip(places, piece, strict=True):
            lines.append(",".join([*map(str, place.tolist()), *map(str, row)]))
    return "\n".join(lines) + "\n"
