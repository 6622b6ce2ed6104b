"""The charts in the real window: their menus and commands, and the training state on the canvas by a run's looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_nn.settings import Settings
from desktop_nn.training.named_log import NamedLog
from tests.gui.canvas.hands import drawn, node, open_drawing
from tests.gui.charts.conftest import LOSSES, settle
from tests.helpers.clicking import click
from tests.helpers.made_runs import made_log
from ui.charts.panel import ChartsPanel
from ui.main_window import MainWindow
from ui.theme.theme import theme

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window on a chain."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    open_drawing(window.canvas, CHAIN)
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


@pytest.fixture
def charts(window: MainWindow) -> ChartsPanel:
    """A run whose second Dense layer gets no gradient."""
    window.show_panel("charts")
    panel = window.charts()
    assert panel is not None
    layers = [window.session.graph.nodes[node(window.canvas, name)].layer for name in ("a", "b")]
    log = made_log(6, layers=(layers[0], "", "", layers[1]))
    panel.show_logs([NamedLog("run", "", log, LOSSES, {layers[0]: "a", layers[1]: "b"})])
    settle()
    return panel


def texts(menu: QMenu) -> set[str]:
    return {action.objectName() for action in menu.actions() if action.objectName()}


def test_that_a_right_click_on_a_chart_offers_zoom_scale_and_export(window: MainWindow, charts: ChartsPanel) -> None:
    chart = charts.charts["loss"]
    at = chart.rect().center()
    QApplication.sendEvent(chart, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, chart.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert {"charts.log", "charts.whole", "charts.save_chart", "charts.copy_chart", "charts.save_figures"} <= texts(
        menu
    )
    menu.close()


def test_that_the_export_button_offers_all_charts_and_all_figures(window: MainWindow, charts: ChartsPanel) -> None:
    click(charts.tools.menu, charts.tools.menu.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert texts(menu) == {"charts.save_all", "charts.save_figures"}
    menu.close()


def test_that_commands_of_charts_can_be_given_once_there_are_figures(window: MainWindow) -> None:
    actions = window.actions_by_id
    assert not actions["charts.log"].isEnabled()
    window.show_panel("charts")
    panel = window.charts()
    assert panel is not None
    panel.show_logs([NamedLog("run", "", made_log(3), LOSSES)])
    actions.refresh()
    assert actions["charts.log"].isEnabled()
    actions["charts.log"].trigger()
    assert panel.options.log
    assert actions["charts.log"].isChecked()


def test_that_the_canvas_shows_the_state_of_the_run_that_is_drawn(window: MainWindow, charts: ChartsPanel) -> None:
    window.actions_by_id["view.overlay_training"].trigger()
    heats = {name: window.canvas.board.nodes[node(window.canvas, name)].heat for name in ("a", "b")}
    assert heats["a"] is not None
    assert heats["b"] is not None
    assert not heats["a"].alarm
    assert heats["b"].alarm
    window.actions_by_id["view.overlay_none"].trigger()
    assert window.canvas.board.nodes[node(window.canvas, "b")].heat is None
