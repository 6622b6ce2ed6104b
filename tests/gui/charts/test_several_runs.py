"""Runs drawn over each other: colours, strokes, values of each, a table beside the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor

from desktop_nn.training.named_log import NamedLog
from tests.gui.charts.conftest import LOSSES, hover, point_of, settle
from tests.helpers.made_runs import logs_of, made_log
from ui.charts import reading
from ui.charts.legend import legend_height
from ui.charts.panel import ChartsPanel
from ui.theme.theme import theme
from ui.theme.tokens import RUN_COLOURS

Draw = Callable[..., None]


def runs(count: int = 3) -> list[NamedLog]:
    return [NamedLog(f"run {i}", "", made_log(10 + i, speed=0.1 + 0.1 * i, ended=True), LOSSES) for i in range(count)]


def test_that_each_run_has_a_colour_of_its_own_training_solid_validation_dashed(panel: ChartsPanel, draw: Draw) -> None:
    draw(*runs())
    lines = panel.charts["loss"].content.lines
    assert [(line.run, line.label, line.stroke) for line in lines] == [
        (f"run {i}", label, stroke) for i in range(3) for label, stroke in (("train", "solid"), ("val", "dash"))
    ]
    colours = RUN_COLOURS[theme.colours.scheme]
    assert [line.colour for line in lines[::2]] == list(colours[:3])


def test_that_a_runs_own_colour_is_kept(panel: ChartsPanel, draw: Draw) -> None:
    one, two = runs(2)
    draw(one, NamedLog(two.name, "#123456", two.log, two.losses))
    assert panel.charts["loss"].line("train", "run 1").colour == "#123456"
    assert panel.legend.entries[1] == ("run 1", "#123456")


def test_that_the_legend_above_the_charts_is_there_for_several_runs_only(panel: ChartsPanel, draw: Draw) -> None:
    draw(*runs(1))
    assert not panel.legend.isVisible()
    draw(*runs(2))
    assert panel.legend.isVisible()
    assert panel.legend.toolTip() == "run 0\nrun 1"


def test_that_many_names_take_more_lines_and_the_rest_is_counted(panel: ChartsPanel, draw: Draw) -> None:
    few = [(f"a run with a long name {i}", "#123456") for i in range(2)]
    many = few * 20
    assert legend_height(few, 900) < legend_height(many, 900)
    assert legend_height(many, 900) == legend_height(many * 2, 900), "three lines at most"


def test_that_the_pointer_reads_the_values_of_every_run(panel: ChartsPanel, draw: Draw) -> None:
    draw(*runs())
    chart = panel.charts["loss"]
    hover(chart, point_of(chart, 4.1, 1.0))
    assert panel.sight.at == 4.0
    found = {(line.run, line.label): value.y for line, value in reading.values(chart.content, panel.sight.at) if value}
    assert found == {
        (f"run {i}", label): logs_of(3, 0.1 + 0.1 * i, 12)[name]
        for i in range(3)
        for label, name in (("train", "loss"), ("val", "val_loss"))
    }


def test_that_a_shorter_run_has_no_value_where_it_was_over(panel: ChartsPanel, draw: Draw) -> None:
    draw(*runs())
    values = reading.values(panel.charts["loss"].content, 12.0)
    assert [line.run for line, value in values if value is None] == ["run 0", "run 0", "run 1", "run 1"]


def test_that_a_table_with_all_runs_is_painted_beside_the_pointer(panel: ChartsPanel, draw: Draw) -> None:
    draw(*runs())
    chart = panel.charts["loss"]
    before = chart.grab().toImage()
    hover(chart, point_of(chart, 3.0, 1.0))
    after = chart.grab().toImage()
    box = point_of(chart, 3.0, 1.0)
    card = QColor(theme.colours.card).rgb()
    right = [(x, y) for x in range(box.x() + 20, box.x() + 60) for y in range(int(chart.frame.plot.top()) + 8, 110)]
    assert sum(after.pixel(x, y) == card for x, y in right) > sum(before.pixel(x, y) == card for x, y in right)


def test_that_metrics_of_all_runs_have_charts(panel: ChartsPanel, draw: Draw) -> None:
    one, two = runs(2)
    two.log.history["mae"] = [0.5] * 11
    draw(one, two)
    settle()
    assert list(panel.charts) == ["loss", "accuracy", "mae"]
    assert [line.run for line in panel.charts["mae"].content.plain if line.y] == ["run 1"]
