"""Deleted runs go to the system's trash; without one, they are deleted for good only if that is chosen."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from tests.gui.runs.run_folders import make_run
from tests.gui.runs.test_runs import CONTROL, choose, press, rows
from tests.helpers.waiting import wait_until
from ui.runs.panel import RunsPanel
from ui.session import Notice, Session


@pytest.fixture
def trash(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trash of the test's own in place of the system's."""
    folder = tmp_path_factory.mktemp("trash")
    monkeypatch.setattr("send2trash.send2trash", lambda path: os.rename(path, folder / Path(path).name))
    return folder


@pytest.fixture
def no_trash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without one, as on some network drives."""

    def refuse(_path: str) -> None:
        raise OSError("this drive has none")

    monkeypatch.setattr("send2trash.send2trash", refuse)


@pytest.fixture
def told(session: Session) -> list[Notice]:
    """What the window said."""
    said: list[Notice] = []
    session.noticed.connect(said.append)
    return said


def answer(monkeypatch: pytest.MonkeyPatch, button: QMessageBox.StandardButton) -> list[str]:
    asked: list[str] = []

    def exec(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(f"{box.text()} {box.informativeText()}")
        return button

    monkeypatch.setattr(QMessageBox, "exec", exec)
    return asked


def test_that_delete_moves_the_selected_runs_to_the_trash(panel: RunsPanel, trash: Path, told: list[Notice]) -> None:
    choose(panel, 0)
    choose(panel, 2, modifier=CONTROL)
    press(panel, Qt.Key.Key_Delete)
    wait_until(lambda: rows(panel) == ["run_2"])
    assert sorted(path.name for path in trash.iterdir()) == ["run_1", "run_3"]
    assert told[-1].text.startswith("2 runs moved to the trash")


def test_that_a_run_under_way_is_never_deleted(panel: RunsPanel, root: Path, trash: Path, told: list[Notice]) -> None:
    folder = make_run(root, 9, state="running", pid=os.getpid(), host=platform.node())
    wait_until(lambda: rows(panel)[0] == "run_9")
    choose(panel, 0)
    press(panel, Qt.Key.Key_Delete)
    assert "under way" in told[-1].text
    assert folder.exists()


def test_that_one_that_began_to_run_meanwhile_is_not_deleted_either(
    panel: RunsPanel, root: Path, trash: Path, told: list[Notice]
) -> None:
    make_run(root / "new", 1, state="running", pid=os.getpid(), host=platform.node())
    (root / "new" / "run_1" / "run.json").rename(root / "run_1" / "run.json")
    choose(panel, 2)
    press(panel, Qt.Key.Key_Delete)
    wait_until(lambda: told)
    assert "under way" in told[-1].text
    assert (root / "run_1").exists()


def test_that_without_a_trash_nothing_is_deleted_unless_that_is_chosen(
    panel: RunsPanel, root: Path, no_trash: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    choose(panel, 0)
    press(panel, Qt.Key.Key_Delete)
    wait_until(lambda: asked)
    assert "There is no trash for run_3: this drive has none." in asked[0]
    assert (root / "run_3").exists()


def test_that_without_a_trash_it_is_deleted_for_good_when_that_is_chosen(
    panel: RunsPanel, root: Path, no_trash: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, QMessageBox.StandardButton.Discard)
    choose(panel, 0)
    press(panel, Qt.Key.Key_Delete)
    wait_until(lambda: rows(panel) == ["run_2", "run_1"])
    assert not (root / "run_3").exists()


def test_that_a_folder_that_is_gone_already_is_no_mistake(panel: RunsPanel, root: Path, trash: Path) -> None:
    choose(panel, 0)
    (root / "run_3").rename(trash / "taken")
    press(panel, Qt.Key.Key_Delete)
    wait_until(lambda: rows(panel) == ["run_2", "run_1"])
