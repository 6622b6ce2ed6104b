"""Files of a zoo of models, written by Keras 3 and Keras 2: each opens, predicts, trains on and is saved again.

`python -m tests.zoo_table` prints the same as a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.engine.model_files.zoo import CASES, Case, Writer
from tests.core.engine.model_files.zoo.check import check

ORDINARY: tuple[tuple[str, Writer, str], ...] = (
    ("nested_functional", "keras 2", ".h5"),
    ("bidirectional", "keras 2", ".keras"),
    ("optimizer_legacy_adam_decay", "keras 2", ".h5"),
    ("wide_and_deep", "keras 3", ".h5"),
)


def _all() -> Iterator[tuple[Case, Writer, str]]:
    for case in CASES.values():
        for writer in case.writers:
            for suffix in case.suffixes:
                if (case.name, writer, suffix) not in ORDINARY:
                    yield case, writer, suffix


def _one(case: Case, writer: Writer, suffix: str, folder: Path) -> None:
    result = check(case, writer, suffix, folder)
    if result.refused:
        pytest.skip(f"{writer} does not write it: {result.refused}")
    assert result.well, f"{result.steps} {result.failure}"


@pytest.mark.parametrize(("name", "writer", "suffix"), ORDINARY)
def test_that_a_file_of_the_zoo_opens_and_trains_on(name: str, writer: Writer, suffix: str, tmp_path: Path) -> None:
    _one(CASES[name], writer, suffix, tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("case", "writer", "suffix"),
    [pytest.param(*one, id=f"{one[0].name}-{one[1]}-{one[2]}") for one in _all()],
)
def test_that_every_file_of_the_zoo_opens_and_trains_on(
    case: Case, writer: Writer, suffix: str, tmp_path: Path
) -> None:
    _one(case, writer, suffix, tmp_path)


def test_that_the_zoo_is_large() -> None:
    assert len(CASES) >= 60
