"""The distribution of a number as a small histogram. Paints; counting is the core's business."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL

_HEIGHT = 64
_AXIS = 18


class Histogram(QWidget):
    """Bars between `edges`; their numbers stand below, the count of a bar under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram")
        self._counts: tuple[int, ...] = ()
        self._edges: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_bins(self, counts: Sequence[int], edges: Sequence[float], name: str = "") -> None:
        """`counts` of samples in each bin, and one edge more than bins."""
        self._counts, self._edges = tuple(counts), tuple(edges)
        if counts:
            fullest = max(range(len(counts)), key=lambda index: counts[index])
            words = f"from {short(edges[0])} to {short(edges[-1])}, most between {short(edges[fullest])}"
            self.setAccessibleName(f"Histogram of {name} {words} and {short(edges[fullest + 1])}")
        self.update()

    def sizeHint(self) -> QSize:
        """Bars and one line of text."""
        return QSize(200, round((_HEIGHT + _AXIS) * theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars on a line; smallest and largest value at its ends."""
        if not self._counts:
            return
        painter = QPainter(self)
        height = _HEIGHT * theme.scale
        step = self.width() / len(self._counts)
        most = max(self._counts) or 1
        for index, count in enumerate(self._counts):
            tall = max(1.0, (height - 2) * count / most) if count else 0.0
            bar = QRectF(index * step, height - tall, max(1.0, step - 1), tall)
            painter.fillRect(bar, theme.colour("training"))
        painter.fillRect(QRectF(0, height, self.width(), 1), theme.colour("border_strong"))
        self._paint_ends(painter, height + 2)

    def _paint_ends(self, painter: QPainter, top: float) -> None:
        painter.setFont(theme.font(TEXT_SMALL))
        painter.setPen(theme.colour("text_dim"))
        box = QRectF(0, top, self.width(), _AXIS * theme.scale - 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, short(self._edges[0]))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, short(self._edges[-1]))
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | middle, f"most {max(self._counts):,}")

    def event(self, event: QEvent) -> bool:
        """Range and count of the bar under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._counts:
            index = min(len(self._counts) - 1, int(event.pos().x() / (self.width() / len(self._counts))))
            low, high = short(self._edges[index]), short(self._edges[index + 1])
            QToolTip.showText(event.globalPos(), f"{low} … {high}: {self._counts[index]:,} samples", self)
            return True
        return super().event(event)


def short(value: float) -> str:
    """A number in about four figures, as it is read and not typed: 20,640 · 3.142 · 1.2e-05."""
    if math.isnan(value):
        return "–"
    if value == int(value) and abs(value) < 1e7:
        return f"{int(value):,}"
    return f"{value:,.0f}" if 1_000 <= abs(value) < 1e7 else f"{value:.4g}"
