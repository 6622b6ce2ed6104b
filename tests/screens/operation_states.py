"""Screens of operations on tensors: cards, what the inspector says of a constant and of a key, palette and search."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_nn.graph.edits import connect, place
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.document import Project, with_graph
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow


def _graph(window: MainWindow) -> Graph:
    graph, places = Graph("operations"), dict[str, str]()
    for name, kind, config in (
        ("sequence", "InputLayer", {"shape": [8, 4]}),
        ("first_step", "ops.get_item", {"key": ":, 0"}),
        ("scaled", "ops.multiply", {"constant": 0.5}),
        ("share", "ops.softmax", {"axis": -1}),
        ("rest", "ops.subtract", {"constant": 1.0, "constant_first": True}),
        ("end", "Dense", {"units": 1}),
    ):
        graph, places[name] = place(graph, kind, 0.0, 90.0 * len(places), name=name, config=config)
    order = list(places.values())
    for source, target in pairwise(order):
        graph = connect(graph, Link(source, target), window.session.catalogue)
    return graph


def _shown(window: MainWindow, chosen: str, zoom: float) -> None:
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    window.session.edit("Draw", lambda _: with_graph(Project(), _graph(window)))
    window.session.check_again()
    wait_until(lambda: not window.session.shapes.busy, 60, "the shapes")
    nodes = window.session.graph.nodes
    window.session.select([id for id in nodes if window.session.graph.name_of(id) == chosen])
    window.canvas.camera.fly(window.canvas.board.contents().center(), zoom, animated=False)
    window.show_panel("palette")
    window.show_panel("inspector")
    QApplication.processEvents()


def operation_key(window: MainWindow) -> None:
    """`x[:, 0]` chosen."""
    _shown(window, "first_step", 0.85)


def operation_constant(window: MainWindow) -> None:
    """`1 - x` chosen, and the palette searched for operations."""
    _shown(window, "rest", 0.85)
    field = window.findChild(QLineEdit, "palette_search")
    assert field is not None
    field.setText("sub")
    QApplication.processEvents()


def operation_search(window: MainWindow) -> QWidget | None:
    """The quick search on the canvas for a word that layers and operations share."""
    _shown(window, "rest", 0.85)
    window.canvas.search_to_add()
    field = window.canvas.search.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "max")
    QApplication.processEvents()
    return None


OPERATION_STATES = (operation_key, operation_constant, operation_search)
