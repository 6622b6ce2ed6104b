"""Which samples are held out for test and validation: indices only, drawn by scikit-learn's train_test_split."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_nn.data.choices import Part, Split
from desktop_nn.data.columns import Array, Column
from desktop_nn.problems import Problem, ProblemError

Indices = NDArray[np.int64]

_WHERE = "Split"
_SEED_LIMIT = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Parts:
    """Indices (n,) int64 into the data set for each part; every sample is in exactly one of them."""

    train: Indices
    validation: Indices
    test: Indices


@dataclass(frozen=True, slots=True)
class Labels:
    """What a stratified split keeps in proportion: a category's codes (n,) and its column."""

    column: Column
    codes: Array


def sizes(split: Split, samples: int, given_test: int = 0) -> tuple[int, int, int]:
    """How many samples the training, validation and test parts get, without drawing them.

    Raises ProblemError if the split is impossible.
    """
    if not 0 <= split.seed <= _SEED_LIMIT:
        raise _impossible(f"The seed {split.seed} is out of range.", f"Give a whole number from 0 to {_SEED_LIMIT:,}.")
    test = _held(split.test, "test", samples, given_test)
    rest = samples - test
    if split.validation.held == "given":
        raise _impossible("No data set brings a validation part of its own.", "Draw it, or take the last samples.")
    validation = _held(split.validation, "validation", rest, 0)
    if rest - validation < 1:
        what = f"Of {samples:,} samples, {test:,} for test and {validation:,} for validation leave none for training."
        raise _impossible(what, "Make the held-out parts smaller.")
    return rest - validation, validation, test


def split_samples(split: Split, samples: int, given_test: int = 0, labels: Labels | None = None) -> Parts:
    """The indices of the three parts; first the test part is held out of all samples, then validation of the rest.

    A random part leaves the rest shuffled, as train_test_split does, and "last" then takes the end of that order.
    `labels` are needed if the split is stratified. Raises ProblemError if the split is impossible.
    """
    if split.stratify and labels is None:
        raise _impossible(
            "Only a category can be kept in proportion.", "Bind a category as target, or do not stratify."
        )
    _, validation, test = sizes(split, samples, given_test)
    everything = np.arange(samples, dtype=np.int64)
    rest, test_index = _hold_out(everything, split.test, test, split, labels)
    train, validation_index = _hold_out(rest, split.validation, validation, split, labels)
    return Parts(train, validation_index, test_index)


def _held(part: Part, name: str, samples: int, given: int) -> int:
    """How many of `samples` the part takes."""
    if part.held == "given":
        if not given:
            raise _impossible(f"This data set has no {name} part of its own.", "Draw it, or take the last samples.")
        return given
    size = part.size
    if isinstance(size, float):
        if not (math.isfinite(size) and 0.0 <= size < 1.0):
            fix = "Give a fraction from 0 to below 1, or a whole number of samples."
            raise _impossible(f"The {name} part cannot be {size:g} of the samples.", fix)
        if part.held == "last":
            return samples - math.floor(samples * (1.0 - size))
        return math.ceil(samples * size)
    if size < 0:
        raise _impossible(f"The {name} part cannot have {size:,} samples.", "Give a number from 0 on.")
    if size > samples:
        what = f"The {name} part should have {size:,} samples, but only {samples:,} are there."
        raise _impossible(what, "Make it smaller.")
    return size


def _hold_out(pool: Indices, part: Part, size: int, split: Split, labels: Labels | None) -> tuple[Indices, Indices]:
    """The rest of the pool, and the part held out of it."""
    if size == 0:
        return pool, pool[:0]
    if part.held != "random":
        return pool[: len(pool) - size], pool[len(pool) - size :]
    from sklearn.model_selection import train_test_split

    strata = None
    if split.stratify and labels is not None:
        strata = labels.codes[pool]
        _refuse_thin_classes(strata, size, labels.column)
    rest, held = train_test_split(pool, test_size=size, random_state=split.seed, stratify=strata)
    return rest, held


def _refuse_thin_classes(codes: Array, size: int, column: Column) -> None:
    present, counts = np.unique(codes, return_counts=True)
    fewest = int(np.argmin(counts))
    if counts[fewest] < 2:
        code = int(present[fewest])
        name = column.categories[code] if code >= 0 else "missing"
        what = f"The class “{name}” of “{column.name}” has only one sample, which cannot be divided between two parts."
        raise _impossible(what, "Do not stratify, or leave that class out.")
    if min(size, len(codes) - size) < len(present):
        what = (
            f"A part of {min(size, len(codes) - size):,} samples cannot hold all {len(present)} classes in proportion."
        )
        raise _impossible(what, "Make that part larger, or do not stratify.")


def _impossible(what: str, fix: str) -> ProblemError:
    return ProblemError(Problem(what, _WHERE, fix))
