"""The only place that makes threads: a `Worker` runs jobs one after another and answers on the GUI thread.

What the jobs do is not known here.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from desktop_nn.problems import Problem, ProblemError


class Job(QObject):
    """One piece of work. Exactly one of `done`, `refused`, `crashed` is sent on the GUI thread, unless cancelled.

    `refused` carries the user's problems (tuple of Problem), `crashed` a bug of ours (the exception).
    """

    done = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)

    def __init__(self, work: Callable[[Callable[[], bool]], Any]) -> None:
        super().__init__()
        self._work = work
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Forget the job: it does not start if it has not yet, and nobody hears of its end."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether `cancel` was called; long work may ask to leave early."""
        return self._cancelled.is_set()

    def run(self) -> tuple[str, object] | None:
        """Do the work (on the worker's thread); returns which signal is due and what it carries."""
        if self.cancelled():
            return None
        try:
            return "done", self._work(self.cancelled)
        except ProblemError as error:
            return "refused", error.problems
        except MemoryError:
            problem = Problem("There is not enough memory for this.", fix="Use less data or a smaller model.")
            return "refused", (problem,)
        except Exception as error:
            return "crashed", error

    def deliver(self, outcome: tuple[str, object]) -> None:
        """Send the outcome (on the GUI thread)."""
        if not self.cancelled():
            getattr(self, outcome[0]).emit(outcome[1])


class _Loop(QThread):
    """Takes jobs off the worker's queue until told to finish."""

    finished_job = Signal(object, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closing = False

    def put(self, job: Job) -> None:
        with self._changed:
            self._jobs.append(job)
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            for job in self._jobs:
                job.cancel()
            self._jobs.clear()
            self._changed.notify()

    def run(self) -> None:
        """QThread's body: one job after another until closed."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closing)
                if self._closing:
                    return
                job = self._jobs.popleft()
            outcome = job.run()
            if outcome is not None:
                self.finished_job.emit(job, outcome)


class Worker(QObject):
    """A thread with a queue. Jobs run one after another, in order; answers come on the thread of the worker object."""

    crashed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = _Loop(name)
        self._loop.finished_job.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._open: set[Job] = set()
        self._latest: dict[str, Job] = {}

    def submit(
        self,
        work: Callable[[Callable[[], bool]], Any],
        *,
        done: Callable[[Any], Any] | None = None,
        refused: Callable[[tuple[Problem, ...]], Any] | None = None,
        latest: str = "",
    ) -> Job:
        """Queue `work`, which is called with a function that says whether it was cancelled.

        `done` gets its result, `refused` its problems; a bug reaches `crashed` of the worker.

        Jobs of the same non-empty `latest` key replace each other: only the newest one is heard.
        """
        job = Job(work)
        if done:
            job.done.connect(done)
        if refused:
            job.refused.connect(refused)
        job.crashed.connect(self.crashed)
        if latest:
            if latest in self._latest:
                self._latest[latest].cancel()
            self._latest[latest] = job
        self.put(job)
        return job

    def put(self, job: Job) -> None:
        """Queue a job that was made already; its `crashed` reaches that of the worker through `submit` only."""
        self._open.add(job)
        if not self._loop.isRunning():
            self._loop.start()
        self._loop.put(job)

    @property
    def busy(self) -> bool:
        """Whether any job that was not cancelled is waiting or running."""
        return any(not job.cancelled() for job in self._open)

    def stop(self, wait_ms: int = 30_000) -> bool:
        """Finish the running job, drop the others and end the thread; False if it did not end in time."""
        self._loop.close()
        for job in self._open:
            job.cancel()
        return bool(self._loop.wait(wait_ms)) if self._loop.isRunning() else True

    @Slot(object, object)
    def _deliver(self, job: Job, outcome: tuple[str, object]) -> None:
        self._open.discard(job)
        self._latest = {key: other for key, other in self._latest.items() if other is not job}
        job.deliver(outcome)
