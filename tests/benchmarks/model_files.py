"""Application-size models: from an .h5 file that Keras wrote to the picture of its drawing in the window.

Beside the clock's time stands what was computed meanwhile, the reading process included: on an idle machine the two are
nearly the same, because one thing follows the other.

The files are written once (half a minute) and kept in the folder for temporary files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop

from desktop_nn import settings as settings_file
from desktop_nn.engine import model_files
from desktop_nn.graph import blocks
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.folding import seen
from desktop_nn.graph.grouped_layout import places
from desktop_nn.project.document import Project
from tests.benchmarks.measurement import Measurement
from ui.app import make_application
from ui.main_window import MainWindow

MODELS = ("MobileNetV2", "ResNet50", "EfficientNetB0", "DenseNet121", "NASNetMobile")
GOAL = 1.0
_WRITE = "import sys, keras; getattr(keras.applications, sys.argv[1])(weights=None).save(sys.argv[2])"


def measure() -> Iterator[Measurement]:
    """Each model: reading, layout, then the window with Keras loaded."""
    files = {name: written(name) for name in MODELS}
    for name, path in files.items():
        yield from _without_window(name, path)
    app = make_application(["model files"])
    with tempfile.TemporaryDirectory() as scratch:
        window = MainWindow(replace(settings_file.load(), runs_folder=scratch, restore_last=False))
        window.resize(1280, 720)
        _spin(lambda loop: window.usable.connect(loop.quit), window.show)
        _spin(lambda loop: window.session.engine_loaded.connect(loop.quit), window.session.start_engine)
        for name, path in files.items():
            yield from _in_window(window, name, path)
        window.session.history.mark_saved(window.session.project)
        window.close()
        app.processEvents()


def written(name: str) -> Path:
    """The .h5 file of one of Keras's applications with fresh weights."""
    path = Path(tempfile.gettempdir()) / "desktop-nn-benchmarks" / f"{name}.h5"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_suffix(".new.h5")
        environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
        command = [sys.executable, "-c", _WRITE, name, str(fresh)]
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
        fresh.replace(path)
    return path


def _without_window(name: str, path: Path) -> Iterator[Measurement]:
    began = time.perf_counter()
    found = model_files.read(path, values=False)
    read = time.perf_counter() - began
    bare = replace(found.graph, groups={}, nodes={id: replace(n, group="") for id, n in found.graph.nodes.items()})
    began = time.perf_counter()
    places(blocks.folded(bare))
    laid_out = time.perf_counter() - began
    megabytes = path.stat().st_size / 1e6
    about = f"{name} ({len(found.graph.nodes)} nodes, {len(seen(found.graph).cards)} folded, {megabytes:.0f} MB)"
    yield Measurement(f"{about}: read to a drawing", read - laid_out, "s")
    yield Measurement(f"{name}: blocks found and laid out", laid_out, "s")


def _in_window(window: MainWindow, name: str, path: Path) -> Iterator[Measurement]:
    session = window.session
    session.show(Project(), GraphFacts(), path=None, title="empty")
    window.repaint()
    times: dict[str, tuple[float, float]] = {}
    began = _now()

    def note(word: str) -> None:
        clock, computed = _now()
        times.setdefault(word, (clock - began[0], computed - began[1]))

    def facts_came(loop: QEventLoop) -> None:
        if len(session.whole_facts.nodes) >= len(session.project.graph.nodes) > 0:
            window.canvas.board.turns.finish()
            window.canvas.viewport().repaint()
            note("shapes")
            loop.quit()

    def painted() -> None:
        window.canvas.viewport().repaint()
        note("picture")

    def connect(loop: QEventLoop) -> None:
        links.append(session.selection_changed.connect(painted))  # the last that is told of another document
        links.append(session.facts_changed.connect(lambda: facts_came(loop)))

    links: list[object] = []
    _spin(connect, lambda: window.documents.open(path))
    for link in links:
        session.disconnect(link)  # type: ignore[call-overload]
    for key, words, goal in (("picture", "first picture", GOAL), ("shapes", "picture with all shapes", None)):
        clock, computed = times[key]
        yield Measurement(f"{name}: opened in the window, to the {words}", clock, "s", goal)
        yield Measurement(f"{name}: computed to the {words}", computed, "s")


def _now() -> tuple[float, float]:
    """Seconds by the clock, and computed so far by this process and those that it started and that have ended."""
    spent = os.times()
    return time.perf_counter(), sum(spent[:4])


def _spin(connect: Callable[[QEventLoop], object], start: Callable[[], object]) -> None:
    """A real event loop until what `connect` connects ends it; `start` is what it waits for."""
    loop = QEventLoop()
    connect(loop)
    start()
    loop.exec()
