"""Predicted against true values of a regression, with the line of perfect answers."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.training.predictions import OutputPredictions
from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL

MOST_POINTS = 4000
"""More would only darken the cloud; the figures still use all samples."""


class ScatterView(QWidget):
    """Read-only."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scatter_view")
        self.setMinimumSize(220, 150)
        self._plot = pg.PlotWidget(background=None)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.showGrid(x=True, y=True, alpha=0.16)
        self._points = pg.ScatterPlotItem(size=4)
        self._line = pg.PlotCurveItem()
        self._plot.addItem(self._points)
        self._plot.addItem(self._line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        theme.changed.connect(self._paint)
        self._paint()

    def show_output(self, output: OutputPredictions) -> None:
        """Draw an output's answers."""
        truth, predicted = output.truth, output.predicted.reshape(len(output.predicted), -1)[:, 0]
        step = max(1, len(truth) // MOST_POINTS)
        self._points.setData(truth[::step], predicted[::step])
        low = float(min(np.min(truth), np.min(predicted))) if len(truth) else 0.0
        high = float(max(np.max(truth), np.max(predicted))) if len(truth) else 1.0
        self._line.setData([low, high], [low, high])
        off = float(np.mean(np.abs(output.residuals()))) if len(truth) else 0.0
        self.setAccessibleName(f"Predicted against true values of {output.output}; {off:.4g} off on average")

    def _paint(self) -> None:
        c = theme.colours
        dot = theme.colour("training")
        dot.setAlpha(90)
        self._points.setBrush(pg.mkBrush(dot))
        self._points.setPen(pg.mkPen(None))
        self._line.setPen(pg.mkPen(c.text_faint, width=1, style=Qt.PenStyle.DashLine))
        for name, words in (("left", "predicted"), ("bottom", "true")):
            axis = self._plot.getAxis(name)
            axis.setPen(pg.mkPen(c.border_strong))
            axis.setTextPen(pg.mkPen(c.text_dim))
            axis.setTickFont(theme.font(TEXT_SMALL))
            axis.enableAutoSIPrefix(False)
            self._plot.setLabel(name, words, color=c.text_dim)
