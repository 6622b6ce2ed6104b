"""The shapes of our LearningRateScheduler: the learning rate of each epoch, as a plain function of its number.

Sources: power, exponential, piecewise constant and 1cycle scheduling as in chapter 11 of A. Géron, Hands-On Machine
Learning; cosine from Loshchilov and Hutter 2017 (SGDR). `codegen/rate_code.py` writes the same arithmetic as code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from desktop_nn.catalogue.own import SHAPES, scheduler
from desktop_nn.catalogue.values import faults
from desktop_nn.problems import Problem, ProblemError

_LOWEST = 1000.0
"""1cycle ends at the rate that it began with divided by this."""


def settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters of the chosen shape, defaults included."""
    kind = scheduler(str(config.get("shape", "exponential")))
    return {item.name: config.get(item.name, item.default) for item in kind.parameters}


def fault(config: Mapping[str, Any]) -> Problem | None:
    """Why there is no such schedule, or None."""
    given = settings(config)
    if not isinstance(given["shape"], str) or given["shape"] not in SHAPES:
        return _problem(f"There is no schedule “{given['shape']}”.", f"Choose one of: {', '.join(SHAPES)}.")
    for name, value in given.items():
        if name in _ABOVE_ZERO and not (type(value) in (int, float) and math.isfinite(value) and value > 0):
            return _problem(f"“{name}” of the schedule must be a number above 0.", "Give a larger number.")
    wrong = faults(scheduler(given["shape"]), given)
    if wrong:
        name, reason = next(iter(wrong.items()))
        return _problem(reason, f"Change “{name}” of the schedule.")
    return _piecewise_fault(given) if given["shape"] == "piecewise constant" else None


def shape(config: Mapping[str, Any], planned: int) -> Callable[[int], float]:
    """The function from an epoch (from 0) to its rate. Raises ProblemError for parameters that make none."""
    found = fault(config)
    if found is not None:
        raise ProblemError(found)
    given = settings(config)
    maker = _MAKERS[given["shape"]]
    return maker(given, given.get("epochs") or planned)


def one_cycle_parts(epochs: int) -> tuple[int, int]:
    """How many epochs the rate rises (and then falls) for, and how many the end takes."""
    last = epochs // 10 + 1
    return max(1, (epochs - last) // 2), last


_ABOVE_ZERO = frozenset({"rate", "every", "factor", "power"})


def _problem(what: str, fix: str) -> Problem:
    return Problem(what, "LearningRateScheduler", fix)


def _piecewise_fault(given: Mapping[str, Any]) -> Problem | None:
    boundaries, values = given["boundaries"], given["values"]
    if len(values) != len(boundaries) + 1:
        what = f"{len(boundaries)} boundaries need {len(boundaries) + 1} values, but there are {len(values)}."
        return _problem(what, "Give one value more than there are boundaries.")
    if any(late <= early for early, late in pairwise(boundaries)):
        return _problem("The boundaries do not rise.", "Put them in order, each once.")
    if any(not value > 0 for value in values):
        return _problem("A learning rate must be above 0.", "Give larger values.")
    return None


def _exponential(given: Mapping[str, Any], _epochs: int) -> Callable[[int], float]:
    return lambda epoch: given["rate"] * given["factor"] ** (epoch / given["every"])


def _power(given: Mapping[str, Any], _epochs: int) -> Callable[[int], float]:
    return lambda epoch: given["rate"] / (1 + epoch / given["every"]) ** given["power"]


def _piecewise(given: Mapping[str, Any], _epochs: int) -> Callable[[int], float]:
    def rate(epoch: int) -> float:
        return float(given["values"][sum(epoch >= boundary for boundary in given["boundaries"])])

    return rate


def _one_cycle(given: Mapping[str, Any], epochs: int) -> Callable[[int], float]:
    top, (half, last) = given["rate"], one_cycle_parts(epochs)
    start = top / 10

    def rate(epoch: int) -> float:
        if epoch < half:
            return float(start + (top - start) * epoch / half)
        if epoch < 2 * half:
            return float(top - (top - start) * (epoch - half) / half)
        return float(start + (start / _LOWEST - start) * min(1.0, (epoch - 2 * half) / last))

    return rate


def _cosine(given: Mapping[str, Any], epochs: int) -> Callable[[int], float]:
    top, end, warm = given["rate"], given["end"], given["warm_up"]

    def rate(epoch: int) -> float:
        if epoch < warm:
            return float(top * (epoch + 1) / (warm + 1))
        done = min(1.0, (epoch - warm) / max(1, epochs - warm))
        return float(top * (end + (1 - end) * 0.5 * (1 + math.cos(math.pi * done))))

    return rate


def _warm_up(given: Mapping[str, Any], _epochs: int) -> Callable[[int], float]:
    return lambda epoch: given["rate"] * min(1.0, (epoch + 1) / (given["warm_up"] + 1))


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], int], Callable[[int], float]]] = {
    "exponential": _exponential,
    "power": _power,
    "piecewise constant": _piecewise,
    "1cycle": _one_cycle,
    "cosine": _cosine,
    "warm-up": _warm_up,
}
