"""The keyboard across the window: from the canvas to the inspector and back, and the canvas's keys in the outline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_nn.settings import Settings
from tests.gui.canvas.hands import drawn, node, open_drawing
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.outline.panel import OutlinePanel
from ui.theme.theme import theme

CHAIN = drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 160), ("Dense", "c", 0, 320), links=(("a", "b"), ("b", "c")))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window on a chain."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    open_drawing(window.canvas, CHAIN)
    window.activateWindow()
    window.canvas.setFocus()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def outline(window: MainWindow) -> OutlinePanel:
    window.show_panel("outline")
    panel = window.panels.panel("outline")
    assert isinstance(panel, OutlinePanel)
    wait_until(panel.tree.isVisible, what="the outline")
    panel.tree.setFocus()
    return panel


def test_that_enter_leads_into_the_inspector_and_f6_back(window: MainWindow) -> None:
    window.session.select({node(window.canvas, "a")})
    window.session.problems = ()
    window.canvas.open_wanted.emit()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.panels.panel("inspector").isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_F6)
    assert window.canvas.hasFocus()


def test_that_delete_works_in_the_outline(window: MainWindow) -> None:
    panel = outline(window)
    window.session.select({node(window.canvas, "b")})
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert len(window.session.graph.nodes) == 2
    assert panel.tree.hasFocus()


def test_that_f2_renames_in_the_outline(window: MainWindow) -> None:
    panel = outline(window)
    window.session.select({node(window.canvas, "b")})
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    editor = panel.tree.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "b"
    assert not window.canvas.rename_editor.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_that_c_connects_from_the_outline(window: MainWindow) -> None:
    panel = outline(window)
    window.session.select({node(window.canvas, "c")})
    QTest.keyClick(panel.tree, Qt.Key.Key_C)
    assert window.canvas.connect_search.isVisible()


def test_that_the_outline_has_the_commands_of_a_node(window: MainWindow) -> None:
    panel = outline(window)
    window.session.select({node(window.canvas, "c")})
    panel.tree.menu_wanted.emit(panel.mapToGlobal(panel.rect().center()))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.objectName() == "context_node"
    menu.close()
