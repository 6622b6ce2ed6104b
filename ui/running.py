"""The run under way: its state, its events, its log, the queue behind it, and the trained model in hand.

The bridge from the training thread to Qt is here; nothing draws here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from desktop_nn.problems import Problem, errors
from desktop_nn.project.document import Project
from desktop_nn.training.events import EpochEnded, Noticed, RunEnded, RunEvent, RunStarted, Steered
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.steering import Steering
from ui import engine_door
from ui.session import Session

State = Literal["idle", "starting", "running", "paused", "ending", "stopping"]
"""ending: it stops after the present epoch; stopping: it stops within a batch."""


@dataclass(frozen=True, slots=True)
class ModelInHand:
    """A model whose weights can be saved, evaluated and shown: a live one, or a file that was opened."""

    project: Project
    live: Any = None
    path: Path | None = None
    folder: Path | None = None
    epochs: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A run that is to come: a project as it was when it was asked for.

    `start_from` is a model file whose weights it begins with. `folder` is a run that goes on until it has `epochs`
    epochs in all; then `project` is only known once it was read, and None.
    """

    runs: Path
    project: Project | None = None
    start_from: Path | None = None
    folder: Path | None = None
    epochs: int | None = None
    document: int = 0
    """Which document of the window it belongs to."""


class RunControl(QObject):
    """Starts, steers and ends runs, one after another. Signals come on the GUI thread; `log` is what charts read.

    `told` carries every RunEvent after it was taken into the log.
    """

    state_changed = Signal()
    queue_changed = Signal()
    told = Signal(object)
    model_changed = Signal()
    rate_wished = Signal()
    _arrived = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.state: State = "idle"
        self.log = MetricLog()
        self.folder: Path | None = None
        self.project: Project | None = None
        self.model: ModelInHand | None = None
        self.queue: tuple[Planned, ...] = ()
        self.first_epoch = 0
        """How many epochs the run had when it went on; 0 for a new run."""
        self._told_rate: float | None = None
        self._wished_rate: float | None = None
        self._steering = Steering()
        self._began = 0.0
        self._document = 0
        self._present: Planned | None = None
        self._arrived.connect(self._take)
        session.opened.connect(self._leave_document)

    @property
    def active(self) -> bool:
        """Whether a run is under way."""
        return self.state != "idle"

    @property
    def left(self) -> bool:
        """Whether another document was opened since the run was asked for: then its model is in its folder only."""
        return self._present is not None and self._present.document != self._document

    @property
    def added_epochs(self) -> int:
        """How many whole epochs were trained since the run began or went on."""
        return max(0, len(self.log.epoch_seconds) - self.first_epoch)

    @property
    def steerable(self) -> bool:
        """Whether the run is under way and nobody has asked it to end."""
        return self.state in ("running", "paused")

    @property
    def rate_settable(self) -> bool:
        """Whether the learning rate is a number that can be changed now; a schedule's is not, nor would it last."""
        if self.project is None or not self.steerable:
            return False
        training = self.project.training
        by_schedule = isinstance(training.optimizer.config.get("learning_rate"), dict)
        return not by_schedule and all(callback.kind != "LearningRateScheduler" for callback in training.callbacks)

    @property
    def learning_rate(self) -> float | None:
        """The rate that was last asked for, until the optimizer has it; else the one that it told (None: not yet)."""
        return self._told_rate if self._wished_rate is None else self._wished_rate

    def may_start(self) -> bool:
        """Whether Train can be pressed: a document without errors and no run under way."""
        return not self.active and self.may_queue()

    def may_queue(self) -> bool:
        """Whether the document could be trained."""
        return bool(self.session.project.graph.nodes) and not errors(self.session.problems)

    # --- beginning -------------------------------------------------------------------------------------------------

    def start(self, runs: Path, start_from: Path | None = None) -> bool:
        """Train the document as it is now, in the training thread; returns whether it was started."""
        if self.active or not self._sound():
            return False
        return self._begin(Planned(runs, self.session.project, start_from, document=self._document))

    def enqueue(self, runs: Path, start_from: Path | None = None) -> bool:
        """Train the document as it is now once all earlier runs have ended (at once if there are none)."""
        if not self.active:
            return self.start(runs, start_from)
        if not self._sound():
            return False
        self._line_up(Planned(runs, self.session.project, start_from, document=self._document))
        return True

    def go_on(self, folder: Path, epochs: int | None, project: Project | None) -> bool:
        """Go on with an earlier run until it has that many epochs in all; queued if a run is under way."""
        plan = Planned(folder.parent, project, None, folder, epochs, self._document)
        if self.active:
            self._line_up(plan)
            return True
        return self._begin(plan)

    def drop(self, place: int) -> None:
        """Take a run out of the queue again."""
        self._set_queue((*self.queue[:place], *self.queue[place + 1 :]))

    def clear_queue(self) -> None:
        """Forget all runs that wait."""
        count = len(self.queue)
        self._set_queue(())
        self.session.tell(f"Forgotten: {count} waiting run{'s' if count != 1 else ''}.")

    # --- steering --------------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Wait after the present batch."""
        if self.state == "running":
            self._steering.pause()
            self._go("paused")

    def resume(self) -> None:
        """Go on after `pause`."""
        if self.state == "paused":
            self._steering.resume()
            self._go("running")

    def stop(self) -> None:
        """Ask the run to end within one batch; it keeps its model."""
        if self.active:
            self._steering.stop()
            self._go("stopping")

    def stop_after_epoch(self) -> None:
        """Ask the run to end once this epoch is over; it keeps its model. A paused run goes on for that."""
        if self.steerable:
            self._steering.stop_after_epoch()
            self._steering.resume()
            self._go("ending")

    def discard(self) -> None:
        """End the run within one batch and leave nothing of it; of a continued run, nothing that was added."""
        if self.active:
            self._steering.discard()
            self._go("stopping")

    def set_learning_rate(self, rate: float) -> None:
        """Change the learning rate from the next batch on. Raises ValueError unless it is above 0."""
        if self.rate_settable:
            self._steering.set_learning_rate(rate)
            self._wished_rate = rate
            self.rate_wished.emit()

    def look(self, look: Callable[[Any], object]) -> None:
        """Let `look` see the live model once, on the training thread; see `Steering.ask_look`."""
        if self.active:
            self._steering.ask_look(look)

    # --- what is known ---------------------------------------------------------------------------------------------

    def seconds(self) -> float:
        """Seconds since the run began."""
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
        """Ask a run to stop because the window closes; what waits is forgotten."""
        self.queue = ()
        self._steering.stop()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _sound(self) -> bool:
        if not self.session.project.graph.nodes:
            self.session.tell("There is no model yet. Draw one, or open an example.", "warn")
            return False
        found = errors(self.session.problems)
        if found:
            self.session.tell_problem(found[0])
        return not found

    def _begin(self, plan: Planned) -> bool:
        self.project, self.folder, self.log, self._present = plan.project, None, MetricLog(), plan
        self._steering, self.first_epoch = Steering(), 0
        steering, self._began = self._steering, time.monotonic()
        self._told_rate, self._wished_rate = _first_rate(plan.project), None
        self._go("starting")

        def work(_cancelled: Any) -> Any:
            if plan.folder is not None:
                return engine_door.go_on(plan.folder, self._arrived.emit, steering, plan.epochs)
            assert plan.project is not None
            return engine_door.train(plan.project, plan.runs, self._arrived.emit, steering, plan.start_from)

        job = self.session.training.submit(work, done=self._take_trained, refused=self._refused)
        job.crashed.connect(lambda _error: self._end())
        return True

    def _line_up(self, plan: Planned) -> None:
        self._set_queue((*self.queue, plan))
        place = len(self.queue)
        self.session.tell("Trains next." if place == 1 else f"Waits as number {place} in the queue.")

    def _leave_document(self) -> None:
        self._document += 1

    def _go(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()

    def _set_queue(self, queue: tuple[Planned, ...]) -> None:
        self.queue = queue
        self.queue_changed.emit()

    def _take(self, event: RunEvent) -> None:
        self.log.add(event)
        if isinstance(event, RunStarted):
            self.folder, self.first_epoch = event.folder, event.first_epoch
            if event.slow:
                self.session.tell(f"{event.slow} So this run takes one batch at a time, which is slower.")
            if self.state == "starting":
                self._go("running")
        elif isinstance(event, EpochEnded) and event.learning_rate is not None:
            self._told_rate = event.learning_rate
        elif isinstance(event, Steered) and event.what == "learning_rate":
            self._told_rate = event.value
            if event.value == self._wished_rate:
                self._wished_rate = None
        elif isinstance(event, Noticed):
            self.session.tell(event.text)
        self.told.emit(event)

    def _take_trained(self, trained: Any) -> None:
        ended: RunEnded = trained.ended
        if trained.model is not None and self.project is not None and not self.left:
            self.hold(ModelInHand(self.project, trained.model, ended.model, self.folder, ended.epochs))
        self._end()

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._take(RunEnded("failed", 0, self.seconds(), problem=problems[0]))
        self._end()

    def _end(self) -> None:
        self._go("idle")
        if self.queue:
            plan, *rest = self.queue
            self._set_queue(tuple(rest))
            self._begin(plan)


def _first_rate(project: Project | None) -> float | None:
    rate = project.training.optimizer.config.get("learning_rate") if project else None
    return float(rate) if isinstance(rate, int | float) else None
