"""What follows from the curve of a learning-rate range test."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from desktop_nn.training.rate_test import HIGHEST, LOWEST, RateTest, rate_at, rounded, smooth

STEPS = 200
RATES = tuple(rate_at(step, STEPS) for step in range(STEPS))


def curve(losses: list[float]) -> RateTest:
    return RateTest(RATES[: len(losses)], tuple(losses), tuple(losses), "SGD", 0.01)


def valley(lowest: float, fall: float) -> RateTest:
    """A loss that falls fastest at `fall`, is smallest at `lowest` and rises steeply behind it."""
    losses = [2 - 1 / (1 + (fall / rate) ** 2) + (rate / lowest) ** 4 * 0.01 for rate in RATES]
    return curve(losses)


def test_that_rates_go_from_the_lowest_to_the_highest_by_one_factor() -> None:
    assert RATES[0] == pytest.approx(LOWEST)
    assert RATES[-1] == pytest.approx(HIGHEST)
    factors = [after / before for before, after in pairwise(RATES)]
    assert max(factors) == pytest.approx(min(factors))


def test_that_a_tenth_of_the_turning_rate_is_suggested() -> None:
    test = valley(lowest=0.5, fall=0.01)
    assert test.turning is not None
    assert test.suggestion == rounded(test.rates[test.turning] / 10)
    assert 0.01 < test.suggestion < 0.05


def test_that_the_steepest_fall_is_found() -> None:
    steepest = valley(lowest=0.5, fall=0.01).steepest
    assert steepest is not None
    assert 0.003 < steepest < 0.03


@pytest.mark.parametrize("losses", [[], [1.0], [2.0] * STEPS, [1.0 + step for step in range(STEPS)]])
def test_that_a_loss_that_never_falls_suggests_nothing(losses: list[float]) -> None:
    test = curve(losses)
    assert test.suggestion is test.steepest is test.turning is None


def test_that_smoothing_calms_the_curve() -> None:
    rough = [5.0 + (-1) ** step for step in range(400)]
    smoothed = smooth(rough, 400)
    assert len(smoothed) == len(rough)
    assert max(abs(value - 5.0) for value in smoothed[10:-10]) < 0.1
    assert smooth([], 400) == ()


@pytest.mark.parametrize("steps", [40, 600])
def test_that_smoothing_moves_no_turning_point(steps: int) -> None:
    losses = [abs(step / steps - 0.5) for step in range(steps)]
    smoothed = smooth(losses, steps)
    assert abs(smoothed.index(min(smoothed)) - steps // 2) <= 1


def test_that_the_nearest_rate_is_nearest_by_ratio() -> None:
    test = curve([1.0] * STEPS)
    place = test.nearest(0.01)
    assert place is not None
    assert abs(math.log(test.rates[place] / 0.01)) < 0.06
    assert curve([]).nearest(0.01) is None
    assert test.nearest(0.0) is None


def test_that_a_rate_is_rounded_to_two_digits() -> None:
    assert [rounded(rate) for rate in (0.012345, 1.96, 3.14e-6)] == [0.012, 2.0, 3.1e-6]
