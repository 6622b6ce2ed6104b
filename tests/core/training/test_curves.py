"""Smoothing, thinning out, the best point, places on another axis."""

from __future__ import annotations

from math import isnan, nan

import pytest

from desktop_nn.training.curves import Place, best, nearest, smoothed, thinned


def test_that_smoothing_keeps_a_level_curve_level_from_its_first_point_on() -> None:
    assert smoothed([3.0, 3.0, 3.0], 0.9) == pytest.approx([3.0, 3.0, 3.0])


def test_that_smoothing_is_the_corrected_moving_average() -> None:
    # 1·0.5 / 0.5;  (0.5·0.5 + 3·0.5) / 0.75
    assert smoothed([1.0, 3.0], 0.5) == pytest.approx([1.0, 1.75 / 0.75])


def test_that_smoothing_of_nothing_changes_nothing() -> None:
    assert smoothed([1.0, 5.0], 0.0) == [1.0, 5.0]


def test_that_a_hole_stays_a_hole_and_does_not_spoil_what_follows() -> None:
    result = smoothed([2.0, nan, 2.0], 0.9)
    assert isnan(result[1])
    assert result[2] == pytest.approx(2.0)


def test_that_thinning_out_keeps_every_peak() -> None:
    ys = [0.0] * 10_000
    ys[4321], ys[7777] = 9.0, -9.0
    xs, kept = thinned(range(10_000), ys, 200)
    assert len(kept) <= 202
    assert dict(zip(xs, kept, strict=True)) | {4321: 9.0, 7777: -9.0} == dict(zip(xs, kept, strict=True))
    assert list(xs) == sorted(xs)
    assert (xs[0], xs[-1]) == (0, 9999)


def test_that_few_points_are_left_alone() -> None:
    assert list(thinned([1, 2], [nan, 3.0], 100)[0]) == [1, 2]


def test_that_a_gap_stays_a_gap_when_points_are_thinned_out() -> None:
    ys = [1.0] * 500 + [nan] * 500 + [2.0] * 500
    _, kept = thinned(range(1500), ys, 60)
    assert any(map(isnan, kept))


@pytest.mark.parametrize(
    ("metric", "values", "expected"),
    [
        ("loss", [0.5, 0.2, 0.3], 1),
        ("main_accuracy", [0.5, 0.2, 0.8], 2),
        ("accuracy", [0.5, 0.8, 0.8], 1),
        ("loss", [nan, 0.4], 1),
        ("accuracy_head_loss", [0.5, 0.2], 1),
        ("loss", [nan], None),
    ],
)
def test_that_the_best_epoch_is_found(metric: str, values: list[float], expected: int | None) -> None:
    assert best(metric, values) == expected


def test_that_the_nearest_point_is_found_and_of_two_the_later_one() -> None:
    assert [nearest([1.0, 2.0, 4.0], wished) for wished in (0.0, 1.4, 1.5, 3.1, 9.0)] == [0, 0, 1, 2, 2]


def test_that_epochs_lie_at_their_batches_or_seconds() -> None:
    assert Place("epoch", 50, [2.0, 4.0])(1.5) == 1.5
    assert Place("batch", 50, [2.0, 4.0])(1.5) == 75.0
    place = Place("seconds", 50, [2.0, 4.0])
    assert [place(moment) for moment in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)] == [0.0, 1.0, 2.0, 4.0, 6.0, 10.0]
