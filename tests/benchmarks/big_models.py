"""Large models: layout, finding blocks, opening a project file, folding and unfolding, shapes after an edit."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_nn.graph import blocks, edits, groups
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.model import Graph
from desktop_nn.project import file
from desktop_nn.project.document import Project
from desktop_nn.settings import Settings
from tests.benchmarks import node_graph_qt
from tests.benchmarks.drawings import branched, deep
from tests.benchmarks.measurement import Measurement
from tests.benchmarks.node_graph_qt import Peer
from ui.canvas.view import CanvasView
from ui.session import Session
from ui.theme.theme import theme


def measure() -> Iterable[Measurement]:
    """All of it, the engine last."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.start("light")
    theme.animated = False
    graph = branched(3000)
    yield Measurement("layout of 3,000 nodes", _seconds(lambda: places(graph)), "s", 0.25, _their_layout(app))
    yield Measurement("blocks of 3,000 nodes found", _seconds(lambda: blocks.find_blocks(graph)), "s")
    folded = blocks.folded(graph)
    yield Measurement("layout of 3,000 nodes in folded blocks", _seconds(lambda: places(folded)), "s", 0.25)
    yield from _in_the_window(app)
    yield Measurement("50 layers: from an edit to all shapes", _shapes(), "ms", 100.0)


def _their_layout(app: QApplication) -> tuple[str, float] | None:
    """Its time for 1,000 nodes; 3,000 take it minutes."""
    if not node_graph_qt.installed():
        return None
    peer = Peer(app)
    peer.build(1000)
    seconds = _seconds(peer.lay_out, times=1)
    peer.close()
    return f"{node_graph_qt.NAME}, 1,000 nodes only", seconds


def _in_the_window(app: QApplication) -> Iterable[Measurement]:
    session = Session(Settings())
    view = CanvasView(session)
    view.resize(1280, 800)
    view.show()
    session.show(Project(), GraphFacts(), path=None, title="empty")
    app.processEvents()
    flat = branched(1000)
    placed = with_places(flat, places(flat))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.dnn"
        file.write(path, Project(placed), GraphFacts())

        def open_file() -> None:
            opened = file.read(path)
            session.show(opened.project, opened.facts, path=path, title="large")
            view.viewport().repaint()

        yield Measurement("project file of 1,000 layers opened and painted", _seconds(open_file), "s")
    folded = blocks.folded(flat)
    graph = with_places(folded, places(folded))
    session.show(Project(graph), GraphFacts(), path=None, title="folded")
    view.viewport().repaint()
    first = next(id for id, group in graph.groups.items() if not group.parent)
    for wish, word in ((False, "unfolded"), (True, "folded")):
        change = partial(_fold, group=first, folded=wish)
        began = time.perf_counter()
        session.edit_graph(word, change)
        view.viewport().repaint()
        yield Measurement(f"a block of 1,000 nodes {word}", (time.perf_counter() - began) * 1000, "ms", 100.0)
    view.close()
    session.stop()
    view.deleteLater()
    app.processEvents()


def _fold(graph: Graph, group: str, folded: bool) -> Graph:
    return groups.fold(graph, [group], folded)


def _shapes() -> float:
    """Median milliseconds from changing a layer in the middle to the facts of all layers behind it."""
    from desktop_nn.engine.shapes import ShapeInference

    inference, graph = ShapeInference(), deep(50)
    inference.infer(graph)
    times = []
    for units in range(65, 75):
        changed = edits.configure(graph, "n25", {"units": units})
        began = time.perf_counter()
        inference.infer(changed)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _seconds(work: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
