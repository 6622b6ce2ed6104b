"""What an array of weights is like in numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop_nn.weights import figures as module
from desktop_nn.weights.figures import BARS, figures, histogram, limit


def test_that_figures_leave_out_what_is_no_number_but_count_it() -> None:
    found = figures(np.array([[1.0, 3.0, np.nan], [0.0, np.inf, -np.inf]], np.float32))
    assert (found.count, found.zeros, found.nans, found.infinities) == (6, 1, 1, 2)
    assert found.mean == pytest.approx(4 / 3)
    assert found.std == pytest.approx(np.std([1, 3, 0]))
    assert (found.low, found.high, found.broken) == (0.0, 3.0, True)
    assert found.norm == pytest.approx(math.sqrt(10))


def test_that_figures_of_pieces_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).normal(1000, 1, (50, 40)).astype(np.float32)
    monkeypatch.setattr(module, "_CHUNK", 7)
    found = figures(values)
    wide = values.astype(np.float64)
    assert found.mean == pytest.approx(wide.mean(), rel=1e-12)
    assert found.std == pytest.approx(wide.std(), rel=1e-9)
    assert sum(histogram(values).counts) == 2000  # type: ignore[union-attr]


def test_that_weights_without_any_number_have_no_mean() -> None:
    found = figures(np.full(3, np.nan))
    assert math.isnan(found.mean)
    assert math.isnan(found.norm)
    assert found.nans == 3
    assert histogram(np.full(3, np.nan)) is None


def test_that_weights_that_are_all_the_same_have_a_histogram_around_their_value() -> None:
    found = histogram(np.full(5, 0.25))
    assert found is not None
    assert found.low < 0.25 < found.high
    assert found.counts[BARS // 2] == 5


def test_that_whole_numbers_have_figures_as_well() -> None:
    found = figures(np.array([0, 2], np.int64))
    assert (found.nans, found.zeros, found.mean) == (0, 1, 1.0)


def test_that_one_outlier_does_not_make_all_others_pale() -> None:
    values = np.append(np.linspace(-0.1, 0.1, 1000), 50.0)
    assert limit(values) == pytest.approx(0.1, rel=0.01)
    assert limit(np.zeros(4)) == 1.0
    assert limit(np.array([0.0] * 999 + [2.0])) == 2.0
