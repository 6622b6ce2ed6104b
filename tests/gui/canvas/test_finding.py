"""Finding a node by its words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.gui.canvas.hands import CTRL, drawn, key, node, open_drawing, selected
from ui.canvas.view import CanvasView

FORK = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "left", 0, 160),
    ("Dense", "right", 3000, 160),
    ("Add", "sum", 0, 320),
    links=(("in1", "left"),),
)


def field(canvas: CanvasView) -> QLineEdit:
    """The search's line edit."""
    found = canvas.node_search.findChild(QLineEdit, "node_search_field")
    assert found is not None
    return found


def names(canvas: CanvasView) -> list[str]:
    """Names of the nodes that are offered."""
    return [canvas.session.graph.name_of(id) for id in canvas.node_search.offered()]


def test_that_ctrl_f_finds_a_node_and_goes_there(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "rig")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert selected(canvas) == {"right"}
    assert canvas.camera.sight().contains(canvas.board.nodes[node(canvas, "right")].card_in_scene())
    assert canvas.hasFocus()


def test_that_nodes_are_found_by_kind_too(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "dense 3")
    assert names(canvas) == ["left", "right"]


def test_that_escape_leaves_everything(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    before = canvas.camera.sight()
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClick(field(canvas), Qt.Key.Key_Escape)
    assert not canvas.node_search.isVisible()
    assert canvas.camera.sight() == before
    assert canvas.hasFocus()
