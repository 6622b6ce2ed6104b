"""The runs in their table: what is shown, sorted, filtered, and what keys and buttons ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.record import here
from desktop_nn.training.events import EpochEnded, RunStarted
from tests.gui.runs.run_folders import make_run
from tests.helpers.clicking import click
from tests.helpers.waiting import wait_until
from ui.running import RunControl
from ui.runs.panel import RunsPanel
from ui.session import Session

CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def button(panel: RunsPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, f"run_{name}")
    assert found is not None
    return found


def choose(panel: RunsPanel, row: int, column: str = "title", modifier: Qt.KeyboardModifier = NONE) -> None:
    index = panel.model.index(row, panel.model.column_number(column))
    panel.table.scrollTo(index)
    at = panel.table.visualRect(index).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def press(panel: RunsPanel, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    panel.table.setFocus()
    QTest.keyClick(panel.table, key, modifier)


def rows(panel: RunsPanel) -> list[str]:
    return [entry.folder.name for entry in panel.model.shown]


def cell(panel: RunsPanel, row: int, column: str) -> str:
    return str(panel.model.index(row, panel.model.column_number(column)).data())


def click_head(panel: RunsPanel, column: str) -> None:
    head = panel.table.horizontalHeader()
    number = panel.model.column_number(column)
    panel.table.scrollTo(panel.model.index(0, number))
    at = QPoint(head.sectionViewportPosition(number) + 12, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_that_the_newest_run_comes_first_with_its_figures(panel: RunsPanel) -> None:
    assert rows(panel) == ["run_3", "run_2", "run_1"]
    assert [cell(panel, 0, name) for name in ("title", "state", "epochs")] == ["Wide", "finished", "3 of 30"]
    assert cell(panel, 1, "figure.test accuracy") == "0.5000"
    assert cell(panel, 0, "figure.val_loss") == "–"


def test_that_buttons_wait_for_a_choice(panel: RunsPanel) -> None:
    assert not button(panel, "charts").isEnabled()
    choose(panel, 2)
    assert button(panel, "charts").isEnabled()
    assert not button(panel, "compare").isEnabled()
    choose(panel, 0, modifier=CONTROL)
    assert button(panel, "compare").isEnabled()


def test_that_a_click_on_a_head_sorts_numbers_as_numbers_with_missing_ones_last(panel: RunsPanel) -> None:
    click_head(panel, "figure.val_loss")
    assert rows(panel) == ["run_2", "run_1", "run_3"]
    click_head(panel, "figure.val_loss")
    assert rows(panel) == ["run_1", "run_2", "run_3"]
    click_head(panel, "figure.val_loss")
    assert rows(panel) == ["run_3", "run_2", "run_1"], "the third click gives the newest first again"


def test_that_sorting_keeps_what_is_selected(panel: RunsPanel) -> None:
    choose(panel, 0)
    click_head(panel, "figure.val_loss")
    assert [entry.folder.name for entry in panel.chosen()] == ["run_3"]


def test_that_the_filter_is_typed_and_tells_how_many_are_left(panel: RunsPanel) -> None:
    press(panel, Qt.Key.Key_F, CONTROL)
    assert panel.line.hasFocus()
    QTest.keyClicks(panel.line, "val_loss < 1.5")
    assert rows(panel) == ["run_2"]
    assert panel._status.text().startswith("1 of 3 runs")
    QTest.keyClick(panel.line, Qt.Key.Key_Escape)
    assert len(rows(panel)) == 3


def test_that_the_filter_says_what_it_does_not_know(panel: RunsPanel) -> None:
    QTest.keyClicks(panel.line, "val_los < 1")
    assert panel._status.text() == "No run has a number “val_los”."


def test_that_down_goes_from_the_filter_into_the_table(panel: RunsPanel) -> None:
    panel.line.setFocus()
    QTest.keyClick(panel.line, Qt.Key.Key_Down)
    assert panel.table.hasFocus()
    assert [entry.folder.name for entry in panel.chosen()] == ["run_3"]


def test_that_return_asks_for_the_charts_of_one_run(panel: RunsPanel, root: Path, qtbot: QtBot) -> None:
    choose(panel, 2)
    with qtbot.waitSignal(panel.charts_wanted) as wanted:
        press(panel, Qt.Key.Key_Return)
    assert wanted.args == [root / "run_1"]


def test_that_several_runs_are_overlaid(panel: RunsPanel, root: Path, qtbot: QtBot) -> None:
    choose(panel, 0)
    choose(panel, 2, modifier=SHIFT)
    assert button(panel, "charts").text() == "Overlay 3"
    with qtbot.waitSignal(panel.overlay_wanted) as wanted:
        click(button(panel, "charts"))
    assert wanted.args == [[root / "run_3", root / "run_2", root / "run_1"]]


def test_that_a_run_can_be_continued_also_if_it_failed_after_some_epochs(
    panel: RunsPanel, root: Path, qtbot: QtBot
) -> None:
    make_run(root, 4, state="failed", epochs=0)
    panel.refresh()
    wait_until(lambda: len(rows(panel)) == 4)
    choose(panel, 0)
    assert not button(panel, "continue").isEnabled(), "it has nothing to go on from"
    choose(panel, 2)
    assert button(panel, "continue").isEnabled()
    choose(panel, 3)
    with qtbot.waitSignal(panel.continue_wanted) as wanted:
        click(button(panel, "continue"))
    assert wanted.args == [root / "run_1"]


def test_that_tensorboard_is_asked_for_with_the_chosen_runs_or_for_all(
    panel: RunsPanel, root: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.tensorboard_wanted) as wanted:
        click(button(panel, "tensorboard"))
    assert wanted.args == [[]]
    choose(panel, 1)
    with qtbot.waitSignal(panel.tensorboard_wanted) as wanted:
        click(button(panel, "tensorboard"))
    assert wanted.args == [[root / "run_2"]]


def test_that_columns_are_chosen_and_remembered(panel: RunsPanel, session: Session) -> None:
    assert panel.model.column_number("figure.loss") == -1
    panel.do("column:figure.loss")
    panel.do("column:seed")
    assert panel.model.column_number("figure.loss") > 0
    assert panel.model.column_number("seed") == -1
    assert set(session.settings.run_columns) == {"+figure.loss", "-seed"}
    panel.do("column:seed")
    assert session.settings.run_columns == ("+figure.loss",)


def test_that_rows_are_copied_as_text(panel: RunsPanel) -> None:
    choose(panel, 0)
    press(panel, Qt.Key.Key_C, CONTROL)
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[1] == "Title"
    assert line.split("\t")[1] == "Wide"


def test_that_the_table_as_it_is_shown_is_written_as_csv(
    panel: RunsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "table"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    panel.line.setText("state:finished")
    panel.do("export")
    written = file.with_suffix(".csv")
    wait_until(written.exists)
    wait_until(lambda: "run_1" not in written.read_text() and written.read_text().count("\n") == 3)


def test_that_a_new_run_in_the_folder_appears_by_itself(panel: RunsPanel, root: Path) -> None:
    choose(panel, 1)
    make_run(root, 4)
    wait_until(lambda: len(rows(panel)) == 4)
    assert [entry.folder.name for entry in panel.chosen()] == ["run_2"]


def test_that_a_folder_that_disappears_empties_the_list(panel: RunsPanel, root: Path) -> None:
    shutil.rmtree(root)
    wait_until(lambda: rows(panel) == [])
    assert panel._empty.isVisible()


def test_that_a_damaged_run_is_listed_with_its_problem(panel: RunsPanel, root: Path) -> None:
    (root / "run_2" / "run.json").write_text('{"epochs": "many"}')
    panel.refresh()
    wait_until(lambda: cell(panel, 2, "state") == "failed" and "run_2" in rows(panel)[2])
    index = panel.model.index(2, panel.model.column_number("state"))
    assert "damaged" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_that_the_run_under_way_is_followed_epoch_by_epoch(panel: RunsPanel, root: Path, run: RunControl) -> None:
    folder = make_run(root, 5, state="running", epochs=0, metrics={}, **here())
    run.state = "running"
    run._take(RunStarted(folder, 30, 10, 100))
    wait_until(lambda: len(rows(panel)) == 4)
    run._take(EpochEnded(0, 2.0, {"loss": 0.5, "val_loss": 0.75}))
    assert [cell(panel, 0, name) for name in ("state", "epochs", "figure.val_loss")] == ["running", "1 of 30", "0.7500"]


def test_that_a_run_of_another_process_is_followed_too(panel: RunsPanel, root: Path) -> None:
    folder = make_run(root, 6, state="running", epochs=1, **here())
    wait_until(lambda: len(rows(panel)) == 4)
    make_run(root / "elsewhere", 7, epochs=9, **here())
    shutil.copy(root / "elsewhere" / "run_7" / "run.json", folder / "run.json")
    wait_until(lambda: cell(panel, 0, "epochs") == "9 of 30")


def test_that_every_cell_has_words_for_a_screen_reader(panel: RunsPanel) -> None:
    model = panel.model
    spoken = [model.index(0, n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(model.columnCount())]
    assert spoken[0] == "Star: no"
    assert "Title: Wide" in spoken


def test_that_a_folder_without_a_record_is_found_by_its_other_files(panel: RunsPanel, root: Path) -> None:
    folder = RunFolder(root / "run_lost")
    folder.path.mkdir()
    folder.append_history(0, 1.0, {"loss": 1.0})
    folder.project.write_text("{}")
    panel.refresh()
    wait_until(lambda: "run_lost" in rows(panel))
