"""What of the canvas can be switched on and off: by menu, by key, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_nn import settings
from desktop_nn.settings import Settings
from tests.gui.canvas.hands import drawn
from ui.main_window import MainWindow
from ui.theme.theme import theme

CHAIN = drawn(("InputLayer", "a", 0, 0), ("Dense", "b", 0, 200), ("Dense", "c", 300, 200), links=(("a", "b"),))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The real window with a drawing, without TensorFlow."""
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "config"))
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.documents.new()
    window.session.edit_graph("Draw", lambda _: CHAIN)
    window.canvas.setFocus()
    QApplication.processEvents()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()
    theme.animated = True


def faded(window: MainWindow) -> set[str]:
    """Names of the layers that step back."""
    name = window.session.graph.name_of
    return {name(id) for id, item in window.canvas.board.nodes.items() if item.faded}


def test_that_h_highlights_paths_and_h_again_ends_it(window: MainWindow) -> None:
    window.session.select([next(iter(window.session.graph.nodes))])
    QTest.keyClick(window.canvas, Qt.Key.Key_H)
    assert faded(window) == {"c"}
    assert window.actions_by_id["view.highlight_paths"].isChecked()
    QTest.keyClick(window.canvas, Qt.Key.Key_H)
    assert not faded(window)


def test_that_a_key_switches_the_grid(window: MainWindow) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.canvas, Qt.Key.Key_Semicolon, keys)
    assert window.session.settings.snap_to_grid
    assert window.actions_by_id["view.snap_to_grid"].isChecked()


@pytest.mark.parametrize("name", ["alignment_guides", "snap_to_grid", "highlight_paths"])
def test_that_a_switch_stands_in_the_view_menu_and_is_remembered(window: MainWindow, qtbot: QtBot, name: str) -> None:
    menu = next(menu for menu in window.findChildren(QMenu) if menu.objectName() == "menu.view")
    action = next(action for action in menu.actions() if action.objectName() == f"view.{name}")
    assert isinstance(action, QAction)
    before = getattr(Settings(), name)
    assert action.isChecked() == before
    action.trigger()
    assert getattr(window.session.settings, name) != before
    qtbot.waitUntil(lambda: getattr(settings.load(), name) != before)


def test_that_a_remembered_wish_holds_from_the_start(qtbot: QtBot, tmp_path: Path) -> None:
    theme.animated = False
    wishes = Settings(runs_folder=str(tmp_path), highlight_paths=True, snap_to_grid=True, alignment_guides=False)
    window = MainWindow(wishes)
    qtbot.addWidget(window)
    window.documents.new()
    window.session.edit_graph("Draw", lambda _: CHAIN)
    window.session.select([next(iter(window.session.graph.nodes))])
    assert faded(window) == {"c"}
    window.session.history.mark_saved(window.session.project)
    window.close()
    theme.animated = True
