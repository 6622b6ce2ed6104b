"""The overlay: numbers and colours of what layers cost, with a legend; near by and from far."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import edits, groups
from tests.gui.canvas.hands import click, drawn, node, open_drawing
from tests.gui.canvas.test_showing import know
from ui.canvas.looks import looks
from ui.canvas.view import CanvasView

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


def opened(canvas: CanvasView) -> None:
    """The chain with facts; b has by far the most weights."""
    open_drawing(canvas, CHAIN)
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12_345))


def heats(canvas: CanvasView) -> dict[str, str]:
    """The number on each card by name."""
    items = canvas.board.nodes
    return {canvas.session.graph.name_of(id): item.heat.text for id, item in items.items() if item.heat is not None}


def colour_at(canvas: CanvasView, at: QPoint) -> QColor:
    """The colour that is painted at a place of the viewport."""
    QApplication.processEvents()
    return canvas.viewport().grab().toImage().pixelColor(at)


def test_that_each_card_tells_its_cost(canvas: CanvasView) -> None:
    opened(canvas)
    canvas.overlay.show("parameters")
    assert heats(canvas) == {"in1": "0", "a": "15", "b": "12,345"}
    canvas.overlay.show("memory")
    assert heats(canvas) == {"in1": "16 bytes", "a": "12 bytes", "b": "12 bytes"}
    canvas.overlay.show("multiply-adds")
    assert heats(canvas) == {"in1": "0", "a": "12", "b": "9"}


def test_that_the_most_costly_layer_is_hottest(canvas: CanvasView) -> None:
    opened(canvas)
    canvas.overlay.show("parameters")
    steps = {canvas.session.graph.name_of(id): item.heat.step for id, item in canvas.board.nodes.items() if item.heat}
    assert steps["in1"] == 0
    assert steps["b"] == 16
    assert 0 < (steps["a"] or 0) < 16


def test_that_the_legend_has_the_scale_and_the_total(canvas: CanvasView) -> None:
    opened(canvas)
    legend = canvas.overlay.legend
    assert not legend.isVisible()
    canvas.overlay.show("parameters")
    assert legend.isVisible()
    assert (legend.title, legend.ends, legend.total) == ("Parameters", ("0", "110", "12,345"), "12,360 in all")
    canvas.resize(700, 500)
    assert canvas.rect().contains(legend.geometry())
    canvas.overlay.show("")
    assert not legend.isVisible()
    assert heats(canvas) == {}


def test_that_a_click_through_the_legend_reaches_the_canvas(canvas: CanvasView) -> None:
    opened(canvas)
    canvas.overlay.show("parameters")
    canvas.session.select({node(canvas, "a")})
    click(canvas, canvas.overlay.legend.geometry().center())
    assert not canvas.session.selection


def test_that_what_keras_does_not_tell_is_said_to_be_unknown(canvas: CanvasView) -> None:
    opened(canvas)
    know(canvas, in1=(4, 0), a=(3, 15))
    canvas.overlay.show("parameters")
    assert heats(canvas)["b"] == "not known"
    assert canvas.overlay.legend.total == "15 in all, 1 not known"


def test_that_it_follows_edits_and_facts(canvas: CanvasView) -> None:
    opened(canvas)
    canvas.overlay.show("parameters")
    canvas.session.edit_graph("Add", lambda graph: edits.place(graph, "Dense", 300, 0, name="new")[0])
    assert heats(canvas)["new"] == "not known"
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12), new=(3, 7))
    assert heats(canvas)["new"] == "7"


def test_that_colours_show_near_by_and_from_far(canvas: CanvasView) -> None:
    opened(canvas)
    for zoom, inset in ((1.0, 3), (0.1, 4)):
        canvas.overlay.show("parameters")
        canvas.camera.fly(canvas.board.contents().center(), zoom, animated=False)
        card = canvas.mapFromScene(canvas.board.nodes[node(canvas, "b")].card_in_scene()).boundingRect()
        place = QPoint(card.left() + inset, card.center().y())
        assert colour_at(canvas, place) == looks.heat[16].color()
        canvas.overlay.show("")
        assert colour_at(canvas, place) != looks.heat[16].color()


def test_that_another_document_is_measured_as_well(canvas: CanvasView) -> None:
    opened(canvas)
    canvas.overlay.show("parameters")
    open_drawing(canvas, drawn(("Dense", "other", 0, 0)))
    assert heats(canvas) == {"other": "not known"}


def test_that_a_folded_group_costs_what_it_holds_and_the_total_stays(canvas: CanvasView) -> None:
    graph, group = groups.make_group(CHAIN, list(CHAIN.nodes)[1:], "block")
    open_drawing(canvas, groups.change_group(graph, group, count=3))
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12))
    for measure in ("memory", "multiply-adds", "parameters"):
        canvas.overlay.show(measure)
        before = canvas.overlay.legend.total
        canvas.grouping.fold((group,), True)
        heat = canvas.board.nodes[group].heat
        assert heat is not None
        assert heat.text == {"memory": "72 bytes", "multiply-adds": "63", "parameters": "81"}[measure]
        assert canvas.overlay.legend.total == before
        assert canvas.overlay.legend.ends[2] == heat.text
        canvas.grouping.fold((group,), False)
