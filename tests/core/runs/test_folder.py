"""Run folders: their names, their history, their record."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.folder import create
from desktop_nn.runs.record import RunRecord, loads

NOON = datetime(2026, 11, 23, 10, 13, 33)


def test_that_a_folder_bears_its_second(tmp_path: Path) -> None:
    assert create(tmp_path / "runs", NOON).path == tmp_path / "runs" / "run_2026_11_23_10_13_33"


def test_that_two_runs_in_one_second_have_two_folders(tmp_path: Path) -> None:
    first, second = create(tmp_path, NOON), create(tmp_path, NOON)
    assert first.path.is_dir()
    assert second.path.name == "run_2026_11_23_10_13_33_2"


def test_that_a_place_where_no_folder_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(ProblemError) as raised:
        create(tmp_path / "runs")
    assert raised.value.problem.what.startswith("No run folder can be made there.")
    assert raised.value.problem.where == str(tmp_path / "runs")
    assert raised.value.problem.fix


def test_that_history_grows_by_a_line_an_epoch(tmp_path: Path) -> None:
    folder = create(tmp_path)
    folder.append_history(0, 0.5, {"loss": 1.25, "val_loss": 1.5})
    folder.append_history(1, 0.25, {"loss": 0.1, "val_loss": math.inf})
    assert folder.history.read_text() == "epoch,seconds,loss,val_loss\n0,0.5,1.25,1.5\n1,0.25,0.1,inf\n"


def test_that_a_figure_that_comes_later_gets_its_column(tmp_path: Path) -> None:
    folder = create(tmp_path)
    folder.append_history(0, 0.5, {"loss": 1.0})
    folder.append_history(1, 0.5, {"loss": 0.5, "learning_rate": 0.1})
    assert folder.history.read_text().splitlines() == [
        "epoch,seconds,loss,learning_rate",
        "0,0.5,1.0,",
        "1,0.5,0.5,0.1",
    ]


def test_that_a_record_survives_writing_and_reading(tmp_path: Path) -> None:
    folder = create(tmp_path)
    record = RunRecord(
        folder.path, "failed", "wide", metrics={"loss": 0.5}, problem=Problem("It broke.", "here", "Mend.")
    )
    folder.write_state(record)
    assert loads(folder.record.read_text(), folder.path) == record


def test_that_figures_that_are_no_numbers_leave_the_json_readable(tmp_path: Path) -> None:
    folder = create(tmp_path)
    folder.write_state(RunRecord(folder.path, metrics={"loss": math.nan, "mae": math.inf}))
    assert json.loads(folder.record.read_text())["metrics"] == {"loss": None, "mae": None}
    assert math.isnan(loads(folder.record.read_text(), folder.path).metrics["loss"])


def test_that_a_record_of_a_later_version_is_still_read(tmp_path: Path) -> None:
    folder = create(tmp_path)
    folder.write_state(RunRecord(folder.path, title="wide"))
    data = json.loads(folder.record.read_text())
    text = json.dumps({**data, "format": 99, "colour": "blue"})
    assert loads(text, folder.path) == replace(RunRecord(folder.path), title="wide")
