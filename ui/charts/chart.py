"""One chart: a header with title and values, and the plot below; the legend is the header, outside the data."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_nn.training.metric_titles import ChartTitle, number_text
from ui.charts.series import Series
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, TEXT, TEXT_SMALL
from ui.widgets.elided_label import ElidedLabel


class EpochAxis(pg.AxisItem):  # type: ignore[misc]
    """Ticks at whole epochs only."""

    def __init__(self) -> None:
        super().__init__(orientation="bottom")

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """pyqtgraph's; distances in epochs, at least one."""
        wished = [(max(1.0, round(spacing)), offset) for spacing, offset in super().tickSpacing(minVal, maxVal, size)]
        return wished[:1]


class Chart(QWidget):
    """Draws a `Series`. `pointed` tells the epoch under the pointer (1…n), or 0 when it leaves."""

    pointed = Signal(int)

    def __init__(self, series: Series, title: ChartTitle) -> None:
        super().__init__()
        self.setObjectName(f"chart_{series.metric}")
        self.setMinimumSize(250, 176)
        self.series, self.title = series, title
        self._epochs = 1
        self._marked = 0
        self._heading = ElidedLabel(title.title)
        self._heading.setProperty("class", "heading")
        self._unit = ElidedLabel(title.unit)
        self._unit.setProperty("class", "small")
        self._legend = {name: QLabel() for name in ("training", "validation")}
        self._plot = pg.PlotWidget(background=None, axisItems={"bottom": EpochAxis()})
        self._training = self._plot.plot(antialias=True)
        self._validation = self._plot.plot(antialias=True)
        self._trail = self._plot.plot(antialias=True)
        self._best = pg.ScatterPlotItem(size=9)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._dots = pg.ScatterPlotItem(size=7)
        for item in (self._best, self._cursor, self._dots):
            self._plot.addItem(item)
        self._set_up_plot()
        self._lay_out()
        theme.changed.connect(self.paint_theme)
        self.paint_theme()
        self.mark(0)

    def show_series(self, epochs: int, finished: bool) -> None:
        """Draw the points there are. `epochs` is how many are planned."""
        done = max(len(self.series.training), len(self.series.validation))
        self._epochs = max(1, epochs)
        self._training.setData(range(1, len(self.series.training) + 1), self.series.training)
        self._validation.setData(range(1, len(self.series.validation) + 1), self.series.validation)
        trail = self.series.trail
        if self.series.training and trail:
            trail = [(len(self.series.training), self.series.training[-1]), *trail]
        self._trail.setData([x for x, _ in trail], [y for _, y in trail])
        best = self.series.best_epoch()
        self._best.setData([] if best is None else [best + 1], [] if best is None else [self.series.validation[best]])
        shown = done if finished else min(self._epochs, max(5, round(done * 1.25 + 1)))
        first = 0.0 if done < 2 and not finished else 1.0
        self._plot.setXRange(first, max(shown, first + 1), padding=0.03)
        self._say(self._marked)

    def mark(self, epoch: int) -> None:
        """Show the values of an epoch (1…n) in the header and a line in the plot; 0 shows the last ones."""
        self._marked = epoch
        values = [(series, epoch) for series in (self.series.training, self.series.validation)]
        self._cursor.setVisible(bool(epoch))
        self._cursor.setValue(epoch)
        found = [(x, values[x - 1]) for values, x in values if epoch and x <= len(values)]
        self._dots.setData([x for x, _ in found], [y for _, y in found])
        self._say(epoch)

    def paint_theme(self) -> None:
        """Take the colours of the present scheme."""
        c = theme.colours
        small = theme.font(TEXT_SMALL)
        self._training.setPen(pg.mkPen(c.training, width=2))
        self._validation.setPen(pg.mkPen(c.validation, width=2, style=Qt.PenStyle.SolidLine))
        self._trail.setPen(pg.mkPen(c.training, width=1, style=Qt.PenStyle.DotLine))
        self._best.setPen(pg.mkPen(c.validation, width=2))
        self._best.setBrush(pg.mkBrush(c.panel))
        self._dots.setBrush(pg.mkBrush(c.text))
        self._dots.setPen(pg.mkPen(None))
        self._cursor.setPen(pg.mkPen(c.text_faint, width=1))
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(pg.mkPen(c.border_strong))
            axis.setTextPen(pg.mkPen(c.text_dim))
            axis.setTickFont(small)
            axis.label.setFont(small)
        self._plot.setLabel("bottom", "epoch", color=c.text_dim)
        for label in self._legend.values():
            label.setFont(theme.font(TEXT))
        self._say(self._marked)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's; the pointer has gone."""
        self.pointed.emit(0)
        super().leaveEvent(event)

    def _say(self, epoch: int) -> None:
        c = theme.colours
        parts = (("training", "train", c.training), ("validation", "val", c.validation))
        for name, word, colour in parts:
            values: list[float] = getattr(self.series, name)
            at = epoch or len(values)
            value = values[at - 1] if 0 < at <= len(values) else None
            if name == "training" and not epoch and self.series.trail:
                value = self.series.trail[-1][1]
            self._legend[name].setText(
                f'<span style="color:{colour}">●</span> <span style="color:{c.text_dim}">{word}</span> '
                f"<b>{number_text(value)}</b>"
            )
            self._legend[name].setVisible(bool(values) or name == "training")
        self._heading.setText(f"{self.title.title}, epoch {epoch}" if epoch else self.title.title)
        self._heading.setToolTip(f"{self.title.title}: {self.title.unit}")
        self.setAccessibleName(f"Chart of {self.title.title}")

    def _set_up_plot(self) -> None:
        plot = self._plot
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.showGrid(x=True, y=True, alpha=0.16)
        plot.getAxis("bottom").setStyle(tickLength=4, tickTextOffset=4)
        plot.getAxis("left").setStyle(tickLength=4, tickTextOffset=4)
        plot.getAxis("left").enableAutoSIPrefix(False)
        plot.getAxis("bottom").enableAutoSIPrefix(False)
        plot.getAxis("left").setWidth(44)
        plot.getAxis("bottom").setHeight(36)
        plot.getPlotItem().setContentsMargins(0, 4, 8, 0)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        plot.scene().sigMouseMoved.connect(self._moved)

    def _lay_out(self) -> None:
        legend = QHBoxLayout()
        legend.setSpacing(SPACE_3)
        for label in self._legend.values():
            label.setTextFormat(Qt.TextFormat.RichText)
            legend.addWidget(label)
        self._unit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        legend.addWidget(self._unit, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_1)
        layout.setSpacing(1)
        layout.addWidget(self._heading)
        layout.addLayout(legend)
        layout.addWidget(self._plot, 1)

    def _moved(self, at: QPointF) -> None:
        box = self._plot.getPlotItem().vb
        if not box.sceneBoundingRect().contains(at):
            self.pointed.emit(0)
            return
        epoch = round(box.mapSceneToView(at).x())
        done = max(len(self.series.training), len(self.series.validation))
        self.pointed.emit(min(max(1, epoch), done) if done else 0)
