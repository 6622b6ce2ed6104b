"""Whether loss and output fit a target of classes: number of units, codes or one-hot, last activation."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_nn.data.columns import Column
from desktop_nn.problems import Problem
from desktop_nn.training.losses import PROBABILITIES, PROBABILITY_LOSSES, RAW_LOSSES, Family
from desktop_nn.training.output_view import OutputView


def category_problems(view: OutputView, target: Column, loss: str, family: Family) -> Iterator[Problem]:
    """Problems of an output whose target is a category; errors of shape hide doubts about the activation."""
    found = tuple(_shape_problems(view, target, loss, family))
    yield from found
    if not any(problem.severity == "error" for problem in found) and loss not in RAW_LOSSES:
        yield from activation_problems(view, loss, family)


def activation_problems(view: OutputView, loss: str, family: Family) -> Iterator[Problem]:
    """Warnings where the loss takes probabilities and gets raw numbers, or the other way round."""
    wanted = PROBABILITY_LOSSES.get(family)
    if wanted is None or not view.activation:
        return
    probable = view.activation in PROBABILITIES
    if view.from_logits and probable:
        what = f"{loss} is set to take raw numbers (from_logits), but {view.activation} gives probabilities."
        yield view.problem(what, "Switch from_logits off, or make the last activation linear.", "warning")
    elif not view.from_logits and not probable:
        what = f"{loss} takes probabilities, but the last activation is {view.activation}."
        fix = f"Set the last activation to {wanted}"
        logits = ", or switch from_logits of the loss on." if view.activation == "linear" else "."
        yield view.problem(what, fix + logits, "warning")
    elif not view.from_logits and wanted == "softmax" and view.activation in ("sigmoid", "hard_sigmoid"):
        what = f"{view.activation} judges each class by itself, though a sample has exactly one class."
        yield view.problem(what, "Set the last activation to softmax.", "warning")


def _shape_problems(view: OutputView, target: Column, loss: str, family: Family) -> Iterator[Problem]:
    classes, units = len(target.categories), view.units
    if view.shape is not None and len(view.shape) > 2:
        what = f"The output gives {view.sample_shape} a sample, but the target “{target.name}” is one class."
        yield view.problem(what, "Put a Flatten or global pooling layer before the last layer.")
        return
    if view.activation == "softmax" and units == 1:
        yield view.problem("Softmax over a single unit always gives 1, so nothing can be learnt.", _way_out(classes))
        return
    if classes < 2:
        what = f"The target “{target.name}” has a single class, so there is nothing to tell apart."
        yield view.problem(what, "Choose another target.", "warning")
    check = {
        "binary": _binary,
        "sparse": _sparse,
        "categorical": _categorical,
        "hinge": _hinge,
        "regression": _regression,
    }.get(family)
    if check is not None:
        yield from check(view, target, loss)


def _binary(view: OutputView, target: Column, loss: str) -> Iterator[Problem]:
    classes, units = len(target.categories), view.units
    if view.one_hot:
        yield from _one_hot_width(view, target, loss)
        if units in (None, classes):
            what = f"{loss} judges each of the {classes} classes by itself, though a sample has exactly one."
            yield view.problem(what, "Use CategoricalCrossentropy with softmax.", "warning")
    elif classes > 2:
        having = f" and the output {_units(units)}" if units is not None else ""
        what = f"{loss} decides between two classes, but the target “{target.name}” has {classes}{having}."
        yield view.problem(what, f"Use SparseCategoricalCrossentropy with {classes} units and softmax.")
    elif units not in (None, 1):
        what = f"{loss} needs a single unit for the two classes of “{target.name}”, but the output has {units}."
        yield view.problem(what, _way_out(classes))


def _sparse(view: OutputView, target: Column, loss: str) -> Iterator[Problem]:
    classes, units = len(target.categories), view.units
    if view.one_hot:
        what = f"{loss} takes class codes, but the target “{target.name}” is one-hot encoded."
        yield view.problem(what, "Use CategoricalCrossentropy, or take the target out of the one-hot step.")
    elif units is not None and units < classes:
        what = f"The output has {_units(units)}, but the target “{target.name}” has {classes} classes."
        more = " Or use BinaryCrossentropy with sigmoid." if units == 1 and classes == 2 else ""
        yield view.problem(what, f"Give the last layer {classes} units.{more}")
    elif units is not None and units > classes:
        what = f"The output has {_units(units)}, more than the {classes} classes of the target “{target.name}”."
        yield view.problem(what, f"Give the last layer {classes} units.", "warning")


def _categorical(view: OutputView, target: Column, loss: str) -> Iterator[Problem]:
    if not view.one_hot:
        what = f"{loss} takes one-hot classes, but the target “{target.name}” is given as class codes."
        fix = f"Add a one-hot step for “{target.name}” to the preprocessing, or use SparseCategoricalCrossentropy."
        yield view.problem(what, fix)
    yield from _one_hot_width(view, target, loss)


def _hinge(view: OutputView, target: Column, loss: str) -> Iterator[Problem]:
    if view.one_hot:
        yield from _one_hot_width(view, target, loss)
    elif len(target.categories) > 2 or view.units not in (None, 1):
        what = f"{loss} decides between two classes with a single unit."
        yield view.problem(what, _way_out(len(target.categories)))


def _regression(view: OutputView, target: Column, loss: str) -> Iterator[Problem]:
    classes, units = len(target.categories), view.units
    if view.one_hot:
        yield from _one_hot_width(view, target, loss)
    elif units not in (None, 1):
        what = f"{loss} would compare each of the {units} units with the number of the class of “{target.name}”."
        yield view.problem(what, _way_out(classes))
        return
    what = f"{loss} is made for numbers, but the target “{target.name}” is one of {classes} classes: it learns slowly."
    yield view.problem(what, _way_out(classes, one_hot=view.one_hot), "warning")


def _one_hot_width(view: OutputView, target: Column, loss: str) -> Iterator[Problem]:
    """The output must have a unit a class; only then can it be compared with a one-hot target."""
    classes, units = len(target.categories), view.units
    if units is not None and units != classes:
        what = f"The output has {_units(units)}, but the target “{target.name}” has {classes} classes."
        yield view.problem(what, f"Give the last layer {classes} units.")


def _units(units: int | None) -> str:
    return "1 unit" if units == 1 else f"{units} units"


def _way_out(classes: int, *, one_hot: bool = False) -> str:
    if one_hot:
        return f"Use CategoricalCrossentropy with {classes} units and softmax."
    several = f"SparseCategoricalCrossentropy with {classes} units and softmax"
    return f"Use BinaryCrossentropy with 1 unit and sigmoid, or {several}." if classes == 2 else f"Use {several}."
