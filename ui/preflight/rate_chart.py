"""The curve of a learning-rate test: the loss over the rate, with a pointer that writes a rate into the document."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.training.metric_titles import number_text
from desktop_nn.training.rate_test import RateTest, rounded
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, TEXT_SMALL
from ui.widgets.styling import label

_HEADROOM = 0.25
_ROOM_A_TICK = 44
"""Pixels that a power of ten needs for its number."""
_STEP = 10 ** (1 / 20)
"""How far an arrow key moves the pointer."""


class RateAxis(pg.AxisItem):  # type: ignore[misc]
    """Ticks at powers of ten, written as people write learning rates. The values are logarithms."""

    def __init__(self) -> None:
        super().__init__(orientation="bottom")

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """pyqtgraph's."""
        step = 1 if size > _ROOM_A_TICK * (maxVal - minVal) else 2
        return [
            (step, [float(power) for power in range(math.ceil(minVal), math.floor(maxVal) + 1) if power % step == 0])
        ]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """pyqtgraph's."""
        return [f"1e{value:.0f}" if value < -3 else f"{10**value:g}" for value in values]


class RateChart(QWidget):
    """`chosen` carries the rate that was clicked, or taken by Enter after the arrow keys have moved the pointer."""

    chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_chart")
        self.setAccessibleName("Loss over learning rate")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(240, 120)
        self._test: RateTest | None = None
        self._at: float | None = None
        self.words = label("", "small")
        self.words.setObjectName("rate_words")
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.plot = pg.PlotWidget(background=None, axisItems={"bottom": RateAxis()})
        self._raw = self.plot.plot(antialias=True)
        self._curve = self.plot.plot(antialias=True)
        self._present = pg.InfiniteLine(angle=90, movable=False)
        self._suggested = pg.InfiniteLine(angle=90, movable=False)
        self._pointer = pg.InfiniteLine(angle=90, movable=False)
        self._dots = pg.ScatterPlotItem(size=8)
        for item in (self._present, self._suggested, self._pointer, self._dots):
            self.plot.addItem(item)
        self._set_up()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.words)
        layout.addWidget(self.plot, 1)
        theme.changed.connect(self.paint_theme)
        self.paint_theme()
        self.point(None)

    def show_test(self, test: RateTest | None, rate: float | None) -> None:
        """Draw a test, which may be under way; `rate` is the document's own learning rate, None for a schedule."""
        self._test = test
        powers = [math.log10(value) for value in test.rates] if test else []
        self._raw.setData(powers, list(test.losses) if test else [])
        self._curve.setData(powers, list(test.smoothed) if test else [])
        self._mark(self._present, rate)
        self._mark(self._suggested, test.suggestion if test else None)
        if test and test.smoothed:
            low, first = min(test.smoothed), max(test.smoothed[: max(3, len(test.smoothed) // 2)])
            room = max(first - low, abs(first) * 0.05, 1e-9) * _HEADROOM
            self.plot.setYRange(low - room, first + room, padding=0)
        self._say()

    def point(self, rate: float | None) -> None:
        """Move the pointer to a rate, or hide it."""
        self._at = rate
        self._mark(self._pointer, rate)
        self._say()

    def paint_theme(self) -> None:
        """Take the colours of the present scheme."""
        c, small = theme.colours, theme.font(TEXT_SMALL)
        self._raw.setPen(pg.mkPen(c.border_strong, width=1))
        self._curve.setPen(pg.mkPen(c.training, width=2))
        self._present.setPen(pg.mkPen(c.text_faint, width=1, style=Qt.PenStyle.DotLine))
        self._suggested.setPen(pg.mkPen(c.good, width=2, style=Qt.PenStyle.DashLine))
        self._pointer.setPen(pg.mkPen(c.text_dim, width=1))
        self._dots.setBrush(pg.mkBrush(c.good))
        self._dots.setPen(pg.mkPen(c.panel))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pg.mkPen(c.border_strong))
            axis.setTextPen(pg.mkPen(c.text_dim))
            axis.setTickFont(small)
        self.plot.getAxis("left").setWidth(round(40 * theme.scale))
        self.plot.getAxis("bottom").setHeight(round(22 * theme.scale))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the pointer, Enter takes its rate, Esc hides it."""
        test, key = self._test, event.key()
        if test is None or not test.rates:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            start = self._at or test.suggestion or test.rates[len(test.rates) // 2]
            moved = start * (_STEP if key == Qt.Key.Key_Right else 1 / _STEP)
            self.point(min(max(moved, test.rates[0]), test.rates[-1]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.chosen.emit(rounded(self._at))
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self.point(None)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's; the pointer has gone."""
        self.point(None)
        super().leaveEvent(event)

    def place_of(self, rate: float) -> QPointF:
        """Where a rate lies in the plot, in the plot's pixels."""
        box = self.plot.getPlotItem().vb
        return QPointF(box.mapViewToScene(QPointF(math.log10(rate), sum(box.viewRange()[1]) / 2)))

    def _mark(self, line: pg.InfiniteLine, rate: float | None) -> None:
        line.setVisible(rate is not None and rate > 0)
        if rate is not None and rate > 0:
            line.setValue(math.log10(rate))

    def _say(self) -> None:
        test, c = self._test, theme.colours
        self._dots.setData([], [])
        if test is None or not test.rates:
            self.words.setText("")
            return
        rate = self._at if self._at is not None else test.suggestion
        place = test.nearest(rate) if rate is not None else None
        if rate is None or place is None:
            self.words.setText("The loss did not fall at any rate." if not self._at else "")
            return
        self._dots.setData([math.log10(rate)], [test.smoothed[place]])
        loss = f'<span style="color:{c.text_dim}">loss</span> <b>{number_text(test.smoothed[place])}</b>'
        if self._at is not None:
            hint = f'<span style="color:{c.text_dim}">· click to use it</span>'
            name = f'<span style="color:{c.text_dim}">learning rate</span>'
            self.words.setText(f"{name} <b>{rounded(rate):g}</b> {loss} {hint}")
        else:
            word = (
                f'<span style="color:{c.good}">┆</span> <span style="color:{c.text_dim}">suggested learning rate</span>'
            )
            self.words.setText(f"{word} <b>{rate:g}</b>")

    def _set_up(self) -> None:
        plot = self.plot
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.showGrid(x=True, y=True, alpha=0.16)
        plot.setXRange(-7, 1, padding=0.02)
        for name in ("left", "bottom"):
            plot.getAxis(name).setStyle(tickLength=4, tickTextOffset=4)
            plot.getAxis(name).enableAutoSIPrefix(False)
        plot.getPlotItem().setContentsMargins(0, 4, 8, 0)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        plot.scene().sigMouseMoved.connect(self._moved)
        plot.scene().sigMouseClicked.connect(self._clicked)

    def _rate_at(self, at: QPointF) -> float | None:
        box, test = self.plot.getPlotItem().vb, self._test
        if test is None or not test.rates or not box.sceneBoundingRect().contains(at):
            return None
        rate = float(10 ** box.mapSceneToView(at).x())
        return min(max(rate, test.rates[0]), test.rates[-1])

    def _moved(self, at: QPointF) -> None:
        self.point(self._rate_at(at))

    def _clicked(self, event: object) -> None:
        if event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return
        rate = self._rate_at(event.scenePos())  # type: ignore[attr-defined]
        if rate is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit(rounded(rate))
