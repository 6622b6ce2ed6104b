"""The canvas at 1,000, 3,000 and 10,000 nodes with as many links, beside NodeGraphQt where it can do the same."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import psutil
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QGraphicsView

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from desktop_nn.settings import Settings
from tests.benchmarks import node_graph_qt
from tests.benchmarks.drawings import facts, grid
from tests.benchmarks.measurement import Measurement
from tests.benchmarks.node_graph_qt import Peer
from ui.canvas.view import CanvasView
from ui.session import Session
from ui.theme.theme import theme

FRAMES = 20
FRAME_GOAL = 8.0
"""Milliseconds: half of what sixty frames a second leave."""
MEBIBYTE = 2**20


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
    peers = node_graph_qt.installed()
    yield from _at_1000(app, session, view, Peer(app) if peers else None)
    yield from _at_3000(app, session, view, Peer(app) if peers else None)
    yield from _at_10000(app, session, view)
    view.close()
    session.stop()
    view.deleteLater()
    app.processEvents()


def _at_1000(app: QApplication, session: Session, view: CanvasView, peer: Peer | None) -> Iterator[Measurement]:
    theirs = _cost(partial(peer.build, 1000)) if peer else None
    seconds, mebibytes = _open(app, session, view, 1000)
    yield Measurement("canvas: 1,000 nodes and links built", seconds, "s", 0.15, _beside(theirs, 0))
    yield Measurement("canvas: memory of 1,000 nodes and links", mebibytes, "MiB", 15.0, _beside(theirs, 1))
    yield _beside_frames("canvas: frame with all in sight, 1,000", app, view, peer, FRAME_GOAL)
    for zoom, name in ((0.2, "20 %"), (0.35, "35 %"), (0.6, "60 %"), (1.0, "100 %")):
        view.camera.fly(view.board.contents().center(), zoom)
        milliseconds = _frames(app, view, lambda i: view.camera.pan(QPointF(3, i % 2)))
        yield Measurement(f"canvas: frame while panning, {name}", milliseconds, "ms", FRAME_GOAL)
    yield Measurement("canvas: frame while zooming at 100 %", _zoom(app, view), "ms", FRAME_GOAL)
    yield from _drags(app, session, view, peer)
    yield Measurement("canvas: one edit of 1,000 nodes, shown", _move(session), "ms", 16.0)
    yield _undo(app, session, peer)
    if peer:
        peer.close()


def _at_3000(app: QApplication, session: Session, view: CanvasView, peer: Peer | None) -> Iterator[Measurement]:
    theirs = _cost(partial(peer.build, 3000)) if peer else None
    seconds, mebibytes = _open(app, session, view, 3000)
    yield Measurement("canvas: 3,000 nodes and links built", seconds, "s", None, _beside(theirs, 0))
    yield Measurement("canvas: memory of 3,000 nodes and links", mebibytes, "MiB", None, _beside(theirs, 1))
    yield _beside_frames("canvas: frame with all in sight, 3,000", app, view, peer, 16.0)
    view.camera.fly(view.board.contents().center(), 1.0)
    milliseconds = _frames(app, view, lambda i: view.camera.pan(QPointF(3, i % 2)))
    yield Measurement("canvas: frame while panning at 100 %, 3,000", milliseconds, "ms", 16.0)
    if peer:
        peer.close()


def _at_10000(app: QApplication, session: Session, view: CanvasView) -> Iterator[Measurement]:
    seconds, mebibytes = _open(app, session, view, 10_000)
    yield Measurement("canvas: 10,000 nodes and links built", seconds, "s")
    yield Measurement("canvas: memory of 10,000 nodes and links", mebibytes, "MiB")
    yield _beside_frames("canvas: frame with all in sight, 10,000", app, view, None, None)
    yield Measurement("canvas: one of 10,000 nodes dragged", _drag(app, view, 1), "ms")
    yield Measurement("canvas: one edit of 10,000 nodes, shown", _move(session), "ms")


def _open(app: QApplication, session: Session, view: CanvasView, count: int) -> tuple[float, float]:
    """What all items cost; more than a thousand come in slices (`turns.py` measures these)."""
    session.show(Project(), GraphFacts(), path=None, title="empty")
    app.processEvents()
    graph = grid(count)
    known = facts(graph)

    def show() -> None:
        session.show(Project(graph), known, path=None, title="benchmark")
        view.board.turns.finish()

    cost = _cost(show)
    app.processEvents()
    return cost


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and mebibytes."""
    gc.collect()
    process = psutil.Process()
    before, began = process.memory_info().rss, time.perf_counter()
    work()
    return time.perf_counter() - began, (process.memory_info().rss - before) / MEBIBYTE


