"""Ten thousand layers: the drawing opens and can be worked on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF

from tests.benchmarks.drawings import grid
from tests.gui.canvas.hands import at_node, drag, open_drawing
from ui.canvas.view import CanvasView


def test_that_ten_thousand_layers_can_be_seen_dragged_and_put_back(canvas: CanvasView) -> None:
    graph = grid(10_000)
    open_drawing(canvas, graph)
    assert len(canvas.board.nodes) == len(graph.nodes)
    canvas.fit(animated=False)
    assert not canvas.grab().isNull()
    canvas.camera.fly(canvas.board.nodes["n5012"].card_in_scene().center(), 1.0, animated=False)
    start = at_node(canvas, "dense_5012")
    drag(canvas, start, start + QPoint(40, 30))
    assert canvas.session.history.undo_label == "Move dense_5012"
    moved = graph.nodes["n5012"]
    assert canvas.board.nodes["n5012"].pos() == QPointF(moved.x + 40, moved.y + 30)
    canvas.session.undo()
    assert canvas.board.nodes["n5012"].pos() == QPointF(moved.x, moved.y)
