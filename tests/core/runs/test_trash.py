"""Runs go to the trash; one under way never does, and without a trash nothing is lost by itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.record import RunRecord, here
from desktop_nn.runs.trash import NoTrashError, for_good, to_trash


def run(root: Path, name: str, **known: object) -> Path:
    folder = RunFolder(root / name)
    folder.path.mkdir(parents=True)
    folder.write_state(RunRecord(folder.path, **{"state": "finished", **known}))  # type: ignore[arg-type]
    return folder.path


def test_that_runs_are_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [run(tmp_path / "runs", name) for name in "ab"]
    (tmp_path / "trash").mkdir()
    monkeypatch.setattr("send2trash.send2trash", lambda path: os.rename(path, tmp_path / "trash" / Path(path).name))
    assert to_trash([*runs, tmp_path / "runs" / "gone"]) == 3
    assert sorted(path.name for path in (tmp_path / "trash").iterdir()) == ["a", "b"]


@pytest.mark.skipif(os.name == "nt", reason="the trash of a home folder is asked for by an environment variable")
def test_that_the_systems_own_trash_takes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pytest.importorskip("send2trash.plat_other")
    monkeypatch.setattr(plain, "HOMETRASH_B", os.fsencode(tmp_path / "Trash"))
    monkeypatch.setattr("send2trash.send2trash", plain.send2trash)
    folder = run(tmp_path / "runs", "run_1")
    to_trash([folder])
    assert not folder.exists()
    assert (tmp_path / "Trash" / "files" / "run_1" / "run.json").is_file()


def test_that_a_run_under_way_stops_it_before_anything_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    monkeypatch.setattr("send2trash.send2trash", moved.append)
    folders = [run(tmp_path, "a"), run(tmp_path, "b", state="running", **here())]
    for delete in (to_trash, for_good):
        with pytest.raises(ProblemError, match="under way"):
            delete(folders)
    assert not moved
    assert all(folder.is_dir() for folder in folders)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError("no trash here"), "no trash here"),
        (PermissionError("x"), "open in another program"),
        (ValueError(), "ValueError"),
    ],
)
def test_that_what_is_left_is_told_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    def refuse(path: str) -> None:
        if path.endswith("b"):
            raise error

    monkeypatch.setattr("send2trash.send2trash", refuse)
    folders = [run(tmp_path, name) for name in "abc"]
    with pytest.raises(NoTrashError) as raised:
        to_trash(folders)
    assert raised.value.folders == tuple(folders[1:])
    assert why in raised.value.problem.what
    assert all(folder.is_dir() for folder in folders)


def test_that_for_good_removes_them(tmp_path: Path) -> None:
    folders = [run(tmp_path, name) for name in "ab"]
    assert for_good([*folders, tmp_path / "gone"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_is_no_run_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    with pytest.raises(ProblemError, match="no run"):
        for_good([tmp_path / "papers"])
    assert (tmp_path / "papers").is_dir()
