"""Star, colour, title and notes of a run, given by key, click and menu and kept in the run's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from desktop_nn.runs.label import RunLabel, read_label
from tests.gui.runs.run_folders import make_run
from tests.gui.runs.test_runs import CONTROL, SHIFT, cell, choose, press
from tests.helpers.waiting import wait_until
from ui.runs.notes_dialog import NotesDialog
from ui.runs.panel import RunsPanel
from ui.session import Notice, Session


def pick(panel: RunsPanel, name: str) -> None:
    """Open the table's menu by its key and trigger an entry."""
    panel.table.menu_wanted.emit(panel.mapToGlobal(QPoint(20, 20)))
    menu = panel.findChild(QMenu, "runs_menu")
    assert menu is not None
    action = next(item for item in menu.findChildren(QAction) if item.objectName() == f"runs.{name}")
    assert action.isEnabled()
    action.trigger()
    menu.close()
    QApplication.sendPostedEvents(None, 52)  # deferred deletion


def kept(root: Path, number: int, label: RunLabel) -> None:
    wait_until(lambda: read_label(root / f"run_{number}") == label, 10, f"the label of run {number}")


def test_that_f2_renames_in_place(panel: RunsPanel, root: Path) -> None:
    choose(panel, 2)
    press(panel, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Narrow net")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_until(lambda: cell(panel, 2, "title") == "Narrow net")
    kept(root, 1, RunLabel("Narrow net"))


def test_that_an_empty_title_gives_the_models_name_back(panel: RunsPanel, root: Path) -> None:
    choose(panel, 0)
    press(panel, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    editor.clear()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_until(lambda: cell(panel, 0, "title") == "model 3")
    kept(root, 3, RunLabel("", "red", notes="as in the book"))


def test_that_a_list_that_is_read_again_does_not_disturb_who_is_typing(panel: RunsPanel, root: Path) -> None:
    choose(panel, 2)
    press(panel, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    make_run(root, 8)
    wait_until(lambda: len(panel.list.entries) == 4)
    QTest.keyClicks(editor, "Typed")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    kept(root, 1, RunLabel("Typed"))
    wait_until(lambda: panel.model.rowCount() == 4)
    assert cell(panel, 3, "title") == "Typed"


def test_that_escape_leaves_the_title_as_it_was(panel: RunsPanel) -> None:
    choose(panel, 0)
    press(panel, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert cell(panel, 0, "title") == "Wide"


def test_that_a_click_on_the_star_stars(panel: RunsPanel, root: Path) -> None:
    choose(panel, 2, "star")
    kept(root, 1, RunLabel(star=True))
    choose(panel, 2, "star")
    kept(root, 1, RunLabel())


def test_that_space_stars_all_that_are_selected_and_takes_the_stars_off_again(panel: RunsPanel, root: Path) -> None:
    choose(panel, 1, "star")
    choose(panel, 1)
    choose(panel, 2, modifier=CONTROL)
    press(panel, Qt.Key.Key_Space)
    kept(root, 1, RunLabel(star=True))
    kept(root, 2, RunLabel(star=True))
    press(panel, Qt.Key.Key_Space)
    kept(root, 1, RunLabel())
    kept(root, 2, RunLabel())


def test_that_the_menu_gives_a_colour(panel: RunsPanel, root: Path) -> None:
    choose(panel, 1)
    choose(panel, 2, modifier=SHIFT)
    pick(panel, "colour.teal")
    kept(root, 1, RunLabel(colour="teal"))
    kept(root, 2, RunLabel(colour="teal"))
    index = panel.model.index(1, panel.model.column_number("title"))
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_that_notes_are_written_in_a_window_of_their_own(panel: RunsPanel, root: Path) -> None:
    choose(panel, 2)
    press(panel, Qt.Key.Key_F2, SHIFT)
    dialog = panel.findChild(NotesDialog)
    assert dialog is not None
    wait_until(dialog.isActiveWindow)
    field = dialog.findChild(QPlainTextEdit, "run_notes")
    assert field is not None
    QTest.keyClicks(field, "try a smaller rate")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "and more data")
    QTest.keyClick(field, Qt.Key.Key_Return, CONTROL)
    kept(root, 1, RunLabel(notes="try a smaller rate\nand more data"))
    assert cell(panel, 2, "notes") == "try a smaller rate and more data"


def test_that_a_label_that_cannot_be_written_is_told_and_taken_back(
    panel: RunsPanel, root: Path, session: Session
) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    (root / "run_1" / "label.json").mkdir()
    choose(panel, 2, "star")
    wait_until(lambda: told)
    assert told[0].level == "bad"
    wait_until(lambda: not panel.model.shown[2].label.star)


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Return])
def test_that_keys_do_nothing_while_nothing_is_selected(panel: RunsPanel, key: Qt.Key) -> None:
    press(panel, key)
    assert panel.model.rowCount() == 3
