"""Finding a node by its words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.gui.canvas.hands import CTRL, SHIFT, drawn, key, node, open_drawing, selected
from ui.canvas.node_search import ALL
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
    return [canvas.session.graph.name_of(id) for id in canvas.node_search.offered() if id != ALL]


def about(canvas: CanvasView) -> str:
    """What is told below the list."""
    return " ".join(found.text() for found in canvas.node_search.findChildren(QLabel))


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


def test_that_parameters_and_shapes_are_found(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "units 3")
    assert names(canvas) == ["left", "right"]
    field(canvas).clear()
    QTest.keyClicks(field(canvas), "shape 4")
    assert names(canvas) == ["in1"]


def test_that_the_count_is_shown_and_enter_takes_the_first(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "dense")
    assert "1 of 2" in about(canvas)
    QTest.keyClick(field(canvas), Qt.Key.Key_Down)
    assert "2 of 2" in about(canvas)
    QTest.keyClick(field(canvas), Qt.Key.Key_Up)
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert selected(canvas) == {"left"}


def test_that_the_first_line_selects_all_that_were_found(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "dense")
    QTest.keyClick(field(canvas), Qt.Key.Key_Up)
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert selected(canvas) == {"left", "right"}
    assert not canvas.session.history.labels()


def test_that_ctrl_enter_selects_all_that_were_found(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "dense")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return, CTRL)
    assert selected(canvas) == {"left", "right"}
    assert not canvas.node_search.isVisible()
    assert canvas.hasFocus()


def test_that_f3_goes_from_one_to_the_next_and_round(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "dense")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    key(canvas, Qt.Key.Key_F3)
    assert selected(canvas) == {"right"}
    assert canvas.camera.sight().contains(canvas.board.nodes[node(canvas, "right")].card_in_scene())
    key(canvas, Qt.Key.Key_F3)
    assert selected(canvas) == {"left"}
    key(canvas, Qt.Key.Key_F3, SHIFT)
    assert selected(canvas) == {"right"}


def test_that_f3_walks_while_the_search_stays_open(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "dense")
    QTest.keyClick(field(canvas), Qt.Key.Key_F3)
    assert selected(canvas) == {"left"}
    QTest.keyClick(field(canvas), Qt.Key.Key_F3)
    assert selected(canvas) == {"right"}
    assert "2 of 2" in about(canvas)
    card = canvas.mapFromScene(canvas.board.nodes[node(canvas, "right")].card_in_scene()).boundingRect()
    assert canvas.viewport().rect().contains(card)
    assert not canvas.node_search.geometry().intersects(card)
    assert canvas.node_search.isVisible()
    assert field(canvas).hasFocus()


def test_that_f3_before_any_search_asks_what_to_find(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F3)
    assert canvas.node_search.isVisible()


def test_that_f3_says_so_if_what_was_found_is_gone(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    key(canvas, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(field(canvas), "sum")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    key(canvas, Qt.Key.Key_Delete)
    texts: list[str] = []
    canvas.session.noticed.connect(lambda notice: texts.append(notice.text))
    key(canvas, Qt.Key.Key_F3)
    assert len(texts) == 1
    assert "sum" in texts[0]
