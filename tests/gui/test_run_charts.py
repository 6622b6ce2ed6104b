"""Charts of earlier runs: one, or several over each other, read from their folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import examples, file
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.label import RunLabel
from desktop_nn.settings import Settings
from tests.gui.runs.run_folders import make_run
from tests.helpers.waiting import wait_until
from ui.charts.panel import ChartsPanel
from ui.main_window import MainWindow
from ui.theme.theme import theme
from ui.theme.tokens import run_colour


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    window.documents.new()
    return window


def run(root: Path, number: int, label: RunLabel | None = None, epochs: int = 3) -> Path:
    folder = make_run(root, number, label)
    for epoch in range(epochs):
        RunFolder(folder).append_history(epoch, 0.5, {"loss": 1.0 / (epoch + number), "val_loss": 1.0})
    return folder


def charts(window: MainWindow) -> ChartsPanel:
    panel = window.panels.panel("charts")
    assert isinstance(panel, ChartsPanel)
    return panel


def test_that_runs_are_drawn_over_each_other_in_their_colours(window: MainWindow, tmp_path: Path) -> None:
    one, other = run(tmp_path, 1, RunLabel("Wide", "teal")), run(tmp_path, 2)
    window.run_charts.show([one, other])
    wait_until(lambda: len(charts(window).logs) == 2, 10)
    wide, plain = charts(window).logs
    assert (wide.name, wide.colour) == ("Wide", run_colour("teal", theme.colours.scheme))
    assert (plain.name, plain.colour) == ("model 2", "")
    assert wide.log.history["loss"] == [1.0, 0.5, 1 / 3]
    assert window.panel_shown("charts")
    window.close()


def test_that_runs_of_one_name_are_told_apart_and_axes_have_units_of_the_project(
    window: MainWindow, tmp_path: Path
) -> None:
    folders = [run(tmp_path, number, RunLabel("Same")) for number in (1, 2)]
    file.write(folders[0] / "project.dnn", examples.read("blobs-deep").project, GraphFacts())
    window.run_charts.show(folders)
    wait_until(lambda: len(charts(window).logs) == 2, 10)
    assert [named.name for named in charts(window).logs] == ["Same · run_1", "Same · run_2"]
    assert charts(window).logs[0].losses
    assert not charts(window).logs[1].losses
    window.close()


def test_that_a_run_without_an_epoch_is_told_and_the_others_shown(window: MainWindow, tmp_path: Path) -> None:
    told: list[str] = []
    window.session.noticed.connect(lambda notice: told.append(notice.text))
    window.run_charts.show([run(tmp_path, 1), run(tmp_path, 2, epochs=0)])
    wait_until(lambda: [named.name for named in charts(window).logs] == ["model 1"], 10)
    assert any("No epoch of this run" in text for text in told)
    window.close()
