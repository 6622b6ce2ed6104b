"""Work on very many items in slices, with a turn of the event loop between two: the window answers meanwhile.

What the work is, whoever begins it knows. It is a generator that yields wherever it may be left alone for a moment.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from ui.collecting import collector_held

SLICE = 0.025
"""Seconds of work before the window has its turn."""


class Turns(QObject):
    """At most one piece of work; another one takes its place, and has to do what was left undone.

    `ended` follows the last slice.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[None] | None = None
        self._inside = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether something is left to be done, and nobody is just doing it."""
        return self._work is not None and not self._inside

    def begin(self, work: Iterator[None]) -> None:
        """Do the first slice at once and the others in the window's spare time."""
        self._work = work
        self._timer.start()
        self._go_on()

    def finish(self) -> None:
        """Do all that is left now."""
        if self.busy:
            self._run(float("inf"))

    def drop(self) -> None:
        """Forget what is left: somebody else is going to do it."""
        self._work = None
        self._timer.stop()

    def _go_on(self) -> None:
        if self.busy:
            self._run(SLICE)

    def _run(self, seconds: float) -> None:
        work = self._work
        until = time.perf_counter() + seconds
        self._inside = True
        try:
            with collector_held():
                over = work is None or self._slice(work, until)
        except BaseException:
            self.drop()
            raise
        finally:
            self._inside = False
        if over and work is self._work:
            self.drop()
            self.ended.emit()

    @staticmethod
    def _slice(work: Iterator[None], until: float) -> bool:
        """Whether the work is at its end."""
        return all(time.perf_counter() < until for _ in work)
