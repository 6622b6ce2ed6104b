"""States of the canvas while the mouse is at work on it: guides, a cut, the path of a layer, from near and from far."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.document import Project, with_graph
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow

_NODES: tuple[tuple[str, str, float, float, dict[str, Any]], ...] = (
    ("InputLayer", "picture", 0, 0, {"shape": [28, 28, 1]}),
    ("Conv2D", "conv", -240, 170, {"filters": 16, "kernel_size": 3, "padding": "same"}),
    ("Conv2D", "conv_wide", 0, 170, {"filters": 16, "kernel_size": 5, "padding": "same"}),
    ("Conv2D", "shortcut", 240, 170, {"filters": 16, "kernel_size": 1, "padding": "same"}),
    ("BatchNormalization", "norm", -240, 320, {}),
    ("Add", "sum", 0, 470, {}),
    ("GlobalAveragePooling2D", "pool", 0, 620, {}),
    ("Dense", "classes", 0, 770, {"units": 10, "activation": "softmax"}),
    ("Flatten", "flat", 500, 320, {}),
    ("Dense", "regressor", 500, 470, {"units": 1}),
)
_LINKS = (
    ("picture", "conv"), ("picture", "conv_wide"), ("picture", "shortcut"), ("conv", "norm"), ("norm", "sum"),
    ("conv_wide", "sum"), ("shortcut", "sum"), ("sum", "pool"), ("pool", "classes"), ("shortcut", "flat"),
    ("flat", "regressor"),
)  # fmt: skip


def guides(window: MainWindow) -> None:
    """A card in line with two others while it is dragged."""
    _draw(window)
    if window.session.settings.highlight_paths:
        window.switch("highlight_paths")
    start = _at(window, "regressor")
    _hold(window, start, start + QPoint(-193, 2))


def cut(window: MainWindow) -> None:
    """A line across three links."""
    _let_go(window)
    start = _point(window, "conv", -140, -60)
    _hold(window, start, _point(window, "shortcut", 160, -70), Qt.KeyboardModifier.AltModifier)


def path_near(window: MainWindow) -> None:
    """The path of the selected layer."""
    _let_go(window)
    window.session.select([_node(window, "norm")])
    if not window.session.settings.highlight_paths:
        window.switch("highlight_paths")


def path_far(window: MainWindow) -> None:
    """The same, seen from far."""
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.35, animated=False)


def path_farther(window: MainWindow) -> None:
    """The same from farther still."""
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.12, animated=False)


def path_off(window: MainWindow) -> None:
    """A cut from far; the path is not shown any more."""
    window.switch("highlight_paths")
    window.session.select(())
    window.canvas.camera.fly(window.canvas.board.contents().center(), 0.35, animated=False)
    start = _point(window, "conv", -140, -80)
    _hold(window, start, _point(window, "shortcut", 160, -80), Qt.KeyboardModifier.AltModifier)


def _draw(window: MainWindow) -> None:
    window.session.history.mark_saved(window.session.project)
    window.documents.new()
    graph, ids = Graph("gestures"), {}
    for kind, name, x, y, config in _NODES:
        graph, ids[name] = edits.place(graph, kind, x, y, name=name, config=config)
    for source, target in _LINKS:
        port = edits.free_port(graph, ids[target], load()) or 0
        graph = wiring.join(graph, Link(ids[source], ids[target], 0, port), load())

    def draw(project: Project) -> Project:
        return with_graph(project, graph)

    window.session.edit("Draw", draw)
    window.session.start_engine()
    wait_until(lambda: window.session.facts.nodes.keys() >= graph.nodes.keys(), what="shapes")
    window.canvas.fit()
    window.canvas.camera.fly(QPointF(232, 360), 0.75, animated=False)


def _node(window: MainWindow, name: str) -> str:
    graph = window.session.graph
    return next(id for id in graph.nodes if graph.name_of(id) == name)


def _point(window: MainWindow, name: str, dx: float, dy: float) -> QPoint:
    """A point beside the middle of a card's upper edge."""
    card = window.canvas.board.nodes[_node(window, name)].card_in_scene()
    return window.canvas.mapFromScene(QPointF(card.center().x() + dx, card.top() + dy))


def _at(window: MainWindow, name: str) -> QPoint:
    return window.canvas.mapFromScene(window.canvas.board.nodes[_node(window, name)].card_in_scene().center())


def _hold(
    window: MainWindow, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press, move, and do not let go."""
    viewport = window.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, held, start)
    for step in range(1, 7):
        QTest.mouseMove(viewport, start + (end - start) * step / 6)


def _let_go(window: MainWindow) -> None:
    window.canvas.pointing.cancel()
    QTest.mouseRelease(window.canvas.viewport(), Qt.MouseButton.LeftButton)
