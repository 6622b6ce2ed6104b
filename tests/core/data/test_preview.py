"""The first look at a data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop_nn.data.choices import Source
from desktop_nn.data.preview import BINS, ClassStatistics, NumberStatistics, preview, statistics
from desktop_nn.data.sources import load
from tests.core.data.tables import column, csv_dataset

PEOPLE = "age,city\n30,Oslo\n,Rome\n50,\n40.123456789,Rome\n"


def numbers(found: object) -> NumberStatistics:
    """Statistics that must be those of a number."""
    assert isinstance(found, NumberStatistics)
    return found


def test_that_rows_are_shown_as_text(tmp_path: Path) -> None:
    look = preview(csv_dataset(tmp_path, PEOPLE))
    assert look.names == ("age", "city")
    assert look.rows == (("30", "Oslo"), ("–", "Rome"), ("50", "–"), ("40.1235", "Rome"))
    assert look.images is None
    assert look.captions == ()


def test_that_only_the_first_rows_are_shown_but_all_are_counted(tmp_path: Path) -> None:
    look = preview(csv_dataset(tmp_path, PEOPLE), first=2)
    assert len(look.rows) == 2
    assert look.samples == 4
    assert look.statistics["city"] == ClassStatistics(("Oslo", "Rome"), (1, 2), 1)


def test_that_a_part_is_shown_by_its_own_samples(tmp_path: Path) -> None:
    look = preview(csv_dataset(tmp_path, PEOPLE), np.array([3, 0]))
    assert look.rows == (("40.1235", "Rome"), ("30", "Oslo"))
    assert look.samples == 2
    assert look.statistics["city"] == ClassStatistics(("Oslo", "Rome"), (1, 1), 0)


def test_that_the_statistics_of_a_number_pass_over_gaps(tmp_path: Path) -> None:
    age = numbers(preview(csv_dataset(tmp_path, "age,y\n10,1\n,2\n30,3\n20,3\n")).statistics["age"])
    assert (age.minimum, age.mean, age.maximum, age.missing) == (10, 20, 30, 1)
    assert age.deviation == pytest.approx(np.std([10, 20, 30]))
    assert age.counts.sum() == 3


def test_that_the_histogram_is_numpys() -> None:
    data = load(Source("california-housing"))
    found = numbers(preview(data).statistics["MedInc"])
    counts, edges = np.histogram(data.values["MedInc"], BINS)
    np.testing.assert_array_equal(found.counts, counts)
    np.testing.assert_allclose(found.edges, edges)


def test_that_a_constant_has_a_histogram(tmp_path: Path) -> None:
    found = numbers(preview(csv_dataset(tmp_path, "x,y\n3,1\n3,2\n")).statistics["x"])
    assert found.counts.sum() == 2
    assert len(found.edges) == BINS + 1


def test_that_pictures_come_with_their_class_names() -> None:
    look = preview(load(Source("fashion-mnist")), first=3)
    assert look.images is not None
    assert look.images.shape == (3, 28, 28)
    assert look.captions == ("Ankle boot", "T-shirt/top", "T-shirt/top")
    assert look.names == ("label",)


def test_that_the_statistics_of_pixels_are_those_of_all_values() -> None:
    data = load(Source("digits"))
    found = numbers(preview(data).statistics["image"])
    pixels = data.values["image"]
    assert (found.minimum, found.maximum) == (0, 16)
    assert found.mean == pytest.approx(pixels.mean())
    assert found.deviation == pytest.approx(pixels.std())
    np.testing.assert_array_equal(found.counts, np.histogram(pixels, BINS, (0, 16))[0])


def test_that_classes_without_a_sample_are_counted_as_none() -> None:
    data = load(Source("iris"))
    found = preview(data, np.arange(10)).statistics["species"]
    assert found == ClassStatistics(("setosa", "versicolor", "virginica"), (10, 0, 0), 0)


def test_that_an_empty_part_has_no_rows_and_no_statistics() -> None:
    look = preview(load(Source("digits")), np.array([], np.int64))
    assert look.rows == ()
    assert look.statistics["image"] is None


def test_that_a_column_without_a_value_in_the_part_has_no_statistics(tmp_path: Path) -> None:
    data = csv_dataset(tmp_path, PEOPLE)
    assert statistics(column(data, "age"), data.values["age"][[1]]) is None
