"""States of sticky notes: near, from the middle, from far away, while one is written, and the inspector with one."""

from __future__ import annotations

from desktop_nn.graph import comments
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.groups import make_group
from tests.screens.canvas_states import column_of_pictures, show_drawing
from ui.main_window import MainWindow

_RIGHT_TO_LEFT = (
    "# \u05e8\u05e9\u05ea\n- \u05e9\u05db\u05d1\u05d4 \u05e8\u05d0\u05e9\u05d5\u05e0\u05d4\n\u05de\u05d5\u05d3\u05dc"
)
_TEXTS = (
    ("# Why divide by 255?\nPixels are **0 to 255**; small inputs let the optimizer take even steps.", ""),
    ("# Convolution\n- 32 filters of `3 × 3`\n- the *same* weights at every place", "blue"),
    ("A note without a heading, about nothing in particular.", "green"),
    ("# Dropout\nOnly **while training**.", "red"),
    (_RIGHT_TO_LEFT, "purple"),
    ("# To do\nA very long note: " + "word " * 2000, "grey"),
)


def notes_near(window: MainWindow) -> None:
    """All colours at 100 %, one note selected, the inspector with it."""
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    graph = column_of_pictures()
    graph = with_places(graph, places(graph))
    graph, _ = make_group(graph, list(graph.nodes)[2:4], "Find edges")
    right = max(node.x for node in graph.nodes.values()) + 260
    for number, (text, colour) in enumerate(_TEXTS):
        corner = (right + number % 2 * 250, number // 2 * 150 + 10)
        graph = comments.add(graph, text, *corner, (230, 120), colour)[0]
    show_drawing(window, graph)
    window.show_panel("inspector")
    window.session.select((), ("c1",))
    window.canvas.toggle_minimap(True)
    window.canvas.camera.fly(window.canvas.board.comments.contents().center(), 1.0, animated=False)


def note_written(window: MainWindow) -> None:
    """A note is being written."""
    window.canvas.commenting.edit("c2")


def notes_middle(window: MainWindow) -> None:
    """At 40 %: the first lines."""
    window.canvas.commenting.editor.back_out()
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.4, animated=False)


def notes_far(window: MainWindow) -> None:
    """At 15 %: the first lines still."""
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.15, animated=False)
