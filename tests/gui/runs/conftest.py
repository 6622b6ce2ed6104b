"""What the tests of the runs panel share: a folder with three runs, and the panel that shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.runs.label import RunLabel
from tests.gui.runs.run_folders import make_run
from tests.helpers.waiting import wait_until
from ui.running import RunControl
from ui.runs.panel import RunsPanel
from ui.runs.tensorboard_control import TensorBoardControl
from ui.session import Session


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three runs; the last one is the newest."""
    make_run(tmp_path, 1)
    make_run(tmp_path, 2, state="failed", test={"accuracy": 0.5, "loss": 0.25})
    make_run(tmp_path, 3, RunLabel("Wide", "red", notes="as in the book"), optimizer="Adam", metrics={"loss": 3.0})
    return tmp_path


@pytest.fixture
def run(session: Session) -> RunControl:
    """The control of runs that the panel listens to."""
    return RunControl(session)


@pytest.fixture
def panel(session: Session, root: Path, run: RunControl, qtbot: QtBot) -> RunsPanel:
    """The panel with the three runs read."""
    panel = RunsPanel(session, run, lambda: root, TensorBoardControl(session))
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    qtbot.waitExposed(panel)
    wait_until(lambda: panel.model.rowCount() == 3)
    return panel
