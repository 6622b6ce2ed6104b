"""Makes the arrays that a run needs out of the choices about data: split, preprocessed, bound, ready for Keras."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from desktop_nn.data import sources
from desktop_nn.data.binding_shapes import one_hot_target
from desktop_nn.data.checks import LARGEST, no_source, prepare_problems, stratified_by
from desktop_nn.data.choices import DataChoices
from desktop_nn.data.columns import Array, Dataset, Prepared, Samples
from desktop_nn.data.preprocessing import used_columns
from desktop_nn.data.recent import Recent
from desktop_nn.data.split import Labels, Parts, split_samples
from desktop_nn.data.transform import Pieces, transformed
from desktop_nn.problems import Problem, ProblemError, errors

_recent: Recent[Prepared] = Recent(1)


def prepare(choices: DataChoices, names: Mapping[str, str]) -> Prepared:
    """The three parts of the data for the inputs and outputs in `names` (node id -> Keras layer name).

    Nodes without a binding are left out. Arrays are C-contiguous and read-only, as `Samples` describes them;
    the last result is kept. Raises ProblemError for anything that the user must mend first.
    """
    if choices.source is None:
        raise ProblemError(no_source())
    nodes = tuple(node for node in names if node in choices.bindings.inputs or node in choices.bindings.targets)
    dataset = sources.load(choices.source)
    found = errors(prepare_problems(choices, dataset.description, nodes, names))
    if found:
        raise ProblemError(*found)
    key = (sources.identity(choices.source), _rest_of_identity(choices), nodes)
    return _named(_recent.get(key, lambda: _prepared(dataset, choices, nodes)), names)


def parts_of(choices: DataChoices, dataset: Dataset) -> Parts:
    """Which samples of the data set are in which part. Raises ProblemError if the split is impossible."""
    description = dataset.description
    column = stratified_by(choices.bindings, description) if choices.split.stratify else None
    labels = Labels(column, dataset.values[column.name]) if column else None
    return split_samples(choices.split, description.samples, description.given_test, labels)


def _rest_of_identity(choices: DataChoices) -> str:
    bindings = choices.bindings
    bound = sorted(bindings.inputs.items()), [*bindings.targets.items()]
    return repr((choices.preprocessing, choices.split, bound, choices.weight))


def _prepared(dataset: Dataset, choices: DataChoices, nodes: Collection[str]) -> Prepared:
    """The result by node id instead of by name."""
    bindings = choices.bindings
    inputs = {node: tuple(bindings.inputs[node]) for node in nodes if node in bindings.inputs}
    targets = {node: bindings.targets[node] for node in nodes if node in bindings.targets}
    wanted = tuple(dict.fromkeys([*(name for names in inputs.values() for name in names), *targets.values()]))
    try:
        parts = parts_of(choices, dataset)
        pieces = transformed(dataset, parts, wanted, choices.preprocessing, used_columns(bindings))
        _refuse_infinite(pieces)
        fed = {names: _input(names, pieces) for names in dict.fromkeys(inputs.values())}
        judged = {name: _target(name, dataset, choices, pieces[name]) for name in dict.fromkeys(targets.values())}
        weight = _weight(dataset, choices.weight)
    except MemoryError as error:
        what = "The prepared data does not fit into memory."
        raise ProblemError(Problem(what, "Data", "Use fewer columns, classes or samples.")) from error
    samples = [
        Samples(
            {node: _protected(fed[names][part]) for node, names in inputs.items()},
            {node: _protected(judged[name][part]) for node, name in targets.items()},
            index,
            None if weight is None else _protected(weight[index]),
        )
        for part, index in enumerate((parts.train, parts.validation, parts.test))
    ]
    columns = {node: dataset.description.column(name) for node, name in targets.items()}
    class_names = {node: column.categories for node, column in columns.items() if column and column.categories}
    return Prepared(samples[0], samples[1], samples[2], class_names)


def _input(names: Sequence[str], pieces: Mapping[str, Pieces]) -> Pieces:
    """What an input gets in each part: an image as it is, everything else side by side in one table."""
    if len(names) == 1 and pieces[names[0]][0].ndim > 2:
        return [np.ascontiguousarray(values, np.float32) for values in pieces[names[0]]]
    return [_table([pieces[name][part] for name in names]) for part in range(3)]


def _table(columns: Sequence[Array]) -> Array:
    """Columns (n,) or (n, k) side by side as (n, width) float32, filled without an intermediate copy."""
    widths = [1 if column.ndim == 1 else column.shape[1] for column in columns]
    table = np.empty((len(columns[0]), sum(widths)), np.float32)
    start = 0
    for column, width in zip(columns, widths, strict=True):
        table[:, start : start + width] = column if column.ndim == 2 else column[:, np.newaxis]
        start += width
    return table


def _target(name: str, dataset: Dataset, choices: DataChoices, pieces: Pieces) -> Pieces:
    column = dataset.description.column(name)
    codes = column is not None and column.kind == "category"
    if codes and not one_hot_target(name, dataset.description, choices.preprocessing, choices.bindings):
        return [np.ascontiguousarray(values, np.int64) for values in pieces]
    return [np.ascontiguousarray(values, np.float32) for values in pieces]


def _weight(dataset: Dataset, name: str) -> Array | None:
    return np.asarray(dataset.values[name], np.float32) if name else None


def _refuse_infinite(pieces: Mapping[str, Pieces]) -> None:
    for name, parts in pieces.items():
        numbers = [values for values in parts if values.dtype == np.float64]
        if not all((np.abs(values) <= LARGEST).all() for values in numbers):
            what = f"A value of “{name}” is too large for the 32-bit numbers that Keras computes with."
            raise ProblemError(Problem(what, "Data", "Scale the column in your file, or do not use it."))


def _protected(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _named(prepared: Prepared, names: Mapping[str, str]) -> Prepared:
    def renamed(samples: Samples) -> Samples:
        inputs = {names[node]: array for node, array in samples.inputs.items()}
        targets = {names[node]: array for node, array in samples.targets.items()}
        return Samples(inputs, targets, samples.index, samples.weight)

    return Prepared(
        renamed(prepared.train),
        renamed(prepared.validation),
        renamed(prepared.test),
        {names[node]: classes for node, classes in prepared.class_names.items()},
    )
