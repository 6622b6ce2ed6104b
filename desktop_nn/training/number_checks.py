"""Whether loss and output fit a target of numbers: one number a sample, or a whole image."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from desktop_nn.data.columns import Column
from desktop_nn.problems import Problem
from desktop_nn.training.category_checks import activation_problems
from desktop_nn.training.losses import Family
from desktop_nn.training.output_view import OutputView

_REACH = {
    "elu": (-1.0, inf),
    "exponential": (0.0, inf),
    "hard_sigmoid": (0.0, 1.0),
    "hard_tanh": (-1.0, 1.0),
    "relu": (0.0, inf),
    "relu6": (0.0, 6.0),
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "softplus": (0.0, inf),
    "softsign": (-1.0, 1.0),
    "tanh": (-1.0, 1.0),
}
"""The smallest and largest value that an activation can give, for those that cannot give all."""

_FOR_NUMBERS: dict[Family, tuple[float, float]] = {"binary": (0.0, 1.0), "hinge": (-1.0, 1.0)}
"""Losses for classes that take numbers as well, as long as these stay in a range."""


def number_problems(view: OutputView, target: Column, loss: str, family: Family) -> Iterator[Problem]:
    """Problems of an output whose target is a number."""
    if view.shape is not None and view.sample_shape not in ((1,), ()):
        what = f"The output gives {view.sample_shape} a sample, but the target “{target.name}” is a single number."
        yield view.problem(what, "Give the last layer 1 unit.")
    elif view.activation == "softmax":
        what = "Softmax over a single unit always gives 1, so nothing can be learnt."
        yield view.problem(what, "Set the last activation to linear.")
    else:
        yield from _loss_problems(view, target, loss, family)
        yield from _out_of_reach(view, target)


def image_problems(view: OutputView, target: Column, loss: str, family: Family) -> Iterator[Problem]:
    """Problems of an output whose target is an image, as in an autoencoder."""
    shape = view.sample_shape
    if shape is not None and not any(_agrees(shape, wanted) for wanted in (target.shape, (*target.shape, 1))):
        what = f"The output gives {shape} a sample, but the target “{target.name}” is an image of {target.shape}."
        yield view.problem(what, f"Let the last layer give {target.shape}, for example with a Reshape layer.")
        return
    yield from _loss_problems(view, target, loss, family)
    yield from _out_of_reach(view, target)


def _agrees(shape: tuple[int | None, ...], wanted: tuple[int, ...]) -> bool:
    return len(shape) == len(wanted) and all(a in (None, b) for a, b in zip(shape, wanted, strict=True))


def _loss_problems(view: OutputView, target: Column, loss: str, family: Family) -> Iterator[Problem]:
    if family in ("regression", "other"):
        return
    reach = _FOR_NUMBERS.get(family)
    if reach is not None and _inside(view, reach):
        yield from activation_problems(view, loss, family)
        return
    if target.kind == "image":
        what = f"{loss} cannot judge the pixels of “{target.name}” as they are."
        yield view.problem(what, "Use MeanSquaredError, or BinaryCrossentropy after a pixels step.")
        return
    what = f"{loss} is for classes, but the target “{target.name}” is a number."
    yield view.problem(what, f"Use MeanSquaredError, or make “{target.name}” a category in the data panel.")


def _inside(view: OutputView, reach: tuple[float, float]) -> bool:
    low, high = view.target_minimum, view.target_maximum
    return low is not None and high is not None and reach[0] <= low and high <= reach[1]


def _out_of_reach(view: OutputView, target: Column) -> Iterator[Problem]:
    """A warning if the last activation cannot give every value of the target."""
    low, high = _REACH.get(view.activation, (-inf, inf))
    if view.target_minimum == -inf and low > -inf:
        what = f"{view.activation} never gives less than {low:g}, but “{target.name}” is standardized around 0."
        yield view.problem(what, "Set the last activation to linear, or do not standardize the target.", "warning")
    elif view.target_minimum is not None and view.target_minimum < low:
        what = f"{view.activation} never gives less than {low:g}, but “{target.name}” goes down to"
        what = f"{what} {view.target_minimum:.4g}."
        yield view.problem(what, "Set the last activation to linear, or scale the target.", "warning")
    elif view.target_maximum is not None and view.target_maximum > high:
        what = f"{view.activation} never gives more than {high:g}, but “{target.name}” goes up to"
        what = f"{what} {view.target_maximum:.4g}."
        yield view.problem(what, "Set the last activation to linear, or scale the target.", "warning")
