"""The library in the real window: its commands in the menu, and the ways from a run to charts and project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import examples, file
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.label import read_label
from desktop_nn.settings import Settings
from tests.gui.runs.run_folders import make_run
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.runs.panel import RunsPanel


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose folder of runs has two runs with figures and projects."""
    for number in (1, 2):
        folder = RunFolder(make_run(tmp_path / "runs", number))
        folder.append_history(0, 0.5, {"loss": 1.0 / number})
        file.write(folder.project, examples.read("blobs-deep").project, GraphFacts())
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    window.documents.new()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def library(window: MainWindow) -> RunsPanel:
    window.show_panel("runs")
    panel = window.library()
    assert panel is not None
    wait_until(lambda: panel.model.rowCount() == 2, 20, "two runs")
    return panel


def test_that_the_menus_commands_wait_for_runs_that_are_selected(window: MainWindow) -> None:
    assert not window.actions_by_id["runs.charts"].isEnabled()
    panel = library(window)
    panel.table.selectRow(0)
    assert window.actions_by_id["runs.charts"].isEnabled()
    assert not window.actions_by_id["runs.compare"].isEnabled()
    panel.table.selectAll()
    assert window.actions_by_id["runs.compare"].isEnabled()
    assert not window.actions_by_id["runs.rename"].isEnabled()


def test_that_a_command_of_the_menu_stars_the_selected_runs(window: MainWindow, tmp_path: Path) -> None:
    library(window).table.selectAll()
    window.actions_by_id["runs.star"].trigger()
    wait_until(lambda: all(read_label(tmp_path / "runs" / f"run_{n}").star for n in (1, 2)), 20, "two stars")


def test_that_renaming_from_another_panel_goes_to_the_table(window: MainWindow) -> None:
    panel = library(window)
    panel.table.selectRow(0)
    window.show_panel("charts")
    window.actions_by_id["runs.rename"].trigger()
    assert window.panel_shown("runs")
    assert panel.table.editing


def test_that_selected_runs_come_into_the_charts(window: MainWindow) -> None:
    library(window).table.selectAll()
    window.actions_by_id["runs.charts"].trigger()
    wait_until(lambda: window.panel_shown("charts"), 20, "the charts")
    charts = window.charts()
    assert charts is not None
    assert [named.name for named in charts.logs] == ["model 2", "model 1"]


def test_that_a_runs_project_is_opened_as_a_copy(window: MainWindow) -> None:
    library(window).table.selectRow(1)
    window.actions_by_id["runs.project"].trigger()
    wait_until(lambda: window.session.title == "run_1", 20, "the project")
    assert window.session.path is None
    assert len(window.session.graph.nodes) > 3
