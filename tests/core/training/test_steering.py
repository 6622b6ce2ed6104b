"""Steering: what may be asked of a run, in which order, from any thread."""

from __future__ import annotations

import threading

import pytest

from desktop_nn.training.steering import Steering


def test_that_a_milder_wish_does_not_take_back_a_sharper_one() -> None:
    steering = Steering()
    steering.stop()
    steering.stop_after_epoch()
    assert steering.must_end


def test_that_a_sharper_wish_takes_the_place_of_a_milder_one() -> None:
    steering = Steering()
    steering.stop()
    steering.discard()
    assert steering.wish == "discard"


def test_that_stopping_after_the_epoch_does_not_end_the_batch() -> None:
    steering = Steering()
    steering.stop_after_epoch()
    assert not steering.must_end


def test_that_a_learning_rate_is_taken_once() -> None:
    steering = Steering()
    steering.set_learning_rate(0.1)
    steering.set_learning_rate(0.2)
    assert steering.take_learning_rate() == 0.2
    assert steering.take_learning_rate() is None


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_that_a_learning_rate_that_is_no_number_above_0_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Steering().set_learning_rate(rate)


def test_that_a_run_that_is_not_paused_does_not_wait() -> None:
    assert not Steering().wait_while_paused()


@pytest.mark.parametrize("wake", [Steering.resume, Steering.stop, Steering.discard])
def test_that_a_paused_run_wakes_up(wake: object) -> None:
    steering, woken = Steering(), threading.Event()
    steering.pause()

    def wait() -> None:
        steering.wait_while_paused()
        woken.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not woken.is_set()
    wake(steering)  # type: ignore[operator]
    thread.join(30)
    assert woken.is_set()
