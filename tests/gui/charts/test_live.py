"""The charts while a run goes: they grow, cost little, and show nothing that is not asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.runs import layers
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.label import RunLabel
from desktop_nn.training.events import BatchProgress, EpochEnded, LayersSeen, RunEnded, RunEvent, RunStarted
from desktop_nn.training.internals import LayerSeen
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog
from tests.gui.charts.conftest import LOSSES, settle
from tests.gui.runs.run_folders import make_run
from tests.helpers.made_runs import made_log
from tests.helpers.waiting import wait_until
from ui.charts.pace import EAGER, SHARE, SLOWEST_S, Pace
from ui.charts.panel import ChartsPanel


def tell(panel: ChartsPanel, *events: RunEvent) -> None:
    """What the run's control does with events."""
    for event in events:
        panel._run.log.add(event)
        panel._run.told.emit(event)


def start(panel: ChartsPanel, epochs: int = 4) -> None:
    panel._run.log = MetricLog()
    tell(panel, RunStarted(Path("run"), epochs, 10, 100))


def test_that_a_run_that_starts_takes_the_place_of_what_was_shown(panel: ChartsPanel) -> None:
    panel.show_logs([NamedLog("old", "", made_log(5), LOSSES)])
    start(panel)
    tell(panel, EpochEnded(0, 0.1, {"loss": 3.0, "mae": 1.0}))
    wait_until(lambda: list(panel.charts) == ["loss", "mae"], 5, "the charts of the new run")


def test_that_a_run_before_its_first_epoch_is_not_called_no_run(panel: ChartsPanel) -> None:
    assert "No run yet" in panel._empty.text()
    panel._run.state = "running"
    start(panel)
    assert "They come with the first epoch" in panel._empty.text()
    tell(panel, RunEnded("failed", 0, 0.1))
    assert "No run yet" in panel._empty.text()


def test_that_the_running_epoch_is_a_dotted_line_until_it_has_ended(panel: ChartsPanel) -> None:
    start(panel)
    tell(panel, EpochEnded(0, 0.1, {"loss": 3.0}))
    panel.draw()
    for step in (2, 5):
        tell(panel, BatchProgress(1, step, 0.2, {"loss": 2.0 + step}))
        panel.draw()
    line = panel.charts["loss"].line("this epoch")
    assert (line.x, line.y, line.stroke) == ([1.0, 1.2, 1.5], [3.0, 4.0, 7.0], "dot")
    tell(panel, EpochEnded(1, 0.1, {"loss": 1.5}))
    panel.draw()
    assert [line.label for line in panel.charts["loss"].content.plain] == ["train"]


def test_that_the_first_tenth_of_an_epoch_is_left_out(panel: ChartsPanel) -> None:
    start(panel)
    tell(panel, EpochEnded(0, 0.1, {"loss": 3.0}))
    panel.draw()
    panel._run.log.steps = 100
    tell(panel, BatchProgress(1, 3, 0.2, {"loss": 90.0}))
    panel.draw()
    assert all(line.label != "this epoch" for line in panel.charts["loss"].content.plain)


def test_that_the_end_is_drawn_at_once(panel: ChartsPanel) -> None:
    start(panel)
    tell(panel, EpochEnded(0, 0.1, {"loss": 3.0}), RunEnded("stopped", 1, 0.1))
    assert list(panel.charts["loss"].line("train").y) == [3.0]


def test_that_a_hidden_panel_draws_nothing_and_catches_up_when_seen(panel: ChartsPanel, qtbot: QtBot) -> None:
    panel.hide()
    start(panel)
    tell(panel, *(EpochEnded(epoch, 0.1, {"loss": 3.0 - epoch}) for epoch in range(3)))
    assert not panel._timer.isActive()
    panel.show()
    qtbot.waitExposed(panel)
    settle()
    assert list(panel.charts["loss"].line("train").y) == [3.0, 2.0, 1.0]


def test_that_a_chart_out_of_sight_is_not_drawn(panel: ChartsPanel) -> None:
    panel.resize(300, 200)
    panel.show_logs([NamedLog("run", "", made_log(5), LOSSES)])
    settle()
    loss, accuracy = panel.charts["loss"], panel.charts["accuracy"]
    assert loss.spent > 0
    assert accuracy.spent == 0


