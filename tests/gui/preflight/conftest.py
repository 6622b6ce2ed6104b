"""What the tests of the pre-flight share: a control whose engine is played by the test, and the panel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.training.preflight import Check, CheckBegins, Preflight
from desktop_nn.training.rate_test import RateTest, rate_at, smooth
from tests.helpers.drawings import dense_chain
from ui import engine_door
from ui.preflight.panel import PreflightPanel
from ui.running import RunControl
from ui.session import Session
from ui.trials import Trials

STEPS = 120
CHECKS = (
    Check("inputs", "Input scale", "good", "deviation about 1", "0 to 1", "Because of LeCun.", node="n1"),
    Check("initial_loss", "First loss", "warn", "about 1.1", "3.4", "Because of Karpathy.", "Scale the inputs.", "n3"),
    Check("memory", "Memory", "unknown", "nobody knows", "about 1 MB", "Reckoned."),
    Check("overfit", "Learns one batch", "bad", "below 0.1", "1 → 1", "By heart.", "More units.", "n2"),
)


def curve() -> RateTest:
    """A curve that falls to its smallest loss at about 0.1."""
    rates = tuple(rate_at(step, STEPS) for step in range(STEPS) if rate_at(step, STEPS) < 1)
    losses = tuple(2.0 - 1 / (1 + (0.01 / rate) ** 2) + 30 * max(0.0, rate - 0.1) for rate in rates)
    return RateTest(rates, losses, smooth(losses, STEPS), "SGD", 0.01)


@dataclass
class Engine:
    """Plays the engine: tells its checks one by one, each when `go` allows it."""

    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    cancelled: threading.Event = field(default_factory=threading.Event)
    fails: Exception | None = None

    def preflight(self, _project: Any, emit: Callable[[Any], object], cancelled: Callable[[], bool]) -> Preflight:
        for number, check in enumerate(CHECKS, start=1):
            emit(CheckBegins(check.title, number, len(CHECKS)))
            self._wait(cancelled)
            if cancelled():
                self.cancelled.set()
                return Preflight((), 0.0)
            emit(check)
        return Preflight(CHECKS, 4.2)

    def rate_test(self, _project: Any, emit: Callable[[Any], object], cancelled: Callable[[], bool]) -> RateTest:
        self._wait(cancelled)
        emit(curve())
        return curve()

    def _wait(self, cancelled: Callable[[], bool]) -> None:
        while not self.go.acquire(timeout=0.01):
            if cancelled():
                return
        if self.fails is not None:
            raise self.fails

    def finish(self) -> None:
        """Let everything go on."""
        self.go.release(100)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Instead of Keras."""
    engine = Engine()
    monkeypatch.setattr(engine_door, "preflight", engine.preflight)
    monkeypatch.setattr(engine_door, "rate_test", engine.rate_test)
    yield engine
    engine.finish()


@pytest.fixture
def trials(engine: Engine, session: Session) -> Trials:
    """The control, with a regression open that has no errors."""
    session.show(dense_chain(), GraphFacts(), path=None, title="first")
    session.problems = ()
    return Trials(session, RunControl(session))


@pytest.fixture
def panel(trials: Trials, qtbot: QtBot) -> PreflightPanel:
    """The panel on the screen."""
    panel = PreflightPanel(trials)
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel
