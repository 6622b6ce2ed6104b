"""The learning-rate range test on real models."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.engine.preflight import rates
from desktop_nn.engine.preflight.rates import rate_test
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured
from desktop_nn.training.rate_test import HIGHEST, LOWEST, RateTest
from tests.core.engine.projects import classification

RELU = ("Dense", {"units": 24, "activation": "relu"})


def test_that_the_loss_falls_then_rises_and_a_rate_between_is_suggested() -> None:
    told: list[RateTest] = []
    test = rate_test(classification(RELU, optimizer=Configured("SGD", {"learning_rate": 0.05})), told.append)
    assert test.rates[0] == pytest.approx(LOWEST)
    assert test.rates[-1] <= HIGHEST * 1.0001
    assert list(test.rates) == sorted(test.rates)
    assert len(test.rates) == len(test.losses) == len(test.smoothed) >= 40
    assert test.suggestion is not None
    assert 1e-3 < test.suggestion < 1.0
    assert told[-1] == test
    assert (test.optimizer, test.rate, test.schedule) == ("SGD", 0.05, "")


def test_that_a_loss_that_is_no_number_ends_the_test() -> None:
    wild = {"class_name": "RandomNormal", "config": {"stddev": 3.0}}
    hidden = [("Dense", {"units": 24, "activation": "exponential", "kernel_initializer": wild})] * 2
    test = rate_test(classification(*hidden), lambda _: None)
    assert test.diverged
    assert len(test.rates) < rates._MOST


def test_that_a_schedule_is_named_and_replaced_for_the_test() -> None:
    schedule = {
        "class_name": "ExponentialDecay",
        "config": {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.9},
    }
    test = rate_test(classification(RELU, optimizer=Configured("Adam", {"learning_rate": schedule})), lambda _: None)
    assert (test.rate, test.schedule) == (None, "ExponentialDecay")
    assert test.rates


def test_that_the_catalogues_own_rate_counts_where_none_is_set() -> None:
    test = rate_test(classification(RELU, optimizer=Configured("Adam")), lambda _: None)
    assert test.rate == 0.001


def test_that_a_project_without_a_loss_is_refused() -> None:
    project = classification(RELU)
    with pytest.raises(ProblemError):
        rate_test(replace(project, training=replace(project.training, outputs={})), lambda _: None)
