"""The control of a run as the window sees it: start, stop, its events, its log, and the trained model in hand.

The bridge from the training thread to Qt is here; nothing draws here.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from desktop_nn.problems import Problem, errors
from desktop_nn.project.document import Project
from desktop_nn.training.events import RunEnded, RunEvent, RunStarted
from desktop_nn.training.metric_log import MetricLog
from ui import engine_door
from ui.session import Session

State = Literal["idle", "starting", "running", "stopping"]


@dataclass(frozen=True, slots=True)
class ModelInHand:
    """A model whose weights can be saved, evaluated and shown: a live one, or a file that was opened."""

    project: Project
    live: Any = None
    path: Path | None = None
    folder: Path | None = None
    epochs: int = 0


class RunControl(QObject):
    """Starts and stops runs. Signals come on the GUI thread; `log` is what charts read.

    `told` carries every RunEvent after it was taken into the log.
    """

    state_changed = Signal()
    told = Signal(object)
    model_changed = Signal()
    _arrived = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.state: State = "idle"
        self.log = MetricLog()
        self.folder: Path | None = None
        self.project: Project | None = None
        self.model: ModelInHand | None = None
        self._stop = threading.Event()
        self._began = 0.0
        self._left = False
        self._arrived.connect(self._take)
        session.opened.connect(self._leave_document)

    @property
    def active(self) -> bool:
        """Whether a run is under way."""
        return self.state != "idle"

    @property
    def left(self) -> bool:
        """Whether another document was opened since Train was pressed: then the run's model is in its folder only."""
        return self._left

    def may_start(self) -> bool:
        """Whether Train can be pressed: a document without errors and no run under way."""
        return not self.active and bool(self.session.project.graph.nodes) and not errors(self.session.problems)

    def start(self, runs: Path, start_from: Path | None = None) -> bool:
        """Train the document as it is now, in the training thread; returns whether it was started."""
        if self.active:
            return False
        if not self.session.project.graph.nodes:
            self.session.tell("There is no model yet. Draw one, or open an example.", "warn")
            return False
        found = errors(self.session.problems)
        if found:
            self.session.tell_problem(found[0])
            return False
        project = self.session.project
        self.project, self.folder, self.log, self._left = project, None, MetricLog(), False
        self._stop = threading.Event()
        stop, self._began = self._stop, time.monotonic()
        self._go("starting")
        job = self.session.training.submit(
            lambda _cancelled: engine_door.train(project, runs, self._arrived.emit, stop, start_from),
            done=self._take_trained,
            refused=self._refused,
        )
        job.crashed.connect(lambda _error: self._go("idle"))
        return True

    def stop(self) -> None:
        """Ask the run to end within one batch; it keeps its model."""
        if self.active:
            self._stop.set()
            self._go("stopping")

    def seconds(self) -> float:
        """Seconds since Train was pressed."""
        return time.monotonic() - self._began

    def seconds_left(self) -> float | None:
        """An estimate of the seconds to go, or None before it can be made."""
        done = self.log.fraction_done()
        if done <= 0 or not self.log.epochs:
            return None
        spent = sum(self.log.epoch_seconds)
        whole = len(self.log.epoch_seconds)
        if whole:
            return self.log.epochs * (1 - done) * spent / whole
        return self.seconds() * (1 - done) / done

    def hold(self, model: ModelInHand | None) -> None:
        """Make another model the one in hand (a file was opened, or nothing)."""
        self.model = model
        self.model_changed.emit()

    def shut_down(self) -> None:
        """Ask a run to stop because the window closes."""
        self._stop.set()

    def _leave_document(self) -> None:
        self._left = self.active

    def _go(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()

    def _take(self, event: RunEvent) -> None:
        self.log.add(event)
        if isinstance(event, RunStarted):
            self.folder = event.folder
            if event.slow:
                self.session.tell(f"{event.slow} So this run takes one batch at a time, which is slower.")
            if self.state == "starting":
                self._go("running")
        self.told.emit(event)

    def _take_trained(self, trained: Any) -> None:
        ended: RunEnded = trained.ended
        if trained.model is not None and self.project is not None and not self._left:
            self.hold(ModelInHand(self.project, trained.model, ended.model, self.folder, ended.epochs))
        self._go("idle")

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._take(RunEnded("failed", 0, self.seconds(), problem=problems[0]))
        self._go("idle")
