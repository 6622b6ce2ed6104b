"""States of the charts: runs with known curves, alone and together, each section, and layers on the canvas."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.graph.topology import topological_order
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog
from tests.helpers.made_runs import made_log
from ui.charts.options import Options
from ui.charts.panel import ChartsPanel
from ui.main_window import MainWindow


def _panel(window: MainWindow) -> ChartsPanel:
    window.show_panel("charts")
    panel = window.charts()
    assert panel is not None
    return panel


def _layers(window: MainWindow) -> dict[str, str]:
    graph = window.session.graph
    return {graph.nodes[id].layer: graph.name_of(id) for id in topological_order(graph)}


def _run(window: MainWindow, name: str, log: MetricLog) -> NamedLog:
    return NamedLog(name, "", log, {"": "SparseCategoricalCrossentropy"}, _layers(window), 32)


def charts_metrics(window: MainWindow) -> None:
    """One run, the pointer on an epoch."""
    panel = _panel(window)
    log = made_log(layers=tuple(_layers(window))[1:])
    panel.show_logs([_run(window, "blobs", log)])
    panel.choose(Options())
    window.canvas.fit()
    panel.sight.point(9.0)


def charts_smoothed(window: MainWindow) -> None:
    """Smoothed on a log scale, the training curve half an epoch earlier."""
    panel = _panel(window)
    panel.sight.point(None)
    panel.choose(Options(("metrics", "rate"), log=True, smoothing=0.6, shift=True))


def charts_batches(window: MainWindow) -> None:
    """Batches, speed and memory."""
    _panel(window).choose(Options(("batches", "speed")))


def charts_layers(window: MainWindow) -> None:
    """Norms of the layers; one is selected."""
    panel = _panel(window)
    panel.choose(Options(("layers",)))
    window.session.select([list(window.session.graph.nodes)[2]])


def charts_spread(window: MainWindow) -> None:
    """Histograms of the weights over time, and the training state on the canvas."""
    panel = _panel(window)
    panel.choose(Options(("layers",), layers="weights"))
    window.session.select([])
    window.canvas.overlay.show("training")
    window.canvas.overlay.look_into(panel.logs[0].log)
    window.canvas.zoom_to(1.0)
    window.canvas.center_on(list(window.session.graph.nodes)[-1])


def charts_runs(window: MainWindow) -> None:
    """Three runs over each other, the pointer on an epoch."""
    window.canvas.overlay.show("")
    panel = _panel(window)
    logs = [made_log(20, speed=0.1 + 0.08 * i, worse_after=10 + i, ended=True) for i in range(3)]
    panel.choose(replace(Options(), sections=("metrics",)))
    panel.show_logs([_run(window, f"2026-11-25 12-0{i} blobs", log) for i, log in enumerate(logs)])
    QApplication.processEvents()
    chart = panel.charts["loss"]
    QTest.mouseMove(chart, chart.frame.point(8.0, 1.0).toPoint())


def charts_end(window: MainWindow) -> None:
    """Back to the window's own run."""
    panel = _panel(window)
    panel.sight.point(None)
    panel.choose(Options())


CHART_STATES = (
    charts_metrics,
    charts_smoothed,
    charts_batches,
    charts_layers,
    charts_spread,
    charts_runs,
    charts_end,
)
