"""Pure edits of what the project says about data: each takes a `Project` and returns a new one. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step, StepKind
from desktop_nn.data.columns import Description
from desktop_nn.project.document import Project


def with_data(project: Project, data: DataChoices) -> Project:
    """The project with other data choices."""
    return replace(project, data=data)


def use_source(project: Project, source: Source) -> Project:
    """Another data set. What was made for the old one's columns goes, unless it is another state of the same source."""
    old = project.data.source
    data = replace(project.data, source=source)
    if old is None or old.name != source.name:
        data = replace(data, preprocessing=(), bindings=Bindings())
    return with_data(project, data)


def set_option(project: Project, name: str, value: Any) -> Project:
    """One option of the source; None means that the source decides by itself again."""
    source = project.data.source
    if source is None:
        return project
    options = {key: old for key, old in source.options.items() if key != name}
    if value is not None:
        options[name] = value
    return with_data(project, replace(project.data, source=Source(source.name, options)))


def fit_to(project: Project, description: Description, before: Description | None = None) -> Project:
    """Let go of bindings, step columns and a given test part that a freshly read data set does not have.

    An input that had all features of the set as it was `before` gets all features of the new one.
    """
    data = project.data
    known = {column.name for column in description.columns}
    everything = set(before.features) if before else None
    inputs = {
        node: description.features if set(names) == everything else tuple(name for name in names if name in known)
        for node, names in data.bindings.inputs.items()
    }
    bindings = Bindings(
        inputs={node: names for node, names in inputs.items() if names},
        targets={node: name for node, name in data.bindings.targets.items() if name in known},
    )
    steps = tuple(_kept(step, known) for step in data.preprocessing if not step.columns or known & set(step.columns))
    split = data.split
    if split.test.held == "given" and not description.given_test:
        split = replace(split, test=Part())
    weight = data.weight if data.weight in known else ""
    return with_data(project, replace(data, bindings=bindings, preprocessing=steps, split=split, weight=weight))


def _kept(step: Step, known: set[str]) -> Step:
    return replace(step, columns=tuple(name for name in step.columns if name in known))


def add_step(project: Project, kind: StepKind) -> Project:
    """A further preprocessing step, after the others, for all columns that it suits."""
    return with_data(project, replace(project.data, preprocessing=(*project.data.preprocessing, Step(kind))))


def change_step(project: Project, index: int, step: Step) -> Project:
    """Another step in the place of one."""
    steps = project.data.preprocessing
    return with_data(project, replace(project.data, preprocessing=(*steps[:index], step, *steps[index + 1 :])))


def remove_step(project: Project, index: int) -> Project:
    """Without one step."""
    steps = project.data.preprocessing
    return with_data(project, replace(project.data, preprocessing=(*steps[:index], *steps[index + 1 :])))


def move_step(project: Project, index: int, by: int) -> Project:
    """One step earlier (-1) or later (+1); at the ends nothing changes."""
    steps = list(project.data.preprocessing)
    place = index + by
    if not 0 <= place < len(steps):
        return project
    steps.insert(place, steps.pop(index))
    return with_data(project, replace(project.data, preprocessing=tuple(steps)))


def set_split(project: Project, split: Split) -> Project:
    """Another split."""
    return with_data(project, replace(project.data, split=split))


def bind_input(project: Project, node: str, columns: Sequence[str]) -> Project:
    """The columns that feed an input; none unbinds it."""
    bindings = project.data.bindings
    inputs = {key: names for key, names in bindings.inputs.items() if key != node or columns}
    if columns:
        inputs[node] = tuple(columns)
    return with_data(project, replace(project.data, bindings=replace(bindings, inputs=inputs)))


def bind_target(project: Project, node: str, column: str) -> Project:
    """The target of an output; an empty name unbinds it."""
    bindings = project.data.bindings
    targets = {key: name for key, name in bindings.targets.items() if key != node or column}
    if column:
        targets[node] = column
    return with_data(project, replace(project.data, bindings=replace(bindings, targets=targets)))


def set_weight(project: Project, column: str) -> Project:
    """The column that says how much a sample counts; an empty name lets all count the same."""
    return with_data(project, replace(project.data, weight=column))


def bind_more(project: Project, proposed: Bindings) -> Project:
    """Bindings added for inputs and outputs that have none; those made already stay."""
    bindings = project.data.bindings
    merged = Bindings({**proposed.inputs, **bindings.inputs}, {**proposed.targets, **bindings.targets})
    return with_data(project, replace(project.data, bindings=merged))


def untouched(project: Project) -> bool:
    """Whether nothing has been prepared or bound for the present data set yet."""
    data = project.data
    return not (data.preprocessing or data.bindings.inputs or data.bindings.targets)


def start_with(project: Project, steps: tuple[Step, ...], split: Split) -> Project:
    """Preprocessing and test part for a set that is new to the project; the rest of the split stays as it was."""
    data = project.data
    kept = replace(data.split, test=split.test) if "given" in (split.test.held, data.split.test.held) else data.split
    return with_data(project, replace(data, preprocessing=steps, split=kept))
