"""Does the loss begin where a model that knows nothing should begin? ln K for K classes, the variance for numbers.

Source: A. Karpathy, A Recipe for Training Neural Networks (2019), “verify loss @ init” and “init well”.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array, Samples
from desktop_nn.engine.output_losses import OutputLoss
from desktop_nn.engine.preflight import baselines
from desktop_nn.engine.preflight.bench import Bench, first
from desktop_nn.training.preflight import Check, Verdict

TITLE = "First loss"
SECONDS = 0.7
_AT_ONCE = 64
_CLASS_WHY = (
    "Fresh weights should find all classes about equally likely (Karpathy, Recipe for Training Neural Networks)."
)
_NUMBER_WHY = "Fresh weights should answer about 0 or the mean (Karpathy, Recipe for Training Neural Networks)."
_SCALE = "Scale the inputs (Standardize), or take a smaller weight initializer."


def check_initial_loss(bench: Bench) -> Iterator[Check]:
    """One check an output."""
    samples, given = _answers(bench)
    for loss in bench.losses:
        title = f"{TITLE}: {loss.name}" if len(bench.losses) > 1 else TITLE
        targets, answers = samples.targets[loss.name], given[loss.name]
        seen = float(loss.of(targets, answers))
        judge = _of_classes if baselines.for_classes(loss) else _of_numbers
        if loss.family in ("hinge", "other"):
            why = f"There is no rule for {loss.kind}."
            yield Check("initial_loss", title, "unknown", "no rule for this loss", number(seen), why, node=loss.node)
        else:
            yield judge(loss, title, seen, targets, tuple(answers.shape))


def _answers(bench: Bench) -> tuple[Samples, dict[str, Array]]:
    """What the fresh model gives for as many samples of the sample as there is time for, in small batches."""
    began, done, parts = time.perf_counter(), 0, list[dict[str, Any]]()
    while done < len(bench.sample) and (not parts or time.perf_counter() - began < SECONDS):
        bench.check()
        step = {name: values[done : done + _AT_ONCE] for name, values in bench.sample.inputs.items()}
        parts.append({name: tensor.numpy() for name, tensor in bench.outputs(step).items()})
        done += _AT_ONCE
    return first(bench.sample, done), {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _of_classes(loss: OutputLoss, title: str, seen: float, targets: Array, shape: Sequence[int]) -> Check:
    expected = baselines.undecided(loss, targets, shape)
    count = baselines.classes(loss, shape)
    plain = abs(expected - math.log(count)) < 0.005
    words = f"about ln {count} = {number(expected)}" if plain else f"about {number(expected)}, all classes alike"
    ratio = seen / expected if expected else math.inf
    if not math.isfinite(seen) or ratio > 5:
        return Check("initial_loss", title, "bad", words, number(seen), _CLASS_WHY, _SCALE, loss.node)
    if ratio > 1.6:
        return Check("initial_loss", title, "warn", words, number(seen), _CLASS_WHY, _SCALE, loss.node)
    if ratio < 0.6:
        why = "The model knows the answers before it has learnt anything."
        fix = "Look whether an input holds the target, or whether the classes are very uneven."
        return Check("initial_loss", title, "warn", words, number(seen), why, fix, loss.node)
    return Check("initial_loss", title, "good", words, number(seen), _CLASS_WHY, node=loss.node)


def _of_numbers(loss: OutputLoss, title: str, seen: float, targets: Array, shape: Sequence[int]) -> Check:
    mean, zero = baselines.best_constant(loss, targets, shape), baselines.at_zero(loss, targets, shape)
    what = "the variance" if loss.kind == "MeanSquaredError" else "the best constant answer"
    words = f"{number(mean)} ({what}) to {number(zero)} (at 0)"
    if abs(zero - mean) <= 0.2 * max(mean, 1e-12):
        words = f"about {number(mean)} ({what})"

    def check(verdict: Verdict, why: str = _NUMBER_WHY, fix: str = "") -> Check:
        return Check("initial_loss", title, verdict, words, number(seen), why, fix, loss.node)

    if mean <= 0 and zero <= 0:
        return check("warn", "The target is always 0, so there is nothing to learn.", "Choose another target.")
    high, low = max(mean, zero), min(mean, zero)
    if not math.isfinite(seen) or seen > 100 * high:
        return check("bad", fix=_SCALE)
    if seen > 4 * high:
        return check("warn", fix=_SCALE)
    if seen < 0.2 * low:
        return check("warn", "The model knows the answers already.", "Look whether an input holds the target.")
    if zero > 20 * max(mean, 1e-12):
        why = "The target lies far from 0, so that the first epochs only find its mean."
        return check("warn", why, "Standardize the target, or set the last layer's bias initializer to its mean.")
    return check("good")


def number(value: float) -> str:
    """A loss as people read it."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
