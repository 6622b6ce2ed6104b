"""In the real window, with the real engine: checks before training, a rate off the curve, then the training itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.helpers.clicking import click
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.preflight.panel import PreflightPanel


def test_that_a_model_is_checked_given_a_rate_and_trained(window: MainWindow) -> None:
    window.documents.open_example("blobs-wide")
    wait_until(lambda: window.session.title == "blobs-wide" and window.session.description, what="the example")
    wait_until(window.trials.may_start, 60, "shapes and problems")
    QTest.keyClick(
        window.canvas, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert window.panel_shown("preflight")
    panel = window.panels.panel("preflight")
    assert isinstance(panel, PreflightPanel)
    wait_until(lambda: window.trials.seconds is not None, 120, "the checks")
    assert [check.name for check in window.trials.checks][-1] == "overfit"
    assert all(check.verdict in ("good", "warn") for check in window.trials.checks)
    click(panel.test)
    wait_until(lambda: window.trials.busy is None and window.trials.rates is not None, 120, "the curve")
    chart = panel.rates.chart
    place = QPoint(chart.plot.mapFromScene(chart.place_of(0.02)))
    QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_until(lambda: window.session.history.undo_label == "Change learning rate", what="the rate in the document")
    assert 0.015 < window.session.project.training.optimizer.config["learning_rate"] < 0.027
    click(panel.start)
    wait_until(lambda: bool(window.trials.checks), 60, "the first check")
    QTest.keyClick(window.canvas, Qt.Key.Key_F5)
    wait_until(lambda: window.trials.busy is None and window.run.active, what="the training to go first")
    wait_until(lambda: not window.run.active, 120, "the training")
    assert window.run.model is not None
