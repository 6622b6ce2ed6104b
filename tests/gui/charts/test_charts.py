"""What the charts show of a run, and how they answer the mouse: values under the pointer, zoom, double click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.training.events import EpochEnded, RunStarted
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog
from tests.gui.charts.conftest import LOSSES, hover, middle, point_of, settle
from tests.helpers.hand import QtHand
from tests.helpers.made_runs import logs_of, made_log
from ui.charts import reading
from ui.charts.chart import Chart
from ui.charts.panel import ChartsPanel

Draw = Callable[..., None]


def one(done: int = 20, *, ended: bool = False) -> NamedLog:
    return NamedLog("run 1", "", made_log(done, ended=ended), LOSSES)


def shown(panel: ChartsPanel, metric: str = "loss") -> dict[str, str]:
    """The legend's values of a chart."""
    content = panel.charts[metric].content
    return {line.label: value.text if value else "–" for line, value in reading.values(content, panel.sight.at)}


def wheel(chart: Chart, at: QPointF, steps: int) -> bool:
    """Turn the wheel; returns whether the chart took it."""
    event = QWheelEvent(
        at, chart.mapToGlobal(at), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart, event)
    settle()
    return event.isAccepted()


def test_that_before_any_run_the_panel_says_what_to_do(panel: ChartsPanel) -> None:
    assert not panel.charts
    assert not panel.tools.isVisible()


def test_that_there_is_a_chart_a_metric_loss_first(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    assert list(panel.charts) == ["loss", "accuracy"]
    assert list(panel.charts["loss"].line("train").y) == [logs_of(epoch, 0.2, 12)["loss"] for epoch in range(20)]


def test_that_with_several_outputs_each_has_its_heading(panel: ChartsPanel, draw: Draw) -> None:
    losses = {"main": "MeanSquaredError", "aux": "MeanAbsoluteError"}
    draw(NamedLog("run", "", made_log(3, outputs=("main", "aux")), losses))
    groups = {key: chart.wanted.group for key, chart in panel.charts.items()}
    assert groups == {
        "loss": "All outputs", "accuracy": "All outputs",
        "main_loss": "main", "main_mae": "main", "aux_loss": "aux", "aux_mae": "aux",
    }  # fmt: skip
    assert (panel.charts["aux_mae"].title, panel.charts["aux_mae"].content.title.title) == (
        "Mean absolute error", "aux · mean absolute error",
    )  # fmt: skip


def test_that_outputs_with_one_chart_each_need_no_headings(panel: ChartsPanel, draw: Draw) -> None:
    log = MetricLog()
    log.add(RunStarted(Path("run"), 2, 10, 100))
    log.add(EpochEnded(0, 0.1, {"loss": 3.0, "main_loss": 2.0, "aux_loss": 1.0}))
    draw(NamedLog("run", "", log, {"main": "MeanSquaredError", "aux": "MeanSquaredError"}))
    assert [chart.title for chart in panel.charts.values()] == ["Loss of all outputs", "main · loss", "aux · loss"]


def test_that_the_legend_has_the_last_values(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    last = logs_of(19, 0.2, 12)
    assert shown(panel) == {"train": f"{last['loss']:.4f}", "val": f"{last['val_loss']:.4f}"}


def test_that_the_pointer_shows_the_values_of_its_epoch_in_all_charts(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    chart = panel.charts["loss"]
    hover(chart, point_of(chart, 7.2, 0.5))
    assert panel.sight.at == 7.0
    seventh = logs_of(6, 0.2, 12)
    assert shown(panel)["train"] == f"{seventh['loss']:.4f}"
    assert shown(panel, "accuracy")["val"] == f"{seventh['val_accuracy']:.4f}"


def test_that_the_values_go_back_to_the_last_when_the_pointer_leaves(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    chart = panel.charts["loss"]
    hover(chart, point_of(chart, 7, 0.5))
    hover(chart, QPoint(30, 5))
    assert panel.sight.at is None


def test_that_arrows_move_the_epoch_that_is_shown(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    chart = panel.charts["loss"]
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert panel.sight.at == 20.0
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert panel.sight.at == 19.0
    assert chart.accessibleDescription().startswith("epoch 19: train 0.1")
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert panel.sight.at == 1.0
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert panel.sight.at is None


def test_that_the_best_epoch_is_marked_with_its_value(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    (best,) = panel.charts["loss"].content.best
    assert best.x == 12.0
    assert best.text == f"best {logs_of(11, 0.2, 12)['val_loss']:.4f} in epoch 12"


def test_that_the_wheel_zooms_all_charts_around_the_pointer(panel: ChartsPanel, draw: Draw) -> None:
    draw(one(ended=True))
    chart, other = panel.charts["loss"], panel.charts["accuracy"]
    place = point_of(chart, 10.0, 0.6)
    assert wheel(chart, QPointF(place), 3)
    low, high = panel.sight.x
    assert 1.0 < low < 10.0 < high < 20.0
    assert chart.frame.x_at(place.x()) == pytest.approx(10.0, abs=0.1)
    assert (other.frame.x.low, other.frame.x.high) == (low, high)


def test_that_the_wheel_is_left_to_the_page_where_there_is_nothing_to_zoom(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    chart = panel.charts["loss"]
    assert not wheel(chart, middle(chart), -1), "the whole run is shown already"
    assert not wheel(chart, QPointF(30, 8), 1), "this is the header"


def test_that_a_rectangle_becomes_the_zoom_and_a_double_click_shows_everything(panel: ChartsPanel, draw: Draw) -> None:
    draw(one(ended=True))
    chart = panel.charts["loss"]
    start, end = point_of(chart, 5.0, 1.0), point_of(chart, 15.0, 0.3)
    QtHand().drag(chart, start, end)
    settle()
    assert panel.sight.x == pytest.approx((5.0, 15.0), abs=0.1)
    assert (chart.frame.y.low, chart.frame.y.high) == pytest.approx((0.3, 1.0), abs=0.03)
    assert panel.tools.whole.isEnabled()
    QtHand().double_click(chart, middle(chart).toPoint())
    settle()
    assert panel.sight.x == (1.0, 20.0)
    assert chart.frame.y.high > 1.9
    assert not panel.tools.whole.isEnabled()


def test_that_escape_cancels_a_rectangle(panel: ChartsPanel, draw: Draw) -> None:
    draw(one(ended=True))
    chart = panel.charts["loss"]
    at = middle(chart).toPoint()
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=at)
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 30))
    assert panel.sight.zoom is None


def test_that_what_was_done_by_hand_is_marked_and_told(panel: ChartsPanel, draw: Draw) -> None:
    draw(one())
    chart = panel.charts["loss"]
    (mark,) = chart.content.marks
    assert (mark.x, mark.text) == (8.0, "Learning rate set to 0.0030")
    assert chart.tip(point_of(chart, 8.0, 1.0)) == "Learning rate set to 0.0030"


def test_that_a_curve_with_not_a_number_is_drawn_on_behind_the_gap(panel: ChartsPanel, draw: Draw) -> None:
    run = one(6)
    run.log.history["loss"][2] = float("nan")
    draw(run)
    from ui.charts.plot_painting import pieces

    chart = panel.charts["loss"]
    line = chart.line("train")
    assert [len(piece) for piece in pieces(chart.frame, line.x, line.y)] == [2, 3]
