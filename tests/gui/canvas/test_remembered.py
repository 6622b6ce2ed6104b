"""What the canvas remembers from edit to edit is what it would make anew: ways of links, marks, faces."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QImage

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.folding import seen
from desktop_nn.graph.model import Graph, Link
from tests.gui.canvas.hands import at_node, drag, drawn, glide, node, open_drawing, press, release
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
    drag(canvas, at, at + QPoint(170, 12))
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


def look(canvas: CanvasView) -> QImage:
    """What is seen once all cards are copied from their pictures."""
    for _ in range(2):
        canvas.viewport().grab()
    return canvas.viewport().grab().toImage()


def labelled(canvas: CanvasView) -> QImage:
    """A tower whose links say what they carry, near enough to be read."""
    graph = tower(5)
    open_drawing(canvas, graph)
    facts = GraphFacts({id: NodeFacts(((None, 64),), "float32", 9, 9) for id in canvas.session.graph.nodes})
    canvas.session.facts = facts
    canvas.session.facts_changed.emit()
    canvas.camera.fly(canvas.board.contents().center(), 1.0, animated=False)
    return look(canvas)


def labels_made_anew(canvas: CanvasView) -> QImage:
    """The same with all labels looked for again."""
    canvas.board.link_layer.labels.moved((), dragged=False)
    return look(canvas)


def test_that_labels_go_along_while_a_card_is_dragged(canvas: CanvasView) -> None:
    before = labelled(canvas)
    at = at_node(canvas, "d2")
    press(canvas, at)
    glide(canvas, at, at + QPoint(150, 40))
    dragged = look(canvas)
    assert dragged != before
    assert dragged == labels_made_anew(canvas)
    release(canvas, at + QPoint(150, 40))
    assert look(canvas) == labels_made_anew(canvas)


def test_that_labels_of_links_that_are_cut_are_gone(canvas: CanvasView) -> None:
    before = labelled(canvas)
    canvas.session.edit_graph("Cut", lambda graph: edits.disconnect(graph, graph.links[:1]))
    after = look(canvas)
    assert after != before
    assert after == labels_made_anew(canvas)
    canvas.session.undo()
    assert look(canvas) == labels_made_anew(canvas)


def test_that_the_ring_of_a_card_is_seen_from_far_at_the_edge(canvas: CanvasView) -> None:
    open_drawing(canvas, tower(3))
    item = canvas.board.nodes[node(canvas, "d1")]
    for zoom in (0.2, 0.4):
        # The card lies just left of what is seen, its ring reaches into it.
        left = item.card_in_scene().right() + canvas.viewport().width() / zoom / 2 + 0.5 / zoom
        canvas.camera.fly(QPointF(left, item.card_in_scene().center().y()), zoom, animated=False)
        canvas.session.select(())
        plain = look(canvas)
        canvas.session.select({item.node_id})
        assert look(canvas) != plain
