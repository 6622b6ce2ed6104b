"""The library of runs: everything is read back from the folders."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.runs.folder import RunFolder, create
from desktop_nn.runs.library import alive, delete, list_runs, read_history
from desktop_nn.runs.record import RunRecord, here
from desktop_nn.training.events import Noticed


def run(root: Path, name: str, **known: object) -> RunFolder:
    folder = RunFolder(root / name)
    folder.path.mkdir(parents=True)
    folder.write_state(RunRecord(folder.path, **known))  # type: ignore[arg-type]
    return folder


def test_that_a_missing_folder_has_no_runs(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "nowhere") == []


def test_that_runs_are_listed_newest_first_and_other_folders_left_out(tmp_path: Path) -> None:
    run(tmp_path, "run_a", state="finished", created="2026-01-01T10:00:00+00:00")
    run(tmp_path, "run_b", state="stopped", created="2026-01-02T10:00:00+00:00")
    (tmp_path / "something").mkdir()
    assert [(record.folder.name, record.state) for record in list_runs(tmp_path)] == [
        ("run_b", "stopped"),
        ("run_a", "finished"),
    ]


def test_that_the_hour_that_comes_twice_in_autumn_keeps_runs_in_their_order(tmp_path: Path) -> None:
    run(tmp_path, "run_a", created="2026-10-25T02:50:00+02:00")
    run(tmp_path, "run_b", created="2026-10-25T02:10:00+01:00")
    run(tmp_path, "run_c", created="whenever")
    assert [record.folder.name for record in list_runs(tmp_path)] == ["run_b", "run_a", "run_c"]


def test_that_what_callbacks_said_is_read_back(tmp_path: Path) -> None:
    said = Noticed(3, "Overfitting begins.")
    folder = run(tmp_path, "run_a", noticed=(said,))
    assert read_history(folder.path).notices == [said]


def test_that_a_run_of_this_process_is_running(tmp_path: Path) -> None:
    run(tmp_path, "run_a", **here())
    assert list_runs(tmp_path)[0].state == "running"


def test_that_a_run_whose_process_is_gone_was_interrupted(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    run(tmp_path, "run_a", pid=gone.pid, host=platform.node())
    assert list_runs(tmp_path)[0].state == "interrupted"


def test_that_a_run_that_was_cut_off_has_all_epochs_of_its_history(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = run(tmp_path, "run_a", pid=gone.pid, host=platform.node(), epochs=1, metrics={"loss": 1.0})
    for epoch in range(3):
        folder.append_history(epoch, 0.1, {"loss": 1.0 - epoch / 10, "val_loss": (2.0, 0.5, 0.75)[epoch]})
    record = list_runs(tmp_path)[0]
    assert record.epochs == 3, "the record is renewed every two seconds only"
    assert record.metrics == {"loss": 0.8, "val_loss": 0.75}
    assert record.best == {"epoch": 1, "val_loss": 0.5}
    assert record.seconds == 0.3
    assert alive(os.getpid())


def test_that_a_damaged_record_is_listed_with_its_problem(tmp_path: Path) -> None:
    run(tmp_path, "run_a").record.write_text("{")
    record = list_runs(tmp_path)[0]
    assert record.state == "failed"
    assert record.problem is not None
    assert record.problem.where.endswith("run.json")


def test_that_history_is_read_as_the_charts_want_it(tmp_path: Path) -> None:
    folder = create(tmp_path)
    folder.append_history(0, 0.5, {"loss": 1.0, "val_loss": 2.0})
    folder.append_history(1, 0.25, {"loss": 0.5, "val_loss": 1.5})
    log = read_history(folder.path)
    assert log.history == {"loss": [1.0, 0.5], "val_loss": [2.0, 1.5]}
    assert log.epoch_seconds == [0.5, 0.25]
    assert (log.epochs, log.metrics) == (2, ("loss",))


def test_that_a_line_that_a_crash_cut_short_is_left_out(tmp_path: Path) -> None:
    folder = create(tmp_path)
    folder.append_history(0, 0.5, {"loss": 1.0})
    with folder.history.open("a") as file:
        file.write("1,0.")
    with folder.history.open("a") as file:
        file.write("x\n2\n")
    assert read_history(folder.path).history == {"loss": [1.0]}


def test_that_a_run_without_history_has_an_empty_log(tmp_path: Path) -> None:
    assert read_history(tmp_path).history == {}


def test_that_a_history_that_is_no_text_is_told(tmp_path: Path) -> None:
    RunFolder(tmp_path).history.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProblemError):
        read_history(tmp_path)


def test_that_only_a_runs_folder_is_deleted(tmp_path: Path) -> None:
    folder = run(tmp_path, "run_a")
    delete(list_runs(tmp_path)[0])
    assert not folder.path.exists()
    with pytest.raises(ProblemError):
        delete(RunRecord(tmp_path))
    assert tmp_path.exists()


@pytest.mark.parametrize(
    "damage",
    [
        '{"epochs": "many"}',
        '{"metrics": {"loss": "low"}}',
        '{"metrics": [1]}',
        '{"title": 3}',
        '{"state": null}',
        '{"problem": {"who": 1}}',
        '{"learning_rate": "fast"}',
        '{"seconds": true}',
        "[]",
        "",
        "[" * 100_000,
    ],
)
def test_that_no_damage_of_a_record_reaches_who_reads_it(tmp_path: Path, damage: str) -> None:
    run(tmp_path, "run_a").record.write_text(damage)
    run(tmp_path, "run_b", state="finished")
    found = {record.folder.name: record for record in list_runs(tmp_path)}
    assert found["run_b"].state == "finished"
    assert found["run_a"].problem is not None
    assert "damaged" in found["run_a"].problem.what


def test_that_a_run_whose_record_got_lost_is_known_by_its_other_files(tmp_path: Path) -> None:
    folder = run(tmp_path, "run_a")
    folder.append_history(0, 0.5, {"loss": 1.0})
    folder.project.write_text("{}")
    folder.record.unlink()
    assert [record.folder.name for record in list_runs(tmp_path)] == ["run_a"]
    assert list_runs(tmp_path)[0].problem is not None
