"""Connecting by keyboard, walking along links, following and removing them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.gui.canvas.hands import at_node, click, drawn, key, links, node, open_drawing, selected
from ui.canvas.view import CanvasView

FORK = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "left", 0, 160),
    ("Dense", "right", 3000, 160),
    ("Add", "sum", 0, 320),
    links=(("in1", "left"),),
)
CHAIN = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "a", 0, 160),
    ("Dense", "b", 0, 320),
    links=(("in1", "a"), ("a", "b")),
)


def field(canvas: CanvasView) -> QLineEdit:
    found = canvas.connect_search.findChild(QLineEdit, "connect_search_field")
    assert found is not None
    return found


def titles(canvas: CanvasView) -> list[str]:
    return [entry.title for entry in canvas.connect_search.found(field(canvas).text())]


def test_that_c_connects_the_selected_node_to_one_that_fits(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    key(canvas, Qt.Key.Key_C)
    assert set(titles(canvas)) == {"right", "sum"}
    QTest.keyClicks(field(canvas), "sum")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert links(canvas) == {("in1", "left", 0), ("left", "sum", 0)}
    assert canvas.session.history.labels() == ("Connect left to sum",)
    assert canvas.hasFocus()


def test_that_c_without_one_node_selected_does_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    canvas.select_nothing()
    key(canvas, Qt.Key.Key_C)
    assert not canvas.connect_search.isVisible()


def test_that_each_input_of_a_layer_with_several_is_offered(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("MultiHeadAttention", "attend", 0, 200)))
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_C)
    assert {"attend · query", "attend · value"} <= set(titles(canvas))
    QTest.keyClicks(field(canvas), "value")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert links(canvas) == {("a", "attend", 1)}


def test_that_l_walks_through_the_links_of_a_node(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_L)
    assert canvas.accessibleDescription().startswith("link from in1 to a, 1 of 2")
    key(canvas, Qt.Key.Key_L)
    assert canvas.accessibleDescription().startswith("link from a to b, 2 of 2")
    key(canvas, Qt.Key.Key_L)
    assert canvas.accessibleDescription().startswith("link from in1 to a, 1 of 2")
    assert len(canvas.marks.links) == 1


def test_that_delete_removes_the_link_and_the_focus_stays(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_L)
    key(canvas, Qt.Key.Key_L)
    key(canvas, Qt.Key.Key_Delete)
    assert links(canvas) == {("in1", "a", 0)}
    assert len(canvas.board.nodes) == 3
    assert selected(canvas) == {"a"}


def test_that_enter_follows_a_link_to_its_other_end(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_L)
    key(canvas, Qt.Key.Key_L)
    key(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == {"b"}
    assert not canvas.marks.links


def test_that_escape_leaves_the_link_for_its_node_and_then_deselects(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_L)
    key(canvas, Qt.Key.Key_Escape)
    assert selected(canvas) == {"a"}
    assert not canvas.marks.links
    key(canvas, Qt.Key.Key_Escape)
    assert not selected(canvas)


def test_that_enter_asks_for_the_parameters(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "a")})
    asked: list[bool] = []
    canvas.open_wanted.connect(lambda: asked.append(True))
    key(canvas, Qt.Key.Key_Return)
    assert asked == [True]


def test_that_a_model_of_two_inputs_is_drawn_with_the_keyboard_alone(canvas: CanvasView) -> None:
    def add(words: str) -> None:
        key(canvas, Qt.Key.Key_Tab)
        search = canvas.search.findChild(QLineEdit, "layer_search_field")
        assert search is not None
        QTest.keyClicks(search, words)
        QTest.keyClick(search, Qt.Key.Key_Return)

    def rename(name: str) -> None:
        key(canvas, Qt.Key.Key_F2)
        QTest.keyClicks(canvas.rename_editor, name)
        QTest.keyClick(canvas.rename_editor, Qt.Key.Key_Return)

    def go_to(name: str) -> None:
        key(canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        search = canvas.node_search.findChild(QLineEdit, "node_search_field")
        assert search is not None
        QTest.keyClicks(search, name)
        QTest.keyClick(search, Qt.Key.Key_Return)

    for words, name in (("input", "deep"), ("dense", "hidden1"), ("dense", "hidden2")):
        add(words)
        rename(name)
    key(canvas, Qt.Key.Key_Escape)
    add("input")
    rename("wide")
    key(canvas, Qt.Key.Key_Escape)
    add("concat")
    rename("both")
    for name in ("wide", "hidden2"):
        go_to(name)
        key(canvas, Qt.Key.Key_C)
        QTest.keyClicks(field(canvas), "both")
        QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    go_to("both")
    add("dense")
    rename("out")
    assert links(canvas) == {
        ("deep", "hidden1", 0), ("hidden1", "hidden2", 0), ("wide", "both", 0), ("hidden2", "both", 1),
        ("both", "out", 0),
    }  # fmt: skip
    assert canvas.hasFocus()
