"""Arrays of weights as tables and files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.weights.writing import WritingCancelledError, as_csv, as_table, row_title, write


def test_that_the_last_axis_runs_along_the_columns() -> None:
    values = np.arange(24).reshape(2, 3, 4)
    assert as_table(values).shape == (6, 4)
    assert row_title(values.shape, 5) == "1, 2"
    assert row_title((7, 4), 5) == "5"
    assert as_table(np.arange(3)).shape == (3, 1)
    assert as_table(np.array(2.0)).tolist() == [[2.0]]


def test_that_a_csv_gives_back_every_bit(tmp_path: Path) -> None:
    values = np.random.default_rng(0).normal(size=(3, 2, 4)).astype(np.float32)
    write(tmp_path / "kernel.csv", values)
    lines = (tmp_path / "kernel.csv").read_text().splitlines()
    assert lines[0] == "axis 0,axis 1,0,1,2,3"
    assert lines[4].startswith("1,1,")
    rows = [[np.float32(cell) for cell in line.split(",")[2:]] for line in lines[1:]]
    assert np.array_equal(np.array(rows).reshape(values.shape), values)


def test_that_a_vector_is_a_column() -> None:
    assert as_csv(np.array([0.5, -1.0])) == "place,value\n0,0.5\n1,-1.0\n"


def test_that_npy_is_numpys_own(tmp_path: Path) -> None:
    values = np.arange(6, dtype=np.float16).reshape(2, 3).T
    write(tmp_path / "kernel.npy", values)
    found = np.load(tmp_path / "kernel.npy")
    assert found.dtype == np.float16
    assert np.array_equal(found, values)


def test_that_another_suffix_is_refused_and_a_stopped_one_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="cannot be written"):
        write(tmp_path / "kernel.xlsx", np.ones(2))
    with pytest.raises(WritingCancelledError):
        write(tmp_path / "kernel.csv", np.ones(2), lambda: True)
    assert list(tmp_path.iterdir()) == []
