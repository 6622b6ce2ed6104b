"""The overlay of the training state: gradient norms, small curves, and the glow where a gradient has died."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop_nn.graph.groups import make_group
from desktop_nn.graph.model import Graph
from desktop_nn.training.events import EpochEnded, LayersSeen
from desktop_nn.training.internals import LayerSeen
from desktop_nn.training.metric_log import MetricLog
from tests.gui.canvas.hands import at_node, drawn, node, open_drawing
from ui.canvas import under_pointer
from ui.canvas.training_heat import sparks
from ui.canvas.view import CanvasView

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


def log_of(canvas: CanvasView, *looks: dict[str, float], silent: float = 0.0) -> MetricLog:
    """A run that looked into layers (by name, with their gradient norms) after each epoch."""
    graph, log = canvas.session.graph, MetricLog()
    layers = {graph.name_of(id): item.layer for id, item in graph.nodes.items()}
    for epoch, norms in enumerate(looks):
        seen = (LayerSeen(layers[name], 1.0, norm, silent=silent) for name, norm in norms.items())
        log.add(LayersSeen(epoch, tuple(seen)))
    return log


def opened(canvas: CanvasView, *looks: dict[str, float], graph: Graph = CHAIN) -> MetricLog:
    open_drawing(canvas, graph)
    canvas.overlay.show("training")
    log = log_of(canvas, *looks)
    canvas.overlay.look_into(log)
    QApplication.processEvents()
    return log


def test_that_each_card_tells_the_newest_gradient_norm_and_how_it_went(canvas: CanvasView) -> None:
    opened(canvas, {"a": 1.0, "b": 0.5}, {"a": 0.1, "b": 0.25})
    a, b = (canvas.board.nodes[node(canvas, name)].heat for name in ("a", "b"))
    assert a is not None
    assert b is not None
    assert (a.text, b.text) == ("∇ 0.1000", "∇ 0.2500")
    assert a.spark == (1.0, 0.0)
    assert b.step == 16
    assert canvas.overlay.legend.total == "A gradient reaches every layer"


def test_that_it_follows_the_run(canvas: CanvasView) -> None:
    log = opened(canvas, {"a": 1.0, "b": 0.5})
    log.layers += log_of(canvas, {"a": 0.3, "b": 0.5}).layers
    canvas.overlay.look_into(log)
    heat = canvas.board.nodes[node(canvas, "a")].heat
    assert heat is not None
    assert heat.text == "∇ 0.3000"


def test_that_a_layer_without_weights_is_not_coloured(canvas: CanvasView) -> None:
    opened(canvas, {"a": 1.0, "b": 0.5})
    heat = canvas.board.nodes[node(canvas, "in1")].heat
    assert heat is not None
    assert (heat.level, heat.text) == (None, "")


def test_that_a_card_glows_where_the_gradient_has_died_and_says_why(canvas: CanvasView) -> None:
    def beside(name: str) -> QColor:
        box = canvas.board.nodes[node(canvas, name)].card_in_scene()
        at = canvas.mapFromScene(box.topLeft())
        return canvas.viewport().grab().toImage().pixelColor(at.x() - 4, at.y() + 30)

    opened(canvas, {"a": 1.0, "b": 1e-6})
    alive, dead = beside("a"), beside("b")
    assert dead.red() - dead.green() > alive.red() - alive.green() + 20
    assert canvas.overlay.legend.total == "1 layer without gradient"
    tip = under_pointer.about(canvas, QPointF(at_node(canvas, "b")))
    assert "The gradient has died here: 1e-06 of the largest." in tip
    heat = canvas.board.nodes[node(canvas, "b")].heat
    assert heat is not None
    assert heat.text.endswith("died")


def test_that_it_also_shows_from_far_away(canvas: CanvasView) -> None:
    def reds() -> int:
        QApplication.processEvents()
        image = canvas.viewport().grab().toImage()
        box = canvas.mapFromScene(canvas.board.nodes[node(canvas, "a")].card_in_scene()).boundingRect()
        colours = [image.pixelColor(x, box.top()) for x in range(box.left(), box.right())]
        return sum(colour.red() - colour.blue() > 30 for colour in colours)

    log = opened(canvas, {"a": 1.0, "b": 0.5})
    canvas.camera.fly(canvas.board.contents().center(), 0.2, animated=False)
    assert reds() == 0
    log.layers += log_of(canvas, {"a": 1e-6, "b": 1.0}).layers
    canvas.overlay.look_into(log)
    assert reds() > 10


def test_that_a_folded_card_tells_of_the_layers_inside(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    ids = [node(canvas, name) for name in ("a", "b")]
    canvas.session.edit_graph("Group", lambda graph: make_group(graph, ids, "Deep")[0])
    group = next(iter(canvas.session.graph.groups))
    canvas.grouping.fold((group,), True)
    canvas.overlay.show("training")
    canvas.overlay.look_into(log_of(canvas, {"a": 1.0, "b": 1e-6}))
    heat = canvas.board.nodes[group].heat
    assert heat is not None
    assert (heat.text, heat.alarm) == ("∇ 1 died", "in 1 of its layers")


def test_that_a_run_that_did_not_look_says_so_and_colours_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.overlay.show("training")
    assert canvas.overlay.legend.total == "To be seen after the first epoch"
    log = MetricLog()
    log.add(EpochEnded(0, 0.1, {"loss": 1.0}))
    canvas.overlay.look_into(log)
    assert canvas.overlay.legend.total == "This run did not look into its layers"
    assert all(item.heat is not None and item.heat.step is None for item in canvas.board.nodes.values())


def test_that_a_finished_model_does_not_glow(canvas: CanvasView) -> None:
    opened(canvas, {"a": 1e-9, "b": 1e-10})
    assert not any(item.heat and item.heat.alarm for item in canvas.board.nodes.values())
    assert canvas.overlay.legend.total == "Nothing is learned any more"


def test_that_a_level_gradient_is_a_line_in_the_middle() -> None:
    assert sparks([0.1, 0.1, 0.1]) == (0.5, 0.5, 0.5)
    assert sparks([0.1]) == ()
    assert sparks([0.0, 1.0]) == (0.0, 1.0)
