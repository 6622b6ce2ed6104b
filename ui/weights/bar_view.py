"""A vector of weights (a bias) as bars on both sides of 0; many values share a bar of their extremes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_nn.weights.store import Array
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, TEXT_SMALL
from ui.weights import colours

_WIDEST = 28.0
_AXIS = 56
"""Pixels left of the bars, for the numbers."""


class BarView(QWidget):
    """Read-only; the tool tip says the value under the pointer."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._values: Array = np.zeros(0)
        self._limit = 1.0
        theme.changed.connect(self.update)

    def show_values(self, values: Array, limit: float, word: str = "") -> None:
        """Show a vector (a single number is one bar). `limit` is the magnitude of full colour and least height."""
        self._values = values.reshape(-1)
        finite = self._values[np.isfinite(self._values)]
        self._limit = limit
        self._top = max(limit, float(np.abs(finite).max(initial=0)))
        self.setAccessibleName(f"{word}: {len(self._values)} values as bars, largest magnitude {self._top:.4g}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("field"))
        if len(self._values):
            self._paint_axis(painter)
            self._paint_bars(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Qt's; the value under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos()), self)
            return True
        return super().event(event)

    def sentence_at(self, at: QPoint) -> str:
        """The number and value under a point; a range where several values share a bar."""
        step, count = self._step(), len(self._values)
        first = int((at.x() - _AXIS) / step) if count and at.x() >= _AXIS else count
        if first >= count:
            return ""
        last = min(count, max(first + 1, int((at.x() - _AXIS + 1) / step)))
        own = self._values[first:last]
        if len(own) == 1:
            return f"{first}: {float(own[0]):.6g}"
        return f"{first} to {last - 1}: {float(np.nanmin(own)):.6g} … {float(np.nanmax(own)):.6g}"

    def _step(self) -> float:
        return min(_WIDEST, max(1, self.width() - _AXIS - SPACE_2) / max(1, len(self._values)))

    def _up(self, value: float) -> float:
        room = self.height() / 2 - SPACE_2
        return self.height() / 2 - room * value / self._top

    def _paint_axis(self, painter: QPainter) -> None:
        painter.setFont(theme.font(TEXT_SMALL))
        for value in (self._top, 0.0, -self._top):
            y = self._up(value)
            painter.fillRect(QRectF(_AXIS, y, self.width() - _AXIS - SPACE_2, 1), theme.colour("border"))
            painter.setPen(theme.colour("text_dim"))
            box = QRectF(0, min(max(0.0, y - 9), self.height() - 18.0), _AXIS - 6, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:.3g}")

    def _paint_bars(self, painter: QPainter) -> None:
        step, zero = self._step(), self._up(0)
        if step >= 1:
            for number, value in enumerate(self._values):
                self._paint_bar(painter, _AXIS + number * step, max(1.0, step - (2 if step > 5 else 0)), float(value))
            return
        for pixel in range(int(len(self._values) * step)):
            own = self._values[int(pixel / step) : max(int(pixel / step) + 1, int((pixel + 1) / step))]
            own = own[np.isfinite(own)]
            for value in {float(own.min()), float(own.max())} if len(own) else ():
                self._paint_bar(painter, _AXIS + pixel, 1.0, value)
        painter.fillRect(QRectF(_AXIS, zero, self.width() - _AXIS - SPACE_2, 1), theme.colour("border_strong"))

    def _paint_bar(self, painter: QPainter, left: float, width: float, value: float) -> None:
        if not np.isfinite(value):
            painter.fillRect(QRectF(left, SPACE_2, width, self.height() - 2 * SPACE_2), theme.colour("bad"))
            return
        zero, end = self._up(0), self._up(value)
        tone = colours.colour(max(0.35, min(1.0, abs(value) / self._limit)) * (1 if value >= 0 else -1))
        painter.fillRect(QRectF(left, min(zero, end), width, max(1.0, abs(end - zero))), tone)
