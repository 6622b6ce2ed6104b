"""The points of a chart out of the metric log."""

from pathlib import Path

from desktop_nn.training.events import BatchProgress, EpochEnded, RunStarted
from desktop_nn.training.metric_log import MetricLog
from ui.charts.series import Series


def started(epochs: int = 4, steps: int = 10) -> MetricLog:
    log = MetricLog()
    log.add(RunStarted(Path("run"), epochs, steps, 100))
    return log


def test_that_every_epoch_is_a_point_of_both_lines() -> None:
    log, series = started(), Series("loss")
    for epoch, (loss, validation) in enumerate([(3.0, 4.0), (2.0, 3.5)]):
        log.add(EpochEnded(epoch, 0.1, {"loss": loss, "val_loss": validation}))
    series.read(log)
    assert (series.training, series.validation) == ([3.0, 2.0], [4.0, 3.5])


def test_that_the_running_epoch_leaves_a_trail_between_its_ends() -> None:
    log, series = started(), Series("loss")
    log.add(EpochEnded(0, 0.1, {"loss": 3.0}))
    series.read(log)
    for step in (2, 5):
        log.add(BatchProgress(1, step, 0.2, {"loss": 2.0 + step}))
        series.read(log)
    assert series.trail == [(1.2, 4.0), (1.5, 7.0)]


def test_that_the_trail_is_gone_when_its_epoch_has_ended() -> None:
    log, series = started(), Series("loss")
    log.add(BatchProgress(0, 5, 0.2, {"loss": 2.0}))
    series.read(log)
    log.add(EpochEnded(0, 0.1, {"loss": 1.5}))
    series.read(log)
    assert series.trail == []


def test_that_the_best_epoch_of_a_loss_is_its_lowest_validation_value() -> None:
    assert Series("loss", [1, 1, 1], [0.5, 0.2, 0.3]).best_epoch() == 1


def test_that_the_best_epoch_of_an_accuracy_is_its_highest_validation_value() -> None:
    assert Series("main_accuracy", [1, 1, 1], [0.5, 0.2, 0.8]).best_epoch() == 2


def test_that_not_a_number_is_never_the_best() -> None:
    assert Series("loss", [1, 1], [float("nan"), 0.4]).best_epoch() == 1
