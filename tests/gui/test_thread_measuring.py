"""The number of threads is measured once, in the background, and only if nobody has chosen one."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QProcess

from tests.helpers.waiting import wait_until
from ui import engine_door, thread_measuring
from ui.session import Session
from ui.thread_measuring import ThreadMeasuring


@pytest.fixture(autouse=True)
def quick_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_measuring, "command", lambda: [sys.executable, "-c", "import sys; sys.stdin.read()"])


def known(monkeypatch: pytest.MonkeyPatch, measured: dict[str, int] | None) -> list[int]:
    asked: list[int] = []

    def threads() -> engine_door.Threads:
        asked.append(1)
        return engine_door.Threads(4, 4, measured)

    monkeypatch.setattr(engine_door, "threads", threads)
    return asked


def test_that_an_unknown_machine_is_measured_and_the_process_ends_with_the_window(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, None)
    measuring = ThreadMeasuring(session, owner := QObject())
    measuring.consider()
    wait_until(lambda: measuring.process.state() == QProcess.ProcessState.Running, what="the process")
    measuring.stop()
    assert measuring.process.state() == QProcess.ProcessState.NotRunning
    del owner


def test_that_a_known_machine_is_left_alone(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = known(monkeypatch, {"small": 1, "large": 4})
    measuring = ThreadMeasuring(session, owner := QObject())
    measuring.consider()
    wait_until(lambda: bool(asked) and not session.files.busy, what="the answer")
    assert measuring.process.state() == QProcess.ProcessState.NotRunning
    del owner


def test_that_a_chosen_number_needs_no_measuring(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = known(monkeypatch, None)
    session.settings = replace(session.settings, threads=2)
    ThreadMeasuring(session, owner := QObject()).consider()
    assert asked == []
    del owner
