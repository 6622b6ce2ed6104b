"""Sticky notes for those who do not use a mouse: found by their text, named for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import comments
from tests.gui.canvas.hands import CTRL, click, drawn, key, open_drawing
from tests.gui.canvas.test_notes import at_note
from ui.canvas import announcing
from ui.canvas.view import CanvasView

GRAPH = comments.add(drawn(("InputLayer", "input", 0, 0)), "# Hello world\nabout **pixels**", 3000, 0)[0]
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


def as_heard(canvas: CanvasView) -> QAccessibleInterface:
    above = QAccessible.queryAccessibleInterface(canvas)
    return above.child(above.childCount() - 1)


def test_that_a_note_is_found_by_any_word_of_its_text(canvas: CanvasView) -> None:
    open_drawing(canvas, GRAPH)
    key(canvas, Qt.Key.Key_F, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "PIXELS")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert canvas.session.marked == {"c1"}
    assert canvas.camera.sight().contains(canvas.board.comments.items["c1"].box)
    key(canvas, Qt.Key.Key_Return)
    assert canvas.commenting.editor.hasFocus()


def test_that_a_note_is_an_item_of_the_list(canvas: CanvasView) -> None:
    open_drawing(canvas, GRAPH)
    above, note = QAccessible.queryAccessibleInterface(canvas), as_heard(canvas)
    assert above.childCount() == 2
    assert above.indexOfChild(note) == 1
    assert note.text(NAME) == "Note: Hello world"
    assert note.text(DESCRIPTION) == "# Hello world\nabout **pixels**"
    assert note.state().offscreen
    assert announcing.about_drawing(canvas) == "1 layer, 0 links, 1 note"


def test_that_a_note_is_heard_as_selected(canvas: CanvasView) -> None:
    open_drawing(canvas, GRAPH)
    canvas.fit(animated=False)
    click(canvas, at_note(canvas))
    assert as_heard(canvas).state().selected
    assert as_heard(canvas).state().focused


def test_that_actions_select_and_edit_a_note(canvas: CanvasView) -> None:
    open_drawing(canvas, GRAPH)
    actions = as_heard(canvas).actionInterface()
    actions.doAction(QAccessibleActionInterface.pressAction())
    assert canvas.session.marked == {"c1"}
    actions.doAction("Edit")
    assert canvas.commenting.editor.hasFocus()


def test_that_a_deleted_note_is_no_longer_valid(canvas: CanvasView) -> None:
    open_drawing(canvas, GRAPH)
    note = as_heard(canvas)
    canvas.session.select((), ("c1",))
    key(canvas, Qt.Key.Key_Delete)
    assert not note.isValid()
    assert note.text(NAME) == ""
    canvas.session.undo()
    assert note.isValid()


def test_that_going_to_a_note_is_announced(canvas: CanvasView) -> None:
    open_drawing(canvas, GRAPH)
    canvas.center_on("note:c1")
    assert canvas.accessibleDescription().startswith("Note: # Hello world")
