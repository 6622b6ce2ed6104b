"""An axis as arithmetic: places of values and round numbers to write at it."""

from __future__ import annotations

import pytest

from ui.charts.scale import Scale, around, tick_text


def test_that_a_log_axis_gives_each_decade_the_same_room() -> None:
    scale = Scale(0.01, 1.0, log=True)
    assert [scale.share(value) for value in (0.01, 0.1, 1.0)] == pytest.approx([0.0, 0.5, 1.0])
    assert scale.value(0.5) == pytest.approx(0.1)


def test_that_ticks_are_round_and_inside() -> None:
    assert Scale(0.13, 2.21).ticks(4) == pytest.approx([0.5, 1.0, 1.5, 2.0])
    assert Scale(0.03, 5.0, log=True).ticks(4) == pytest.approx([0.03, 0.1, 0.3, 1.0, 3.0])
    assert Scale(1e-9, 1.0, log=True).ticks(3) == pytest.approx([1e-9, 1e-6, 1e-3, 1.0])


def test_that_epochs_have_whole_ticks_only() -> None:
    assert Scale(1.0, 3.0).ticks(8, whole=True) == [1.0, 2.0, 3.0]


def test_that_there_are_three_ticks_at_least_where_they_fit() -> None:
    for low, high in ((0.0, 0.9), (0.11, 0.39), (99.0, 101.0), (-3.0, 0.4)):
        assert len(Scale(low, high).ticks(3)) >= 3


def test_that_a_value_that_never_changes_lies_in_the_middle() -> None:
    for log in (False, True):
        assert around([0.01, 0.01], log=log).share(0.01) == pytest.approx(0.5)


def test_that_an_axis_fits_what_can_be_drawn_on_it() -> None:
    scale = around([0.0, -1.0, float("nan"), 0.5, 2.0], log=True)
    assert 0 < scale.low < 0.5
    assert scale.high > 2.0
    assert around([]).low < around([]).high


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.5, "0.5"), (1200, "1200"), (1e-5, "1e-5"), (2.5e6, "2.5e6"), (-0.25, "-0.25")]
)
def test_that_numbers_are_short(value: float, text: str) -> None:
    assert tick_text(value) == text
