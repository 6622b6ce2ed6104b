"""Charts of layers, and that they are selected together with the canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from desktop_nn.project.document import with_graph
from desktop_nn.training.internals import Histogram
from desktop_nn.training.named_log import NamedLog
from tests.gui.charts.conftest import LOSSES, middle, settle
from tests.helpers.clicking import click
from tests.helpers.drawings import chain
from tests.helpers.made_runs import made_log
from ui.charts import histogram_picture
from ui.charts.panel import ChartsPanel
from ui.session import Session
from ui.theme.theme import theme

Draw = Callable[..., None]


@pytest.fixture
def layers(session: Session, panel: ChartsPanel, draw: Draw) -> dict[str, str]:
    """A chain is drawn and a run has looked into its layers: node id -> layer id."""
    graph, _ = chain("InputLayer", "Dense", "Dense", "Dense", "Dense")
    session.edit("Draw", lambda project: with_graph(project, graph))
    nodes = {id: node.layer for id, node in list(graph.nodes.items())[1:]}
    names = {layer: graph.layers[layer].name for layer in nodes.values()}
    panel.choose(replace(panel.options, sections=("layers",)))
    draw(NamedLog("run", "", made_log(8, layers=tuple(nodes.values())), LOSSES, names))
    return nodes


def chart_of(panel: ChartsPanel, layer: str) -> str:
    return next(key for key, chart in panel.charts.items() if chart.wanted.layer == layer)


def test_that_each_layer_has_a_chart_of_its_norms_on_a_log_scale(panel: ChartsPanel, layers: dict[str, str]) -> None:
    assert [chart.wanted.layer for chart in panel.charts.values()] == list(layers.values())
    content = next(iter(panel.charts.values())).content
    assert [line.label for line in content.plain] == ["weights", "gradient"]
    assert content.log
    assert content.plain[0].y[3] == pytest.approx(5.3)


def test_that_a_gradient_that_has_died_is_told_with_the_reason(panel: ChartsPanel, layers: dict[str, str]) -> None:
    told = [chart.content.words for chart in panel.charts.values()]
    assert told[:2] == ["", ""]
    assert told[3].startswith("The gradient has died: ")


def test_that_a_click_on_a_layers_chart_selects_it_on_the_canvas(
    panel: ChartsPanel, session: Session, layers: dict[str, str]
) -> None:
    node, layer = list(layers.items())[1]
    chart = panel.charts[chart_of(panel, layer)]
    click(chart, middle(chart).toPoint())
    assert session.selection == {node}
    assert [key for key, one in panel.charts.items() if one.picked] == [chart_of(panel, layer)]


def test_that_a_layer_selected_on_the_canvas_is_marked_and_scrolled_to(
    panel: ChartsPanel, session: Session, layers: dict[str, str]
) -> None:
    panel.resize(300, 260)
    settle()
    node, layer = list(layers.items())[-1]
    session.select([node])
    settle()
    chart = panel.charts[chart_of(panel, layer)]
    assert chart.picked
    assert not chart.visibleRegion().isEmpty()


@pytest.mark.parametrize("view", ["weights", "gradients", "outputs"])
def test_that_spreads_are_drawn_as_pictures(panel: ChartsPanel, layers: dict[str, str], view: str) -> None:
    panel.choose(replace(panel.options, layers=view))
    chart = next(iter(panel.charts.values()))
    spread = chart.content.spread
    assert spread is not None
    assert len(spread.histograms) == 8
    settle()
    at = chart.frame.point(4.0, 0.0).toPoint()
    assert chart.grab().toImage().pixelColor(at) != QColor(theme.colours.panel)


def test_that_activations_have_a_band_and_silent_units_their_share(panel: ChartsPanel, layers: dict[str, str]) -> None:
    panel.choose(replace(panel.options, layers="activations"))
    content = next(iter(panel.charts.values())).content
    (band,) = content.bands
    assert band.high[0] - band.low[0] == pytest.approx(0.6)
    panel.choose(replace(panel.options, layers="silent"))
    last = list(panel.charts.values())[-1].content
    assert last.plain[0].y[-1] == pytest.approx(22.0)


def test_that_a_column_is_as_wide_as_its_epoch_and_narrow_where_looks_are_rare(
    panel: ChartsPanel, layers: dict[str, str]
) -> None:
    panel.choose(replace(panel.options, layers="weights"))
    geometry = next(iter(panel.charts.values())).frame
    epoch = geometry.across(2.0) - geometry.across(1.0)
    every = list(histogram_picture.widths(geometry, [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]))
    assert [right - left for left, right in every] == pytest.approx([epoch] * 3)
    rare = list(histogram_picture.widths(geometry, [1.0, 8.0], [1.0, 8.0]))
    assert [right - left for left, right in rare] == pytest.approx([max(16.0, epoch)] * 2)


def test_that_a_histograms_pixels_are_darkest_where_most_values_lie() -> None:
    flat, peak = Histogram(0.0, 1.0, (5, 5, 5, 5)), Histogram(0.0, 1.0, (0, 0, 0, 9))
    picture = histogram_picture.image([flat, peak], 0.0, 1.0, "training")
    full, none = QColor(theme.colours.training), QColor(theme.colours.panel)
    assert {picture.pixelColor(0, y).name() for y in range(48)} == {full.name()}
    assert picture.pixelColor(1, 0).name() == full.name(), "high values are at the top"
    assert picture.pixelColor(1, 40).name() == none.name()


def test_that_weights_that_are_all_the_same_are_one_line() -> None:
    picture = histogram_picture.image([Histogram(0.5, 0.5, (9,))], 0.0, 1.0, "training")
    drawn = [y for y in range(48) if picture.pixelColor(0, y).name() == QColor(theme.colours.training).name()]
    assert len(drawn) == 1
