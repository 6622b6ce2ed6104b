"""When a run begins to overfit."""

from __future__ import annotations

from math import nan

from desktop_nn.training.choices import Configured
from desktop_nn.training.overfitting import begins, chosen_threshold, words


def test_that_overfitting_begins_where_the_ratio_stays_above_the_threshold() -> None:
    assert begins([1.0, 1.3, 1.05, 1.2, 1.4], 1.1) == 3


def test_that_a_ratio_that_came_down_again_is_no_overfitting() -> None:
    assert begins([1.0, 1.3, 1.05], 1.1) is None
    assert words([1.0, 1.3, 1.05], 1.1) == "Below 1.1 again: no overfitting now."


def test_that_the_words_name_the_epoch_and_how_far_it_is_by_now() -> None:
    assert words([nan, 1.0, 1.2, 1.5], 1.1) == "Overfits since epoch 3: now 1.5 ×."


def test_that_nothing_is_said_of_a_run_without_validation() -> None:
    assert words([], 1.1) == words([nan], 1.1) == ""


def test_that_the_threshold_is_that_of_the_users_callback() -> None:
    mine = Configured("ValTrainRatio", {"threshold": 1.3})
    assert chosen_threshold([Configured("EarlyStopping", {"patience": 3}), mine]) == 1.3
    assert chosen_threshold([Configured("EarlyStopping")]) == 1.1
