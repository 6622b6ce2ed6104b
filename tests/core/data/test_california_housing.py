"""California housing as it is shipped and read."""

from __future__ import annotations

import gzip
import io
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from desktop_nn.data.choices import Source
from desktop_nn.data.sources import describe, load

NAMES = ("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude")


def raw() -> pd.DataFrame:
    """The shipped table, read by pandas."""
    file = files("resources").joinpath("datasets", "california-housing", "california_housing.csv.gz")
    return pd.read_csv(io.BytesIO(gzip.decompress(file.read_bytes())))


def test_that_it_has_scikit_learns_eight_features_and_target_in_order() -> None:
    description = describe(Source("california-housing"))
    assert description.features == NAMES
    assert description.targets == ("MedHouseVal",)
    assert description.samples == 20_640
    assert all(column.missing == 0 for column in description.columns)


def test_that_the_first_row_is_scikit_learns() -> None:
    values = load(Source("california-housing")).values
    first = [float(values[name][0]) for name in (*NAMES, "MedHouseVal")]
    assert first == pytest.approx([8.3252, 41, 6.984127, 1.02381, 322, 2.555556, 37.88, -122.23, 4.526], abs=1e-6)


def test_that_the_features_have_scikit_learns_means() -> None:
    values = load(Source("california-housing")).values
    means = [values[name].mean() for name in NAMES[:4]]
    assert means == pytest.approx([3.8707, 28.639, 5.429, 1.0967], abs=1e-3)


def test_that_the_ratios_are_made_from_the_published_counts() -> None:
    table, values = raw(), load(Source("california-housing")).values
    np.testing.assert_array_equal(values["AveRooms"], table.TotalRooms / table.Households)
    np.testing.assert_array_equal(values["AveBedrms"], table.TotalBedrms / table.Households)
    np.testing.assert_array_equal(values["AveOccup"], table.Population / table.Households)
    np.testing.assert_array_equal(values["MedHouseVal"], table.MedHouseVal / 100_000)


def test_that_its_source_is_shipped_with_it() -> None:
    folder = files("resources").joinpath("datasets", "california-housing")
    assert "Pace" in folder.joinpath("LICENSE").read_text("utf-8")
