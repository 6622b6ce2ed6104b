"""Can the model learn one batch by heart? One that cannot will not learn more samples either.

Sources: A. Karpathy, A Recipe for Training Neural Networks (“overfit one batch”); I. Goodfellow et al., Deep
Learning, chapter 11.5 (“fit a tiny dataset”). Learnt means here: what is left of the loss, above what no answer could
save, is below a tenth of what the best constant answer leaves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop_nn.engine.output_losses import OutputLoss
from desktop_nn.engine.preflight import baselines
from desktop_nn.engine.preflight.bench import Bench, drawn
from desktop_nn.engine.preflight.initial_loss import number
from desktop_nn.training.choices import Configured
from desktop_nn.training.preflight import Check, Verdict

TITLE = "Learns one batch"
SIZE = 32
LEFT = 0.1
SECONDS = 1.0
_SLOW = 0.2
"""Seconds a batch beyond which too few steps could be made to learn anything."""
_NOISE = ("rate", "dropout", "recurrent_dropout", "stddev")
_SURE = Configured("Adam", {"learning_rate": 0.003})
_WHY = (
    "A model that cannot learn 32 samples by heart, without dropout, has too few weights or a bug "
    "(Karpathy; Goodfellow et al., Deep Learning, 11.5)."
)


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where an output's loss starts, and below what it has learnt the batch."""

    loss: OutputLoss
    start: float
    below: float


def check_overfit(bench: Bench) -> Iterator[Check]:
    """One check an output: first with the project's optimizer, then, if that does not do, with Adam."""
    if bench.batch_seconds > _SLOW:
        expected, seen = f"loss of {SIZE} samples falls", f"not tried: a step takes {bench.batch_seconds:.1f} s"
        yield Check("overfit", TITLE, "unknown", expected, seen, _WHY)
        return
    batch = drawn(bench.within, SIZE, bench.project.training.seed)
    bench.renew()
    given = bench.outputs(batch.inputs)
    goals = [_goal(loss, batch.targets[loss.name], given[loss.name]) for loss in bench.losses]
    retried: dict[str, float] = {}
    with _quiet(bench.model) as noisy:
        steps, reached = _train(bench, batch, goals, None, noisy)
        if not all(reached[goal.loss.name] <= goal.below for goal in goals):
            _, retried = _train(bench, batch, goals, _SURE, noisy)
    for goal in goals:
        yield _check(bench, goal, steps, reached[goal.loss.name], retried.get(goal.loss.name), len(batch))


def _check(bench: Bench, goal: _Goal, steps: int, reached: float, retried: float | None, count: int) -> Check:
    title = f"{TITLE}: {goal.loss.name}" if len(bench.losses) > 1 else TITLE
    expected = f"loss of {count} samples below {number(goal.below)}"
    seen = f"{number(goal.start)} → {number(reached)} in {steps:,} steps"
    optimizer = bench.project.training.optimizer.kind

    def check(verdict: Verdict, seen: str, fix: str = "") -> Check:
        return Check("overfit", title, verdict, expected, seen, _WHY, fix, goal.loss.node)

    if reached <= goal.below:
        return check("good", seen)
    if retried is None:  # another output had not learnt it yet
        return check("warn", seen, "Train it for longer, or give its loss more weight.")
    both = f"{optimizer}: {seen}; Adam: {number(retried)}"
    if retried <= goal.below:
        fix = f"The model can, but {optimizer} is slow or unstable with this learning rate: test the rate."
        return check("warn", both, fix)
    if min(reached, retried) <= goal.below / LEFT * 0.6:
        fix = "It learns slowly. Scale inputs and target, or give the hidden layers more units."
        return check("warn", both, fix)
    fix = "Look at the last activation and the loss, the scale of inputs and target, and the number of units."
    return check("bad", both, fix)


def _goal(loss: OutputLoss, targets: Any, answers: Any) -> _Goal:
    start = float(loss.of(targets, answers))
    least = baselines.floor(loss, targets)
    ignorant = baselines.best_constant(loss, targets, tuple(answers.shape))
    usual = [value for value in (start, ignorant) if math.isfinite(value)]
    return _Goal(loss, start, least + LEFT * max(min(usual, default=0.0) - least, 1e-9))


def _train(
    bench: Bench, batch: Any, goals: list[_Goal], optimizer: Configured | None, noisy: bool
) -> tuple[int, dict[str, float]]:
    """Train on the one batch until it is learnt or the time is up; the steps and each output's smallest loss."""
    bench.renew(optimizer)
    best, steps = {goal.loss.name: goal.start for goal in goals}, 0
    places = np.flatnonzero(np.isin(bench.within.index, batch.index))
    for done, _, _ in bench.train(places, len(batch), SECONDS, anew=noisy):
        steps = done
        given = bench.outputs(batch.inputs, training=True)
        for goal in goals:
            value = float(goal.loss.of(batch.targets[goal.loss.name], given[goal.loss.name]))
            best[goal.loss.name] = min(best[goal.loss.name], value) if math.isfinite(value) else best[goal.loss.name]
        if all(best[goal.loss.name] <= goal.below for goal in goals):
            break
    return steps, best


@contextmanager
def _quiet(model: Any) -> Iterator[bool]:
    """Dropout and noise, there to keep a model from learning by heart, are off meanwhile; gives whether any was on."""
    # A recurrent layer shows its cell's; the cell is among the layers itself.
    before = [
        (layer, name, vars(layer)[name])
        for layer in model._flatten_layers()
        for name in _NOISE
        if isinstance(vars(layer).get(name), float) and (name != "rate" or "Dropout" in type(layer).__name__)
    ]
    for layer, name, _ in before:
        setattr(layer, name, 0.0)
    try:
        yield any(value for _, _, value in before)
    finally:
        for layer, name, value in before:
            setattr(layer, name, value)
