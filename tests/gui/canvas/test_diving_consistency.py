"""After any row of edits, divings, packings, undos and redos the canvas shows the drawing that is looked at."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.ports import output_count, ports_of
from desktop_nn.graph.scopes import existing, inner_scopes
from tests.gui.canvas.hands import drawn, open_drawing
from tests.gui.canvas.test_consistency import change
from ui.canvas.faces import Faces
from ui.canvas.view import CanvasView


def check(canvas: CanvasView) -> None:
    session, board = canvas.session, canvas.board
    graph, whole = session.graph, session.project.graph
    assert existing(whole, session.scope) == session.scope
    assert set(board.nodes) == set(graph.nodes)
    assert set(board.links) == set(graph.links)
    fresh = Faces(canvas.catalogue).of(graph, session.facts, session.problems_here)
    for id, item in board.nodes.items():
        assert (item.pos().x(), item.pos().y()) == (graph.nodes[id].x, graph.nodes[id].y)
        assert item.face == fresh[id]
        assert item.selected == (id in session.selection)
    assert len(canvas.diving.bar.path) == (len(session.scope) + 1 if session.scope else 0)
    for drawing in (whole, *(inner for _, inner in inner_scopes(whole))):
        check_ports(canvas, drawing)


def check_ports(canvas: CanvasView, graph: Graph) -> None:
    """Links at nested models end at ports that there are, and the drawing inside has the layer's name."""
    for layer in graph.layers.values():
        if layer.model is not None:
            assert layer.model.name == layer.name
            for call in graph.calls_of(layer.id):
                assert all(link.target_port < len(ports_of(layer, canvas.catalogue)) for link in graph.links_into(call))
                assert all(link.source_port < output_count(layer) for link in graph.links_from(call))


def all_known(graph: Graph) -> GraphFacts:
    """Facts as if every layer gave four values."""
    inner = {layer.id: all_known(layer.model) for layer in graph.layers.values() if layer.model is not None}
    return GraphFacts({id: NodeFacts(((None, 4),), "float32") for id in graph.nodes}, inner=inner)


@pytest.mark.parametrize("seed", range(6))
def test_that_the_canvas_follows_any_edits_in_any_nested_model(canvas: CanvasView, seed: int) -> None:
    rows = [("InputLayer", "in1", 0, 0), *(("Dense", name, 0, 150 * row) for row, name in enumerate("abcdef", 1))]
    open_drawing(canvas, drawn(*rows, links=tuple(pairwise(("in1", *"abcdef")))))
    dice, session, diving = random.Random(seed), canvas.session, canvas.diving
    before, made = session.project, 0
    for _ in range(90):
        ids = list(session.graph.nodes)
        nested = [id for id in ids if session.graph.layer_of(id).model is not None]
        match dice.choice(("undo", "redo", "make", "make", "unpack", "open", "open", "out", "edit", "edit", "edit")):
            case "undo":
                session.undo()
            case "redo":
                session.redo()
            case "make":
                session.facts = all_known(session.project.graph)
                session.facts_changed.emit()
                session.select(ids[dice.randrange(len(ids)) :][: dice.randint(1, 3)] if ids else ())
                diving.make()
                made += bool(diving.chosen)
            case "unpack" if nested:
                session.select(dice.sample(nested, 1))
                diving.unpack()
            case "open" if nested:
                diving.open(dice.choice(nested))
            case "out":
                diving.go_out()
            case _:
                session.edit_graph("Edit", lambda graph: change(graph, dice, canvas))
        check(canvas)
    while session.history.undo_label is not None:
        session.undo()
    check(canvas)
    assert session.project == before
    assert made
