"""Fits scikit-learn's transformations on the training part and applies them to all three parts, column by column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod
from typing import Any, Protocol, TypeAlias

import numpy as np

from desktop_nn.data.choices import Step
from desktop_nn.data.columns import Array, Column, Dataset, Description
from desktop_nn.data.preprocessing import columns_of
from desktop_nn.data.split import Parts
from desktop_nn.problems import Problem, ProblemError

Pieces: TypeAlias = list[Array]
"""A column's values in the training, validation and test part, in this order."""


class Transformer(Protocol):
    """What is used of a scikit-learn transformer."""

    def fit(self, table: Array) -> Any:
        """Learn from the training part."""

    def transform(self, table: Array) -> Array:
        """Apply what was learnt."""


def transformed(
    dataset: Dataset, parts: Parts, names: Sequence[str], steps: Sequence[Step], used: Collection[str]
) -> dict[str, Pieces]:
    """The named columns divided into parts and put through the steps; the data set itself is not changed.

    A number stays (n,) float64, a category (n,) int64 codes or (n, classes) float32 if one-hot encoded, an
    image (n, *shape) becomes float32 with its first step. Steps must suit their columns.
    Raises ProblemError if a column to impute has no value in the training part.
    """
    pieces = {name: _divided(dataset.values[name], parts) for name in names}
    for step in steps:
        mine = [name for name in columns_of(step, dataset.description, used) if name in pieces]
        # What overflows here is not finite afterwards, and is refused by name when the arrays are bound.
        with np.errstate(all="ignore"):
            _apply(step, _described(mine, dataset.description), pieces)
    return pieces


def _divided(values: Array, parts: Parts) -> Pieces:
    return [values[index] for index in (parts.train, parts.validation, parts.test)]


def _described(names: Sequence[str], description: Description) -> list[Column]:
    return [column for name in names if (column := description.column(name)) is not None]


def _apply(step: Step, columns: Sequence[Column], pieces: dict[str, Pieces]) -> None:
    numbers = [column.name for column in columns if column.kind == "number"]
    if numbers:
        _transform_table(step, numbers, pieces)
    for column in columns:
        if column.kind == "image":
            _transform_image(step, column, pieces[column.name])
        elif column.kind == "category":
            _transform_category(step, column, pieces)


def _transform_table(step: Step, names: Sequence[str], pieces: dict[str, Pieces]) -> None:
    if step.kind == "impute":
        for name in names:
            _refuse_nothing_to_impute(name, np.isnan(pieces[name][0]))
    tables = [np.column_stack([pieces[name][part] for name in names]) for part in range(3)]
    results = _fitted(_transformer(step), tables)
    for i, name in enumerate(names):
        pieces[name] = [table[:, i] for table in results]


def _transform_image(step: Step, column: Column, pieces: Pieces) -> None:
    """In place, and part after part: images are large. Scalers see every pixel as a column of its own."""
    for part, values in enumerate(pieces):
        if step.kind == "pixels":
            pieces[part] = np.true_divide(values, np.float32(column.maximum or 255), dtype=np.float32)
        else:
            pieces[part] = values.reshape(len(values), prod(column.shape)).astype(np.float32)
    if step.kind != "pixels":
        shape = column.shape
        pieces[:] = [table.reshape(len(table), *shape) for table in _fitted(_transformer(step, copy=False), pieces)]


def _transform_category(step: Step, column: Column, pieces: dict[str, Pieces]) -> None:
    tables = [codes.reshape(-1, 1) for codes in pieces[column.name]]
    if step.kind == "impute":
        _refuse_nothing_to_impute(column.name, tables[0] < 0)
        from sklearn.impute import SimpleImputer

        results = _fitted(SimpleImputer(missing_values=-1, strategy="most_frequent"), tables)
        pieces[column.name] = [table[:, 0] for table in results]
    else:
        from sklearn.preprocessing import OneHotEncoder

        # All classes of the data set are named beforehand, so that the width does not hang on the split.
        classes = [np.arange(len(column.categories))]
        pieces[column.name] = _fitted(OneHotEncoder(categories=classes, sparse_output=False, dtype=np.float32), tables)


def _transformer(step: Step, *, copy: bool = True) -> Transformer:
    from sklearn import impute, preprocessing

    made: Transformer
    if step.kind == "impute":
        made = impute.SimpleImputer(strategy="median")
    elif step.kind == "min-max":
        made = preprocessing.MinMaxScaler(copy=copy)
    else:
        made = preprocessing.StandardScaler(copy=copy)
    return made


def _fitted(transformer: Transformer, tables: Sequence[Array]) -> list[Array]:
    """Fit on the first table, the training part, and transform all; scikit-learn refuses empty tables."""
    transformer.fit(tables[0])
    empty = transformer.transform(tables[0][:1].copy())[:0]
    return [transformer.transform(table) if len(table) else empty for table in tables]


def _refuse_nothing_to_impute(name: str, missing: Array) -> None:
    if missing.all():
        what = f"“{name}” has no value at all in the training part, so none can be filled in."
        raise ProblemError(Problem(what, "Preprocessing, Impute", "Take the column out of the inputs and targets."))
