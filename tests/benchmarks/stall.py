"""How late the window answers while TensorFlow loads, and while a model trains."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop

from desktop_nn import settings as settings_file
from tests.benchmarks.lateness import Lateness
from tests.benchmarks.measurement import Measurement
from ui.app import make_application
from ui.main_window import MainWindow


def _spin(connect: Callable[[QEventLoop], object], start: Callable[[], object] = lambda: None) -> None:
    """A real event loop, as in the app, until what `connect` connects ends it; `start` is what it waits for."""
    loop = QEventLoop()
    connect(loop)
    start()
    loop.exec()


def _leave(loop: QEventLoop, done: bool) -> None:
    if done:
        loop.quit()


def measure() -> Iterator[Measurement]:
    """One window: TensorFlow loads, then California housing trains with live charts."""
    app = make_application(["stall"])
    with tempfile.TemporaryDirectory() as scratch:
        window = MainWindow(replace(settings_file.load(), runs_folder=str(Path(scratch) / "runs")))
        lateness = Lateness()
        window.resize(1280, 720)
        _spin(lambda loop: window.usable.connect(loop.quit), window.show)
        window.documents.open_example("california-mlp")
        session = window.session
        _spin(lambda loop: session.description_changed.connect(lambda: _leave(loop, session.description is not None)))

        def load() -> None:
            lateness.start()
            session.start_engine()

        _spin(lambda loop: session.engine_loaded.connect(loop.quit), load)
        lateness.stop()
        yield Measurement("worst stall of the window while TensorFlow loads", lateness.worst(), "ms", 60)
        window.session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=20)))
        _spin(lambda loop: window.session.facts_changed.connect(loop.quit))

        def until_idle(loop: QEventLoop) -> None:
            window.run.state_changed.connect(lambda: _leave(loop, not window.run.active))

        started: list[bool] = []

        def hear(_event: object) -> None:
            if not started:
                started.append(True)
                lateness.start()

        window.run.told.connect(hear)
        _spin(until_idle, window.train)
        lateness.stop()
        yield Measurement("event-loop lateness while training, 99th percentile", lateness.percentile(0.99), "ms", 8)
        yield Measurement("event-loop lateness while training, worst", lateness.worst(), "ms", 50)
        window.session.history.mark_saved(window.session.project)
        window.close()
        app.processEvents()
