"""What charts cost a training run, and how late the window answers: in one run, charts are in turn seen and not."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import QEventLoop

from desktop_nn import settings as settings_file
from desktop_nn.training.events import EpochEnded, RunEvent
from tests.benchmarks.lateness import Lateness
from tests.benchmarks.measurement import Measurement
from tests.helpers.waiting import wait_until
from ui.app import make_application
from ui.charts.panel import ChartsPanel
from ui.main_window import MainWindow

EPOCHS = {"california-mlp": (800, 40), "blobs-deep": (3000, 150)}
"""Epochs in all, and until the charts come or go: about a second. The first third of a turn is not counted: it is about
charts that are there, and not about their coming."""
SECTIONS = ("metrics", "rate", "speed")


class Turns:
    """Shows and hides the charts in turn while epochs go by, and notes each epoch's seconds."""

    def __init__(self, window: MainWindow, epochs: int) -> None:
        self.window, self.epochs = window, epochs
        self.seconds: dict[bool, list[float]] = {True: [], False: []}
        """Of an epoch in the mean of a turn, with the charts seen and unseen."""
        self.work: dict[bool, list[float]] = {True: [], False: []}
        """The share of a core that the window's own thread took, turn by turn."""
        self.lateness = Lateness()
        self._began = (0.0, 0.0)
        self._turn: list[float] = []

    def hear(self, event: RunEvent) -> None:
        """An epoch has ended: count it, and at the end of a turn turn."""
        if not isinstance(event, EpochEnded):
            return
        turn, place = divmod(event.epoch, self.epochs)
        seen = bool(turn % 2)
        if event.epoch == 2:
            self.lateness.start()
        if place == self.epochs // 3:
            self._began = perf_counter(), thread_time()
            self._turn.clear()
        self._turn.append(event.seconds)
        if place == self.epochs - 1:
            if turn:
                self.seconds[seen].append(statistics.fmean(self._turn))
                self.work[seen].append((thread_time() - self._began[1]) / (perf_counter() - self._began[0]))
            self.window.panels.show("problems" if seen else "charts", focus=False)


def measure() -> Iterator[Measurement]:
    """Each example in a window of its own size, with the charts of three sections."""
    app = make_application(["charts"])
    with tempfile.TemporaryDirectory() as scratch:
        window = MainWindow(replace(settings_file.load(), runs_folder=str(Path(scratch) / "runs")))
        window.resize(1280, 720)
        usable: list[bool] = []
        window.usable.connect(lambda: usable.append(True))
        window.show()
        wait_until(lambda: usable, what="the window")
        session = window.session
        for name, (epochs, turn) in EPOCHS.items():
            yield from _one(window, name, epochs, turn)
        session.history.mark_saved(session.project)
        window.close()
        app.processEvents()


def _one(window: MainWindow, name: str, epochs: int, turn: int) -> Iterator[Measurement]:
    session = window.session
    session.history.mark_saved(session.project)
    window.documents.open_example(name)
    wait_until(lambda: session.title == name and session.description is not None, what="the example")
    session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=epochs, callbacks=())))
    wait_until(lambda: window.run.may_start() and not session.shapes.busy, what="the shapes")
    panel = window.panels.panel("charts")
    assert isinstance(panel, ChartsPanel)
    panel.choose(replace(panel.options, sections=SECTIONS))
    turns = Turns(window, turn)
    window.run.told.connect(turns.hear)
    ended = QEventLoop()
    window.run.state_changed.connect(lambda: None if window.run.active else ended.quit())
    window.train()
    ended.exec()
    turns.lateness.stop()
    window.run.told.disconnect(turns.hear)
    seen, unseen = (statistics.median(turns.seconds[kind]) for kind in (True, False))
    cost = 100 * (seen / unseen - 1)
    yield Measurement(f"{name}: charts seen, longer epochs by", cost, "%", 1, ("seconds an epoch unseen", unseen))
    busy, idle = (100 * statistics.median(turns.work[kind]) for kind in (True, False))
    yield Measurement(f"{name}: the window's thread, of one core", busy, "%", None, ("charts unseen", idle))
    late = turns.lateness
    yield Measurement(f"{name}: event-loop lateness, 99th percentile", late.percentile(0.99), "ms", 8)
    yield Measurement(f"{name}: event-loop lateness, worst", late.worst(), "ms", 50)
