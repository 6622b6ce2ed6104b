"""Which columns a preprocessing step works on, what it makes of their shape, and where it does not fit. No arrays here.

A step works on a column wherever it is used, as an input or as a target.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import inf

from desktop_nn.data.choices import Bindings, Step, StepKind
from desktop_nn.data.columns import Column, ColumnKind, Description
from desktop_nn.problems import Problem

TITLES: dict[StepKind, str] = {
    "standardize": "Standardize",
    "min-max": "Min-max",
    "pixels": "Pixels",
    "one-hot": "One-hot",
    "impute": "Impute",
}
"""What the steps are called on the screen."""

_SUITS: dict[StepKind, tuple[ColumnKind, ...]] = {
    "standardize": ("number", "image"),
    "min-max": ("number", "image"),
    "pixels": ("image",),
    "one-hot": ("category",),
    "impute": ("number", "category"),
}
_NOUNS: dict[ColumnKind, str] = {"number": "numbers", "category": "categories", "image": "images"}


def suits(step: StepKind, column: Column) -> bool:
    """Whether the step can work on such a column."""
    return column.kind in _SUITS[step]


def columns_of(step: Step, description: Description, used: Collection[str]) -> tuple[str, ...]:
    """Names of the columns that the step works on; a step without columns takes all suitable ones in `used`.

    `used` are the columns that inputs use. Names that are gone, and columns that the step does not suit, are
    passed over: `step_problems` reports them.
    """
    wanted = step.columns or tuple(used)
    columns = (description.column(name) for name in dict.fromkeys(wanted))
    return tuple(column.name for column in columns if column is not None and suits(step.kind, column))


def used_columns(bindings: Bindings) -> tuple[str, ...]:
    """All columns that inputs use, each once."""
    return tuple(dict.fromkeys(name for names in bindings.inputs.values() for name in names))


def is_one_hot(column: Column, steps: Iterable[Step], used: Collection[str]) -> bool:
    """Whether a one-hot step reaches the column, given the columns `used` by inputs."""
    return column.kind == "category" and _reached(column.name, "one-hot", steps, used)


def is_imputed(column: Column, steps: Iterable[Step], used: Collection[str]) -> bool:
    """Whether an impute step reaches the column, given the columns `used` by inputs."""
    return _reached(column.name, "impute", steps, used)


def _reached(name: str, kind: StepKind, steps: Iterable[Step], used: Collection[str]) -> bool:
    return any(step.kind == kind and (name in step.columns if step.columns else name in used) for step in steps)


def range_of(column: Column, steps: Iterable[Step], used: Collection[str]) -> tuple[float, float] | None:
    """Smallest and largest value of a number or pixel after the steps, None if unknown.

    Standardized values lie on both sides of 0, how far hangs on the training part: (-inf, inf).
    """
    if column.minimum is None or column.maximum is None:
        return None
    low, high = column.minimum, column.maximum
    for step in steps:
        if not suits(step.kind, column) or not _reached(column.name, step.kind, (step,), used):
            continue
        if step.kind == "pixels":
            low, high = low / column.maximum, high / column.maximum
        elif step.kind == "min-max":
            low, high = 0.0, 1.0
        elif step.kind == "standardize":
            low, high = -inf, inf
    return low, high


def step_problems(steps: Iterable[Step], description: Description, used: Collection[str]) -> tuple[Problem, ...]:
    """Columns that are gone or do not suit their step, and steps in an order that cannot work."""
    problems: list[Problem] = []
    encoded: set[str] = set()
    for step in steps:
        where = f"Preprocessing, {TITLES[step.kind]}"
        for name in step.columns:
            column = description.column(name)
            if column is None:
                fix = "Take it out of the step, or choose the data set that has it."
                problems.append(Problem(f"There is no column “{name}” in the data.", where, fix))
            elif not suits(step.kind, column):
                fitting = " and ".join(_NOUNS[kind] for kind in _SUITS[step.kind])
                what = f"“{name}” holds {_NOUNS[column.kind]}, but this step is for {fitting}."
                problems.append(Problem(what, where, "Take the column out of the step."))
        mine = columns_of(step, description, used)
        twice = [name for name in mine if name in encoded]
        if step.kind == "impute" and twice:
            what = f"“{twice[0]}” is one-hot encoded already when its missing values are filled."
            problems.append(Problem(what, where, "Put Impute before One-hot."))
        if step.kind == "one-hot":
            if twice:
                problems.append(Problem(f"“{twice[0]}” is one-hot encoded twice.", where, "Take out one of the steps."))
            encoded.update(mine)
    return tuple(problems)
