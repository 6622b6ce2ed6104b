"""The charts panel: a grid of charts that grows with the run; one pointer for all of them."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedLayout, QWidget

from desktop_nn.training.events import RunEnded, RunEvent, RunStarted
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.metric_titles import in_order, losses_by_output, title_of
from ui.charts.chart import Chart
from ui.charts.series import Series
from ui.running import RunControl
from ui.widgets.empty_state import EmptyState

REDRAW_MS = 100
"""The screen is throttled, never the training: at most ten drawings a second."""
CHART_WIDTH = 330


class ChartsPanel(QWidget):
    """Charts of the run under way, or of the last one. `show_log` draws any other log."""

    def __init__(self, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("charts_panel")
        self._run = run
        self._log = run.log
        self._charts: dict[str, Chart] = {}
        self._losses = _losses(run)
        self._empty = EmptyState(
            "chart-line", "No run yet", "Press Train: loss and metrics are drawn here, epoch by epoch."
        )
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(4)
        self._scroll.setWidget(self._body)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.draw)
        run.told.connect(self._hear)
        self.draw()

    @property
    def charts(self) -> dict[str, Chart]:
        """The charts by Keras's metric name."""
        return self._charts

    def draw(self) -> None:
        """Bring all charts up to date with the log."""
        missing = [metric for metric in self._metrics() if metric not in self._charts]
        if missing:  # one at a time: making a chart takes tens of milliseconds
            self._add(missing[0])
        if missing[1:] and not self._timer.isActive():
            self._timer.start(0)
        finished = self._log.ended is not None
        for chart in self._charts.values():
            chart.series.read(self._log)
            chart.show_series(self._log.epochs, finished)
        self._pages.setCurrentIndex(1 if self._charts else 0)

    def show_log(self, log: MetricLog, losses: dict[str, str]) -> None:
        """Draw another log from now on."""
        self._log, self._losses = log, dict(losses)
        self._clear()
        self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; as many charts side by side as fit."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; what came while hidden is drawn now."""
        super().showEvent(event)
        self.draw()

    def _metrics(self) -> tuple[str, ...]:
        running = tuple(name for name in self._log.present if not name.startswith("val_"))
        known = self._log.metrics or running
        return in_order((*known, *running))

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, RunStarted):
            losses = _losses(self._run)
            self.show_log(self._run.log, losses)
        elif isinstance(event, RunEnded):
            self.draw()
        elif self.isVisible() and not self._timer.isActive():
            self._timer.start(REDRAW_MS)

    def _add(self, metric: str) -> None:
        chart = Chart(Series(metric), title_of(metric, self._losses))
        chart.pointed.connect(self._point)
        self._charts[metric] = chart
        self._arrange()

    def _point(self, epoch: int) -> None:
        for chart in self._charts.values():
            chart.mark(epoch)

    def _clear(self) -> None:
        for chart in self._charts.values():
            self._grid.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        self._charts = {}

    def _arrange(self) -> None:
        fit = max(1, self.width() // CHART_WIDTH)
        count = len(self._charts)
        rows = -(-count // fit) if count else 1
        columns = -(-count // rows) if count else 1
        for index, chart in enumerate(self._charts.values()):
            self._grid.addWidget(chart, index // columns, index % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _losses(run: RunControl) -> dict[str, str]:
    project = run.project
    return dict(losses_by_output(project.graph, project.training)) if project else {}
