"""What the canvas remembers from edit to edit is what it would make anew: ways of links, marks, faces."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPointF, QRectF

from desktop_nn.graph import edits
from desktop_nn.graph.folding import seen
from desktop_nn.graph.model import Graph, Link
from tests.gui.canvas.hands import at_node, drag, drawn, node, open_drawing
from ui.canvas.link_item import LinkItem
from ui.canvas.routing import Obstacles
from ui.canvas.scene import CanvasScene
from ui.canvas.view import CanvasView

TOP, BOTTOM = QPointF(95, 0), QPointF(95, 300)
CARD = QRectF(0, 100, 190, 68)


def tower(height: int) -> Graph:
    """A column with links that skip a card, which must be led round it."""
    names = [f"d{row}" for row in range(height)]
    layers = [("Dense", name, 0.0, 130.0 * row) for row, name in enumerate(names)]
    skips = [(one, other) for one, other in zip(names, names[2:], strict=False)]
    return drawn(*layers, links=tuple(skips))


def ways(board: CanvasScene) -> dict[Link, list[tuple[float, float]]]:
    """The points of each link's line."""
    found = {}
    for link, item in board.links.items():
        path = item.path()
        elements = [path.elementAt(number) for number in range(path.elementCount())]
        found[link] = [(round(element.x, 6), round(element.y, 6)) for element in elements]
    return found


def check_ways(canvas: CanvasView) -> None:
    """All links run as on a canvas that was made just now."""
    fresh = CanvasScene()
    fresh.direction = canvas.board.direction
    fresh.show_graph(canvas.session.graph, canvas.faces, seen(canvas.session.graph))
    assert ways(canvas.board) == ways(fresh)


@pytest.mark.parametrize("seed", range(3))
def test_that_links_are_led_round_cards_as_if_drawn_anew(canvas: CanvasView, seed: int) -> None:
    open_drawing(canvas, tower(8))
    dice = random.Random(seed)
    ids = list(canvas.session.graph.nodes)
    for _ in range(12):
        one, to = dice.choice(ids), (dice.randint(0, 300), dice.randint(0, 900))
        canvas.session.edit_graph("Move", lambda graph, one=one, to=to: edits.move(graph, {one: to}))  # type: ignore[misc]
        check_ways(canvas)
        if dice.random() < 0.3:
            canvas.session.undo()
            check_ways(canvas)


def test_that_a_card_that_is_deleted_is_no_longer_in_the_way(canvas: CanvasView) -> None:
    open_drawing(canvas, tower(5))
    canvas.session.edit_graph("Delete", lambda graph: edits.delete(graph, {node(canvas, "d1")}))
    check_ways(canvas)


def test_that_links_are_led_anew_after_a_drag(canvas: CanvasView) -> None:
    open_drawing(canvas, tower(5))
    at = at_node(canvas, "d2")
    drag(canvas, at, at.__class__(at.x() + 170, at.y() + 12))
    assert canvas.session.graph.nodes[node(canvas, "d2")].x > 0
    check_ways(canvas)


def test_that_a_link_whose_ends_move_together_keeps_its_shape() -> None:
    moved, fresh = (LinkItem(Link("a", "b"), ("a", 0), ("b", 0)) for _ in range(2))
    by = QPointF(37, -11)
    start, end = QPointF(10, 20), QPointF(200, 260)
    moved.route(start, end, "down", None)
    moved.route(start + by, end + by, "down", None)
    fresh.route(start + by, end + by, "down", None)
    assert moved.path() == fresh.path()
    assert moved.label_at == fresh.label_at
    assert (moved.start, moved.end) == (fresh.start, fresh.end)


def test_that_a_link_turned_about_takes_another_way() -> None:
    moved, fresh = (LinkItem(Link("a", "b"), ("a", 0), ("b", 0)) for _ in range(2))
    moved.route(QPointF(0, 0), QPointF(200, 260), "down", None)
    for item in (moved, fresh):
        item.route(QPointF(0, 0), QPointF(200, 260), "right", None)
    assert moved.path() == fresh.path()


def test_that_a_card_that_moves_away_is_no_obstacle() -> None:
    obstacles = Obstacles([("x", CARD)], "down")
    assert obstacles.lane(TOP, BOTTOM, ("a", "b")) is not None
    obstacles.place("x", CARD.translated(600, 40))
    assert obstacles.lane(TOP, BOTTOM, ("a", "b")) is None
    obstacles.place("x", CARD)
    assert obstacles.lane(TOP, BOTTOM, ("a", "b")) is not None
    obstacles.place("x", None)
    assert obstacles.lane(TOP, BOTTOM, ("a", "b")) is None


def test_that_a_new_card_is_an_obstacle() -> None:
    obstacles = Obstacles([], "down")
    obstacles.place("x", CARD)
    assert obstacles.lane(TOP, BOTTOM, ("a", "b")) is not None


def test_that_nodes_and_links_stay_marked_when_others_come(canvas: CanvasView) -> None:
    open_drawing(canvas, tower(4))
    chosen = node(canvas, "d0")
    canvas.session.select({chosen})
    link = next(link for link in canvas.session.graph.links if link.source != chosen)
    canvas.marks.choose_links({link})
    canvas.session.edit_graph("Add", lambda graph: edits.place(graph, "Dense", 500, 0)[0])
    assert {id for id, item in canvas.board.nodes.items() if item.selected} == {chosen}
    assert [line.link for line in canvas.board.links.values() if line.chosen] == [link]
    assert [line.link.source for line in canvas.board.links.values() if line.near] == [chosen]
