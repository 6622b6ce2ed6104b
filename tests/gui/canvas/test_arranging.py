"""Tidying parts, turning the flow, lining up: by keys in the real window, each one undo step, with a glide."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_nn.graph import edits
from desktop_nn.graph.grouped_layout import Places
from desktop_nn.graph.model import Comment
from desktop_nn.settings import Settings
from tests.core.graph.test_blocks import resnet
from tests.gui.canvas.hands import drawn, node, open_drawing
from tests.helpers.waiting import wait_until
from ui.canvas.view import CanvasView
from ui.main_window import MainWindow
from ui.theme.theme import theme

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MESS = drawn(
    ("InputLayer", "in1", 40, 500),
    ("Dense", "a", -200, 210),
    ("Dense", "b", 300, 0),
    ("Dense", "out", 310, -300),
    links=(("in1", "a"), ("a", "b"), ("b", "out")),
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window on the drawing, without TensorFlow."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    open_drawing(window.canvas, MESS)
    window.canvas.setFocus()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def place(canvas: CanvasView, name: str) -> tuple[float, float]:
    """Where a node stands in the document."""
    at = canvas.session.graph.nodes[node(canvas, name)]
    return at.x, at.y


def labels(canvas: CanvasView) -> tuple[str, ...]:
    """What can be undone."""
    return tuple(canvas.session.history.labels())


def direction(canvas: CanvasView) -> tuple[str, str]:
    """Where the document and what is shown of it flow."""
    return canvas.session.graph.direction, canvas.board.direction


def select(canvas: CanvasView, *names: str) -> None:
    """Select by name."""
    canvas.session.select([node(canvas, name) for name in names])


def test_that_keys_line_the_selection_up_in_one_step(window: MainWindow) -> None:
    canvas = window.canvas
    select(canvas, "a", "b", "out")
    QTest.keyClick(canvas, Qt.Key.Key_Left, CTRL | ALT)
    assert [place(canvas, name) for name in ("a", "b", "out")] == [(-200, 210), (-200, 0), (-200, -300)]
    assert place(canvas, "in1") == (40, 500)
    assert labels(canvas) == ("Align left",)
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.session.graph == MESS


@pytest.mark.parametrize(
    ("key", "held", "label"),
    [
        (Qt.Key.Key_Right, CTRL | ALT, "Align right"),
        (Qt.Key.Key_Up, CTRL | ALT, "Align top"),
        (Qt.Key.Key_Down, CTRL | ALT, "Align bottom"),
        (Qt.Key.Key_H, CTRL | ALT, "Align centre"),
        (Qt.Key.Key_V, CTRL | ALT, "Align middle"),
        (Qt.Key.Key_H, CTRL | ALT | SHIFT, "Distribute horizontally"),
        (Qt.Key.Key_V, CTRL | ALT | SHIFT, "Distribute vertically"),
    ],
)
def test_that_each_arrangement_has_its_key(
    window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier, label: str
) -> None:
    select(window.canvas, "in1", "a", "b", "out")
    QTest.keyClick(window.canvas, key, held)
    assert labels(window.canvas) == (label,)


def test_that_one_selected_layer_cannot_be_lined_up_and_two_not_spread(window: MainWindow) -> None:
    select(window.canvas, "a")
    assert not window.actions_by_id["arrange.left"].isEnabled()
    select(window.canvas, "a", "b")
    assert window.actions_by_id["arrange.left"].isEnabled()
    assert not window.actions_by_id["arrange.distribute_down"].isEnabled()


def test_that_the_context_menu_of_several_layers_has_it_in_a_menu_of_its_own(window: MainWindow) -> None:
    select(window.canvas, "a", "b")
    menu = window.actions_by_id.context_menu("node", window)
    (inner,) = [action.menu() for action in menu.actions() if action.text() == "Arrange"]
    assert isinstance(inner, QMenu)
    assert window.actions_by_id["arrange.left"] in inner.actions()
    assert window.actions_by_id["arrange.left"] not in menu.actions()
    menu.deleteLater()


def test_that_turning_lets_the_drawing_flow_to_the_right_and_back_by_undo(window: MainWindow) -> None:
    canvas = window.canvas
    QTest.keyClick(canvas, Qt.Key.Key_J, CTRL | SHIFT)
    wait_until(lambda: labels(canvas) == ("Flow left to right",))
    assert direction(canvas) == ("right", "right")
    row = [place(canvas, name)[0] for name in ("in1", "a", "b", "out")]
    assert row == sorted(row)
    assert len(set(row)) == 4
    canvas.session.undo()
    assert direction(canvas) == ("down", "down")
    assert canvas.session.graph == MESS


def test_that_an_empty_drawing_can_be_turned(canvas: CanvasView) -> None:
    canvas.arranging.turn()
    assert canvas.session.graph.direction == "right"


def test_that_tidying_downstream_leaves_what_comes_before(window: MainWindow) -> None:
    canvas = window.canvas
    select(canvas, "a")
    QTest.keyClick(canvas, Qt.Key.Key_L, CTRL | SHIFT)
    wait_until(lambda: labels(canvas) == ("Tidy downstream",))
    assert place(canvas, "in1") == (40, 500)
    assert place(canvas, "a")[1] < place(canvas, "b")[1] < place(canvas, "out")[1]


def test_that_a_part_keeps_the_middle_of_its_upper_edge(canvas: CanvasView) -> None:
    open_drawing(canvas, MESS)
    select(canvas, "a", "b", "out")
    before = canvas.board.contents(canvas.session.selection)
    canvas.tidy()
    wait_until(lambda: labels(canvas) == ("Tidy layout",))
    after = canvas.board.contents(canvas.session.selection)
    assert abs(after.center().x() - before.center().x()) <= 1
    assert abs(after.top() - before.top()) <= 1


def test_that_a_layout_of_a_drawing_that_was_moved_meanwhile_is_dropped(canvas: CanvasView) -> None:
    open_drawing(canvas, MESS)
    canvas.tidy()
    moved = node(canvas, "a")
    canvas.session.edit_graph("Move a", lambda graph: edits.move(graph, {moved: (1.0, 2.0)}))
    wait_until(lambda: not canvas.session.files.busy)
    assert labels(canvas) == ("Move a",)


def test_that_notes_go_with_their_nodes_when_tidied(canvas: CanvasView) -> None:
    note = Comment("c1", "note", 520.0, -300.0)
    open_drawing(canvas, replace(MESS, comments={"c1": note}))
    canvas.tidy()
    wait_until(lambda: labels(canvas) == ("Tidy layout",))
    moved = canvas.session.graph.comments["c1"]
    assert (moved.x - place(canvas, "out")[0], moved.y - place(canvas, "out")[1]) == (210.0, 0.0)


def test_that_a_flat_drawing_is_folded_into_blocks_in_one_step(canvas: CanvasView) -> None:
    flat = resnet(10)
    open_drawing(canvas, flat)
    canvas.arranging.fold_into_blocks()
    wait_until(lambda: labels(canvas) == ("Fold into blocks",))
    assert len(canvas.session.graph.groups) == 11
    assert all(group.folded for group in canvas.session.graph.groups.values())
    canvas.session.undo()
    assert canvas.session.graph == flat


def test_that_a_drawing_without_blocks_says_so(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, MESS)
    with qtbot.waitSignal(canvas.session.noticed) as told:
        canvas.arranging.fold_into_blocks()
    assert "no blocks" in told.args[0].text
    assert labels(canvas) == ()


def test_that_a_long_layout_is_spoken_of_and_can_be_ended(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: Any, **_known: Any) -> Places:
        while not args[-1]():
            time.sleep(0.005)
        return Places()

    monkeypatch.setattr("ui.canvas.arranging.places", slow)
    window.canvas.tidy()
    wait_until(window.work_strip.isVisible)
    assert window.work_strip.text == "Arranging 4 layers…"
    window.work_strip.cancel()
    wait_until(lambda: not window.session.files.busy)
    assert window.session.graph == MESS


@pytest.fixture
def moving(canvas: CanvasView) -> CanvasView:
    """The canvas with motion, on the drawing with three nodes selected."""
    open_drawing(canvas, MESS)
    select(canvas, "a", "b", "out")
    theme.animated = True
    return canvas


def test_that_items_glide_to_where_the_document_has_them_already(moving: CanvasView, qtbot: QtBot) -> None:
    moving.arranging.align("left")
    item = moving.board.nodes[node(moving, "b")]
    assert place(moving, "b") == (-200, 0)
    qtbot.waitUntil(lambda: -200 < item.pos().x() < 300)
    qtbot.waitUntil(lambda: item.pos() == QPointF(-200, 0))
    assert len(labels(moving)) == 1


def test_that_a_press_ends_the_glide(moving: CanvasView) -> None:
    moving.arranging.align("left")
    QTest.mouseClick(moving.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert moving.board.nodes[node(moving, "b")].pos() == QPointF(-200, 0)


def test_that_undo_during_the_glide_puts_everything_back(moving: CanvasView) -> None:
    moving.arranging.align("left")
    moving.session.undo()
    assert {id: (item.pos().x(), item.pos().y()) for id, item in moving.board.nodes.items()} == {
        id: (at.x, at.y) for id, at in MESS.nodes.items()
    }
