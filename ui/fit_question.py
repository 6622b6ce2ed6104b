"""Asks the shapes worker which of many links would fit: piece by piece, so that answers come in while it works.

What is asked, and what the answers mean on the screen, is the business of whoever asks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import Problem
from ui import engine_door
from ui.workers import Job, Worker

Answers = Mapping[Link, Problem | None]
"""Why each link would not fit, None if it would; links of which nothing is known are left out."""

_FIRST, _PIECE = 4, 16
"""Links asked about at once: a few at first, because the nearest are wanted soonest."""


class FitQuestion:
    """For one drawing; `old` is the link that is being re-plugged. No answer comes after `cancel`."""

    def __init__(self, worker: Worker, graph: Graph, old: Link | None, answer: Callable[[Answers], object]) -> None:
        self._worker, self._graph, self._old, self._answer = worker, graph, old, answer
        self._waiting: deque[Link] = deque()
        self._asked: set[Link] = set()
        self._job: Job | None = None
        self._size = _FIRST

    def ask(self, links: Iterable[Link]) -> None:
        """Ask about these links next, in this order; those that were asked about already are passed over."""
        fresh = [link for link in links if link not in self._asked]
        self._asked.update(fresh)
        self._waiting.extendleft(reversed(fresh))
        if self._job is None:
            self._next()

    def cancel(self) -> None:
        """Nobody wants to know any more."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _next(self) -> None:
        piece = tuple(self._waiting.popleft() for _ in range(min(self._size, len(self._waiting))))
        self._size = _PIECE
        self._job = self._submit(piece) if piece else None

    def _submit(self, piece: tuple[Link, ...]) -> Job:
        graph, old = self._graph, self._old
        return self._worker.submit(
            lambda cancelled: engine_door.doubts(graph, old, piece, cancelled), done=self._take, refused=self._pass
        )

    def _take(self, answers: Answers) -> None:
        self._next()
        self._answer(answers)

    def _pass(self, _problems: object) -> None:
        self._next()
