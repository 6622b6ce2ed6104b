"""Folded groups on the canvas: one card in place of many layers, which does all that a layer's card does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import edits, groups
from desktop_nn.graph.facts import Counts, GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem
from tests.benchmarks.drawings import grid
from tests.gui.canvas.hands import (
    CTRL,
    SHIFT,
    click,
    double_click,
    drag,
    drawn,
    key,
    links,
    node,
    open_drawing,
    selected,
)
from ui.canvas import under_pointer
from ui.canvas.geometry import PortRef, Side
from ui.canvas.view import CanvasView


def folded(count: int = 1) -> tuple[Graph, str]:
    """in → [a → b] → c, the two in the middle folded; and a layer apart."""
    graph = drawn(
        ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 140), ("Dense", "b", 0, 280), ("Dense", "c", 0, 420),
        ("Dense", "far", 500, 420), links=(("in", "a"), ("a", "b"), ("b", "c")),
    )  # fmt: skip
    ids = {graph.name_of(id): id for id in graph.nodes}
    graph, group = groups.make_group(graph, {ids["a"], ids["b"]}, "block")
    return groups.change_group(graph, group, folded=True, count=count), group


def at_card(canvas: CanvasView, group: str) -> QPoint:
    return canvas.mapFromScene(canvas.board.nodes[group].card_in_scene().center())


def at_card_port(canvas: CanvasView, group: str, side: Side) -> QPoint:
    return canvas.mapFromScene(canvas.board.port_point(PortRef(group, side, 0)))


def test_that_a_folded_group_is_one_card_under_its_own_id(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    assert set(canvas.board.nodes) == {group, *(node(canvas, name) for name in ("in", "c", "far"))}
    assert len(canvas.board.links) == 2
    face = canvas.board.nodes[group].face
    assert (face.name, face.second_line) == ("block", "Group · 2 layers")
    assert [port.name for port in face.inputs] == ["a · inputs"]


def test_that_links_to_the_inside_end_at_the_cards_ports(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    ends = {(line.source[0], line.target[0]) for line in canvas.board.links.values()}
    assert ends == {(node(canvas, "in"), group), (group, node(canvas, "c"))}
    into = next(line for line in canvas.board.links.values() if line.target[0] == group)
    assert into.end == canvas.board.port_point(PortRef(group, "in", 0))


def test_that_the_card_tells_repetition_shapes_and_all_weights(canvas: CanvasView) -> None:
    graph, group = folded(count=3)
    open_drawing(canvas, graph)
    canvas.session.facts = GraphFacts(
        {
            node(canvas, "in"): NodeFacts(((None, 4),)),
            node(canvas, "a"): NodeFacts(((None, 3),), "float32", 15),
            node(canvas, "b"): NodeFacts(((None, 3),), "float32", 12),
        },
        groups={group: Counts(81, 81)},
    )
    canvas.session.facts_changed.emit()
    face = canvas.board.nodes[group].face
    assert (face.shape, face.parameters, face.repeat) == ("4 → 3", "81", 3)
    assert face.tells[0] == "81 parameters, Dense × 2"


def test_that_the_worst_problem_inside_is_the_cards_badge(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    canvas.session.problems = (Problem("b is wrong.", "b", "Mend it.", node=node(canvas, "b")),)
    canvas.session.problems_changed.emit()
    item = canvas.board.nodes[group]
    assert item.face.severity == "error"
    assert "b is wrong." in item.face.trouble
    click(canvas, canvas.mapFromScene(item.card_in_scene().topRight() + QPoint(-2, 2)))
    assert canvas.troubles.node == node(canvas, "b")


def test_that_a_click_selects_all_that_it_holds(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    click(canvas, at_card(canvas, group))
    assert selected(canvas) == {"a", "b"}
    assert canvas.board.nodes[group].selected


def test_that_control_click_toggles_and_shift_click_adds_the_card(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    canvas.session.select({node(canvas, "in")})
    click(canvas, at_card(canvas, group), SHIFT)
    assert selected(canvas) == {"in", "a", "b"}
    click(canvas, at_card(canvas, group), CTRL)
    assert selected(canvas) == {"in"}
    assert not canvas.board.nodes[group].selected


def test_that_the_rubber_band_takes_the_card_as_a_whole(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    card = canvas.board.nodes[group].card_in_scene()
    corner = canvas.mapFromScene(card.topLeft())
    drag(canvas, corner - QPoint(30, 12), corner + QPoint(30, 30))
    assert selected(canvas) == {"a", "b"}


def test_that_dragging_the_card_moves_all_members_as_one_step(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    before, start = canvas.board.nodes[group].pos(), at_card(canvas, group)
    drag(canvas, start, start + QPoint(60, 40))
    now = canvas.session.graph
    for name in ("a", "b"):
        id = node(canvas, name)
        assert (now.nodes[id].x - graph.nodes[id].x, now.nodes[id].y - graph.nodes[id].y) == (60, 40)
    assert canvas.board.nodes[group].pos() - before == QPoint(60, 40)
    assert canvas.session.history.undo_label == "Move block"
    canvas.session.undo()
    assert canvas.board.nodes[group].pos() == before


def test_that_esc_during_a_drag_puts_the_card_back(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    before, start = canvas.board.nodes[group].pos(), at_card(canvas, group)
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(30, 30))
    QTest.mouseMove(canvas.viewport(), start + QPoint(60, 40))
    assert canvas.board.nodes[group].pos() != before
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.board.nodes[group].pos() == before


def test_that_delete_takes_the_card_and_all_its_members(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    click(canvas, at_card(canvas, group))
    key(canvas, Qt.Key.Key_Delete)
    assert group not in canvas.board.nodes
    assert {canvas.session.graph.name_of(id) for id in canvas.session.graph.nodes} == {"in", "c", "far"}


def test_that_a_copy_of_the_card_is_a_folded_card_again(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    click(canvas, at_card(canvas, group))
    key(canvas, Qt.Key.Key_C, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL)
    cards = list(canvas.board.seen.cards)
    assert len(cards) == 2
    assert len(canvas.session.graph.nodes) == len(graph.nodes) + 2


def test_that_the_arrows_walk_over_the_card(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    canvas.session.select({node(canvas, "in")})
    key(canvas, Qt.Key.Key_Down)
    assert canvas.marks.focus == group
    assert selected(canvas) == {"a", "b"}
    key(canvas, Qt.Key.Key_Down)
    assert selected(canvas) == {"c"}
    key(canvas, Qt.Key.Key_Up)
    assert canvas.marks.focus == group


def test_that_a_wire_from_the_cards_output_starts_at_the_inner_layer(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    target = canvas.mapFromScene(canvas.board.port_point(PortRef(node(canvas, "far"), "in", 0)))
    drag(canvas, at_card_port(canvas, group, "out"), target)
    assert ("b", "far", 0) in links(canvas)


def test_that_a_link_can_be_plugged_out_of_the_card(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    start = at_card_port(canvas, group, "in")
    drag(canvas, start, start + QPoint(-250, -30))
    assert ("in", "a", 0) not in links(canvas)


def test_that_a_wire_back_into_the_card_would_be_a_loop_and_is_refused(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    before = links(canvas)
    start = canvas.mapFromScene(canvas.board.port_point(PortRef(node(canvas, "c"), "out", 0)))
    drag(canvas, start, at_card(canvas, group))
    assert links(canvas) == before


def test_that_double_click_unfolds_in_place_as_one_step(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    double_click(canvas, at_card(canvas, group))
    QApplication.processEvents()
    assert not canvas.session.graph.groups[group].folded
    assert group not in canvas.board.nodes
    assert group in canvas.board.frames.frames
    assert canvas.session.history.undo_label == "Unfold block"
    canvas.session.undo()
    assert canvas.session.graph == graph


def test_that_find_goes_to_the_card_that_holds_a_layer(canvas: CanvasView) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    entries = {entry.title: entry for entry in canvas.node_search.found("")}
    assert "in block" in entries["b"].about
    assert "block" in entries
    canvas.center_on(entries["b"].key)
    assert selected(canvas) == {"b"}
    assert canvas.marks.focus == group
    assert canvas.board.nodes[group].kin


def test_that_the_tool_tip_tells_what_the_card_stands_for(canvas: CanvasView) -> None:
    graph, group = folded(count=3)
    open_drawing(canvas, graph)
    text = under_pointer.about(canvas, at_card(canvas, group).toPointF())
    assert "block" in text
    assert "2 layers" in text
    assert "3 times" in text


@pytest.mark.parametrize("zoom", [0.2, 0.1])
def test_that_its_name_is_read_beside_the_card_from_far(canvas: CanvasView, zoom: float) -> None:
    graph, group = folded()
    open_drawing(canvas, graph)
    canvas.camera.fly(canvas.board.contents().center(), zoom, animated=False)
    corner = canvas.mapFromScene(canvas.board.nodes[group].card_in_scene().topRight())
    beside = QRect(corner + QPoint(6, 0), QSize(30, 12))
    named = canvas.viewport().grab(beside).toImage()
    canvas.session.edit_graph("Rename", lambda graph: groups.change_group(graph, group, title="other"))
    assert canvas.viewport().grab(beside).toImage() != named


def test_that_the_names_of_few_layers_are_read_from_far_and_of_many_are_not(canvas: CanvasView) -> None:
    for count, named in ((10, True), (60, False)):
        open_drawing(canvas, grid(count))
        canvas.camera.fly(canvas.board.contents().center(), 0.2, animated=False)
        last = canvas.board.nodes[f"n{count - 1}"].card_in_scene()
        corner = canvas.mapFromScene(last.topRight())
        beside = canvas.viewport().grab(QRect(corner + QPoint(6, 0), QSize(30, 12))).toImage()
        canvas.session.edit_graph("Rename", lambda graph, count=count: edits.rename(graph, f"l{count - 1}", "z"))  # type: ignore[misc]
        renamed = canvas.viewport().grab(QRect(corner + QPoint(6, 0), QSize(30, 12))).toImage()
        assert (beside != renamed) is named
