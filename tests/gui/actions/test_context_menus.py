"""Context menus by what was clicked: what each offers, and that none is too long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_nn.problems import Problem
from desktop_nn.settings import Settings
from tests.gui.canvas.hands import at_node, at_port, drawn, links, node, open_drawing
from ui.actions import ALL_ACTIONS
from ui.main_window import MainWindow
from ui.theme.theme import theme

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "a", 0, 160),
    ("Dense", "b", 0, 320),
    links=(("in1", "a"), ("a", "b")),
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window on a chain."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    open_drawing(window.canvas, CHAIN)
    window.canvas.setFocus()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def menu_at(window: MainWindow, at: QPoint, *, by_key: bool = False) -> QMenu:
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    viewport = window.canvas.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def ids(menu: QMenu) -> set[str]:
    return {action.objectName() for action in menu.actions() if action.objectName()}


def test_that_a_node_the_canvas_and_a_link_have_menus_of_their_own(window: MainWindow) -> None:
    menu = menu_at(window, at_node(window.canvas, "a"))
    assert menu.objectName() == "context_node"
    assert {"edit.rename", "model.connect", "edit.delete"} <= ids(menu)
    menu.close()
    menu = menu_at(window, QPoint(5, 5))
    assert menu.objectName() == "context_canvas"
    assert {"model.add", "edit.paste"} <= ids(menu)
    menu.close()


def test_that_adding_comes_first_in_the_menu_of_the_canvas_and_names_its_key(window: MainWindow) -> None:
    first = menu_at(window, QPoint(5, 5)).actions()[0]
    assert first.objectName() == "model.add"
    assert first.text().endswith("\tTab")


def test_that_several_nodes_are_offered_what_fits_them(window: MainWindow) -> None:
    window.session.select({node(window.canvas, "a"), node(window.canvas, "b")})
    menu = menu_at(window, at_node(window.canvas, "a"))
    assert menu.objectName() == "context_selection"
    assert {"edit.copy", "edit.delete"} <= ids(menu)
    assert "edit.rename" not in ids(menu)
    menu.close()


def test_that_a_port_offers_a_layer_and_a_connection(window: MainWindow) -> None:
    menu = menu_at(window, at_port(window.canvas, "b", "out"))
    assert menu.objectName() == "context_port"
    assert {"link.add", "link.connect"} <= ids(menu), "at once, not in a menu within the menu"
    menu.close()
    window.actions_by_id["link.add"].trigger()
    search = window.canvas.search.findChild(QLineEdit, "layer_search_field")
    assert search is not None
    QTest.keyClicks(search, "dense")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert ("b", "dense", 0) in links(window.canvas)


def test_that_a_ports_links_are_removed(window: MainWindow) -> None:
    menu_at(window, at_port(window.canvas, "a", "out")).close()
    window.actions_by_id["link.unplug"].trigger()
    assert links(window.canvas) == {("in1", "a", 0)}
    assert window.session.history.undo_label == "Delete a link"


def test_that_a_link_chosen_by_keyboard_has_its_menu(window: MainWindow) -> None:
    window.session.select({node(window.canvas, "a")})
    window.canvas.link_walk.next()
    menu = menu_at(window, QPoint(5, 5), by_key=True)
    assert menu.objectName() == "context_link"
    menu.close()
    window.actions_by_id["link.source"].trigger()
    assert window.session.selection == {node(window.canvas, "in1")}


def test_that_shift_f10_opens_the_menu_of_the_focus(window: MainWindow) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_Down)
    QTest.keyClick(window.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "context_node"
    menu.close()


@pytest.mark.parametrize("context", sorted({context for command in ALL_ACTIONS for context in command.contexts}))
def test_that_no_menu_is_longer_than_one_sees_at_a_glance(window: MainWindow, context: str) -> None:
    names = ("a", "b") if context == "selection" else ("a",)
    window.session.select({node(window.canvas, name) for name in names})
    menu = window.actions_by_id.context_menu(context, window)
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert len(entries) <= (15 if context == "nested" else 13)
    menu.deleteLater()


def submenu(menu: QMenu, title: str) -> QMenu:
    return next(
        inner for action in menu.actions() if isinstance(inner := action.menu(), QMenu) and inner.title() == title
    )


def test_that_a_layers_menu_has_menus_for_reusing_grouping_and_arranging_it(window: MainWindow) -> None:
    menu = menu_at(window, at_node(window.canvas, "a"))
    assert {"group.make", "group.add_to", "group.take_out", "group.fold"} <= ids(submenu(menu, "Group"))
    assert "model.share" in ids(submenu(menu, "Reuse"))
    assert "arrange.left" in ids(submenu(menu, "Arrange"))
    menu.close()


def test_that_a_groups_own_menu_has_its_commands_at_once(window: MainWindow) -> None:
    window.session.select({node(window.canvas, "a"), node(window.canvas, "b")})
    window.canvas.grouping.make()
    menu = window.actions_by_id.context_menu("group", window)
    assert {"group.fold", "group.ungroup", "group.rename", "group.repeat"} <= ids(menu)
    assert "group.colour_none" in ids(submenu(menu, "Colour"))


def test_that_mending_is_offered_only_where_something_is_wrong(window: MainWindow) -> None:
    window.session.select({node(window.canvas, "a")})
    assert "model.mend" not in ids(window.actions_by_id.context_menu("node", window))
    window.session.problems = (Problem("a is wrong.", "a", "Mend it.", node=node(window.canvas, "a")),)
    window.session.problems_changed.emit()
    assert "model.mend" in ids(window.actions_by_id.context_menu("node", window))


def test_that_a_note_has_a_menu_of_its_own(window: MainWindow) -> None:
    from desktop_nn.graph import comments

    window.session.edit_graph("Note", lambda graph: comments.add(graph, "hello", 260, 100)[0])
    menu = menu_at(window, window.canvas.mapFromScene(window.canvas.board.comments.items["c1"].box.center()))
    texts = [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Cut", "Copy", "Duplicate", "Delete", "Edit note", "Note colour"]
    (colours,) = [action.menu() for action in menu.actions() if action.text() == "Note colour"]
    assert isinstance(colours, QMenu)
    next(action for action in colours.actions() if action.text() == "&Green").trigger()
    assert window.session.graph.comments["c1"].colour == "green"
    menu.close()


def test_that_the_windows_keys_write_notes(window: MainWindow) -> None:
    canvas = window.canvas
    QTest.keyClick(canvas, Qt.Key.Key_N)
    assert canvas.commenting.editor.isVisible()
    QTest.keyClicks(canvas.commenting.editor, "note")  # the editor has N for itself
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [note.text for note in window.session.graph.comments.values()] == ["note"]
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    assert canvas.commenting.editor.isVisible()
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert not window.session.graph.comments
