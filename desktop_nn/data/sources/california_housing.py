"""California housing out of `resources/datasets`, with the eight features that scikit-learn serves."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array, Dataset, Description, number_column
from desktop_nn.data.sources.options import SourceInfo
from desktop_nn.problems import Problem, ProblemError

INFO = SourceInfo(
    "california-housing",
    "California housing",
    "20,640 block groups of the 1990 census: eight numbers each, and the median house value to predict.",
)

_HELP = {
    "MedInc": "Median income in the block group, in 10,000 dollars.",
    "HouseAge": "Median age of the houses, in years.",
    "AveRooms": "Average number of rooms a household.",
    "AveBedrms": "Average number of bedrooms a household.",
    "Population": "People in the block group.",
    "AveOccup": "Average number of people in a household.",
    "Latitude": "Degrees north.",
    "Longitude": "Degrees east, so negative here.",
    "MedHouseVal": "Median house value, in 100,000 dollars.",
}


def load(options: Mapping[str, Any]) -> Dataset:
    """All 20,640 samples, nine columns of float64. Raises ProblemError if the file is missing or damaged."""
    raw = _raw()
    values: dict[str, Array] = {
        "MedInc": raw["MedInc"],
        "HouseAge": raw["HouseAge"],
        "AveRooms": raw["TotalRooms"] / raw["Households"],
        "AveBedrms": raw["TotalBedrms"] / raw["Households"],
        "Population": raw["Population"],
        "AveOccup": raw["Population"] / raw["Households"],
        "Latitude": raw["Latitude"],
        "Longitude": raw["Longitude"],
        "MedHouseVal": raw["MedHouseVal"] / 100_000,
    }
    columns = tuple(number_column(name, column, _HELP[name]) for name, column in values.items())
    description = Description(
        name=INFO.id,
        title=INFO.title,
        columns=columns,
        samples=len(values["MedInc"]),
        targets=("MedHouseVal",),
        about=INFO.about,
        licence="Public data: Pace & Barry 1997, StatLib",
    )
    return Dataset(description, values)


def _raw() -> dict[str, Array]:
    """The nine columns as StatLib published them, float64, the value in dollars."""
    resource = files("resources").joinpath("datasets", "california-housing", "california_housing.csv.gz")
    try:
        with resource.open("rb") as packed, gzip.open(packed, "rt", encoding="ascii") as text:
            names = text.readline().strip().split(",")
            table = np.loadtxt(text, delimiter=",", ndmin=2)
        return {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(names)}
    except (OSError, EOFError, ValueError, IndexError) as error:
        fix = "Install Desktop NN again: its data files are not complete."
        raise ProblemError(Problem(f"The data file cannot be read ({error}).", resource.name, fix)) from error
