"""Keras's learning-rate schedules as plain numbers, so that a curve can be drawn before (and without) TensorFlow.

Formulas: Keras 3.15, src/optimizers/schedules/learning_rate_schedule.py. What is computed there in float32 is
computed here in float64; tests hold both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop_nn.catalogue import load
from desktop_nn.catalogue.values import faults
from desktop_nn.problems import Problem, ProblemError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rates: TypeAlias = NDArray[np.float64]


def rates(kind: str, config: Mapping[str, Any], steps: Rates) -> Rates:
    """The learning rate after each of these numbers of steps. Raises ProblemError for parameters that make none."""
    import numpy as np

    found = load().find("schedules", kind)
    formula = _FORMULAS.get(found.name) if found else None
    if found is None or formula is None:
        raise ProblemError(Problem(f"There is no schedule “{kind}”.", "Learning rate", "Choose another one."))
    values = {**found.defaults, **config}
    for parameter in found.parameters:
        if parameter.required and values.get(parameter.name) in (None, []):
            raise _wrong(f"{found.name} needs “{parameter.name}”.", "Give it a value.")
    wrong = faults(found, config)
    if wrong:
        raise _wrong(next(iter(wrong.values())), "Change it.")
    _refuse(found.name, values)
    return np.asarray(formula(values, steps), dtype=float)


def _refuse(kind: str, values: Mapping[str, Any]) -> None:
    for name in ("decay_steps", "first_decay_steps", "t_mul"):
        if name in values and not values[name] > 0:
            raise _wrong(f"“{name}” of {kind} must be above 0.", "Give a larger number.")
    if kind == "PiecewiseConstantDecay":
        boundaries, given = values["boundaries"], values["values"]
        if len(given) != len(boundaries) + 1:
            what = f"{len(boundaries)} boundaries need {len(boundaries) + 1} values, but there are {len(given)}."
            raise _wrong(what, "Give one value more than there are boundaries.")
        if any(late <= early for early, late in pairwise(boundaries)):
            raise _wrong("The boundaries do not rise.", "Put them in order, each once.")
    if values.get("warmup_target") is not None and not values.get("warmup_steps", 0) > 0:
        raise _wrong("A warm-up needs its number of steps.", "Set “warmup_steps”, or empty “warmup_target”.")


def _wrong(what: str, fix: str) -> ProblemError:
    return ProblemError(Problem(what, "Learning rate", fix))


def _parts(values: Mapping[str, Any], steps: Rates) -> Any:
    import numpy as np

    parts = steps / values["decay_steps"]
    return np.floor(parts) if values["staircase"] else parts


def _exponential(values: Mapping[str, Any], steps: Rates) -> Any:
    import numpy as np

    return values["initial_learning_rate"] * np.power(float(values["decay_rate"]), _parts(values, steps))


def _inverse_time(values: Mapping[str, Any], steps: Rates) -> Any:
    return values["initial_learning_rate"] / (1.0 + values["decay_rate"] * _parts(values, steps))


def _piecewise(values: Mapping[str, Any], steps: Rates) -> Any:
    """A boundary itself still has the rate before it."""
    import numpy as np

    return np.asarray(values["values"], dtype=float)[np.searchsorted(values["boundaries"], steps, side="left")]


def _polynomial(values: Mapping[str, Any], steps: Rates) -> Any:
    import numpy as np

    start, end, length = values["initial_learning_rate"], values["end_learning_rate"], values["decay_steps"]
    if values["cycle"]:
        over = length * np.where(steps == 0, 1.0, np.ceil(steps / length))
        parts = steps / over
    else:
        parts = np.minimum(steps, length) / length
    return (start - end) * np.power(1.0 - parts, values["power"]) + end


def _cosine(values: Mapping[str, Any], steps: Rates) -> Any:
    import numpy as np

    start, length, target = values["initial_learning_rate"], values["decay_steps"], values["warmup_target"]
    warm = values["warmup_steps"] if target is not None else 0
    peak = start if target is None else target
    parts = np.clip(steps - warm, 0, length) / length
    decayed = peak * ((1 - values["alpha"]) * 0.5 * (1 + np.cos(np.pi * parts)) + values["alpha"])
    if not warm:
        return np.asarray(decayed)
    return np.where(steps < warm, start + (peak - start) * steps / warm, decayed)


def _restarts(values: Mapping[str, Any], steps: Rates) -> Any:
    import numpy as np

    longer, lower = float(values["t_mul"]), float(values["m_mul"])
    done = steps / values["first_decay_steps"]
    if longer == 1.0:
        restart = np.floor(done)
        parts = done - restart
    else:
        restart = np.floor(np.log(1.0 - done * (1.0 - longer)) / np.log(longer))
        parts = (done - (1.0 - longer**restart) / (1.0 - longer)) / longer**restart
    decayed = 0.5 * lower**restart * (1 + np.cos(np.pi * parts))
    return np.asarray(values["initial_learning_rate"] * ((1 - values["alpha"]) * decayed + values["alpha"]))


_FORMULAS: Mapping[str, Callable[[Mapping[str, Any], Rates], Any]] = {
    "CosineDecay": _cosine,
    "CosineDecayRestarts": _restarts,
    "ExponentialDecay": _exponential,
    "InverseTimeDecay": _inverse_time,
    "PiecewiseConstantDecay": _piecewise,
    "PolynomialDecay": _polynomial,
}
