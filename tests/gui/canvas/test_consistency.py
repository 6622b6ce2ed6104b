"""After any row of edits, undos and redos the items are exactly what the drawing says."""

from __future__ import annotations

import random

import pytest

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Graph, Link
from tests.gui.canvas.hands import drawn, open_drawing
from ui.canvas.faces import Faces
from ui.canvas.view import CanvasView

KINDS = ("InputLayer", "Dense", "Concatenate", "MultiHeadAttention", "Flatten")


def change(graph: Graph, dice: random.Random, canvas: CanvasView) -> Graph:
    """One edit such as a user makes."""
    ids = list(graph.nodes)
    what = dice.choice(("place", "place", "call", "connect", "connect", "move", "delete", "bridge", "cut", "paste"))
    if what == "place" or len(ids) < 2:
        return edits.place(graph, dice.choice(KINDS), dice.randint(0, 900), dice.randint(0, 900))[0]
    one, two = dice.sample(ids, 2)
    if what == "call":
        return edits.place_call(graph, graph.nodes[one].layer, dice.randint(0, 900), 0)[0]
    if what == "connect":
        port = edits.free_port(graph, two, canvas.catalogue)
        link = Link(one, two, 0, port or 0)
        return wiring.join(graph, link, canvas.catalogue) if port is not None else graph
    if what == "move":
        return edits.move(graph, {one: (dice.randint(0, 900), dice.randint(0, 900))})
    if what == "delete":
        return edits.delete(graph, {one})
    if what == "bridge":
        return wiring.bridge(graph, [one])
    if what == "cut":
        return edits.disconnect(graph, graph.links[:1])
    return edits.paste(graph, edits.copy(graph, {one, two}), 40, 40)[0]


def check(canvas: CanvasView) -> None:
    """Items, places, links, faces and ends of links are those of the drawing."""
    graph, board = canvas.session.graph, canvas.board
    assert set(board.nodes) == set(graph.nodes)
    assert set(board.links) == set(graph.links)
    fresh = Faces(canvas.catalogue).of(graph, canvas.session.facts, canvas.session.problems)
    for id, item in board.nodes.items():
        assert (item.pos().x(), item.pos().y()) == (graph.nodes[id].x, graph.nodes[id].y)
        assert item.face == fresh[id]
        assert item.selected == (id in canvas.session.selection)
        assert {line.link for line in board.links_at(id)} == {*graph.links_into(id), *graph.links_from(id)}
    for link, line in board.links.items():
        assert line.start == board.nodes[link.source].port_point("out", link.source_port)
        assert line.end == board.nodes[link.target].port_point("in", link.target_port)
    assert set(board.items()) == {*board.nodes.values(), *board.links.values(), board.link_layer.labels, board.frames}


@pytest.mark.parametrize("seed", range(6))
def test_that_items_follow_any_edits(canvas: CanvasView, seed: int) -> None:
    open_drawing(canvas, drawn(("InputLayer", "in1", 0, 0)))
    dice = random.Random(seed)
    for _ in range(60):
        step = dice.random()
        if step < 0.15:
            canvas.session.undo()
        elif step < 0.25:
            canvas.session.redo()
        elif step < 0.35:
            canvas.session.select(
                dice.sample(list(canvas.session.graph.nodes), min(2, len(canvas.session.graph.nodes)))
            )
        else:
            canvas.session.edit_graph("Edit", lambda graph: change(graph, dice, canvas))
        check(canvas)
