"""Where samples come from: the list of sources, and loading one of them. One family of sources a module.

Nothing is read or made before `load` or `describe` is called; results are kept for the next call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Array, Dataset, Description
from desktop_nn.data.recent import Recent
from desktop_nn.data.sources import california_housing, csv_file, fashion_mnist, made, scikit_learn
from desktop_nn.data.sources.options import Option, OptionKind, SourceInfo, read_options
from desktop_nn.problems import Problem, ProblemError

__all__ = ["Option", "OptionKind", "SourceInfo", "available", "describe", "identity", "load"]

Loader: TypeAlias = Callable[[Mapping[str, Any]], Dataset]


@dataclass(frozen=True, slots=True)
class _Entry:
    """How a source is loaded; `describe` only where that is possible without loading."""

    info: SourceInfo
    load: Loader
    describe: Callable[[Mapping[str, Any]], Description] | None = None


_ENTRIES = {
    entry.info.id: entry
    for entry in (
        _Entry(fashion_mnist.INFO, fashion_mnist.load, fashion_mnist.describe),
        _Entry(california_housing.INFO, california_housing.load),
        _Entry(scikit_learn.IRIS, scikit_learn.load_iris),
        _Entry(scikit_learn.WINE, scikit_learn.load_wine),
        _Entry(scikit_learn.BREAST_CANCER, scikit_learn.load_breast_cancer),
        _Entry(scikit_learn.DIGITS, scikit_learn.load_digits),
        _Entry(scikit_learn.DIABETES, scikit_learn.load_diabetes),
        _Entry(made.BLOBS, made.make_blobs),
        _Entry(made.MOONS, made.make_moons),
        _Entry(made.CIRCLES, made.make_circles),
        _Entry(made.XOR, made.make_xor),
        _Entry(made.REGRESSION, made.make_regression),
        _Entry(csv_file.INFO, csv_file.load),
    )
}

_datasets: Recent[Dataset] = Recent(2)
_descriptions: Recent[Description] = Recent(32)


def available() -> tuple[SourceInfo, ...]:
    """All sources in the order of the list; nothing is loaded."""
    return tuple(entry.info for entry in _ENTRIES.values())


def load(source: Source) -> Dataset:
    """The data set, its arrays read-only; the last two stay in memory.

    Raises ProblemError for an unknown source, impossible options or an unreadable file.
    """
    entry = _entry(source)
    return _datasets.get(identity(source), lambda: _protected(_loaded(entry, source)))


def describe(source: Source) -> Description:
    """What the data set holds. Sets that must be made or read to know this are loaded. Raises as `load` does."""
    entry = _entry(source)
    if entry.describe is not None:
        read_options(entry.info, source.options)
        return entry.describe(source.options)
    return _descriptions.get(identity(source), lambda: load(source).description)


def identity(source: Source) -> str:
    """A text that two sources share exactly if they give the same samples, as far as can be seen from outside."""
    seen = csv_file.fingerprint(source.options) if source.name == csv_file.INFO.id else ()
    return json.dumps([source.name, dict(source.options), seen], sort_keys=True, default=repr)


def _entry(source: Source) -> _Entry:
    entry = _ENTRIES.get(source.name)
    if entry is None:
        fix = f"Choose one of: {', '.join(_ENTRIES)}."
        raise ProblemError(Problem(f"There is no data set called “{source.name}”.", "Data", fix))
    return entry


def _loaded(entry: _Entry, source: Source) -> Dataset:
    read_options(entry.info, source.options)
    try:
        return entry.load(source.options)
    except MemoryError as error:
        what = "The data set does not fit into memory."
        raise ProblemError(Problem(what, entry.info.title, "Take fewer samples or columns.")) from error


def _protected(dataset: Dataset) -> Dataset:
    """The arrays are shared by everybody who asks, so nobody may change them."""
    values: dict[str, Array] = {}
    for name, array in dataset.values.items():
        values[name] = array.view()
        values[name].flags.writeable = False
    return Dataset(dataset.description, values)
