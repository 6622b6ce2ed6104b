"""What Keras must not even be asked, because the question alone would fill the memory or never end.

Symbolic inference makes no weights, and measured over every layer kind with parameters and sizes of 10⁹ and more it
takes milliseconds; the few exceptions stand here, each with a bound far beyond what anybody needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from desktop_nn.graph.facts import Shape
from desktop_nn.problems import Problem, ProblemError

LARGEST: Final = 2**63 - 1
"""The largest number that TensorFlow counts with."""
MOST_AXES: Final = 64
MOST_STATISTICS: Final = 2**25
MOST_STEPS: Final = 10_000
_MOST: Final[Mapping[tuple[str, str], int]] = {
    # Keras makes a list as long as this number.
    ("IntegerLookup", "num_oov_indices"): 1_000_000,
    ("StringLookup", "num_oov_indices"): 1_000_000,
    ("TextVectorization", "ngrams"): 1_000,
    ("ops.array_split", "indices_or_sections"): MOST_STEPS,
    ("ops.split", "indices_or_sections"): MOST_STEPS,
    ("ops.unstack", "num"): MOST_STEPS,
}


def refuse_endless(kind: str, config: Mapping[str, Any]) -> None:
    """Raise ProblemError for a parameter that only making the layer would choke on."""
    for name, value in config.items():
        most = _MOST.get((kind, name), LARGEST)
        for number in _numbers(value):
            if abs(number) > most:
                what = f"“{name}” of {kind} is {_told(number)}; it can be {most:,} at most."
                raise ProblemError(Problem(what, kind, f"Make “{name}” smaller."))


def refuse_vast(kind: str, config: Mapping[str, Any], shapes: Iterable[Shape]) -> None:
    """Raise ProblemError for inputs over which this layer would not come to an end."""
    for shape in shapes:
        if len(shape) > MOST_AXES:
            what = f"The input of {kind} has {len(shape):,} axes; TensorFlow knows no more than {MOST_AXES}."
            raise ProblemError(Problem(what, kind, "Reshape it before."))
        if kind == "Normalization" and _statistics(config, shape) > MOST_STATISTICS:
            what = f"Normalization would keep {2 * _statistics(config, shape):,} figures of its input."
            raise ProblemError(Problem(what, kind, "Choose an “axis” with fewer entries, or make the input smaller."))
        if kind == "ops.unstack" and _pieces(config, shape) > MOST_STEPS:
            what = f"{kind} would cut its input into {_pieces(config, shape):,} tensors."
            raise ProblemError(Problem(what, kind, f"Choose an “axis” with {MOST_STEPS:,} entries or fewer."))
        if config.get("unroll") is True and len(shape) > 1 and (shape[1] or 0) > MOST_STEPS:
            what = f"{kind} would be written out step by step for {shape[1]:,} steps."
            raise ProblemError(Problem(what, kind, "Turn “unroll” off; it is for short sequences."))


def _pieces(config: Mapping[str, Any], shape: Shape) -> int:
    """Into how many tensors unstack would cut its input."""
    axis = config.get("axis", 0)
    fits = isinstance(axis, int) and -len(shape) <= axis < len(shape)
    return (shape[axis] or 0) if fits else 0


def _statistics(config: Mapping[str, Any], shape: Shape) -> int:
    """How many means Normalization makes in the memory; given ones are spread over the input as well."""
    axis = config.get("axis", -1)
    if config.get("mean") is not None or not isinstance(axis, int | list | tuple):
        axes: Sequence[Any] = range(1, len(shape))
    else:
        axes = [axis] if isinstance(axis, int) else axis
    fitting = [place for place in axes if isinstance(place, int) and -len(shape) <= place < len(shape)]
    return math.prod(shape[place] or 1 for place in fitting)


def _numbers(value: Any) -> Iterable[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)


def _told(number: int) -> str:
    return f"{number:,}" if abs(number) < 10**30 else "a number of more than 30 digits"
