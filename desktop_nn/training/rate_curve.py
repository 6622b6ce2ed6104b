"""The learning rate over the planned epochs as a curve, before anything is trained; pure numbers, no TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_nn.catalogue import load
from desktop_nn.catalogue.values import faults
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.rate_shapes import shape
from desktop_nn.training.schedules import rates

_POINTS = 240
_MOST_EPOCHS = 2000


@dataclass(frozen=True, slots=True)
class RateCurve:
    """Points of a curve with what its axis counts; `stepped` rates hold until the next point. `hint` is a sentence."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    axis: str = "epoch"
    stepped: bool = False
    hint: str = ""


def of_optimizer(choices: TrainingChoices, samples: int | None) -> RateCurve | None:
    """The curve of the optimizer's schedule; None if its rate is a number. Raises ProblemError for a wrong one.

    Keras's schedules count batches; where the number of training samples is not known yet, so does the axis.
    """
    given = choices.optimizer.config.get("learning_rate")
    if not isinstance(given, Mapping):
        return None
    import numpy as np

    per_epoch = -(-samples // max(1, choices.batch_size)) if samples else None
    config = given.get("config") if isinstance(given.get("config"), Mapping) else {}
    assert isinstance(config, Mapping)
    rates(str(given.get("class_name")), config, np.zeros(1))  # what is wrong with it shows here
    total = per_epoch * choices.epochs if per_epoch else _own_length(config)
    steps = np.linspace(0.0, max(1.0, float(total)), _POINTS + 1)
    with np.errstate(all="ignore"):
        found = rates(str(given.get("class_name")), config, steps)
    if not np.isfinite(found).all():
        raise ProblemError(Problem("The rate is no number at some step.", "Learning rate", "Change the parameters."))
    xs = steps / per_epoch if per_epoch else steps
    hint = "" if per_epoch else "In batches, as the number of training samples is not known yet."
    return RateCurve(tuple(map(float, xs)), tuple(map(float, found)), "epoch" if per_epoch else "batch", hint=hint)


def of_scheduler(config: Mapping[str, Any], epochs: int) -> RateCurve:
    """The rates that LearningRateScheduler will set. Raises ProblemError for parameters that make none."""
    rate = shape(config, epochs)
    return _by_epoch(tuple(rate(epoch) for epoch in range(min(max(epochs, 1), _MOST_EPOCHS))))


def of_plateau(config: Mapping[str, Any], choices: TrainingChoices) -> RateCurve | None:
    """How fast ReduceLROnPlateau could lower the rate at most; None if the optimizer's rate is no number.

    Raises ProblemError for parameters that Keras does not take.
    """
    start = learning_rate(choices.optimizer)
    if start is None:
        return None
    kind = load().find("callbacks", "ReduceLROnPlateau")
    wrong = faults(kind, config) if kind else {}
    if wrong:
        raise ProblemError(Problem(next(iter(wrong.values())), "ReduceLROnPlateau", "Change it."))
    given = {**(kind.defaults if kind else {}), **config}
    factor, lowest = given["factor"], given["min_lr"]
    if factor >= 1:
        what = "A factor of 1 or more would not lower the learning rate."
        raise ProblemError(Problem(what, "ReduceLROnPlateau", "Give a factor below 1."))
    if given["patience"] < 0 or factor < 0:
        raise ProblemError(Problem("Factor and patience cannot be negative.", "ReduceLROnPlateau", "Give 0 or more."))
    ys, rate, wait, rest = [], start, 0, 0
    for epoch in range(min(max(choices.epochs, 1), _MOST_EPOCHS)):
        ys.append(rate)
        rest = max(0, rest - 1)
        wait = 0 if rest or epoch == 0 else wait + 1  # the first epoch is always the best so far
        if wait and wait >= given["patience"] and rate > lowest:
            rate, wait, rest = max(rate * factor, lowest), 0, given["cooldown"]
    return _by_epoch(tuple(ys), "At the earliest: if the watched figure never gets better after the first epoch.")


def learning_rate(optimizer: Configured) -> float | None:
    """The optimizer's rate if it is a number."""
    kind = load().find("optimizers", optimizer.kind)
    rate = optimizer.config.get("learning_rate", kind.defaults.get("learning_rate") if kind else None)
    return float(rate) if isinstance(rate, int | float) and not isinstance(rate, bool) else None


def _by_epoch(ys: tuple[float, ...], hint: str = "") -> RateCurve:
    """The last rate holds to the end of its epoch."""
    return RateCurve(tuple(map(float, range(len(ys) + 1))), (*ys, ys[-1]), stepped=True, hint=hint)


def _own_length(config: Mapping[str, Any]) -> float:
    """As many batches as show what the schedule does."""
    given = [config.get(name) for name in ("decay_steps", "first_decay_steps")]
    boundaries = config.get("boundaries")
    known = [value for value in (*given, *(boundaries or ())) if isinstance(value, int | float)]
    return 1.5 * max([*known, 100 if not known else 0]) + float(config.get("warmup_steps") or 0)
