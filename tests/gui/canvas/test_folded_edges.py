"""Folded cards in less usual hands: wires let go of on them, keys, the knife, problems inside; and undo of each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_nn.graph import edits, groups
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem
from desktop_nn.project.snippets import Snippet
from tests.gui.canvas.hands import (
    CTRL,
    at_port,
    click,
    drag,
    drawn,
    glide,
    key,
    links,
    node,
    open_drawing,
    press,
    release,
    selected,
)
from ui.canvas import announcing
from ui.canvas.geometry import PortRef
from ui.canvas.view import CanvasView

CHAIN = drawn(
    ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 140), ("Dense", "b", 0, 280), ("Dense", "c", 0, 420),
    ("Dense", "far", 300, 420), ("InputLayer", "lone", 300, 0), links=(("in", "a"), ("a", "b"), ("b", "c")),
)  # fmt: skip
MERGING = drawn(
    ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 140), ("Add", "add", 0, 280), ("Dense", "c", 0, 420),
    ("InputLayer", "lone", 300, 0), ("Dense", "loose", 300, 280), links=(("in", "a"), ("a", "add"), ("add", "c")),
)  # fmt: skip


def folded(drawing: Graph, *names: str, count: int = 1) -> tuple[Graph, str]:
    """The drawing with these layers in a folded group called "block"."""
    ids = {drawing.name_of(id): id for id in drawing.nodes}
    graph, group = groups.make_group(drawing, {ids[name] for name in names}, "block")
    return groups.change_group(graph, group, folded=True, count=count), group


def at_card(canvas: CanvasView, group: str) -> QPoint:
    return canvas.mapFromScene(canvas.board.nodes[group].card_in_scene().center())


def opened(canvas: CanvasView, *names: str, drawing: Graph = CHAIN, count: int = 1) -> str:
    """Open the drawing with a folded group and click on its card."""
    graph, group = folded(drawing, *names, count=count)
    open_drawing(canvas, graph)
    click(canvas, at_card(canvas, group))
    return group


# --- wires that are let go of on a card --------------------------------------------------------------------------


def test_that_a_wire_into_a_card_without_inputs_is_refused_with_the_reason(canvas: CanvasView) -> None:
    group = opened(canvas, "in", "a")
    before, start, end = links(canvas), at_port(canvas, "lone", "out"), at_card(canvas, group)
    press(canvas, start)
    glide(canvas, start, end)
    assert "No input inside block is free" in canvas.note.text()
    release(canvas, end)
    assert links(canvas) == before


def test_that_a_wire_into_a_card_that_leads_to_its_start_is_refused_as_a_loop(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "add", drawing=MERGING)
    before, start, end = links(canvas), at_port(canvas, "c", "out"), at_card(canvas, group)
    press(canvas, start)
    glide(canvas, start, end)
    assert "would close a loop" in canvas.note.text()
    release(canvas, end)
    assert links(canvas) == before


def test_that_a_wire_into_a_card_with_one_free_input_names_it_and_takes_it(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "add", drawing=MERGING)
    start, end = at_port(canvas, "lone", "out"), at_card(canvas, group)
    press(canvas, start)
    glide(canvas, start, end)
    assert canvas.note.text().endswith("in block")
    assert canvas.note.text().startswith("add")
    assert canvas.board.nodes[group].kin
    release(canvas, end)
    assert ("lone", "add", 1) in links(canvas)
    assert not canvas.board.nodes[group].kin
    assert len(canvas.board.nodes[group].inputs_at) == 2
    canvas.session.undo()
    assert ("lone", "add", 1) not in links(canvas)


def test_that_of_several_free_inputs_the_user_chooses(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "add", "loose", drawing=MERGING)
    start, end = at_port(canvas, "lone", "out"), at_card(canvas, group)
    drag(canvas, start, end)
    search = canvas.connect_search
    assert search.isVisible()
    assert [search._entries[key].title for key in search.offered()] == ["add", "loose"]
    QTest.keyClicks(search._field, "loo")
    QTest.keyClick(search._field, Qt.Key.Key_Return)
    assert ("lone", "loose", 0) in links(canvas)
    assert canvas.session.history.undo_label == "Connect lone to loose"


def test_that_esc_leaves_the_choice_without_a_link(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "add", "loose", drawing=MERGING)
    before = links(canvas)
    drag(canvas, at_port(canvas, "lone", "out"), at_card(canvas, group))
    QTest.keyClick(canvas.connect_search._field, Qt.Key.Key_Escape)
    assert links(canvas) == before
    assert not canvas.connect_search.isVisible()


def test_that_esc_while_the_wire_hangs_over_a_card_takes_its_outline_off(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "add", drawing=MERGING)
    start, end = at_port(canvas, "lone", "out"), at_card(canvas, group)
    press(canvas, start)
    glide(canvas, start, end)
    key(canvas, Qt.Key.Key_Escape)
    assert not canvas.board.nodes[group].kin


def test_that_connecting_by_name_reaches_into_a_card(canvas: CanvasView) -> None:
    opened(canvas, "a", "add", drawing=MERGING)
    canvas.session.select({node(canvas, "lone")})
    key(canvas, Qt.Key.Key_C)
    search = canvas.connect_search
    entries = [search._entries[key] for key in search.offered()]
    assert any(entry.title.startswith("add") and "in block" in entry.about for entry in entries)


# --- keys on a selected card -------------------------------------------------------------------------------------


def test_that_bypass_takes_the_whole_card_and_is_called_so(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    before = canvas.session.graph
    canvas.layers.bypass()
    assert canvas.board.nodes[group].face.bypassed
    assert canvas.session.history.undo_label == "Bypass block"
    canvas.session.undo()
    assert canvas.session.graph == before


def test_that_delete_with_control_joins_what_the_card_was_between(canvas: CanvasView) -> None:
    opened(canvas, "a", "b")
    before = canvas.session.graph
    key(canvas, Qt.Key.Key_Delete, CTRL)
    assert links(canvas) == {("in", "c", 0)}
    assert canvas.session.history.undo_label == "Take out block"
    canvas.session.undo()
    assert canvas.session.graph == before


@pytest.mark.parametrize(
    ("pressed", "label"), [((Qt.Key.Key_D, CTRL), "Duplicate block"), ((Qt.Key.Key_X, CTRL), "Cut block")]
)
def test_that_steps_are_called_after_the_group(
    canvas: CanvasView, pressed: tuple[Qt.Key, Qt.KeyboardModifier], label: str
) -> None:
    opened(canvas, "a", "b")
    key(canvas, *pressed)
    assert canvas.session.history.undo_label == label
    canvas.session.undo()
    assert links(canvas) == {("in", "a", 0), ("a", "b", 0), ("b", "c", 0)}


def test_that_delete_is_called_after_the_group(canvas: CanvasView) -> None:
    opened(canvas, "a", "b")
    key(canvas, Qt.Key.Key_Delete)
    assert canvas.session.history.undo_label == "Delete block"


def test_that_all_layers_of_a_card_are_replaced_at_once(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    key(canvas, Qt.Key.Key_R)
    field = canvas.replace_search._field
    QTest.keyClicks(field, "Dropout")
    QTest.keyClick(field, Qt.Key.Key_Return)
    graph = canvas.session.graph
    assert {graph.layer_of(id).kind for id in canvas.board.members(group)} == {"Dropout"}
    assert canvas.session.history.undo_label == "Replace block with Dropout"


def test_that_enter_unfolds_the_card_and_the_focus_goes_inside_and_back(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    canvas.marks.focus_on(group, ring=True)
    key(canvas, Qt.Key.Key_Return)
    assert group not in canvas.board.nodes
    assert canvas.marks.focus == node(canvas, "a")
    canvas.session.undo()
    assert canvas.marks.focus == group
    canvas.session.redo()
    assert canvas.marks.focus == node(canvas, "a")


def test_that_links_of_a_card_are_walked_through_and_told(canvas: CanvasView) -> None:
    opened(canvas, "a", "b")
    key(canvas, Qt.Key.Key_L)
    assert canvas.accessibleDescription() == "link from in to a in block, 1 of 2"
    key(canvas, Qt.Key.Key_L)
    assert canvas.accessibleDescription() == "link from b in block to c, 2 of 2"
    key(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == {"c"}


# --- the rest ----------------------------------------------------------------------------------------------------


def test_that_the_knife_cuts_a_cards_wires(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    before = canvas.session.graph
    corner = canvas.mapFromScene(canvas.board.nodes[group].card_in_scene().topLeft())
    canvas.knife = True
    drag(canvas, corner + QPoint(-20, -8), corner + QPoint(240, -8))
    canvas.knife = False
    assert links(canvas) == {("a", "b", 0), ("b", "c", 0)}
    canvas.session.undo()
    assert canvas.session.graph == before


def test_that_a_layer_dropped_on_a_card_goes_into_no_hidden_link(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    before = links(canvas)
    start = canvas.mapFromScene(canvas.board.nodes[node(canvas, "far")].card_in_scene().center())
    drag(canvas, start, at_card(canvas, group))
    assert links(canvas) == before


def test_that_going_to_a_problem_in_a_folded_group_unfolds_it(canvas: CanvasView) -> None:
    group = opened(canvas, "b", "c")
    wrong = node(canvas, "c")  # an output without a loss
    for _ in range(len(canvas.session.problems)):
        canvas.troubles.go_on(1)
        if canvas.troubles.node == wrong:
            break
    assert canvas.troubles.node == wrong
    assert not canvas.session.graph.groups[group].folded
    assert selected(canvas) == {"c"}
    assert canvas.session.history.undo_label == "Unfold block"


def test_that_a_card_is_told_as_a_group(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b", count=4)
    assert announcing.describe(canvas, group).startswith("Group block, folded, 2 layers, times 4, 1 of 5, from in")
    assert announcing.links_of(canvas, group) == "1 in: in; 1 out: c"
    assert "from block" in announcing.describe(canvas, node(canvas, "c"))


def test_that_a_cards_problems_are_told_with_their_layers(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    canvas.session.problems = (Problem("b is wrong.", "b", "Mend it.", node=node(canvas, "b")),)
    canvas.session.problems_changed.emit()
    assert "error: b: b is wrong." in announcing.describe(canvas, group)


def test_that_a_layer_in_an_open_group_tells_so(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    canvas.grouping.fold((group,), False)
    assert "in group block" in announcing.describe(canvas, node(canvas, "a"))


def test_that_the_drawing_is_told_with_its_groups(canvas: CanvasView) -> None:
    opened(canvas, "a", "b")
    assert announcing.about_drawing(canvas) == "6 layers, 3 links, 1 group, folded"


def test_that_a_snippet_is_placed_at_a_wire_from_a_card_and_into_one(canvas: CanvasView) -> None:
    opened(canvas, "a", "b")
    snippet = Snippet(
        "one", "One more", "", edits.copy(CHAIN, [id for id in CHAIN.nodes if CHAIN.name_of(id) == "far"])
    )
    wire = next(line.link for line in canvas.board.links.values() if line.link.source == node(canvas, "b"))
    before = len(canvas.session.graph.nodes)
    assert canvas.placing.place(snippet, None, into=wire)
    assert len(canvas.session.graph.nodes) > before
    canvas.session.undo()
    assert canvas.placing.place(snippet, None, from_port=PortRef(node(canvas, "b"), "out", 0))


def test_that_a_wire_from_a_card_into_the_open_asks_for_a_layer_behind_it(canvas: CanvasView) -> None:
    group = opened(canvas, "a", "b")
    canvas.session.edit_graph("Cut", lambda graph: edits.delete(graph, {node(canvas, "c")}))
    start = canvas.mapFromScene(canvas.board.port_point(PortRef(group, "out", 0)))
    drag(canvas, start, start + QPoint(-160, 90))
    QTest.keyClicks(canvas.search._field, "Dropout")
    QTest.keyClick(canvas.search._field, Qt.Key.Key_Return)
    assert ("b", "dropout", 0) in links(canvas)
