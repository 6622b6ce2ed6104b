"""“Replace with…” by key: a search among what fits, one undo step, and a word about what was left out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph
from tests.gui.canvas.hands import at_node, click, drawn, key, links, node, open_drawing, selected
from ui.canvas.view import CanvasView
from ui.session import Notice

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)
SUM = drawn(("Dense", "a", 0, 0), ("Dense", "b", 260, 0), ("Add", "sum", 130, 160), links=(("a", "sum"), ("b", "sum")))


def field(canvas: CanvasView) -> QLineEdit:
    found = canvas.replace_search.findChild(QLineEdit, "replace_search_field")
    assert found is not None
    return found


def kind(canvas: CanvasView, name: str) -> str:
    graph: Graph = canvas.session.graph
    return graph.layer_of(node(canvas, name)).kind


def told(canvas: CanvasView) -> list[Notice]:
    notices: list[Notice] = []
    canvas.session.noticed.connect(notices.append)
    return notices


def test_that_r_replaces_the_selected_layer_and_keeps_its_links(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    notices = told(canvas)
    click(canvas, at_node(canvas, "a"))
    key(canvas, Qt.Key.Key_R)
    QTest.keyClicks(field(canvas), "dropout")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert kind(canvas, "a") == "Dropout"
    assert links(canvas) == {("in1", "a", 0), ("a", "b", 0)}
    assert canvas.session.history.labels() == ("Replace a with Dropout",)
    assert [notice.text for notice in notices] == ["Replaced a with Dropout. It has no place for units."]
    assert selected(canvas) == {"a"}
    assert canvas.hasFocus()
    canvas.session.undo()
    assert kind(canvas, "a") == "Dense"


def test_that_nothing_is_told_where_everything_was_kept(canvas: CanvasView) -> None:
    open_drawing(canvas, SUM)
    notices = told(canvas)
    click(canvas, at_node(canvas, "sum"))
    key(canvas, Qt.Key.Key_R)
    QTest.keyClicks(field(canvas), "multiply")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert kind(canvas, "sum") == "Multiply"
    assert not notices


def test_that_only_kinds_that_take_the_links_are_offered_near_ones_first(canvas: CanvasView) -> None:
    open_drawing(canvas, SUM)
    click(canvas, at_node(canvas, "sum"))
    key(canvas, Qt.Key.Key_R)
    offered = canvas.replace_search.offered()
    assert {"Multiply", "Concatenate", "Attention"} <= set(offered)
    assert not {"Dense", "InputLayer", "Add", "LSTM"} & set(offered)
    category = canvas.catalogue.layers["Add"].category
    assert canvas.catalogue.layers[offered[0]].category == category


def test_that_escape_replaces_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    click(canvas, at_node(canvas, "a"))
    key(canvas, Qt.Key.Key_R)
    QTest.keyClick(field(canvas), Qt.Key.Key_Escape)
    assert kind(canvas, "a") == "Dense"
    assert not canvas.session.history.labels()
    assert canvas.hasFocus()


def test_that_several_layers_are_replaced_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "a"), node(canvas, "b")})
    key(canvas, Qt.Key.Key_R)
    QTest.keyClicks(field(canvas), "dropout")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert {kind(canvas, "a"), kind(canvas, "b")} == {"Dropout"}
    assert canvas.session.history.labels() == ("Replace 2 layers with Dropout",)


def test_that_an_input_and_nothing_cannot_be_replaced(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.select_nothing()
    key(canvas, Qt.Key.Key_R)
    assert not canvas.replace_search.isVisible()
    click(canvas, at_node(canvas, "in1"))
    key(canvas, Qt.Key.Key_R)
    assert not canvas.replace_search.isVisible()


def test_that_a_click_elsewhere_closes_the_search(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    click(canvas, at_node(canvas, "a"))
    key(canvas, Qt.Key.Key_R)
    click(canvas, at_node(canvas, "b"))
    assert not canvas.replace_search.isVisible()


def test_that_an_automatic_name_follows_the_kind_on_the_card(canvas: CanvasView) -> None:
    graph, id = edits.place(Graph(), "Dense", 0, 0, config={"units": 3})
    open_drawing(canvas, graph)
    canvas.session.select({id})
    key(canvas, Qt.Key.Key_R)
    QTest.keyClicks(field(canvas), "layernorm")
    QTest.keyClick(field(canvas), Qt.Key.Key_Return)
    assert canvas.board.nodes[id].face.name == "layer_normalization"
