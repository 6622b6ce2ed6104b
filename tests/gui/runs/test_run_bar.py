"""The run in one line of the tool bar."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_nn.training.events import EpochEnded, RunEnded, RunStarted
from ui.running import RunControl
from ui.runs.run_bar import RunBar
from ui.session import Session


def test_that_the_bar_tells_epoch_and_time_left(session: Session, qtbot: QtBot) -> None:
    run = RunControl(session)
    bar = RunBar(session, run)
    qtbot.addWidget(bar)
    run.state = "running"
    run.log.add(RunStarted(Path("run"), 4, 10, 100))
    run.log.add(EpochEnded(0, 2.0, {"loss": 1.0}))
    bar.refresh()
    assert bar.text == "Epoch 2 of 4 · 6 s left"
    run.state = "idle"
    run.log.add(RunEnded("stopped", 1, 2.5))
    bar.refresh()
    assert bar.text == "Stopped after 1 epoch in 2 s"
