"""The canvas at 1,000 nodes and 1,000 links: building it, painting all of it, zooming, dragging one node."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.project.document import Project
from desktop_nn.settings import Settings
from tests.benchmarks.measurement import Measurement
from ui.canvas.view import CanvasView
from ui.session import Session
from ui.theme.theme import theme

NODES = 1000
COLUMNS = 25
FRAMES = 20
FRAME_GOAL = 8.0
"""Milliseconds: half of what sixty frames a second leave."""


def drawing(count: int = NODES) -> Graph:
    """Nodes in rows and columns; each column is a chain, and every fifth link skips a row."""
    layers = {f"l{i}": Layer(f"l{i}", "Dense", f"dense_{i}", {"units": 64, "activation": "relu"}) for i in range(count)}
    nodes = {f"n{i}": Node(f"n{i}", f"l{i}", x=(i % COLUMNS) * 222.0, y=(i // COLUMNS) * 116.0) for i in range(count)}
    links = []
    for i in range(count - COLUMNS):
        skips = i % 5 == 0 and i + 2 * COLUMNS < count
        links.append(Link(f"n{i}", f"n{i + (2 if skips else 1) * COLUMNS}"))
    # Some targets have two links; they take the next port, as a merging layer's would.
    taken: dict[str, int] = {}
    numbered = []
    for link in links:
        numbered.append(Link(link.source, link.target, 0, taken.get(link.target, 0)))
        taken[link.target] = taken.get(link.target, 0) + 1
    rest = [Link(f"n{i}", f"n{i + COLUMNS}", 0, 7) for i in range(count - len(numbered)) if i + COLUMNS < count]
    return Graph("model", layers, nodes, (*numbered, *rest))


def facts(graph: Graph) -> GraphFacts:
    """Shapes and counts for all nodes."""
    return GraphFacts({id: NodeFacts(((None, 64),), "float32", 4160, 4160) for id in graph.nodes})


def measure() -> Iterable[Measurement]:
    """All measurements of the canvas, in a window of 1280 x 800 pixels without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.start("light")
    theme.animated = False
    session = Session(Settings())
    view = CanvasView(session)
    view.resize(1280, 800)
    view.show()
    session.show(Project(), GraphFacts(), path=None, title="empty")  # imports what every document needs
    app.processEvents()
    graph = drawing()
    known = facts(graph)
    began = time.perf_counter()
    session.show(Project(graph), known, path=None, title="benchmark")
    yield Measurement("canvas: 1,000 nodes and links built", time.perf_counter() - began, "s", 0.15)
    app.processEvents()
    yield _frames("canvas: frame with all in sight", app, view, lambda _: view.viewport().update())
    for zoom, name in ((0.2, "20 %"), (0.35, "35 %"), (0.6, "60 %"), (1.0, "100 %")):
        view.camera.fly(view.board.contents().center(), zoom)
        yield _frames(f"canvas: frame while panning, {name}", app, view, lambda i: view.camera.pan(QPointF(3, i % 2)))
    yield _zoom(app, view)
    yield _drag(app, view)
    yield _move(session)
    view.close()
    session.stop()
    view.deleteLater()
    app.processEvents()


def _frames(name: str, app: QApplication, view: CanvasView, step: Callable[[int], object]) -> Measurement:
    """Median milliseconds of a whole repaint after each step."""
    times = []
    app.processEvents()
    for i in range(FRAMES):
        step(i)
        view.viewport().update()
        began = time.perf_counter()
        view.viewport().repaint()
        times.append((time.perf_counter() - began) * 1000)
        app.processEvents()
    return Measurement(name, statistics.median(times), "ms", FRAME_GOAL)


def _zoom(app: QApplication, view: CanvasView) -> Measurement:
    view.camera.fly(view.board.contents().center(), 1.0)

    def step(number: int) -> None:
        view.camera.zoom_at(QPointF(640, 400), 1.1 if number % 2 else 1 / 1.1)

    return _frames("canvas: frame while zooming at 100 %", app, view, step)


def _drag(app: QApplication, view: CanvasView) -> Measurement:
    """Median milliseconds from a mouse move to the end of its repaint, dragging one node with its links."""
    item = view.board.nodes["n512"]
    view.camera.fly(item.card_in_scene().center(), 1.0)
    app.processEvents()
    start = QPointF(view.mapFromScene(item.card_in_scene().center()))
    _mouse(app, view, QEvent.Type.MouseButtonPress, start)
    times = []
    for i in range(FRAMES * 3):
        began = time.perf_counter()
        _mouse(app, view, QEvent.Type.MouseMove, start + QPointF(5 + 2 * i, i))
        app.processEvents()
        times.append((time.perf_counter() - began) * 1000)
    view.pointing.cancel()
    return Measurement("canvas: one node dragged, from event to pixels", statistics.median(times), "ms", 8.0)


def _move(session: Session) -> Measurement:
    """Milliseconds of one committed edit (a move), with everything that follows in the window's thread."""
    times = []
    for i in range(10):
        began = time.perf_counter()
        places = {"n512": (i * 5.0, 40.0)}
        session.edit_graph("Move", partial(edits.move, positions=places))
        times.append((time.perf_counter() - began) * 1000)
    return Measurement("canvas: one edit of 1,000 nodes, shown", statistics.median(times), "ms", 16.0)


def _mouse(app: QApplication, view: CanvasView, kind: QEvent.Type, at: QPointF) -> None:
    pressed = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else pressed
    place = view.viewport().mapToGlobal(at)
    event = QMouseEvent(kind, at, place, button, pressed, Qt.KeyboardModifier.NoModifier)
    app.sendEvent(view.viewport(), event)
