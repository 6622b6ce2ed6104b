"""The canvas as assistive technology sees it: asked through Qt's accessible interfaces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface

from desktop_nn.graph import edits, groups
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.problems import Problem
from tests.gui.canvas.hands import CTRL, drawn, key, node, open_drawing, selected
from ui.canvas import announcing
from ui.canvas.view import CanvasView

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "a", 0, 160),
    ("Dense", "b", 0, 320),
    links=(("in1", "a"), ("a", "b")),
)
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def active() -> Iterator[None]:
    """As if a screen reader ran."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def tree(canvas: CanvasView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas)


def child(canvas: CanvasView, name: str) -> QAccessibleInterface:
    return tree(canvas).child(list(canvas.board.nodes).index(node(canvas, name)))


def names(canvas: CanvasView) -> list[str]:
    above = tree(canvas)
    return [above.child(i).text(NAME).split(",")[0] for i in range(above.childCount())]


def test_that_the_canvas_is_a_list_of_the_nodes(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    assert tree(canvas).role() == QAccessible.Role.List
    assert tree(canvas).text(NAME) == "Drawing of the model"
    assert tree(canvas).text(DESCRIPTION) == "3 layers, 2 links"
    assert names(canvas) == ["in1", "a", "b"]


def test_that_a_node_says_what_it_is_and_where_its_links_lead(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    id = node(canvas, "a")
    canvas.session.facts = GraphFacts({id: NodeFacts(((None, 3),), parameters=15)})
    canvas.session.problems = (Problem("It is wrong.", node=id),)
    canvas.session.facts_changed.emit()
    name = child(canvas, "a").text(NAME)
    assert name.startswith("a, Dense · 3, 2 of 3, from in1, ")
    assert ", output shape 3, " in name
    assert name.endswith("error: It is wrong.")
    assert child(canvas, "a").text(DESCRIPTION) == "1 in: in1; 1 out: b"


def test_that_the_list_follows_edits_and_undo(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    gone = child(canvas, "b")
    canvas.session.edit_graph("Delete b", lambda graph: edits.delete(graph, {node(canvas, "b")}))
    assert names(canvas) == ["in1", "a"]
    assert not gone.isValid()
    assert gone.text(NAME) == ""
    canvas.session.undo()
    assert names(canvas) == ["in1", "a", "b"]
    assert gone.isValid()
    assert gone.text(NAME).startswith("b, ")


def test_that_a_node_knows_its_parent_its_place_and_what_it_leads_to(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    one = child(canvas, "a")
    assert one.parent().role() == QAccessible.Role.List
    assert tree(canvas).indexOfChild(one) == 1
    middle = canvas.mapFromScene(canvas.board.nodes[node(canvas, "a")].card_in_scene().center())
    at = canvas.viewport().mapToGlobal(middle)
    assert one.rect().contains(at)
    assert tree(canvas).childAt(at.x(), at.y()) is one
    flows = {(other.text(NAME).split(",")[0], flag) for other, flag in one.relations()}
    assert flows == {("in1", QAccessible.RelationFlag.FlowsFrom), ("b", QAccessible.RelationFlag.FlowsTo)}


def test_that_selection_and_focus_are_states(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    key(canvas, Qt.Key.Key_Down)
    key(canvas, Qt.Key.Key_Down)
    assert child(canvas, "a").state().selected
    assert child(canvas, "a").state().focused
    assert not child(canvas, "b").state().selected
    assert tree(canvas).focusChild() is child(canvas, "a")


def test_that_a_node_can_be_pressed_and_opened(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    asked: list[bool] = []
    canvas.open_wanted.connect(lambda: asked.append(True))
    action = child(canvas, "b").actionInterface()
    action.doAction(QAccessibleActionInterface.pressAction())
    assert selected(canvas) == {"b"}
    assert not asked
    action.doAction("Open")
    assert asked == [True]


def test_that_the_selection_can_be_asked_and_changed(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    selection = tree(canvas).selectionInterface()
    assert selection.select(child(canvas, "a"))
    assert selection.select(child(canvas, "b"))
    assert selected(canvas) == {"a", "b"}
    assert selection.selectedItemCount() == 2
    assert selection.unselect(child(canvas, "a"))
    assert selected(canvas) == {"b"}


def test_that_what_has_no_part_of_a_kind_says_so(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    assert tree(canvas).textInterface() is None
    assert child(canvas, "a").valueInterface() is None


def test_that_walking_with_a_screen_reader_works(canvas: CanvasView, active: None) -> None:
    open_drawing(canvas, CHAIN)
    for _ in range(3):
        key(canvas, Qt.Key.Key_Down)
    key(canvas, Qt.Key.Key_Delete)
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert names(canvas) == ["in1", "a", "b"]


def test_that_edits_undo_and_redo_are_announced(canvas: CanvasView, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(announcing, "announce", lambda _canvas, text: said.append(text))
    open_drawing(canvas, CHAIN)
    canvas.session.select({node(canvas, "b")})
    key(canvas, Qt.Key.Key_Delete)
    key(canvas, Qt.Key.Key_Z, CTRL)
    key(canvas, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert said == ["Delete b", "Undone: Delete b", "Done again: Delete b"]


def test_that_problems_of_the_focused_node_are_announced(canvas: CanvasView, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    open_drawing(canvas, CHAIN)
    canvas.session.problems = ()
    canvas.session.problems_changed.emit()
    key(canvas, Qt.Key.Key_Down)
    canvas.session.problems_changed.emit()
    monkeypatch.setattr(announcing, "announce", lambda _canvas, text: said.append(text))
    canvas.session.problems = (Problem("It is wrong.", node=node(canvas, "in1")),)
    canvas.session.problems_changed.emit()
    canvas.session.problems = ()
    canvas.session.problems_changed.emit()
    assert said == ["in1: It is wrong.", "in1 has no problem any more."]


def test_that_the_last_of_three_thousand_nodes_answers(canvas: CanvasView) -> None:
    layers = {f"l{i}": Layer(f"l{i}", "Dense", f"d{i}") for i in range(3000)}
    nodes = {f"n{i}": Node(f"n{i}", f"l{i}", 0, 100 * i) for i in range(3000)}
    open_drawing(canvas, Graph("big", layers, nodes, tuple(Link(f"n{i}", f"n{i + 1}") for i in range(2999))))
    above = tree(canvas)
    assert above.childCount() == 3000
    assert above.child(2999).text(NAME).startswith("d2999, Dense, 3000 of 3000, from d2998")


def test_that_a_folded_group_is_collapsed_and_its_open_action_unfolds_it(canvas: CanvasView) -> None:
    graph, group = groups.make_group(CHAIN, list(CHAIN.nodes)[1:3], "block")
    open_drawing(canvas, groups.change_group(graph, group, folded=True))
    card = tree(canvas).child(list(canvas.board.nodes).index(group))
    assert card.state().collapsed
    assert card.text(QAccessible.Text.Name).startswith("Group block, folded, 2 layers")
    card.actionInterface().doAction("Open")
    assert not canvas.session.graph.groups[group].folded
