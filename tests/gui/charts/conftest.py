"""A charts panel on the screen, and what tests of it share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_nn.training.named_log import NamedLog
from ui.charts.chart import Chart
from ui.charts.panel import ChartsPanel
from ui.running import RunControl
from ui.session import Session

LOSSES = {"": "MeanSquaredError", "out": "MeanSquaredError"}


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[ChartsPanel]:
    """The panel alone, as large as in a window; nothing has run."""
    made = ChartsPanel(RunControl(session))
    qtbot.addWidget(made)
    made.resize(800, 340)
    made.show()
    qtbot.waitExposed(made)
    yield made
    session.files.stop()


@pytest.fixture
def draw(panel: ChartsPanel) -> Callable[..., None]:
    """Shows runs and lets Qt lay everything out."""

    def show(*logs: NamedLog) -> None:
        panel.show_logs(logs)
        settle()

    return show


def settle() -> None:
    """Let Qt lay out and paint."""
    for _ in range(3):
        QApplication.processEvents()


def point_of(chart: Chart, x: float, y: float) -> QPoint:
    """Where a value lies in the chart's widget."""
    return chart.frame.point(x, y).toPoint()


def hover(chart: Chart, at: QPoint) -> None:
    """Move the mouse there, from a place beside."""
    QTest.mouseMove(chart, at + QPoint(3, 3))
    QTest.mouseMove(chart, at)
    settle()


def middle(chart: Chart) -> QPointF:
    """The middle of the plot."""
    return chart.frame.plot.center()