def test_that_a_chart_with_nothing_new_keeps_its_picture(panel: ChartsPanel) -> None:
    start(panel)
    tell(panel, EpochEnded(0, 0.1, {"loss": 3.0}))
    panel.choose(replace(panel.options, sections=("speed",)))
    settle()
    content = panel.charts["epoch_seconds"].content
    tell(panel, BatchProgress(1, 5, 0.2, {"loss": 2.0}))
    panel.draw()
    assert panel.charts["epoch_seconds"].content is content
    tell(panel, EpochEnded(1, 0.1, {"loss": 2.0}))
    panel.draw()
    assert panel.charts["epoch_seconds"].content is not content


def test_that_what_costs_much_is_drawn_seldom() -> None:
    pace = Pace()
    for _ in range(EAGER + 1):
        pace.prepared(0.0002)
    quick = pace.wait_ms(0.0001)
    assert 90 <= quick <= 100
    assert pace.wait_ms(0.0098) == pytest.approx(0.010 / SHARE * 1000, abs=10)
    assert pace.wait_ms(5.0) <= SLOWEST_S * 1000


def test_that_the_beginning_of_a_run_is_drawn_soon_whatever_it_costs() -> None:
    pace = Pace()
    for _ in range(EAGER + 1):
        pace.prepared(0.5)
    pace.begin()
    pace.prepared(0.5)
    assert pace.wait_ms(0.5) <= 100


def test_that_twenty_thousand_batches_are_drawn_with_as_many_points_as_can_be_seen(panel: ChartsPanel) -> None:
    from ui.charts.plot_painting import pieces

    log = made_log(10)
    log.batch_losses = [(index / 2000, 1.0 + (index == 7777)) for index in range(20_000)]
    panel.choose(replace(panel.options, sections=("batches",)))
    panel.show_logs([NamedLog("run", "", log, LOSSES)])
    settle()
    chart = panel.charts["batch_loss"]
    line = chart.line("batches")
    (piece,) = pieces(chart.frame, line.x, line.y)
    assert len(piece) <= chart.frame.plot.width() + 2
    assert min(point.y() for point in piece) == pytest.approx(chart.frame.up(2.0)), "the one peak is kept"


def test_that_a_run_that_goes_on_shows_what_its_folder_keeps_of_the_epochs_before(
    panel: ChartsPanel, tmp_path: Path
) -> None:
    folder = make_run(tmp_path, 1, RunLabel("Wide"))
    for epoch in range(3):
        RunFolder(folder).append_history(epoch, 0.5, {"loss": 3.0 - epoch})
        layers.append(folder, LayersSeen(epoch, (LayerSeen("d", 1.0, 0.5),)))
    panel._run.log = MetricLog()
    tell(panel, RunStarted(folder, 5, 10, 100, first_epoch=2))
    tell(panel, *(EpochEnded(epoch, 0.5, {"loss": 3.0 - epoch}) for epoch in range(2)))
    tell(panel, LayersSeen(2, (LayerSeen("d", 1.0, 0.25),)))
    wait_until(lambda: panel.title == "Wide", 10, "the folder to be read")
    log = panel.logs[0].log
    assert log is panel._run.log, "it goes on growing"
    assert [look.epoch for look in log.layers] == [0, 1, 2]
    assert log.layers[2].layers[0].gradient_norm == 0.25
    assert list(panel.charts["loss"].line("train").y) == [3.0, 2.0]


def test_that_a_folder_that_cannot_be_read_spoils_nothing(panel: ChartsPanel, tmp_path: Path) -> None:
    panel._run.log = MetricLog()
    tell(panel, RunStarted(tmp_path / "gone", 5, 10, 100, first_epoch=2), EpochEnded(0, 0.5, {"loss": 3.0}))
    wait_until(lambda: not panel._session.files.busy, 10, "the folder to be looked for")
    panel.draw()
    assert list(panel.charts["loss"].line("train").y) == [3.0]
