"""10,000 layers in the whole window: how long one turn of its event loop takes while they come, move and go.

Counted is the time that the window's thread computes in one turn, so that a busy machine does not change the figure.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from desktop_nn import settings as settings_file
from desktop_nn.graph import blocks, edits, groups
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.model import Graph
from desktop_nn.project.document import Project
from tests.benchmarks.drawings import branched, facts, grid
from tests.benchmarks.measurement import Measurement
from ui.app import make_application
from ui.main_window import MainWindow
from ui.theme.theme import theme

COUNT = 10_000
GOAL = 100.0
_QUIET = 0.02
"""Seconds: when the last turns were all shorter, what was begun is over."""


class TurnClock(QObject):
    """Notes for each turn how long the thread computed, in seconds; ticks between any two events."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[float] = []
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin anew."""
        self.turns, self._since = [], time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """No more ticks."""
        self._timer.stop()

    def tick(self) -> None:
        """A turn is over."""
        now = time.thread_time()
        self.turns.append(now - self._since)
        self._since = now


def measure() -> Iterator[Measurement]:
    """A grid of 10,000 layers, then as many in folded blocks."""
    app = make_application(["turns"])
    theme.animated = False
    window = MainWindow(replace(settings_file.load(), restore_last=False))
    window.resize(1280, 720)
    loop = QEventLoop()
    window.usable.connect(loop.quit)
    window.show()
    loop.exec()
    small = grid(100)
    _longest(window, partial(_open, window, small, facts(small)))
    yield from _grid(window)
    yield from _blocks(window)
    window.session.history.mark_saved(window.session.project)
    window.close()
    app.processEvents()


def _grid(window: MainWindow) -> Iterator[Measurement]:
    session, canvas = window.session, window.canvas
    graph = grid(COUNT)
    known = facts(graph)
    further = {id: (node.x + 50.0, node.y + 50.0) for id, node in graph.nodes.items()}
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("opened", partial(_open, window, graph, known)),
        ("all selected", canvas.select_all),
        ("all deselected", canvas.select_nothing),
        ("all moved", lambda: session.edit_graph("Move", partial(edits.move, positions=further))),
        ("the move undone", session.undo),
        ("seen near by", lambda: canvas.camera.fly(canvas.board.nodes["n5012"].card_in_scene().center(), 1.0)),
        ("all moved again, seen near by", session.redo),
        ("zoomed to fit", canvas.fit),
        ("all deleted", lambda: _delete_all(window)),
        ("the deletion undone", session.undo),
        ("closed", partial(_open, window, Graph(), GraphFacts())),
    )
    gc.collect()
    for word, step in steps:
        yield _longest(window, step, word)


def _blocks(window: MainWindow) -> Iterator[Measurement]:
    folded = blocks.folded(branched(COUNT))
    graph = with_places(folded, places(folded))
    yield _longest(window, partial(_open, window, graph, GraphFacts()), "opened in folded blocks")
    every = list(graph.groups)
    for wish, word in ((False, "all blocks unfolded"), (True, "all blocks folded")):
        change = partial(_fold, ids=every, folded=wish)
        yield _longest(window, partial(window.session.edit_graph, word, change), word)


def _open(window: MainWindow, graph: Graph, known: GraphFacts) -> None:
    graph.links_into("")  # sorts the links, as the worker does that reads a file
    window.session.show(Project(graph), known, path=None, title="benchmark")


def _fold(graph: Graph, ids: list[str], folded: bool) -> Graph:
    return groups.fold(graph, ids, folded)


def _delete_all(window: MainWindow) -> None:
    window.session.edit_graph("Delete", lambda graph: edits.delete(graph, graph.nodes))


def _longest(window: MainWindow, step: Callable[[], object], word: str = "") -> Measurement:
    """Milliseconds of the longest turn from a step until all that follows from it is done."""
    clock, loop, watch = TurnClock(), QEventLoop(), QTimer()

    def look() -> None:
        if not window.canvas.board.turns.busy and max(clock.turns[-20:]) < _QUIET:
            loop.quit()

    watch.setInterval(60)
    watch.timeout.connect(look)
    clock.start()
    step()
    clock.tick()
    watch.start()
    loop.exec()
    watch.stop()
    clock.stop()
    return Measurement(f"10,000 layers, longest turn: {word}", max(clock.turns) * 1000, "ms", GOAL)
