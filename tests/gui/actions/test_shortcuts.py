"""Changing shortcuts: the sheet, conflicts, resetting, settings, and that the new keys work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_nn.settings import Settings, load, save
from tests.gui.canvas.hands import drawn, node, open_drawing
from ui.actions import ALL_ACTIONS, keymap
from ui.actions.shortcuts_dialog import ShortcutsDialog
from ui.main_window import MainWindow
from ui.theme.theme import theme


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The real window on a drawing of two layers, with settings of its own."""
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "config"))
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    open_drawing(window.canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200)))
    window.activateWindow()
    window.canvas.setFocus()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def sheet_of(window: MainWindow) -> ShortcutsDialog:
    window.show_shortcuts()
    sheet = window.findChild(ShortcutsDialog, "shortcuts_dialog")
    assert sheet is not None
    return sheet


def press(sheet: ShortcutsDialog, command: str, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    sheet.choose(command)
    sheet.field.setFocus()
    target = sheet.field.focusProxy() or sheet.field
    QTest.keyClick(target, key, held)
    sheet.field.editingFinished.emit()


CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def keys(window: MainWindow, command: str) -> list[str]:
    return [key.toString() for key in window.actions_by_id[command].shortcuts()]


def test_that_new_keys_are_taken_shown_and_kept(window: MainWindow, qtbot: QtBot) -> None:
    sheet = sheet_of(window)
    press(sheet, "edit.duplicate", Qt.Key.Key_J, CTRL | ALT)
    assert keys(window, "edit.duplicate") == ["Ctrl+Alt+J"]
    assert "Ctrl+Alt+J" in window.actions_by_id["edit.duplicate"].toolTip()
    assert window.session.settings.shortcuts == ("edit.duplicate: Ctrl+Alt+J",)
    sheet.close()


def test_that_changed_keys_work_and_the_old_ones_do_not(window: MainWindow) -> None:
    window.actions_by_id.change_keys({"edit.delete": "Ctrl+Alt+F12"})
    window.session.select({node(window.canvas, "a")})
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert len(window.session.graph.nodes) == 2
    QTest.keyClick(window.canvas, Qt.Key.Key_F12, CTRL | ALT)
    assert len(window.session.graph.nodes) == 1


def test_that_a_conflict_is_named_and_swapped(window: MainWindow) -> None:
    sheet = sheet_of(window)
    press(sheet, "edit.duplicate", Qt.Key.Key_F, CTRL)
    assert "Find layer" in sheet.told.text()
    assert keys(window, "edit.duplicate") == ["Ctrl+D"]
    QTest.mouseClick(sheet.swap, Qt.MouseButton.LeftButton)
    assert keys(window, "edit.duplicate") == ["Ctrl+F"]
    assert keys(window, "edit.find") == ["Ctrl+D"]
    sheet.close()


def test_that_keys_of_the_canvas_are_refused_with_the_reason(window: MainWindow) -> None:
    sheet = sheet_of(window)
    press(sheet, "edit.duplicate", Qt.Key.Key_Up, NONE)
    assert "walks" in sheet.told.text()
    assert keys(window, "edit.duplicate") == ["Ctrl+D"]
    sheet.close()


def test_that_one_command_and_all_can_be_reset(window: MainWindow) -> None:
    sheet = sheet_of(window)
    press(sheet, "edit.duplicate", Qt.Key.Key_J, CTRL | ALT)
    press(sheet, "edit.copy", Qt.Key.Key_K, CTRL | ALT)
    sheet.choose("edit.duplicate")
    QTest.mouseClick(sheet.reset, Qt.MouseButton.LeftButton)
    assert keys(window, "edit.duplicate") == ["Ctrl+D"]
    assert keys(window, "edit.copy") == ["Ctrl+Alt+K"]
    QTest.mouseClick(sheet.reset_all, Qt.MouseButton.LeftButton)
    assert keys(window, "edit.copy") == ["Ctrl+C"]
    assert window.session.settings.shortcuts == ()
    sheet.close()


def test_that_the_sheet_is_searched_by_command_and_key(window: MainWindow) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet.line, "undo")
    shown = [item.text(0) for item in sheet._items() if not item.isHidden()]
    assert "Undo" in shown
    assert "Duplicate" not in shown
    sheet.close()


def test_that_a_cyrillic_key_gives_the_command_in_its_place(window: MainWindow) -> None:
    window.session.select({node(window.canvas, "a")})
    event = QKeyEvent(QEvent.Type.KeyPress, ord("С"), NONE, 54, 0, 0, "с")
    QApplication.sendEvent(window.canvas, event)
    assert window.canvas.connect_search.isVisible()


def test_that_keys_survive_in_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path))
    save(Settings(shortcuts=keymap.written({"edit.duplicate": "Ctrl+Alt+J", "edit.find": ""})))
    assert keymap.read(load().shortcuts) == {"edit.duplicate": "Ctrl+Alt+J", "edit.find": ""}


def test_that_broken_lines_of_the_settings_are_passed_over() -> None:
    assert keymap.read(("nonsense", "gone.command: Ctrl+A", "edit.copy: Ctrl+C", "edit.cut: Ctrl+Alt+Q")) == {
        "edit.cut": "Ctrl+Alt+Q"
    }


def test_that_no_command_has_a_key_of_the_canvas() -> None:
    assert not [key for command in ALL_ACTIONS for key in command.shortcut.split() if keymap.refusal(key)]
