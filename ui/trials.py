"""The pre-flight and the learning-rate test as the window sees them: start, cancel, what came of them so far.

They run on the training worker, so never beside a training. Nothing draws here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from desktop_nn.problems import Problem
from desktop_nn.project.document import Project
from desktop_nn.training.preflight import Check, CheckBegins, Preflight
from desktop_nn.training.rate_test import RateTest, with_rate
from ui import engine_door
from ui.running import RunControl
from ui.session import Session
from ui.workers import Job

Kind = Literal["checks", "rates"]


class Trials(QObject):
    """One trial at a time. `changed` is sent on the GUI thread whenever anything below is another."""

    changed = Signal()
    _arrived = Signal(object, object)

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__(session)
        self.session, self.run = session, run
        self.busy: Kind | None = None
        self.checks: tuple[Check, ...] = ()
        self.seconds: float | None = None
        """What the last whole pre-flight took."""
        self.progress: CheckBegins | None = None
        self.rates: RateTest | None = None
        self.problem: Problem | None = None
        self._tried: dict[Kind, Project] = {}
        self._job: Job | None = None
        self._arrived.connect(self._take)
        run.state_changed.connect(self._make_way)
        session.opened.connect(self._forget)
        session.project_changed.connect(self.changed)

    def may_start(self) -> bool:
        """Whether a trial can be started: a document without errors, no run and no trial under way."""
        return self.busy is None and self.run.may_start()

    def why_not(self) -> str:
        """Why a trial cannot be started, in a sentence; empty if it can, or if one is under way."""
        if self.run.active:
            return "A training is under way. The checks can be made once it has ended."
        if self.busy or self.may_start():
            return ""
        if not self.session.graph.nodes:
            return "There is no model yet. Draw one, or open an example."
        return "The model has errors, so it cannot be tried. The Problems panel lists them."

    def outdated(self, kind: Kind) -> bool:
        """Whether the project was changed since that trial in a way that may change its outcome."""
        tried, now = self._tried.get(kind), self.session.project
        if tried is None:
            return False
        if kind == "rates":  # its rate is what the test is for
            tried, now = (_at_any_rate(project) for project in (tried, now))
        return (tried.graph.layers, tried.graph.links, tried.data, tried.training) != (
            now.graph.layers,
            now.graph.links,
            now.data,
            now.training,
        )

    def start_checks(self) -> bool:
        """Run the pre-flight; returns whether it was started."""
        if not self._may_go():
            return False
        self.checks, self.seconds = (), None
        return self._go("checks", engine_door.preflight)

    def start_rates(self) -> bool:
        """Run the learning-rate test; returns whether it was started."""
        if not self._may_go():
            return False
        self.rates = None
        return self._go("rates", engine_door.rate_test)

    def cancel(self) -> None:
        """End what is under way; what is known so far stays."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def use_rate(self, rate: float) -> None:
        """Write a learning rate into the document, as one undo step."""
        self.session.edit("Change learning rate", lambda project: with_rate_of(project, rate))

    def _may_go(self) -> bool:
        why = self.why_not()
        if why:
            self.session.tell(why, "warn")
        return not why and self.busy is None

    def _go(self, kind: Kind, work: Callable[..., Any]) -> bool:
        project = self.session.project
        self._tried[kind], self.busy, self.problem, self.progress = project, kind, None, None
        box: list[Job] = []

        def tell(event: object) -> None:
            self._arrived.emit(box[0], event)

        # The worker may begin at once, so the job is told of by the list and not by its return.
        self._job = job = Job(lambda cancelled: work(project, tell, cancelled))
        box.append(job)
        job.done.connect(lambda found: self._take(job, found, ended=True))
        job.refused.connect(lambda problems: self._refused(job, problems))
        job.crashed.connect(lambda _error: self._end())
        job.crashed.connect(self.session.training.crashed)
        self.session.training.put(job)
        self.changed.emit()
        return True

    def _take(self, job: Job, event: object, ended: bool = False) -> None:
        if job is not self._job:
            return
        if isinstance(event, CheckBegins):
            self.progress = event
        elif isinstance(event, Check):
            self.checks = (*self.checks, event)
        elif isinstance(event, RateTest):
            self.rates = event
        elif isinstance(event, Preflight):
            self.checks, self.seconds = event.checks, event.seconds
        if ended:
            self._end()
        else:
            self.changed.emit()

    def _refused(self, job: Job, problems: tuple[Problem, ...]) -> None:
        if job is self._job:
            self.problem = problems[0]
            self._end()

    def _end(self) -> None:
        self._job, self.busy, self.progress = None, None, None
        self.changed.emit()

    def _make_way(self) -> None:
        """A training goes first: a trial would keep it waiting."""
        if self.run.active:
            self.cancel()
        self.changed.emit()

    def _forget(self) -> None:
        """Another document was opened."""
        self.cancel()
        self.checks, self.seconds, self.rates, self.problem = (), None, None, None
        self._tried.clear()
        self.changed.emit()


def with_rate_of(project: Project, rate: float) -> Project:
    """The project with another learning rate."""
    return replace(project, training=with_rate(project.training, rate))


def _at_any_rate(project: Project) -> Project:
    return with_rate_of(project, 1.0)
