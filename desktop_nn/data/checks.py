"""What is wrong with the choices about data: columns that are gone, inputs without columns, shapes that do not meet.

Needs the description only, so it is quick enough for every edit; what hangs on the samples themselves, such as
classes too thin to stratify, shows when `prepare` runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from desktop_nn.data.binding_shapes import input_shape
from desktop_nn.data.choices import Bindings, DataChoices
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.preprocessing import is_imputed, step_problems, used_columns
from desktop_nn.data.split import sizes
from desktop_nn.problems import Problem, ProblemError

Shape: TypeAlias = tuple[int | None, ...]
"""A tensor's shape with the batch axis first, None for sizes that are open."""
LARGEST = 3.4028234663852886e38
"""The largest number of float32, in which Keras computes."""
HEAVY = 10.0
"""A sample weight above it is told of: steps are longer by as much as the mean of the weights is above 1."""


def problems(
    choices: DataChoices,
    description: Description | None,
    inputs: Mapping[str, Shape | None],
    outputs: Iterable[str],
    names: Mapping[str, str],
) -> tuple[Problem, ...]:
    """Everything that can be said against the choices without loading samples, most important first.

    `inputs` gives each input node's shape as drawn (None while unknown), `outputs` the output nodes, `names`
    what the user calls a node. `description` is None while the data set is not known; then only a missing
    choice of data is reported.
    """
    if choices.source is None:
        return (no_source(),)
    if description is None:
        return ()
    found: list[Problem] = []
    for node, shape in inputs.items():
        found += input_problems(node, shape, choices, description, names)
    for node in outputs:
        found += target_problems(node, choices.bindings, description, names)
    return (*found, *_common_problems(choices, description, (*inputs, *outputs)))


def prepare_problems(
    choices: DataChoices, description: Description, nodes: Collection[str], names: Mapping[str, str]
) -> tuple[Problem, ...]:
    """The problems of the bindings of `nodes` alone, whatever shapes the drawing has."""
    found: list[Problem] = []
    for node in nodes:
        if node in choices.bindings.inputs:
            found += input_problems(node, None, choices, description, names)
        if node in choices.bindings.targets:
            found += target_problems(node, choices.bindings, description, names)
    return (*found, *_common_problems(choices, description, nodes))


def no_source() -> Problem:
    """The problem of a project without data."""
    return Problem("No data is chosen.", "Data", "Choose a data set in the data panel.")


