"""The run control: whose model is in hand, and what is left when something goes wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from desktop_nn.training.events import RunEnded, RunStarted
from desktop_nn.training.steering import Steering
from tests.helpers.drawings import dense_chain, with_name
from ui import engine_door
from ui.running import ModelInHand, RunControl
from ui.runs.run_bar import RunBar
from ui.session import Session


def until(true: Callable[[], bool]) -> bool:
    """Wait in the training thread for the window's thread."""
    last = time.monotonic() + 10
    while not true() and time.monotonic() < last:
        time.sleep(0.002)
    return true()


@pytest.fixture
def run(session: Session, monkeypatch: pytest.MonkeyPatch) -> RunControl:
    """A run control whose runs last until they are stopped and end with the model “trained”."""

    def train(_project: Project, runs: Path, _emit: Any, steering: Steering, _start_from: Path | None) -> Any:
        assert until(lambda: steering.must_end)
        return SimpleNamespace(ended=RunEnded("stopped", 1, 0.1, model=runs / "model.h5"), model="trained")

    monkeypatch.setattr(engine_door, "train", train)
    session.show(dense_chain(), GraphFacts(), path=None, title="first")
    return RunControl(session)


def test_that_a_run_of_the_open_document_gives_the_model_in_hand(
    run: RunControl, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.problems = ()
    assert run.start(tmp_path)
    run.stop()
    qtbot.waitUntil(lambda: not run.active)
    assert run.model is not None
    assert run.model.live == "trained"


def test_that_a_model_opened_during_a_run_stays_in_hand(
    run: RunControl, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.problems = ()
    assert run.start(tmp_path)
    opened = ModelInHand(with_name(dense_chain(), "other"), path=tmp_path / "other.h5")
    session.show(opened.project, GraphFacts(), path=None, title="other")
    run.hold(opened)
    run.stop()
    qtbot.waitUntil(lambda: not run.active)
    assert run.left
    assert run.model is opened


def test_that_the_bar_says_whose_run_it_was_once_another_document_is_open(
    run: RunControl, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    bar = RunBar(session, run)
    qtbot.addWidget(bar)
    session.problems = ()
    assert run.start(tmp_path)
    run.log.add(RunStarted(tmp_path, 4, 10, 100))
    run.stop()
    qtbot.waitUntil(lambda: not run.active)
    run.log.add(RunEnded("stopped", 1, 2.5))
    bar.refresh()
    assert bar.text == "Stopped after 1 epoch in 2 s"
    session.show(with_name(dense_chain(), "other"), GraphFacts(), path=None, title="other")
    assert bar.text == f"{dense_chain().graph.name}: stopped after 1 epoch in 2 s"


def test_that_a_second_run_is_not_started_beside_the_first(
    run: RunControl, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.problems = ()
    assert run.start(tmp_path)
    assert not run.start(tmp_path)
    run.stop()
    qtbot.waitUntil(lambda: not run.active)


def test_that_a_bug_in_a_run_leaves_train_usable(
    run: RunControl, session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(engine_door, "train", broken)
    session.problems = ()
    assert run.start(tmp_path)
    qtbot.waitUntil(lambda: not run.active)
    assert run.model is None
