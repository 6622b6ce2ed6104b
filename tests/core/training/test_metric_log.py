"""The metric log: what grows out of a run's events."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from desktop_nn.training.events import BatchProgress, EpochEnded, LayersSeen, RunEnded, RunStarted, Steered
from desktop_nn.training.internals import LayerSeen
from desktop_nn.training.metric_log import MetricLog


def _log(*events: object) -> MetricLog:
    log = MetricLog()
    log.add(RunStarted(Path("x"), 4, 10, 7))
    for event in events:
        log.add(event)  # type: ignore[arg-type]
    return log


def test_that_the_loss_of_the_newest_batches_follows_from_the_means_over_the_epoch() -> None:
    log = _log(BatchProgress(0, 4, 0.1, {"loss": 2.0}), BatchProgress(0, 8, 0.2, {"loss": 1.5}))
    assert log.batch_losses == [(0.2, 2.0), (0.6, 1.0)]


def test_that_each_epoch_begins_with_batches_of_its_own() -> None:
    log = _log(
        BatchProgress(0, 10, 0.1, {"loss": 2.0}),
        EpochEnded(0, 0.2, {"loss": 2.0}),
        BatchProgress(1, 2, 0.1, {"loss": 1.0}),
    )
    assert log.batch_losses[-1] == (1.1, 1.0)


def test_that_a_figure_that_comes_up_later_stays_with_its_epoch() -> None:
    log = _log(EpochEnded(0, 0.2, {"loss": 2.0}), EpochEnded(1, 0.2, {"loss": 1.0, "val_loss": 3.0}))
    assert math.isnan(log.history["val_loss"][0])
    assert log.history["val_loss"][1] == 3.0


def test_that_a_figure_that_is_left_out_for_an_epoch_does_not_slip() -> None:
    log = _log(
        EpochEnded(0, 0.2, {"loss": 2.0, "val_loss": 3.0}),
        EpochEnded(1, 0.2, {"loss": 1.0}),
        EpochEnded(2, 0.2, {"loss": 0.5, "val_loss": 2.0}),
    )
    assert log.history["val_loss"][0] == 3.0
    assert math.isnan(log.history["val_loss"][1])
    assert log.history["val_loss"][2] == 2.0


def test_that_the_ratio_is_validation_loss_over_training_loss() -> None:
    log = _log(EpochEnded(0, 0.2, {"loss": 2.0, "val_loss": 3.0}), EpochEnded(1, 0.2, {"loss": 0.0, "val_loss": 1.0}))
    assert log.ratios[0] == 1.5
    assert math.isnan(log.ratios[1])


def test_that_learning_rate_and_memory_are_kept_for_each_epoch() -> None:
    log = _log(EpochEnded(0, 0.2, {"loss": 2.0}, 0.01, 5_000))
    assert log.learning_rates == [0.01]
    assert log.memory == [5_000]


def test_that_a_continued_run_begins_where_it_was() -> None:
    log = MetricLog()
    log.add(RunStarted(Path("x"), 4, 10, 7, first_epoch=2))
    assert log.fraction_done() == pytest.approx(0.5)


def test_that_a_continued_run_has_not_ended() -> None:
    log = _log(RunEnded("stopped", 1, 0.1))
    log.add(RunStarted(Path("x"), 8, 10, 7, first_epoch=1))
    assert log.ended is None


def test_that_the_newest_look_into_a_layer_is_found() -> None:
    log = _log(
        LayersSeen(0, (LayerSeen("a", 1.0), LayerSeen("b", 2.0))),
        LayersSeen(1, (LayerSeen("a", 3.0),)),
        Steered(1, 0, "learning_rate", 0.1),
    )
    assert log.layers[-1].layers == (LayerSeen("a", 3.0),)
    assert log.steered[0].value == 0.1


def test_that_a_long_run_keeps_a_bounded_number_of_batch_losses() -> None:
    log = _log()
    for epoch in range(3_000):
        for step in range(1, 11):
            log.add(BatchProgress(epoch, step, 0.0, {"loss": 1.0}))
        log.add(EpochEnded(epoch, 0.1, {"loss": 1.0}))
    assert 5_000 < len(log.batch_losses) <= 20_000
    assert log.batch_losses[-1][0] > 2_999
