"""How charts are drawn: sections, log scale, smoothing, the training curve's shift, the bottom axis; remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from desktop_nn import settings as settings_file
from desktop_nn.training.curves import smoothed
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog
from tests.gui.charts.conftest import LOSSES, settle
from tests.helpers.clicking import click
from tests.helpers.made_runs import made_log
from tests.helpers.waiting import wait_until
from ui.charts.panel import ChartsPanel

Draw = Callable[..., None]


@pytest.fixture(autouse=True)
def _run(draw: Draw) -> None:
    draw(NamedLog("run 1", "", made_log(20), LOSSES, {}, 32))


def slide(slider: QSlider, value: int) -> None:
    """Move a slider by keys to about a value."""
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(value // slider.pageStep()):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)


def test_that_a_click_shows_a_section_alone_and_with_control_beside(panel: ChartsPanel) -> None:
    click(panel.tools.sections["rate"])
    assert set(panel.charts) == {"learning_rate", "ratio"}
    button = panel.tools.sections["speed"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, QPoint(9, 9))
    assert set(panel.charts) == {"learning_rate", "ratio", "epoch_seconds", "samples", "memory"}
    assert panel.tools.sections["rate"].isChecked()
    assert not panel.tools.sections["metrics"].isChecked()


def test_that_the_last_section_stays(panel: ChartsPanel) -> None:
    panel.tools.choose_section("metrics", beside=True)
    assert panel.options.sections == ("metrics",)


def test_that_smoothing_draws_the_moving_average_before_the_faint_raw_curve(panel: ChartsPanel) -> None:
    slide(panel.tools.smoothing, 60)
    weight = panel.options.smoothing
    assert weight > 0.4
    content = panel.charts["loss"].content
    raw = panel.logs[0].log.history["loss"]
    assert list(panel.charts["loss"].line("train").y) == smoothed(raw, weight)
    faint = next(line for line in content.lines if line.faint and line.label == "train")
    assert list(faint.y) == raw


def test_that_log_scale_leaves_out_what_is_not_above_nothing(panel: ChartsPanel, draw: Draw) -> None:
    click(panel.tools.log)
    chart = panel.charts["loss"]
    assert chart.frame.y.log
    assert chart.frame.up(0.1) - chart.frame.up(1.0) == pytest.approx(chart.frame.up(0.2) - chart.frame.up(2.0))
    log = made_log(4)
    log.history["loss"][1] = 0.0
    draw(NamedLog("run", "", log, LOSSES))
    assert panel.charts["loss"].frame.y.low > 0


def test_that_the_training_curve_moves_half_an_epoch_and_validation_stays(panel: ChartsPanel) -> None:
    click(panel.tools.shift)
    chart = panel.charts["loss"]
    assert list(chart.line("train").x[:2]) == [0.5, 1.5]
    assert list(chart.line("val").x[:2]) == [1.0, 2.0]
    assert "half an epoch older" in panel.tools.shift.toolTip()


def test_that_the_bottom_axis_counts_batches_or_seconds(panel: ChartsPanel) -> None:
    panel.tools.axis.menu().actions()[1].trigger()
    assert panel.charts["loss"].line("val").x[1] == 80.0
    panel.tools.axis.menu().actions()[2].trigger()
    seconds = panel.logs[0].log.epoch_seconds
    assert panel.charts["loss"].line("val").x[1] == pytest.approx(seconds[0] + seconds[1])


def test_that_everything_is_remembered(panel: ChartsPanel) -> None:
    click(panel.tools.log)
    click(panel.tools.sections["batches"])
    slide(panel.tools.smoothing, 50)
    wait_until(lambda: not panel._session.files.busy, what="the settings to be written")
    kept = settings_file.load()
    assert kept.chart_log
    assert kept.chart_sections == ("batches",)
    assert kept.chart_smoothing == pytest.approx(panel.options.smoothing)


def test_that_a_run_without_looks_into_layers_says_so(panel: ChartsPanel) -> None:
    click(panel.tools.sections["layers"])
    assert not panel.charts
    assert "did not look into its layers" in panel._empty.text()


def test_that_batch_losses_are_drawn_where_they_fell(panel: ChartsPanel) -> None:
    click(panel.tools.sections["batches"])
    line = panel.charts["batch_loss"].line("batches")
    assert list(zip(line.x, line.y, strict=True)) == panel.logs[0].log.batch_losses


def test_that_the_ratio_has_its_threshold_and_says_when_overfitting_begins(panel: ChartsPanel) -> None:
    click(panel.tools.sections["rate"])
    content = panel.charts["ratio"].content
    assert list(content.lines[0].y) == panel.logs[0].log.ratios
    assert content.threshold == 1.1
    assert content.warns
    assert content.words.startswith("Overfits since epoch 13")
    assert panel.charts["learning_rate"].content.log


def test_that_speed_is_samples_a_second_seconds_and_megabytes(panel: ChartsPanel) -> None:
    click(panel.tools.sections["speed"])
    log = panel.logs[0].log
    assert panel.charts["samples"].line("samples/s").y[0] == pytest.approx(40 * 32 / log.epoch_seconds[0])
    assert panel.charts["memory"].line("MB").y[0] == 400.0
    assert panel.charts["epoch_seconds"].content.words == "About 5 s left"


def test_that_nothing_is_left_to_wait_for_after_the_end(panel: ChartsPanel, draw: Draw) -> None:
    draw(NamedLog("run", "", made_log(30, ended=True), LOSSES, {}, 32))
    click(panel.tools.sections["speed"])
    assert panel.charts["epoch_seconds"].content.words == ""


def test_that_an_empty_log_draws_nothing_and_breaks_nothing(panel: ChartsPanel, draw: Draw) -> None:
    draw(NamedLog("run", "", MetricLog()))
    settle()
    assert not panel.charts
