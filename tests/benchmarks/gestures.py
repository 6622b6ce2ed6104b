"""What gestures cost among 3,000 layers: guides at the start of a drag and a move, the cut line, a path shown."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtWidgets import QApplication

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from desktop_nn.settings import Settings
from tests.benchmarks.drawings import grid
from tests.benchmarks.measurement import Measurement
from ui.canvas import hits
from ui.canvas.gestures.alignment import Alignment
from ui.canvas.view import CanvasView
from ui.session import Session
from ui.theme.theme import theme


def measure() -> Iterator[Measurement]:
    """Medians, in milliseconds."""
    application = QApplication.instance() or QApplication([])
    theme.start("light")
    theme.animated = False
    session = Session(replace(Settings(), highlight_paths=True))
    canvas = CanvasView(session)
    canvas.resize(1280, 800)
    canvas.show()
    session.show(Project(grid(3000)), GraphFacts(), path=None, title="3,000")
    application.processEvents()
    middle = canvas.board.contents().center()
    canvas.camera.fly(middle, 0.1, animated=False)
    yield Measurement("guides prepared, 3,000 layers", _median(lambda _: Alignment(canvas, {"n1512"}, "n1512")), "ms")
    alignment = Alignment(canvas, {"n1512"}, "n1512")
    moved = _median(lambda step: alignment.rest(QPointF(step, step), free=False))
    yield Measurement("guides, a move among 3,000", moved, "ms", 8.0)
    line = QLineF(middle, middle + QPointF(40, 15))
    yield Measurement(
        "cut line, a piece among 3,000", _median(lambda _: hits.links_crossed(canvas.board, line)), "ms", 4.0
    )
    shown = _median(lambda step: session.select({f"n{700 + step}"}))
    yield Measurement("a path shown among 3,000", shown, "ms")
    session.stop()


def _median(act: Callable[[int], object], times: int = 9) -> float:
    took = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)