def _beside(theirs: tuple[float, float] | None, index: int) -> tuple[str, float] | None:
    return (node_graph_qt.NAME, theirs[index]) if theirs else None


def _beside_frames(
    name: str, app: QApplication, view: CanvasView, peer: Peer | None, goal: float | None
) -> Measurement:
    view.fit(animated=False)
    ours = _frames(app, view, lambda _: None)
    if peer:
        peer.fit()
    theirs = (node_graph_qt.NAME, _frames(app, peer.view, lambda _: None)) if peer else None
    return Measurement(name, ours, "ms", goal, theirs)


def _frames(app: QApplication, view: QGraphicsView, step: Callable[[int], object]) -> float:
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
    return statistics.median(times)


def _zoom(app: QApplication, view: CanvasView) -> float:
    view.camera.fly(view.board.contents().center(), 1.0)

    def step(number: int) -> None:
        view.camera.zoom_at(QPointF(640, 400), 1.1 if number % 2 else 1 / 1.1)

    return _frames(app, view, step)


def _drags(app: QApplication, session: Session, view: CanvasView, peer: Peer | None) -> Iterator[Measurement]:
    for count, goal in ((1, 8.0), (100, 16.0)):
        ours = _drag(app, view, count)
        theirs = (node_graph_qt.NAME, _drag_peer(app, peer, count)) if peer else None
        word = "one node" if count == 1 else f"{count} nodes"
        yield Measurement(f"canvas: {word} dragged, from event to pixels", ours, "ms", goal, theirs)
    session.select(())


def _drag(app: QApplication, view: CanvasView, count: int) -> float:
    """Median milliseconds from a mouse move to the end of its repaint, dragging nodes with their links."""
    item = view.board.nodes["n512"]
    view.session.select([f"n{512 + i}" for i in range(count)])
    view.camera.fly(item.card_in_scene().center(), 1.0)
    app.processEvents()
    milliseconds = _pull(app, view, QPointF(view.mapFromScene(item.card_in_scene().center())))
    view.pointing.cancel()
    return milliseconds


def _drag_peer(app: QApplication, peer: Peer, count: int) -> float:
    peer.graph.clear_selection()
    for node in peer.nodes[512 : 512 + count]:
        node.set_selected(True)
    peer.look_at(512)
    item = peer.nodes[512].view
    before = item.scenePos()
    # In the upper part: its own text fields take the mouse in the middle.
    start = QPointF(peer.view.mapFromScene(item.sceneBoundingRect().center()))
    milliseconds = _pull(app, peer.view, start)
    if item.scenePos() == before:
        print(f"{node_graph_qt.NAME} did not take the drag; its figure means nothing.", file=sys.stderr)
    _mouse(app, peer.view, QEvent.Type.MouseButtonRelease, start)
    return milliseconds


def _pull(app: QApplication, view: QGraphicsView, start: QPointF) -> float:
    _mouse(app, view, QEvent.Type.MouseButtonPress, start)
    times = []
    for i in range(FRAMES * 3):
        began = time.perf_counter()
        _mouse(app, view, QEvent.Type.MouseMove, start + QPointF(5 + 2 * i, i))
        app.processEvents()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _move(session: Session) -> float:
    """Milliseconds of one committed edit (a move), with everything that follows in the window's thread."""
    times = []
    for i in range(10):
        began = time.perf_counter()
        places = {"n512": (i * 5.0, 40.0)}
        session.edit_graph("Move", partial(edits.move, positions=places))
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _undo(app: QApplication, session: Session, peer: Peer | None) -> Measurement:
    """Milliseconds of taking back the move of all 1,000 nodes, until it is shown."""
    places = {id: (node.x + 50.0, node.y + 50.0) for id, node in session.graph.nodes.items()}
    session.edit_graph("Move all", partial(edits.move, positions=places))
    app.processEvents()
    ours = _until_shown(app, session.undo)
    theirs = None
    if peer:
        peer.move_all()
        app.processEvents()
        theirs = (node_graph_qt.NAME, _until_shown(app, peer.undo))
    return Measurement("canvas: undo of moving 1,000 nodes, shown", ours, "ms", None, theirs)


def _until_shown(app: QApplication, work: Callable[[], object]) -> float:
    """Milliseconds of some work and the repaint that follows."""
    began = time.perf_counter()
    work()
    app.processEvents()
    return (time.perf_counter() - began) * 1000


def _mouse(app: QApplication, view: QGraphicsView, kind: QEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    place = view.viewport().mapToGlobal(at)
    app.sendEvent(view.viewport(), QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier))
