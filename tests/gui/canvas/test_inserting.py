"""Layers dropped on a link stand in it: the link lights up first, and the neighbours make room."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from desktop_nn.graph.model import Direction, Graph
from tests.gui.canvas.hands import (
    PaletteDrag,
    at_node,
    at_port,
    drag,
    drawn,
    glide,
    key,
    links,
    node,
    open_drawing,
    press,
    release,
)
from ui.canvas.view import CanvasView

WAYS: list[Direction] = ["down", "right"]


def running(direction: Direction, graph: Graph) -> Graph:
    """The drawing in a direction; drawings for `right` are those for `down` with x and y changed."""
    if direction == "down":
        return graph
    nodes = {id: replace(one, x=2.0 * one.y, y=one.x / 2.0) for id, one in graph.nodes.items()}
    return replace(graph, nodes=nodes, direction="right")


BRANCHES = drawn(
    ("InputLayer", "in", 0, 0),
    ("Dense", "left", -130, 130),
    ("Dense", "right", 130, 130),
    ("Add", "sum", 0, 260),
    ("Dropout", "first", 420, 0),
    ("Dense", "second", 420, 120),
    links=(("in", "left"), ("in", "right"), ("left", "sum"), ("right", "sum"), ("first", "second")),
)


def middle(canvas: CanvasView, source: str, target: str, port: int = 0) -> QPoint:
    """The middle of a link in the viewport."""
    return (at_port(canvas, source, "out") + at_port(canvas, target, "in", port)) / 2


def overlapping(canvas: CanvasView) -> set[tuple[str, str]]:
    """Names of cards that cover one another."""
    name = canvas.session.graph.name_of
    cards = [(name(id), item.card_in_scene()) for id, item in canvas.board.nodes.items()]
    return {(a, b) for a, one in cards for b, other in cards if a < b and one.intersects(other)}


def order(canvas: CanvasView, *names: str) -> bool:
    """Whether the cards stand one behind the other along the flow, in this order."""
    cards = [canvas.board.nodes[node(canvas, name)].card_in_scene() for name in names]
    if canvas.board.direction == "down":
        return all(one.bottom() < other.top() for one, other in pairwise(cards))
    return all(one.right() < other.left() for one, other in pairwise(cards))


@pytest.mark.parametrize("direction", WAYS)
def test_that_a_row_of_selected_layers_is_inserted_as_a_whole(canvas: CanvasView, direction: Direction) -> None:
    open_drawing(canvas, running(direction, BRANCHES))
    canvas.session.select({node(canvas, "first"), node(canvas, "second")})
    drag(canvas, at_node(canvas, "first"), middle(canvas, "in", "left"))
    assert links(canvas) >= {("in", "first", 0), ("first", "second", 0), ("second", "left", 0), ("in", "right", 0)}
    assert ("in", "left", 0) not in links(canvas)
    assert canvas.session.history.labels() == ("Insert 2 layers",)
    assert order(canvas, "in", "first", "second", "left", "sum")
    canvas.session.undo()
    assert links(canvas) == {("in", "left", 0), ("in", "right", 0), ("left", "sum", 0), ("right", "sum", 1),
                             ("first", "second", 0)}  # fmt: skip


@pytest.mark.parametrize("direction", WAYS)
def test_that_a_row_taken_hold_of_at_its_end_is_inserted_too(canvas: CanvasView, direction: Direction) -> None:
    open_drawing(canvas, running(direction, BRANCHES))
    canvas.session.select({node(canvas, "first"), node(canvas, "second")})
    drag(canvas, at_node(canvas, "second"), middle(canvas, "in", "left"))
    assert links(canvas) >= {("in", "first", 0), ("first", "second", 0), ("second", "left", 0)}
    assert order(canvas, "in", "first", "second", "left", "sum")


@pytest.mark.parametrize("direction", WAYS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_that_a_layer_from_the_palette_gets_room_beside_neighbours(
    canvas: CanvasView, direction: Direction, side: str
) -> None:
    alone = drawn(
        ("InputLayer", "in", 0, 0), ("Dense", "left", -130, 130), ("Dense", "right", 130, 130),
        ("Add", "sum", 0, 260), ("Dense", "after", 0, 390),
        links=(("in", "left"), ("in", "right"), ("left", "sum"), ("right", "sum"), ("sum", "after")),
    )  # fmt: skip
    open_drawing(canvas, running(direction, alone))
    place = middle(canvas, side, "sum", 0 if side == "left" else 1)
    palette = PaletteDrag(canvas, "Dropout")
    palette.enter(place)
    palette.move(place)
    palette.drop(place)
    assert order(canvas, "in", side, "dropout", "sum", "after")
    assert not overlapping(canvas)
    assert len(canvas.session.history.labels()) == 1


@pytest.mark.parametrize("direction", WAYS)
def test_that_a_card_of_no_concern_is_not_covered_by_what_moves_on(canvas: CanvasView, direction: Direction) -> None:
    graph = drawn(
        ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 130), ("Dense", "other", 0, 250), ("Dropout", "new", 400, 0),
        links=(("in", "a"),),
    )  # fmt: skip
    open_drawing(canvas, running(direction, graph))
    drag(canvas, at_node(canvas, "new"), middle(canvas, "in", "a"))
    assert order(canvas, "in", "new", "a", "other")
    assert not overlapping(canvas)


def test_that_the_link_lights_up_before_the_drop(canvas: CanvasView) -> None:
    open_drawing(canvas, BRANCHES)
    canvas.session.select({node(canvas, "first"), node(canvas, "second")})
    start, end = at_node(canvas, "first"), middle(canvas, "in", "left")
    press(canvas, start)
    glide(canvas, start, end)
    lit = [link for link, item in canvas.board.links.items() if item.hovered]
    assert [(link.source, link.target) for link in lit] == [(node(canvas, "in"), node(canvas, "left"))]
    key(canvas, Qt.Key.Key_Escape)
    assert not any(item.hovered for item in canvas.board.links.values())
    release(canvas, end)
    assert not canvas.session.history.labels()


def test_that_links_of_what_is_dragged_catch_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, BRANCHES)
    canvas.session.select({node(canvas, "first"), node(canvas, "second")})
    port = canvas.board.nodes[node(canvas, "first")].card_in_scene()
    start = canvas.mapFromScene(QPointF(port.center().x() + 14, port.bottom() - 3))
    drag(canvas, start, start + QPoint(40, 50))
    assert canvas.session.history.labels() == ("Move 2 layers",)
    assert len(links(canvas)) == 5


def test_that_layers_that_hang_on_others_are_only_moved(canvas: CanvasView) -> None:
    open_drawing(canvas, BRANCHES)
    before = links(canvas)
    canvas.session.select({node(canvas, "left"), node(canvas, "second")})
    drag(canvas, at_node(canvas, "second"), middle(canvas, "in", "right"))
    assert links(canvas) == before


def test_that_an_input_is_not_inserted(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200), ("InputLayer", "in", 300, 0),
                               links=(("a", "b"),)))  # fmt: skip
    drag(canvas, at_node(canvas, "in"), middle(canvas, "a", "b"))
    assert links(canvas) == {("a", "b", 0)}
    assert canvas.session.history.labels() == ("Move in",)
