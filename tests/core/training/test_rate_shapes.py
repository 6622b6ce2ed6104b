"""The shapes of a schedule by epochs, their curves before training, and the code that is written for them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from desktop_nn.catalogue.own import SHAPES
from desktop_nn.codegen.callback_code import rate_function
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.rate_curve import of_optimizer, of_plateau, of_scheduler
from desktop_nn.training.rate_shapes import fault, shape


def rates(config: dict[str, Any], epochs: int) -> list[float]:
    rate = shape(config, epochs)
    return [rate(epoch) for epoch in range(epochs)]


def test_that_exponential_falls_to_a_tenth_in_so_many_epochs() -> None:
    found = rates({"shape": "exponential", "rate": 0.5, "every": 4}, 9)
    assert found[::4] == pytest.approx([0.5, 0.05, 0.005])


def test_that_power_halves_then_thirds() -> None:
    assert rates({"shape": "power", "rate": 0.6, "every": 2}, 5)[::2] == pytest.approx([0.6, 0.3, 0.2])


def test_that_piecewise_changes_at_its_boundaries() -> None:
    config = {"shape": "piecewise constant", "boundaries": [1, 3], "values": [3, 2, 1]}
    assert rates(config, 5) == [3, 2, 2, 1, 1]


def test_that_one_cycle_rises_falls_and_ends_low() -> None:
    found = rates({"shape": "1cycle", "rate": 1.0}, 40)
    assert found[0] == pytest.approx(0.1)
    assert max(found) == 1.0
    assert found.index(1.0) == 17
    assert found[-1] < 0.05


def test_that_cosine_ends_where_it_is_told_after_a_warm_up() -> None:
    found = rates({"shape": "cosine", "rate": 1.0, "end": 0.25, "warm_up": 3, "epochs": 10}, 12)
    assert found[:4] == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert found[-2:] == pytest.approx([0.25, 0.25])


@pytest.mark.parametrize("epochs", [1, 2, 3, 30])
@pytest.mark.parametrize("name", SHAPES)
def test_that_the_code_comes_to_the_same_rates(name: str, epochs: int) -> None:
    for more in ({}, {"warm_up": 2} if name == "cosine" else {}):
        config = {"shape": name, **more}
        variables: dict[str, Any] = {"math": math, "EPOCHS": epochs}
        exec(rate_function("learning_rate", config)[0], variables)
        assert [variables["learning_rate"](epoch, 0.5) for epoch in range(epochs)] == rates(config, epochs)


@pytest.mark.parametrize(
    ("config", "what"),
    [
        ({"shape": "spiral"}, "There is no schedule “spiral”."),
        ({"rate": 0.0}, "“rate” of the schedule must be a number above 0."),
        ({"every": -1}, "“every” of the schedule must be a number above 0."),
        ({"shape": "warm-up", "warm_up": 0}, "warm_up must be at least 1."),
        ({"shape": "cosine", "end": 2}, "end must be between 0 and 1."),
        ({"shape": "1cycle", "epochs": "__import__('os')"}, "epochs must be a whole number."),
        ({"shape": ["cosine"]}, "There is no schedule “['cosine']”."),
        ({"shape": "piecewise constant", "values": "abc"}, "values must be a list of numbers, such as 0.5, 0.5."),
        ({"shape": "piecewise constant", "values": [1]}, "2 boundaries need 3 values, but there are 1."),
    ],
)
def test_that_wrong_parameters_are_told(config: dict[str, Any], what: str) -> None:
    found = fault(config)
    assert found is not None
    assert found.what == what
    with pytest.raises(ProblemError):
        of_scheduler(config, 5)


def decaying(**config: Any) -> TrainingChoices:
    schedule = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_rate": 0.5} | config}
    return TrainingChoices(Configured("SGD", {"learning_rate": schedule}), epochs=4, batch_size=10)


def test_that_the_optimizers_schedule_is_drawn_over_the_planned_epochs() -> None:
    curve = of_optimizer(decaying(decay_steps=10), 95)
    assert curve is not None
    assert (curve.axis, curve.xs[0], curve.xs[-1]) == ("epoch", 0.0, 4.0)
    assert curve.ys[0] == pytest.approx(0.1)
    assert curve.ys[-1] == pytest.approx(0.1 / 16)


def test_that_without_samples_its_axis_counts_batches() -> None:
    curve = of_optimizer(decaying(decay_steps=1000), None)
    assert curve is not None
    assert (curve.axis, curve.xs[-1]) == ("batch", 1500)
    assert curve.hint


def test_that_a_number_has_no_curve_and_a_wrong_schedule_a_sentence() -> None:
    assert of_optimizer(TrainingChoices(), 95) is None
    with pytest.raises(ProblemError):
        of_optimizer(decaying(), 95)


def test_that_a_plateau_shows_its_earliest_steps() -> None:
    choices = replace(TrainingChoices(), epochs=8)
    curve = of_plateau({"patience": 2, "factor": 0.5, "min_lr": 0.004}, choices)
    assert curve is not None
    assert curve.ys[:8] == pytest.approx([0.01, 0.01, 0.01, 0.005, 0.005, 0.004, 0.004, 0.004])
    with pytest.raises(ProblemError):
        of_plateau({"factor": 1.0}, choices)
