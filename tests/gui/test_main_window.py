"""The main window: start page, panels, commands, opening and saving, leaving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_nn.graph.edits import place
from desktop_nn.settings import Settings
from tests.helpers.waiting import wait_until
from ui.actions import ALL_ACTIONS
from ui.main_window import MainWindow
from ui.theme.theme import theme


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window, without TensorFlow."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def draw(window: MainWindow) -> None:
    window.session.edit_graph("Add Dense", lambda graph: place(graph, "Dense", 0, 0, config={"units": 3})[0])


def test_that_the_start_page_stands_alone(window: MainWindow) -> None:
    assert window.welcome.isVisible()
    assert not window.panels.shown("inspector")


def test_that_an_example_opens_with_its_panels(window: MainWindow, qtbot: QtBot) -> None:
    window.documents.open_example("blobs-wide")
    wait_until(lambda: window.session.title == "blobs-wide")
    assert window.canvas.isVisible()
    assert window.panels.shown("inspector")
    assert "blobs-wide" in window.windowTitle()


def test_that_every_command_has_an_action_of_its_name(window: MainWindow) -> None:
    for command in ALL_ACTIONS:
        assert window.actions_by_id[command.id].objectName() == command.id


def test_that_no_two_commands_share_a_shortcut() -> None:
    keys = [key for command in ALL_ACTIONS for key in command.shortcut.split()]
    assert len(keys) == len(set(keys))


def test_that_the_bottom_area_folds_and_unfolds(window: MainWindow) -> None:
    window.documents.new()
    window.show_panel("problems")
    assert window.panels.shown("problems")
    window.toggle_panel("problems")
    assert window.panels.folded
    window.toggle_panel("problems")
    assert window.panels.shown("problems")


def test_that_a_project_is_saved_and_opened_again(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = tmp_path / "my model.dnn"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    window.documents.new()
    draw(window)
    window.actions_by_id["file.save"].trigger()
    wait_until(lambda: window.session.path == file)
    assert not window.session.modified
    project = window.session.project
    window.documents.new()
    window.documents.open(file)
    wait_until(lambda: window.session.path == file)
    assert window.session.project == project
    assert str(file) in window.session.settings.recent_files


def test_that_a_file_that_cannot_be_opened_is_told_and_nothing_is_lost(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.documents.new()
    draw(window)
    window.session.history.mark_saved(window.session.project)
    project = window.session.project
    broken = tmp_path / "broken.dnn"
    broken.write_text("{", "utf-8")
    window.documents.open(broken)
    wait_until(lambda: "broken.dnn" in window.messages.text and "Opening" not in window.messages.text)
    assert window.session.project is project


@pytest.mark.parametrize(("answer", "stays"), [("Cancel", True), ("Discard", False)])
def test_that_unsaved_work_is_asked_about(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, answer: str, stays: bool
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton[answer])
    window.documents.new()
    draw(window)
    window.documents.new()
    assert bool(window.session.graph.nodes) is stays


def test_that_closing_with_unsaved_work_can_be_called_off(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Cancel)
    window.documents.new()
    draw(window)
    assert not window.close()
    assert window.isVisible()


def test_that_the_command_palette_finds_and_runs_a_command(window: MainWindow, qtbot: QtBot) -> None:
    window.documents.new()
    window.show_command_palette()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    field = popup.findChild(QLineEdit, "command_palette_search")
    assert field is not None
    QTest.keyClicks(field, "dark")
    found = popup.findChild(QTreeWidget)
    assert found is not None
    top = found.topLevelItem(0)
    assert top is not None
    assert top.text(0) == "Dark"
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_until(lambda: theme.colours.scheme == "dark")
    window.set_scheme("light")


def test_that_undo_is_named_after_what_it_takes_back(window: MainWindow) -> None:
    window.documents.new()
    draw(window)
    assert window.actions_by_id["edit.undo"].text() == "&Undo Add Dense"
    window.actions_by_id["edit.undo"].trigger()
    assert not window.session.graph.nodes
    assert not window.actions_by_id["edit.undo"].isEnabled()


def test_that_train_is_off_while_something_is_wrong(window: MainWindow) -> None:
    window.documents.new()
    draw(window)
    assert window.session.problems
    assert not window.actions_by_id["run.train"].isEnabled()


def test_that_a_message_can_be_closed(window: MainWindow) -> None:
    window.session.tell("Something happened.", "warn")
    assert window.messages.text == "Something happened."
    close = window.messages.findChild(QWidget, "message_close")
    assert close is not None
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert window.messages.text == ""


def test_that_the_shortcut_sheet_lists_every_menu_once(window: MainWindow) -> None:
    window.show_shortcuts()
    sheet = window.findChild(QWidget, "shortcuts_dialog")
    assert sheet is not None
    tree = sheet.findChild(QTreeWidget)
    assert tree is not None
    titles = [item.text(0) for row in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(row)) is not None]
    assert len(titles) == len(set(titles))
    assert titles[:2] == ["File", "Edit"]
    sheet.close()


def test_that_a_first_run_under_way_has_no_model_to_save_yet(window: MainWindow, tmp_path: Path) -> None:
    window.documents.new()
    draw(window)
    window.run.state = "running"
    window.documents.models.save(tmp_path / "model.h5")
    window.run.state = "idle"
    assert "no model to save yet" in window.messages.text
    assert not (tmp_path / "model.h5").exists()
