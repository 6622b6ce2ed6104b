"""The charts panel: brings logs, options and charts together, and keeps them up to date while a run goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_nn.graph.scopes import existing, graph_at, layer_key, layer_titles
from desktop_nn.training import overfitting
from desktop_nn.training.events import RunEnded, RunEvent, RunStarted
from desktop_nn.training.layer_history import LayerHistory
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.metric_titles import losses_by_output
from desktop_nn.training.named_log import NamedLog
from ui.charts import layer_recipes, options, recipes
from ui.charts.chart import Chart
from ui.charts.chart_looks import looks
from ui.charts.content import Wanted
from ui.charts.continued import take_up
from ui.charts.curve_lines import drawn
from ui.charts.export import ChartExport
from ui.charts.grid import ChartGrid
from ui.charts.legend import RunsLegend
from ui.charts.options import Options
from ui.charts.pace import Pace
from ui.charts.sight import Sight, whole
from ui.charts.tool_row import ToolRow
from ui.charts.trails import Trails
from ui.running import RunControl
from ui.theme.theme import theme
from ui.widgets.empty_state import EmptyState

_NO_RUN = ("No run yet", "Press Train: loss and metrics are drawn here, epoch by epoch.")
_NO_LAYERS = (
    "Nothing was seen inside the layers",
    "This run did not look into its layers, or has no epoch yet. Training has a switch: Look inside the layers.",
)
_NOTHING = ("No figures yet", "They come with the first epoch.")


class ChartsPanel(QWidget):
    """Charts of the run under way, or of the last one; `show_logs` draws any other runs.

    `menu_wanted` carries the name of a context menu ("chart" or "charts") and the point of the screen.
    """

    menu_wanted = Signal(str, QPoint)
    options_changed = Signal()
    run_shown = Signal(object)
    """The log of the one run that is drawn from now on; not sent for several."""

    def __init__(self, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("charts_panel")
        looks.refresh()
        self._run, self._session = run, run.session
        self.options = options.remembered(self._session.settings)
        self.sight = Sight()
        self.logs: Sequence[NamedLog] = ()
        self.current: Chart | None = None
        """The chart whose menu was opened last."""
        self.export = ChartExport(self, self._session)
        self._trails, self._pace, self._painted = Trails(), Pace(), 0.0
        self._histories: dict[int, LayerHistory] = {}
        self._grid = ChartGrid(self._make)
        self.tools, self.legend = ToolRow(self.options), RunsLegend()
        self.legend.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._empty = EmptyState("chart-line", *_NO_RUN)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.draw)
        self._connect()
        self.show_logs([self._live()])

    # --- what is shown -------------------------------------------------------------------------------------------

    @property
    def charts(self) -> dict[str, Chart]:
        """The charts on the screen by key; that of a metric has Keras's name of it."""
        return self._grid.charts

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to draw at all."""
        return any(named.log.epoch_seconds or named.log.present or named.log.layers for named in self.logs)

    @property
    def title(self) -> str:
        """The names of the runs."""
        return ", ".join(named.name for named in self.logs)

    def show_logs(self, logs: Sequence[NamedLog]) -> None:
        """Draw these runs over each other from now on, until the next run starts."""
        self.logs = list(logs)
        self._histories = {number: LayerHistory(named.log) for number, named in enumerate(self.logs)}
        self._trails = Trails()
        self._pace.begin()
        self.sight.show(None)
        self.sight.point(None)
        self.legend.show_runs(drawn(self.logs, self.options))
        self.draw()
        if len(self.logs) == 1:
            self.run_shown.emit(self.logs[0].log)

    def choose(self, chosen: Options) -> None:
        """Draw with other options, and remember them."""
        zoomable = chosen.axis == self.options.axis
        self.options = chosen
        self.tools.show_options(chosen)
        if not zoomable:
            self.sight.show(None)
        self.show_everything(heights=True, across=False)
        self.draw()
        options.remember(self._session, chosen)
        self.options_changed.emit()

    def show_everything(self, *, heights: bool = True, across: bool = True) -> None:
        """Leave all zooms."""
        if across:
            self.sight.show(None)
        for chart in self.charts.values() if heights else ():
            chart.show_heights(None)

    def draw(self) -> None:
        """Bring all charts up to date with the logs."""
        began = perf_counter()
        for named in self.logs[:1]:
            self._trails.read(named.log)
        for history in self._histories.values():
            history.read()
        self.sight.reach(whole(self.logs, self.shown_options))
        charts = self._wanted() if self.has_figures else []
        self._grid.show_charts(charts)
        self._show_page(bool(charts))
        self._show_picked()
        self._painted = self._spent()
        self._pace.prepared(perf_counter() - began)

    def _wanted(self) -> list[Wanted]:
        shown = self.shown_options
        return [
            *recipes.wanted(self.logs, shown, self._trails),
            *layer_recipes.wanted(self.logs, shown, self._histories),
        ]

    @property
    def shown_options(self) -> Options:
        """The user's options as far as these runs allow: whoever does not know its batches is drawn by epochs."""
        unknown = any(not named.log.steps for named in self.logs)
        return replace(self.options, axis="epoch") if unknown and self.options.axis == "batch" else self.options

    def _show_page(self, anything: bool) -> None:
        if not anything:
            only_layers = self.options.sections == ("layers",)
            none = _NOTHING if self._run.active and self._run.log.ended is None else _NO_RUN
            self._empty.set_text(*(none if not self.has_figures else _NO_LAYERS if only_layers else _NOTHING))
        self.tools.setVisible(self.has_figures)
        self._pages.setCurrentIndex(1 if anything else 0)

    def _live(self) -> NamedLog:
        """The run under way, or the last one, with its words."""
        run, project = self._run, self._run.project
        name = run.folder.name if run.folder else self._session.title
        if project is None:
            return NamedLog(name, "", run.log)
        graph = project.graph
        return NamedLog(
            name,
            "",
            run.log,
            losses_by_output(graph, project.training),
            layer_titles(graph),
            project.training.batch_size,
            overfitting.chosen_threshold(project.training.callbacks),
        )

    # --- events --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; what came while hidden is drawn now."""
        super().showEvent(event)
        self.draw()

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, RunStarted):
            self.show_logs([self._live()])
            if event.first_epoch:
                log = self._run.log
                take_up(self._session, event.folder, event.first_epoch, log, lambda run: self._show_whole(run, log))
        elif isinstance(event, RunEnded):
            self.draw()
        elif self.isVisible() and not self._timer.isActive():
            self._timer.start(self._pace.wait_ms(self._spent() - self._painted))

    def _show_whole(self, run: NamedLog, log: MetricLog) -> None:
        """The run that goes on with what its folder keeps, unless something else is shown by now."""
        if len(self.logs) == 1 and self.logs[0].log is log:
            self.show_logs([run])

    def _show_zoom(self) -> None:
        zoomed = self.sight.zoom is not None or any(chart.zoomed for chart in self.charts.values())
        self.tools.show_zoomed(zoomed)

    def _spent(self) -> float:
        return sum(chart.spent for chart in self.charts.values())

    def _make(self, wanted: Wanted) -> Chart:
        chart = Chart(wanted, self.sight)
        chart.chosen.connect(self._choose_layer)
        chart.whole_wanted.connect(self.show_everything)
        chart.heights_changed.connect(self._show_zoom)
        chart.menu_wanted.connect(lambda at: self._open_menu(chart, at))
        return chart

    def _open_menu(self, chart: Chart, at: QPoint) -> None:
        self.current = chart
        self.menu_wanted.emit("chart", at)

    def _restyle(self) -> None:
        looks.refresh()
        self.legend.show_runs(drawn(self.logs, self.options))
        for chart in self.charts.values():
            chart.fit_text()
            chart.refresh()

    # --- layers --------------------------------------------------------------------------------------------------

    def _choose_layer(self, layer: str) -> None:
        """Select on the canvas whatever calls the layer, inside a nested model if it lies there."""
        *scope, id = layer.split("/")
        graph = self._session.project.graph
        if existing(graph, tuple(scope)) == tuple(scope):
            calls = graph_at(graph, tuple(scope)).calls_of(id)
            self._session.look_into(tuple(scope), calls)
            self._session.select(calls)

    def _show_picked(self) -> None:
        picked = self._picked()
        for chart in self.charts.values():
            chart.show_picked(chart.wanted.layer in picked)

    def _picked(self) -> set[str]:
        nodes = self._session.graph.nodes
        scope = self._session.scope
        return {layer_key(scope, nodes[id].layer) for id in self._session.selection if id in nodes}

    def _follow_selection(self) -> None:
        if "layers" not in self.options.sections or not self.isVisible():
            return
        self._show_picked()
        QTimer.singleShot(0, self, self._scroll_to_picked)  # after the layout of new charts

    def _scroll_to_picked(self) -> None:
        first = next((chart for chart in self.charts.values() if chart.picked), None)
        if first is not None:
            self._scroll.ensureWidgetVisible(first, 0, 8)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._run.told.connect(self._hear)
        self._session.selection_changed.connect(self._follow_selection)
        theme.changed.connect(self._restyle)
        self.sight.zoomed.connect(self._show_zoom)
        self.tools.changed.connect(self.choose)
        self.tools.whole_wanted.connect(self.show_everything)
        self.tools.menu_wanted.connect(self._open_export_menu)

    def _open_export_menu(self) -> None:
        button = self.tools.menu
        self.menu_wanted.emit("charts", button.mapToGlobal(QPoint(0, button.height())))

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._grid)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addWidget(self.legend)
        layout.addWidget(self._pages, 1)
