"""Keras's schedules in plain numbers: the same rates as Keras's own, and sentences for what makes none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.instantiate import make
from desktop_nn.problems import ProblemError
from desktop_nn.training.schedules import rates

STEPS = np.array([0.0, 1, 7, 10, 11, 20, 25, 39, 40, 41, 99, 250])
START = {"initial_learning_rate": 0.3}


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("ExponentialDecay", {**START, "decay_steps": 10, "decay_rate": 0.5}),
        ("ExponentialDecay", {**START, "decay_steps": 10, "decay_rate": 0.5, "staircase": True}),
        ("InverseTimeDecay", {**START, "decay_steps": 10, "decay_rate": 0.7}),
        ("InverseTimeDecay", {**START, "decay_steps": 10, "decay_rate": 0.7, "staircase": True}),
        ("PiecewiseConstantDecay", {"boundaries": [10, 40], "values": [0.1, 0.05, 0.01]}),
        ("PolynomialDecay", {**START, "decay_steps": 40}),
        ("PolynomialDecay", {**START, "decay_steps": 10, "end_learning_rate": 0.01, "power": 2.0, "cycle": True}),
        ("CosineDecay", {**START, "decay_steps": 40, "alpha": 0.1}),
        ("CosineDecay", {**START, "decay_steps": 40, "warmup_target": 0.9, "warmup_steps": 11}),
        ("CosineDecayRestarts", {**START, "first_decay_steps": 10, "m_mul": 0.8, "alpha": 0.05}),
        ("CosineDecayRestarts", {**START, "first_decay_steps": 10, "t_mul": 1.0}),
    ],
)
def test_that_the_rates_are_those_of_keras(kind: str, config: dict[str, Any]) -> None:
    made = make("schedules", kind, config)
    steps = STEPS[STEPS != 10] + (0.5 if kind == "CosineDecayRestarts" else 0)  # at a restart float32 may fall on
    theirs = [float(made(np.float32(step))) for step in steps]  # either side
    assert rates(kind, config, steps) == pytest.approx(theirs, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "config", "what"),
    [
        ("ExponentialDecay", START, "ExponentialDecay needs “decay_steps”."),
        ("PolynomialDecay", {**START, "decay_steps": 0}, "decay_steps must be at least 1."),
        (
            "PiecewiseConstantDecay",
            {"boundaries": [1, 2], "values": [0.1]},
            "2 boundaries need 3 values, but there are 1.",
        ),
        ("PiecewiseConstantDecay", {"boundaries": [2, 1], "values": [1, 2, 3]}, "The boundaries do not rise."),
        ("CosineDecay", {**START, "decay_steps": 9, "warmup_target": 1.0}, "A warm-up needs its number of steps."),
        ("Bogus", {}, "There is no schedule “Bogus”."),
    ],
)
def test_that_parameters_that_make_no_schedule_are_told(kind: str, config: dict[str, Any], what: str) -> None:
    with pytest.raises(ProblemError) as caught:
        rates(kind, config, STEPS)
    assert caught.value.problem.what == what
