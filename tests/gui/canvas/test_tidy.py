"""Tidy layout: worked out on a worker, landed as one undo step."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop_nn.graph import edits
from tests.gui.canvas.hands import drawn, node, open_drawing
from ui.canvas.view import CanvasView

MESS = drawn(
    ("Dense", "out", 300, -100),
    ("InputLayer", "in1", 40, 500),
    ("Dense", "a", -200, 210),
    ("Dense", "alone", 900, 900),
    links=(("in1", "a"), ("a", "out")),
)


def height(canvas: CanvasView, name: str) -> float:
    """How far down a node stands."""
    return canvas.session.graph.nodes[node(canvas, name)].y


def test_that_tidying_runs_from_inputs_to_outputs_in_one_step(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, MESS)
    before = canvas.session.graph
    canvas.tidy()
    qtbot.waitUntil(lambda: canvas.session.history.undo_label == "Tidy layout")
    assert height(canvas, "in1") < height(canvas, "a") < height(canvas, "out")
    assert len(canvas.session.history.labels()) == 1
    canvas.session.undo()
    assert canvas.session.graph == before


def test_that_tidying_a_selection_leaves_the_rest(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, MESS)
    canvas.session.select([node(canvas, name) for name in ("in1", "a", "out")])
    alone = canvas.session.graph.nodes[node(canvas, "alone")]
    canvas.tidy()
    qtbot.waitUntil(lambda: canvas.session.history.undo_label == "Tidy layout")
    assert canvas.session.graph.nodes[alone.id] is alone
    assert height(canvas, "in1") < height(canvas, "a")


def test_that_a_layout_of_an_older_drawing_is_dropped(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, MESS)
    canvas.tidy()
    gone = node(canvas, "a")
    canvas.session.edit_graph("Delete a", lambda graph: edits.delete(graph, [gone]))
    qtbot.waitUntil(lambda: not canvas.session.files.busy)
    assert canvas.session.history.labels() == ("Delete a",)


def test_that_an_empty_canvas_needs_no_tidying(canvas: CanvasView) -> None:
    canvas.tidy()
    assert not canvas.session.files.busy
