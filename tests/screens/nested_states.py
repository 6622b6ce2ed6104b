"""States of nested models: the card outside, the inside with its breadcrumb, a problem inside."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu

from desktop_nn.catalogue import load
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph
from tests.helpers.waiting import wait_until
from tests.screens.canvas_states import BLOCK, PICTURES, column, show_drawing
from ui.main_window import MainWindow


def nested_outside(window: MainWindow) -> None:
    """A chain with two layers and a block made models, the block's selected, with the inspector."""
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    show_drawing(window, column(Graph("pictures"), (*PICTURES[:4], *BLOCK, *PICTURES[4:]), 0))
    _make(window, "conv", "pool")
    _make(window, "conv2d", "batch_normalization", "re_lu")
    window.show_panel("inspector")
    window.canvas.center_on(next(iter(window.session.selection)))
    window.canvas.zoom_to(1.0)


def nested_inside(window: MainWindow) -> None:
    """The inside of the block, one more model in it."""
    window.canvas.diving.open_chosen()
    _make(window, "batch_normalization", "re_lu")
    window.canvas.fit(animated=False)


def nested_deep(window: MainWindow) -> None:
    """The inside of that one, with a layer selected."""
    window.canvas.diving.open_chosen()
    window.session.select(list(window.session.graph.nodes)[-1:])
    window.canvas.fit(animated=False)


def nested_problem(window: MainWindow) -> None:
    """A problem inside as it shows outside, with the list of problems."""
    session = window.session
    window.canvas.diving.go_to_level(1)
    first = next(iter(session.graph.layers))
    defaults = load().layers["InputLayer"].defaults
    session.edit_graph("Set shape", lambda graph: edits.configure(graph, first, {"shape": [7]}, defaults))
    window.canvas.diving.go_to_level(0)
    wait_until(lambda: not session.shapes.busy and bool(session.problems), what="the problem")
    window.show_panel("problems")
    window.canvas.fit(animated=False)


def nested_lists(window: MainWindow) -> None:
    """The inside mended, the outline and the summary beside it."""
    window.session.undo()
    window.canvas.diving.go_to_level(0)
    window.show_panel("outline")
    window.show_panel("summary")
    wait_until(lambda: not window.session.shapes.busy and not window.session.files.busy, what="shapes and code")
    window.canvas.fit(animated=False)


def nested_found(window: MainWindow) -> None:
    """Find also looks inside."""
    window.canvas.diving.go_to_level(0)
    window.canvas.node_search.find_node()
    field = window.canvas.node_search.findChild(QLineEdit, "node_search_field")
    assert field is not None
    field.setText("conv")


def nested_menu(window: MainWindow) -> QMenu:
    """The menu of a nested model."""
    window.canvas.node_search.dismiss()
    window.session.select(id for id in window.session.graph.nodes if window.session.graph.name_of(id) == "model_1")
    menu = window.actions_by_id.context_menu("nested", window)
    menu.popup(window.mapToGlobal(QPoint(300, 80)))
    return menu


def _make(window: MainWindow, *names: str) -> None:
    session = window.session
    session.select(id for id in session.graph.nodes if session.graph.name_of(id) in names)
    window.canvas.diving.make()
    wait_until(
        lambda: not session.shapes.busy and session.facts.nodes.keys() >= session.graph.nodes.keys(), what="shapes"
    )
