"""The canvas by keyboard: walking, nudging, renaming, undoing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.canvas.hands import CTRL, SHIFT, at_node, click, double_click, drawn, key, node, open_drawing, selected
from ui.canvas.view import CanvasView

FORK = drawn(
    ("InputLayer", "in1", 130, 0),
    ("Dense", "left", 0, 160),
    ("Dense", "right", 260, 160),
    ("Dense", "alone", 600, 160),
    links=(("in1", "left"), ("in1", "right")),
)
BESIDE = Qt.Key.Key_Right


def test_that_arrows_walk_along_links_and_to_neighbours(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    seen: list[str] = []
    for arrow in (Qt.Key.Key_Down, Qt.Key.Key_Down, BESIDE, BESIDE, Qt.Key.Key_Left, Qt.Key.Key_Up):
        key(canvas, arrow)
        seen += selected(canvas)
    assert seen == ["in1", "left", "right", "alone", "right", "in1"]


def test_that_the_last_node_that_way_stays(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "alone"))
    key(canvas, BESIDE)
    assert selected(canvas) == {"alone"}


def test_that_shift_and_arrows_select_more(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    key(canvas, BESIDE, SHIFT)
    assert selected(canvas) == {"left", "right"}


def test_that_walking_shows_a_focus_ring_and_clicking_does_not(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_Down)
    assert canvas.board.nodes[node(canvas, "in1")].focused
    click(canvas, at_node(canvas, "left"))
    assert not any(item.focused for item in canvas.board.nodes.values())


def test_that_walking_tells_the_node(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_Down)
    key(canvas, Qt.Key.Key_Down)
    assert canvas.accessibleDescription().startswith("left, Dense · 3, 2 of 4, from in1, output of the model")


def test_that_walking_brings_the_node_into_sight(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 5000, 0)))
    click(canvas, at_node(canvas, "a"))
    canvas.center_on(node(canvas, "a"))
    key(canvas, BESIDE)
    assert canvas.camera.sight().contains(canvas.board.nodes[node(canvas, "b")].card_in_scene())


def test_that_ctrl_and_arrows_move_the_selection_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    # QTest would let go of Ctrl after each key.
    for _ in range(3):
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, BESIDE, CTRL))
    QTest.keyRelease(canvas, Qt.Key.Key_Control)
    assert canvas.session.graph.nodes[node(canvas, "left")].x == 24
    assert len(canvas.session.history.labels()) == 1
    key(canvas, BESIDE, CTRL | SHIFT)
    assert canvas.session.graph.nodes[node(canvas, "left")].x == 72
    assert len(canvas.session.history.labels()) == 2


def test_that_f2_renames_in_place(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    key(canvas, Qt.Key.Key_F2)
    editor = canvas.rename_editor
    assert editor.hasFocus()
    assert editor.text() == "left"
    QTest.keyClicks(editor, "hidden1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert canvas.hasFocus()
    assert node(canvas, "hidden1")
    assert canvas.session.history.labels() == ("Rename left",)


def test_that_a_double_click_renames_too(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    double_click(canvas, at_node(canvas, "right"))
    assert canvas.rename_editor.isVisible()
    assert canvas.rename_editor.text() == "right"


def test_that_a_taken_name_is_refused_with_the_reason(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    key(canvas, Qt.Key.Key_F2)
    QTest.keyClicks(canvas.rename_editor, "right")
    QTest.keyClick(canvas.rename_editor, Qt.Key.Key_Return)
    assert canvas.rename_editor.isVisible()
    assert "already" in canvas.note.text()
    assert canvas.note.isVisible()
    QTest.keyClick(canvas.rename_editor, Qt.Key.Key_Escape)
    assert not canvas.rename_editor.isVisible()
    assert not canvas.note.isVisible()
    assert not canvas.session.history.labels()


def test_that_escape_keeps_the_old_name(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    key(canvas, Qt.Key.Key_F2)
    QTest.keyClicks(canvas.rename_editor, "other")
    QTest.keyClick(canvas.rename_editor, Qt.Key.Key_Escape)
    assert node(canvas, "left")
    assert canvas.hasFocus()


def test_that_a_click_elsewhere_takes_the_new_name(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    key(canvas, Qt.Key.Key_F2)
    QTest.keyClicks(canvas.rename_editor, "other")
    click(canvas, at_node(canvas, "right"))
    canvas.setFocus()
    assert node(canvas, "other")
    assert not canvas.rename_editor.isVisible()


def test_that_the_editor_goes_with_its_node(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    canvas.add_layer("Flatten")
    canvas.rename_selected()
    canvas.session.undo()
    assert not canvas.rename_editor.isVisible()


def test_that_undo_and_redo_have_their_keys(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    canvas.session.select({node(canvas, "left")})
    key(canvas, Qt.Key.Key_Delete)
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert len(canvas.board.nodes) == 4
    key(canvas, Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(canvas.board.nodes) == 3


def test_that_the_focus_survives_a_deletion(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_Down)
    key(canvas, Qt.Key.Key_Delete)
    assert canvas.hasFocus()
    key(canvas, Qt.Key.Key_Down)
    assert len(selected(canvas)) == 1


def test_that_shift_tab_leaves_the_canvas(canvas: CanvasView) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Backtab, SHIFT)
    assert not canvas.search.isVisible()
