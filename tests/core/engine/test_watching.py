"""Watching a run: progress is told often enough and not too often."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import watching
from desktop_nn.engine.watching import NoNumberError, StopRequestedError, Watch
from desktop_nn.training.steering import Steering


class Model:
    """Two weights that a test can spoil."""

    def __init__(self) -> None:
        self.weights = [np.ones(2, "float32"), np.ones(2, "int64")]

    def get_weights(self) -> list[np.ndarray]:
        return [values.copy() for values in self.weights]

    def set_weights(self, weights: list[np.ndarray]) -> None:
        self.weights = weights


class Clock:
    """Stands still unless a test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(watching, "time", clock)
    return clock


def test_that_progress_is_told_twenty_times_a_second_at_most(clock: Clock) -> None:
    told: list[Any] = []
    watch = Watch(Model(), Steering(), told.append, lambda epoch: None)
    watch.epoch_begins(3)
    for batch in range(100):
        clock.now += 0.01
        watch.batch_ends(batch, {"loss": 1.0})
    assert 18 <= len(told) <= 21
    assert (told[-1].epoch, told[-1].logs) == (3, {"loss": 1.0})
    assert watch.updates == 100


def test_that_an_epochs_time_ends_with_its_validation(clock: Clock) -> None:
    watch = Watch(Model(), Steering(), lambda event: None, lambda epoch: None)
    watch.epoch_begins(0)
    clock.now += 2.5
    watch.epoch_ends()
    clock.now += 9.0
    assert watch.epoch_seconds == 2.5


def test_that_each_epoch_gets_its_order_before_its_first_batch() -> None:
    begun: list[int] = []
    watch = Watch(Model(), Steering(), lambda event: None, begun.append)
    for epoch in (0, 1):
        watch.epoch_begins(epoch)
    assert begun == [0, 1]


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_that_weights_from_before_the_bad_epoch_come_back(loss: float) -> None:
    model = Model()
    watch = Watch(model, Steering(), lambda event: None, lambda epoch: None)
    watch.epoch_begins(0)
    model.weights[0][:] = np.nan
    watch.epoch_begins(1)
    with pytest.raises(NoNumberError) as raised:
        watch.batch_ends(4, {"loss": loss})
    assert "in epoch 2, batch 5" in raised.value.problem.what
    watch.restore_good_weights()
    assert np.isfinite(model.weights[0]).all()


def test_that_a_stop_is_seen_at_the_next_batch_of_any_kind() -> None:
    stop = Steering()
    watch = Watch(Model(), stop, lambda event: None, lambda epoch: None)
    watch.epoch_begins(0)
    stop.stop()
    with pytest.raises(StopRequestedError):
        watch.batch_ends(0, {"loss": 1.0})
    with pytest.raises(StopRequestedError):
        watch.check_stop()
    assert watch.updates == 1


def test_that_a_look_sees_the_model_after_a_batch_and_once_only() -> None:
    model, steering, seen = Model(), Steering(), list[object]()
    watch = Watch(model, steering, lambda event: None, lambda epoch: None)
    watch.epoch_begins(0)
    steering.ask_look(seen.append)
    watch.batch_ends(0, {"loss": 1.0})
    watch.batch_ends(1, {"loss": 1.0})
    assert seen == [model]


def test_that_a_look_is_served_while_the_run_is_paused() -> None:
    model, steering, seen = Model(), Steering(), threading.Event()
    watch = Watch(model, steering, lambda event: None, lambda epoch: None)
    steering.pause()
    thread = threading.Thread(target=watch.obey)
    thread.start()
    steering.ask_look(lambda _model: seen.set())
    assert seen.wait(30)
    assert steering.paused
    assert thread.is_alive()
    steering.resume()
    thread.join(30)
    assert not thread.is_alive()


def test_that_a_look_that_fails_does_not_end_the_run() -> None:
    steering = Steering()
    watch = Watch(Model(), steering, lambda event: None, lambda epoch: None)
    steering.ask_look(lambda model: 1 / 0)
    watch.obey()
    assert steering.take_look() is None
