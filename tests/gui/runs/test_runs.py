"""The list of runs, read back from their folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.record import RunRecord
from desktop_nn.training.events import EpochEnded, RunEnded, RunStarted
from tests.helpers.clicking import click
from tests.helpers.waiting import wait_until
from ui.running import RunControl
from ui.runs.panel import RunsPanel
from ui.runs.run_bar import RunBar, time_text
from ui.session import Session


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two runs; the second one is the newer."""
    for number, state in ((1, "finished"), (2, "failed")):
        folder = tmp_path / f"run_{number}"
        folder.mkdir()
        record = RunRecord(
            folder,
            "finished" if state == "finished" else "failed",
            title=f"model {number}",
            created=f"2026-11-23T10:0{number}:00+00:00",
            epochs=number,
            planned_epochs=3,
            test={"accuracy": 0.5, "loss": 0.25},
        )
        RunFolder(folder).write_state(record)
    return tmp_path


@pytest.fixture
def panel(session: Session, root: Path, qtbot: QtBot) -> RunsPanel:
    panel = RunsPanel(session, RunControl(session), lambda: root)
    qtbot.addWidget(panel)
    panel.resize(740, 260)
    panel.show()
    wait_until(lambda: table(panel).model().rowCount() == 2)
    return panel


def table(panel: RunsPanel) -> QTableView:
    found = panel.findChild(QTableView, "runs_table")
    assert found is not None
    return found


def button(panel: RunsPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def choose(panel: RunsPanel, row: int) -> None:
    view = table(panel)
    at = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_that_the_newest_run_comes_first_with_its_figures(panel: RunsPanel) -> None:
    model = table(panel).model()
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert "model 2" in texts
    assert "2 of 3" in texts
    assert any(str(text).startswith("loss 0.2500   accuracy") for text in texts)


def test_that_buttons_wait_for_a_choice(panel: RunsPanel) -> None:
    assert not button(panel, "run_charts").isEnabled()
    choose(panel, 1)
    assert button(panel, "run_charts").isEnabled()


def test_that_the_charts_of_the_chosen_run_are_asked_for(panel: RunsPanel, root: Path, qtbot: QtBot) -> None:
    choose(panel, 1)
    with qtbot.waitSignal(panel.charts_wanted) as wanted:
        click(button(panel, "run_charts"))
    assert wanted.args == [root / "run_1"]


def test_that_deleting_asks_first(panel: RunsPanel, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Cancel)
    choose(panel, 0)
    click(button(panel, "run_delete"))
    assert (root / "run_2").exists()


def test_that_a_deleted_run_is_gone_from_disk_and_list(
    panel: RunsPanel, root: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Discard)
    choose(panel, 0)
    click(button(panel, "run_delete"))
    wait_until(lambda: table(panel).model().rowCount() == 1)
    assert not (root / "run_2").exists()


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59, "59 s"), (125, "2 min 05 s"), (4800, "1 h 20 min")])
def test_that_lengths_of_time_are_readable(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_that_the_bar_tells_epoch_and_time_left(session: Session, qtbot: QtBot) -> None:
    run = RunControl(session)
    bar = RunBar(session, run)
    qtbot.addWidget(bar)
    run.state = "running"
    run.log.add(RunStarted(Path("run"), 4, 10, 100))
    run.log.add(EpochEnded(0, 2.0, {"loss": 1.0}))
    bar.refresh()
    assert bar.text == "Epoch 2 of 4 · 6 s left"
    run.state = "idle"
    run.log.add(RunEnded("stopped", 1, 2.5))
    bar.refresh()
    assert bar.text == "Stopped after 1 epoch in 2 s"
