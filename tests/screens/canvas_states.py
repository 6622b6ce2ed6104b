"""States of the canvas: every kind of card, what is wrong with a node and how it is mended, overlays, zooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.layout import LAYER_GAP, NODE_SIZE, SIBLING_GAP
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.document import Project, with_graph
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow

_Row = tuple[str, str, dict[str, Any]]
PICTURES: Sequence[_Row] = (
    ("InputLayer", "picture", {"shape": [28, 28, 1]}),
    ("Rescaling", "rescaling", {"scale": 1 / 255}),
    ("Conv2D", "conv", {"filters": 32, "kernel_size": 3, "activation": "relu"}),
    ("MaxPooling2D", "pool", {}),
    ("Flatten", "flatten", {}),
    ("Dropout", "dropout", {"rate": 0.2}),
    ("Dense", "classes", {"units": 10, "activation": "softmax"}),
)
BLOCK: Sequence[_Row] = (
    ("Conv2D", "", {"filters": 32, "kernel_size": 3, "padding": "same"}),
    ("BatchNormalization", "", {}),
    ("ReLU", "", {}),
)
_WORDS: Sequence[_Row] = (
    ("InputLayer", "words", {"shape": [None], "dtype": "int32"}),
    ("Embedding", "embedding", {"input_dim": 20_000, "output_dim": 64}),
    ("Bidirectional", "both_ways", {"layer": {"class_name": "LSTM", "config": {"units": 32}}}),
    ("LayerNormalization", "layer_normalization", {}),
    ("Dense", "a_rather_long_name_that_goes_on", {"units": 1, "activation": "sigmoid"}),
)
_WRONG: Sequence[_Row] = (
    ("InputLayer", "flat", {"shape": [784]}),
    ("Conv2D", "needs_a_picture", {"filters": 32, "kernel_size": 3}),
    ("CapsuleOfTomorrow", "strange", {"capsules": 3}),
    ("Dense", "after", {"units": 3}),
)


def cards(window: MainWindow) -> None:
    """Cards of many kinds at 100 %, some with problems, one of a kind that Keras does not have."""
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    graph = Graph("cards")
    for place, rows in enumerate((PICTURES, _WORDS, _WRONG)):
        graph = column(graph, rows, place * (NODE_SIZE[0] + SIBLING_GAP))
    show_drawing(window, graph)


def problem_card(window: MainWindow) -> None:
    """What is wrong with a node, and the button that mends it."""
    node = next(id for id in window.session.graph.nodes if window.session.graph.name_of(id) == "needs_a_picture")
    window.canvas.center_on(node)
    window.canvas.troubles.open(node, focus=True)


def overlay_near(window: MainWindow) -> None:
    """Parameters as heat."""
    window.canvas.troubles.dismiss()
    window.session.select(())
    window.canvas.overlay.show("parameters")
    window.canvas.fit()


def overlay_far(window: MainWindow) -> None:
    """Multiply-adds as heat, seen from far."""
    window.canvas.overlay.show("multiply-adds")
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.35, animated=False)


def overlay_off(window: MainWindow) -> None:
    """The same from farther still, without an overlay."""
    window.canvas.overlay.show("")
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.12, animated=False)


def groups_folded(window: MainWindow) -> None:
    """Three blocks folded to cards, one repeated, one with a problem inside."""
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    graph = column(Graph("groups"), (*PICTURES[:4], *BLOCK, *BLOCK, *PICTURES[4:]), 0)
    ids = list(graph.nodes)
    for title, part, colour, count in (("stem", ids[1:4], "convolution", 1), ("block", ids[4:7], "", 3),
                                       ("block 2", ids[7:10], "", 1)):  # fmt: skip
        graph, group = make_group(graph, part, title, colour=colour)
        graph = change_group(graph, group, count=count, folded=True)
    show_drawing(window, with_places(graph, places(graph)))


def groups_open(window: MainWindow) -> None:
    """One of them unfolded in place and selected, with the inspector of the group."""
    group = list(window.session.graph.groups)[1]
    window.canvas.grouping.fold((group,), False)
    window.show_panel("inspector")
    window.canvas.fit(animated=False)


def groups_far(window: MainWindow) -> None:
    """All unfolded, from far: titles stay legible."""
    window.canvas.grouping.fold_all(False)
    window.session.select(())
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.25, animated=False)


def column(graph: Graph, rows: Sequence[_Row], x: float) -> Graph:
    before = ""
    for row, (kind, name, config) in enumerate(rows):
        graph, node = edits.place(graph, kind, x, row * (NODE_SIZE[1] + LAYER_GAP), name=name, config=config)
        graph = wiring.join(graph, Link(before, node), load()) if before else graph
        before = node
    return graph


def column_of_pictures() -> Graph:
    """A small convolutional network."""
    return column(Graph("pictures"), PICTURES, 0)


def show_drawing(window: MainWindow, graph: Graph) -> None:
    def draw(project: Project) -> Project:
        return with_graph(replace(project, notes=""), graph)

    window.session.edit("Draw", draw)
    window.session.start_engine()
    wait_until(lambda: not window.session.shapes.busy and window.session.facts.nodes.keys() >= graph.nodes.keys(),
               what="shapes")  # fmt: skip
    window.canvas.fit()
    window.canvas.zoom_to(1.0)
