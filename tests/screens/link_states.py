"""States of links: a wire in the air with what fits and what does not, and the three ways that links run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.layout import NODE_SIZE, SIBLING_GAP
from desktop_nn.graph.model import Graph, Link
from tests.helpers.waiting import wait_until
from tests.screens.canvas_states import show_drawing
from ui.canvas.geometry import PortRef
from ui.main_window import MainWindow


def wire_in_the_air(window: MainWindow) -> None:
    """A wire from a flat input: where it fits, where Keras would not take it, and why it would not there."""
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    step = NODE_SIZE[0] + SIBLING_GAP
    graph, ids = Graph("wire"), dict[str, str]()
    for kind, name, config, x, y in (
        ("InputLayer", "table", {"shape": [16]}, step, 0),
        ("InputLayer", "picture", {"shape": [28, 28], "dtype": "uint8"}, 0, 0),
        ("InputLayer", "words", {"shape": [1], "dtype": "string"}, 2 * step, 0),
        ("Conv2D", "conv", {"filters": 8, "kernel_size": 3}, 0, 190),
        ("Dense", "dense", {"units": 8}, step, 190),
        ("TextVectorization", "vectorize", {}, 2 * step, 190),
        ("Flatten", "flatten", {}, 0, 380),
        ("Add", "sum", {}, step, 380),
        ("LSTM", "lstm", {"units": 4}, 2 * step, 380),
    ):
        graph, ids[name] = edits.place(graph, kind, x, y, name=name, config=config)
    for source, target in (("picture", "flatten"), ("words", "vectorize"), ("flatten", "sum")):
        graph = wiring.join(graph, Link(ids[source], ids[target]), load())
    show_drawing(window, graph)
    start, end = PortRef(ids["table"], "out", 0), PortRef(ids["conv"], "in", 0)
    canvas = window.canvas
    canvas.fit()
    places = [canvas.mapFromScene(canvas.board.port_point(port)) for port in (start, end)]
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(canvas.viewport(), places[0] + (places[1] - places[0]) * share)
    wait_until(canvas.note.isVisible, what="the reason at the pointer")


def wire_from_far(window: MainWindow) -> None:
    """The same from far."""
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.4, animated=False)


def links_at_right_angles(window: MainWindow) -> None:
    """Links at right angles, with links that skip layers, and whole numbers and text on them."""
    window.canvas.pointing.cancel()
    _links(window)
    window.canvas.link_styles.choose("orthogonal")


def links_straight(window: MainWindow) -> None:
    """The same with straight links."""
    window.canvas.link_styles.choose("straight")


def links_curved(window: MainWindow) -> None:
    """The same with curves."""
    window.canvas.link_styles.choose("curved")


def _links(window: MainWindow) -> None:
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    graph, ids, step = Graph("links"), dict[str, str](), NODE_SIZE[0] + SIBLING_GAP
    for kind, name, config, x, y in (
        ("InputLayer", "picture", {"shape": [28, 28], "dtype": "uint8"}, 0, 0),
        ("InputLayer", "words", {"shape": [1], "dtype": "string"}, step, 0),
        ("Flatten", "flatten", {}, 0, 140),
        ("TextVectorization", "vectorize", {"output_sequence_length": 784}, step, 140),
        ("Dense", "a", {"units": 784}, 0, 280),
        ("Dense", "b", {"units": 784}, 0, 420),
        ("Embedding", "embedding", {"input_dim": 100, "output_dim": 8}, 2 * step, 280),
        ("GlobalAveragePooling1D", "pool", {}, 2 * step, 420),
        ("Add", "sum", {}, step / 2, 560),
        ("Concatenate", "all", {}, step, 700),
    ):
        graph, ids[name] = edits.place(graph, kind, x, y, name=name, config=config)
    for source, target in (
        ("picture", "flatten"), ("words", "vectorize"), ("flatten", "a"), ("a", "b"), ("b", "sum"),
        ("flatten", "sum"), ("vectorize", "embedding"), ("vectorize", "sum"), ("embedding", "pool"),
        ("sum", "all"), ("pool", "all"),
    ):  # fmt: skip
        port = edits.free_port(graph, ids[target], load())
        graph = wiring.join(graph, Link(ids[source], ids[target], 0, port or 0), load())
    show_drawing(window, graph)


def find_layers(window: MainWindow) -> None:
    """What was found, how many, and the line that selects them all."""
    window.canvas.fit()
    window.canvas.find_node()
    field = window.canvas.node_search.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "784")
    QTest.keyClick(field, Qt.Key.Key_F3)


def replace_layer(window: MainWindow) -> None:
    """What a layer may become."""
    canvas = window.canvas
    canvas.node_search.dismiss()
    canvas.session.select([next(id for id in canvas.session.graph.nodes if canvas.session.graph.name_of(id) == "sum")])
    canvas.replace_search.replace_selected()