def input_problems(
    node: str, shape: Shape | None, choices: DataChoices, description: Description, names: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Why the columns bound to an input do not feed it, if so."""
    where = names.get(node, node)
    try:
        given = input_shape(choices.bindings.inputs.get(node, ()), description, choices.preprocessing)
    except ProblemError as error:
        return tuple(replace(problem, where=where, node=node) for problem in error.problems)
    if shape is None or fits(shape[1:], given):
        return ()
    drawn = tuple(shape[1:])
    what = f"The input takes {shape_text(drawn)}, but its columns give {shape_text(given)}."
    return (Problem(what, where, _shape_fix(drawn, given), node=node),)


def target_problems(
    node: str, bindings: Bindings, description: Description, names: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Why an output has no usable target, if so; a warning if the target is among the inputs."""
    where = names.get(node, node)
    target = bindings.targets.get(node)
    if not target:
        return (Problem("The output has no target.", where, "Choose a target for it in the data panel.", node=node),)
    column = description.column(target)
    if column is None:
        what = f"The target “{target}” is not in the data ({description.title})."
        fix = "Choose another target, or the data set that has it."
        return (Problem(what, where, fix, node=node),)
    if column.kind != "image" and target in used_columns(bindings):
        what = f"The target “{target}” is fed to an input as well, so the model can simply copy it."
        return (Problem(what, where, "Take it out of the inputs.", "warning", node),)
    return ()


def fits(drawn: Sequence[int | None], given: Sequence[int]) -> bool:
    """Whether samples of shape `given` go into an input drawn as `drawn`; None takes any size."""
    return len(drawn) == len(given) and all(size in (None, have) for size, have in zip(drawn, given, strict=True))


def shape_text(shape: Sequence[int | None]) -> str:
    """A sample's shape as Keras writes it: `(28, 28)`, `(8,)`."""
    return str(tuple(shape))


def _shape_fix(drawn: Shape, given: tuple[int, ...]) -> str:
    fix = f"Set its shape to {shape_text(given)}, or bind other columns."
    if drawn == (*given, 1):
        return f"Set its shape to {shape_text(given)} and put a Reshape layer to {shape_text(drawn)} behind it."
    return fix


def _common_problems(choices: DataChoices, description: Description, nodes: Collection[str]) -> Iterator[Problem]:
    used = used_columns(choices.bindings)
    yield from step_problems(choices.preprocessing, description, used)
    yield from _missing_values(choices, description, nodes)
    yield from _split_problems(choices, description)
    yield from weight_problems(choices, description)


def weight_problems(choices: DataChoices, description: Description) -> tuple[Problem, ...]:
    """Why the chosen column cannot say how much samples count, if so; else warnings of what may not be meant."""
    name = choices.weight
    if not name:
        return ()
    column = description.column(name)
    other = "Choose another column, or let all samples count the same."
    wrong = _no_weight(column, name, description)
    if wrong:
        return (Problem(wrong, "Sample weight", other),)
    return tuple(
        Problem(what, "Sample weight", fix, "warning") for what, fix in _doubts(name, column, choices.bindings)
    )


def _doubts(name: str, column: Column | None, bindings: Bindings) -> Iterator[tuple[str, str]]:
    """What may be meant so, with what to do if it is not."""
    if column is not None and column.maximum is not None and column.maximum > HEAVY:
        what = f"“{name}” goes up to {column.maximum:,g}, and the loss and every step of the training grow with it."
        yield what, "Divide the column by its mean in your file, or lower the learning rate."
    if name in bindings.targets.values():
        yield f"“{name}” says how much samples count and is a target as well.", "Use it for one of the two."
    elif name in used_columns(bindings):
        yield f"“{name}” says how much samples count and is fed to an input as well.", "Take it out of the inputs."


def _no_weight(column: Column | None, name: str, description: Description) -> str:
    if column is None:
        return f"“{name}” is not in the data ({description.title})."
    if column.kind != "number":
        return f"“{name}” holds no numbers, so it cannot say how much a sample counts."
    if column.missing:
        return f"{column.missing:,} of {description.samples:,} samples have no value for “{name}”."
    if column.minimum is not None and column.minimum < 0:
        return f"“{name}” has negative values; a sample cannot count less than nothing."
    if column.maximum is not None and not 0 < column.maximum <= LARGEST:
        return f"All values of “{name}” are 0." if column.maximum == 0 else f"A value of “{name}” is too large."
    return ""


def _missing_values(choices: DataChoices, description: Description, nodes: Collection[str]) -> Iterator[Problem]:
    used = used_columns(choices.bindings)
    for column in _bound(choices.bindings, description, nodes):
        if column.missing and not is_imputed(column, choices.preprocessing, used):
            count = f"{column.missing:,} of {description.samples:,} samples"
            fix = f"Add an impute step for “{column.name}” to the preprocessing, or do not use it."
            yield Problem(f"{count} have no value for “{column.name}”.", "Data", fix)


def _bound(bindings: Bindings, description: Description, nodes: Collection[str]) -> tuple[Column, ...]:
    """The columns that the nodes use as input or target, each once."""
    names = [name for node in nodes for name in bindings.inputs.get(node, ())]
    names += [bindings.targets[node] for node in nodes if node in bindings.targets]
    columns = (description.column(name) for name in dict.fromkeys(names))
    return tuple(column for column in columns if column is not None)


def _split_problems(choices: DataChoices, description: Description) -> tuple[Problem, ...]:
    try:
        sizes(choices.split, description.samples, description.given_test)
    except ProblemError as error:
        return error.problems
    if choices.split.stratify and stratified_by(choices.bindings, description) is None:
        fix = "Bind a category as target, or do not stratify."
        return (Problem("Only a category can be kept in proportion by the split.", "Split", fix),)
    return ()


def stratified_by(bindings: Bindings, description: Description) -> Column | None:
    """The category that a stratified split keeps in proportion: the first bound target that is one, else a proposed."""
    for name in (*bindings.targets.values(), *description.targets):
        column = description.column(name)
        if column is not None and column.kind == "category":
            return column
    return None
