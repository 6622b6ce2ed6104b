"""Timing the layers, as the window sees it: start, cancel, what came of it. Nothing draws here.

It runs on the training worker, so never beside a training.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_nn.training.layer_times import LayerTimes
from ui import engine_door
from ui.canvas.time_heat import Timed
from ui.running import RunControl
from ui.session import Session, same_structure
from ui.workers import Job


class LayerTiming(QObject):
    """`changed` is sent on the GUI thread whenever anything below is another. `times` is None until measured."""

    changed = Signal()

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__(session)
        self._session, self._run = session, run
        self.times: LayerTimes | None = None
        self._timed = session.project
        self._job: Job | None = None
        run.state_changed.connect(self._make_way)
        session.opened.connect(self._forget)
        session.project_changed.connect(self.changed)

    @property
    def known(self) -> Timed:
        """All of it, as the canvas takes it."""
        return Timed(self.times, self.busy, self.outdated)

    @property
    def busy(self) -> bool:
        """Whether it is being measured."""
        return self._job is not None

    @property
    def outdated(self) -> bool:
        """Whether the model was changed since it was measured."""
        return self.times is not None and not same_structure(self._timed.graph, self._session.project.graph)

    def want(self) -> None:
        """Measure unless it is known, or under way."""
        if self.times is None or self.outdated:
            self.start()

    def start(self) -> None:
        """Measure, also anew; says in a sentence why not."""
        session = self._session
        if self.busy:
            return
        if self._run.active:
            session.tell("A training is under way. The layers can be timed once it has ended.", "warn")
            return
        if not session.project.graph.nodes:
            session.tell("There is no model to time yet. Draw one, or open an example.", "warn")
            return
        project = session.project
        self._job = job = session.training.submit(lambda cancelled: engine_door.layer_times(project, cancelled))
        job.done.connect(self._take)
        for failed in (job.refused, job.crashed):
            failed.connect(self._end)
        job.refused.connect(session.tell_problems)
        self._timed = project
        session.working.emit(job, "Timing the layers, one by one…", self._end)
        self.changed.emit()

    def _take(self, times: LayerTimes) -> None:
        self.times = times
        self._end()

    def _end(self, _why: object = None) -> None:
        self._job = None
        self.changed.emit()

    def _make_way(self) -> None:
        """A training goes first: the measuring would keep it waiting, and be disturbed itself."""
        if self._run.active and self._job is not None:
            self._job.cancel()
            self._session.tell("The layers were not timed to the end, because a training has begun.")
            self._end()

    def _forget(self) -> None:
        """Another document was opened."""
        if self._job is not None:
            self._job.cancel()
        self.times, self._job = None, None
        self.changed.emit()
