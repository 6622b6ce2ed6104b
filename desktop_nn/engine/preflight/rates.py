"""The learning-rate range test: trains a fresh model while the rate grows with every batch, until the loss goes up.

What follows from the curve is `training/rate_test.py`'s.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from desktop_nn.catalogue import load
from desktop_nn.engine.failures import failure
from desktop_nn.engine.loading import load_tensorflow
from desktop_nn.engine.preflight.bench import Bench, CancelledError, bench
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured
from desktop_nn.training.order import permutation
from desktop_nn.training.rate_test import DIVERGED, LOWEST, RateTest, rate_at, smooth

SECONDS = 5.0
_MOST, _LEAST = 600, 40
_WARM = 3
_EVERY = 0.05
_AT_LEAST = 0.3
"""So much of the way is gone before a rising loss ends the test: at first it only trembles."""


def rate_test(
    project: Project, emit: Callable[[RateTest], object], cancelled: Callable[[], bool] = lambda: False
) -> RateTest:
    """Try the rates from 1e-7 to 10 on the training samples in the order of the first epoch; `emit` hears how it goes.

    It takes five seconds at most and goes through the samples as often as these allow. As little is touched as by
    `preflight`. Cancelled, it returns the curve so far. Raises ProblemError for a project that cannot be trained.
    """
    test = RateTest((), (), (), project.training.optimizer.kind, *_present(project.training.optimizer))
    try:
        with bench(project, cancelled) as trial:
            for point in _points(trial, test, emit):
                test = point
                trial.check()
    except CancelledError:
        return test
    except ProblemError:
        raise
    except Exception as error:  # samples and model do not go together
        raise ProblemError(failure(error, "Learning rate test")) from error
    emit(test)
    return test


def _points(trial: Bench, test: RateTest, emit: Callable[[RateTest], object]) -> Iterator[RateTest]:
    trial.renew(_with_rate(trial.project.training.optimizer))
    step, batches = _stepper(trial), _batches(trial)
    steps = _planned(step, batches)  # at a rate that changes next to nothing
    trial.model.set_weights(trial.fresh)
    told = 0.0
    for number in range(steps):
        rate = rate_at(number, steps)
        trial.model.optimizer.learning_rate = rate
        loss = step(next(batches))
        if not math.isfinite(loss):
            yield replace(test, diverged=True)
            return
        losses = (*test.losses, loss)
        test = replace(test, rates=(*test.rates, rate), losses=losses, smoothed=smooth(losses, steps))
        if number > _AT_LEAST * steps and test.smoothed[-1] > DIVERGED * min(test.smoothed):
            yield replace(test, diverged=True)
            return
        if time.perf_counter() - told > _EVERY:
            told = time.perf_counter()
            emit(test)
        yield test


def _planned(step: Callable[[Any], float], batches: Iterator[Any]) -> int:
    """So many steps as five seconds allow, measured on some."""
    took = []
    for _ in range(_WARM):
        before = time.perf_counter()
        step(next(batches))
        took.append(time.perf_counter() - before)
    left = max(SECONDS / 2, SECONDS - took[0])  # the first step makes the graph
    return max(_LEAST, min(_MOST, round(left / max(min(took), 1e-5))))


def _stepper(trial: Bench) -> Callable[[Any], float]:
    """One batch through the model's own training step; returns the loss of that batch alone."""
    tensorflow, model = load_tensorflow(), trial.model

    def one(batch: Any) -> Any:
        model._loss_tracker.reset_state()
        model.train_step(batch)
        return model._loss_tracker.result()

    traced = tensorflow.function(one, autograph=False, reduce_retracing=True)
    return lambda batch: float(traced(batch))


def _batches(trial: Bench) -> Iterator[Any]:
    """Whole batches of training samples without end, in the order in which the epochs of a training feed them."""
    tensorflow, samples = load_tensorflow(), trial.prepared.train
    size = min(trial.project.training.batch_size, len(samples))
    epoch = 0
    while True:
        order = permutation(trial.project.training.seed, epoch, len(samples))
        for start in range(0, len(samples) - size + 1, size):
            chosen = np.sort(order[start : start + size])
            inputs, targets = _taken(samples.inputs, chosen), _taken(samples.targets, chosen)
            yield tensorflow.nest.map_structure(tensorflow.convert_to_tensor, (inputs, targets))
        epoch += 1


def _taken(arrays: Mapping[str, Any], chosen: Any) -> Any:
    taken = {name: values[chosen] for name, values in arrays.items()}
    return next(iter(taken.values())) if len(taken) == 1 else taken


def _with_rate(optimizer: Configured) -> Configured:
    """The optimizer with a plain learning rate in place of a schedule. Raises ProblemError if it has none."""
    kind = load().find("optimizers", optimizer.kind)
    if kind is not None and kind.parameter("learning_rate") is None:
        what = f"{optimizer.kind} has no learning rate of its own."
        raise ProblemError(Problem(what, "optimizer", "Choose another optimizer for the test."))
    return replace(optimizer, config={**optimizer.config, "learning_rate": LOWEST})


def _present(optimizer: Configured) -> tuple[float | None, str]:
    """The learning rate of the project's optimizer, and the name of the schedule that it follows."""
    kind = load().find("optimizers", optimizer.kind)
    parameter = kind.parameter("learning_rate") if kind else None
    value = optimizer.config.get("learning_rate", parameter.default if parameter else None)
    if isinstance(value, Mapping):
        return None, str(value.get("class_name", "schedule"))
    return (float(value), "") if isinstance(value, int | float) else (None, "")
