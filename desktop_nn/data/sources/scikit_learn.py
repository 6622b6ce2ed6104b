"""The small sets that scikit-learn carries itself: iris, wine, breast cancer, digits, diabetes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array, Column, Dataset, Description, number_column
from desktop_nn.data.sources.options import SourceInfo

_LICENCE = "Distributed with scikit-learn (BSD-3-Clause)"

IRIS = SourceInfo("iris", "Iris", "150 flowers: four measures each, three species to tell apart.")
WINE = SourceInfo("wine", "Wine", "178 wines: 13 chemical measures each, three growers to tell apart.")
BREAST_CANCER = SourceInfo(
    "breast-cancer", "Breast cancer", "569 tumours: 30 measures of their cell nuclei each, malignant or benign."
)
DIGITS = SourceInfo("digits", "Digits", "1,797 handwritten digits, 8 × 8 pixels with 17 grey values (0 to 16).")
DIABETES = SourceInfo(
    "diabetes",
    "Diabetes",
    "442 patients: ten measures each (already centred and scaled), and how far the disease went on in a year.",
)


def load_iris(options: Mapping[str, Any]) -> Dataset:
    """150 samples, four numbers, target "species"."""
    from sklearn import datasets

    return _classes(IRIS, datasets.load_iris(), "species")


def load_wine(options: Mapping[str, Any]) -> Dataset:
    """178 samples, 13 numbers, target "grower"."""
    from sklearn import datasets

    return _classes(WINE, datasets.load_wine(), "grower")


def load_breast_cancer(options: Mapping[str, Any]) -> Dataset:
    """569 samples, 30 numbers, target "diagnosis"."""
    from sklearn import datasets

    return _classes(BREAST_CANCER, datasets.load_breast_cancer(), "diagnosis")


def load_digits(options: Mapping[str, Any]) -> Dataset:
    """1,797 samples, "image" (8, 8) uint8 from 0 to 16, target "digit"."""
    from sklearn import datasets

    bunch = datasets.load_digits()
    columns = (
        Column("image", "image", (8, 8), help="Grey values, 0 to 16.", minimum=0.0, maximum=16.0),
        Column("digit", "category", categories=tuple(str(name) for name in bunch.target_names)),
    )
    values: dict[str, Array] = {"image": bunch.images.astype(np.uint8), "digit": bunch.target.astype(np.int64)}
    return _dataset(DIGITS, columns, values, "digit")


def load_diabetes(options: Mapping[str, Any]) -> Dataset:
    """442 samples, ten numbers, target "progression" (a number)."""
    from sklearn import datasets

    bunch = datasets.load_diabetes()
    values = _numbers(bunch)
    values["progression"] = bunch.target.astype(np.float64)
    columns = tuple(number_column(name, column) for name, column in values.items())
    return _dataset(DIABETES, columns, values, "progression")


def _classes(info: SourceInfo, bunch: Any, target: str) -> Dataset:
    values = _numbers(bunch)
    columns = tuple(number_column(name, column) for name, column in values.items())
    names = tuple(str(name) for name in bunch.target_names)
    values[target] = bunch.target.astype(np.int64)
    return _dataset(info, (*columns, Column(target, "category", categories=names)), values, target)


def _numbers(bunch: Any) -> dict[str, Array]:
    return {str(name): np.ascontiguousarray(bunch.data[:, i], np.float64) for i, name in enumerate(bunch.feature_names)}


def _dataset(info: SourceInfo, columns: tuple[Column, ...], values: Mapping[str, Array], target: str) -> Dataset:
    description = Description(
        name=info.id,
        title=info.title,
        columns=columns,
        samples=len(values[target]),
        targets=(target,),
        about=info.about,
        licence=_LICENCE,
    )
    return Dataset(description, values)
