"""Where the keyboard's focus goes when nodes go, come back, or come in."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop_nn.graph import groups
from desktop_nn.graph.model import Graph
from tests.gui.canvas.hands import CTRL, at_node, click, drawn, key, node, open_drawing, selected
from ui.canvas.focusing import heir
from ui.canvas.view import CanvasView

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "a", 0, 160),
    ("Dense", "b", 0, 320),
    ("Dense", "c", 0, 480),
    links=(("in1", "a"), ("a", "b"), ("b", "c")),
)


def walk_to(canvas: CanvasView, name: str) -> None:
    for _ in range(5):
        if selected(canvas) != {name}:
            key(canvas, Qt.Key.Key_Down)


def focused(canvas: CanvasView) -> str:
    return canvas.session.graph.name_of(canvas.marks.focus) if canvas.marks.focus else ""


def test_that_the_focus_goes_upstream_when_its_node_is_deleted(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    walk_to(canvas, "b")
    key(canvas, Qt.Key.Key_Delete)
    assert focused(canvas) == "a"
    assert selected(canvas) == {"a"}
    assert canvas.board.nodes[node(canvas, "a")].focused


def test_that_the_focus_goes_onward_from_the_first_node(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    key(canvas, Qt.Key.Key_Down)
    key(canvas, Qt.Key.Key_Delete)
    assert focused(canvas) == "a"


def test_that_the_mouse_deselects_after_a_deletion_as_ever(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    click(canvas, at_node(canvas, "b"))
    key(canvas, Qt.Key.Key_Delete)
    assert not selected(canvas)


def test_that_the_focus_survives_undo_and_redo_of_what_it_stands_on(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    walk_to(canvas, "c")
    key(canvas, Qt.Key.Key_D, CTRL)
    assert focused(canvas) == "c_1"
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.marks.focus in canvas.board.nodes
    key(canvas, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert canvas.marks.focus in canvas.board.nodes


def test_that_pasted_nodes_get_the_focus(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    walk_to(canvas, "a")
    key(canvas, Qt.Key.Key_C, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL)
    assert focused(canvas) == "a_1"


def test_that_a_group_takes_over_from_its_members_when_it_is_folded() -> None:
    ids = list(CHAIN.nodes)
    grouped, group = groups.make_group(CHAIN, ids[1:3], "Block")
    folded = groups.fold(grouped, {group})
    assert heir(ids[2], grouped, folded, {ids[0], group, ids[3]}) == group
    assert heir(group, folded, grouped, set(ids)) == ids[1]


def test_that_nothing_takes_over_in_an_empty_drawing() -> None:
    assert heir("n1", CHAIN, Graph(), ()) is None
