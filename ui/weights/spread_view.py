"""How weights are spread: bars for this model, a line over them for the other one; ends and 0 are written below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_nn.training.internals import Histogram
from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL

_HEIGHT, _AXIS = 62, 17


class SpreadView(QWidget):
    """Read-only; the tool tip says how many values lie under the pointer."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bars: Histogram | None = None
        self._line: Histogram | None = None
        theme.changed.connect(self.updateGeometry)

    def show_spread(self, bars: Histogram | None, line: Histogram | None = None, word: str = "") -> None:
        """Show histograms of the same ends; None clears."""
        self._bars, self._line = bars, line
        if bars is not None:
            middle = bars.counts.index(max(bars.counts))
            low, high = self._ends(bars, middle)
            name = f"{word}: from {bars.low:.4g} to {bars.high:.4g}, most between {low:.4g} and {high:.4g}"
            self.setAccessibleName(f"Histogram of {name}")
        self.update()

    def sizeHint(self) -> QSize:
        """Bars and one line of text."""
        return QSize(200, round((_HEIGHT + _AXIS) * theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        if self._bars is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, bars = _HEIGHT * theme.scale, self._bars
        most = max(*bars.counts, *(self._line.counts if self._line else ()), 1)
        step = self.width() / len(bars.counts)
        for index, count in enumerate(bars.counts):
            tall = max(1.0, (height - 3) * count / most) if count else 0.0
            painter.fillRect(QRectF(index * step, height - tall, max(1.0, step - 0.7), tall), theme.colour("training"))
        if self._line is not None:
            self._paint_line(painter, self._line, most, height)
        painter.fillRect(QRectF(0, height, self.width(), 1), theme.colour("border_strong"))
        self._paint_ends(painter, bars, height)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Qt's; range and count under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._bars is not None:
            index = min(
                len(self._bars.counts) - 1, max(0, int(event.pos().x() * len(self._bars.counts) / self.width()))
            )
            low, high = self._ends(self._bars, index)
            beside = f", in the other {self._line.counts[index]:,}" if self._line else ""
            text = f"{low:.4g} … {high:.4g}: {self._bars.counts[index]:,} values{beside}"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _ends(self, histogram: Histogram, index: int) -> tuple[float, float]:
        width = (histogram.high - histogram.low) / len(histogram.counts)
        return histogram.low + index * width, histogram.low + (index + 1) * width

    def _paint_line(self, painter: QPainter, line: Histogram, most: int, height: float) -> None:
        step = self.width() / len(line.counts)
        points = [
            QPointF((index + side) * step, height - (height - 3) * count / most)
            for index, count in enumerate(line.counts)
            for side in (0, 1)
        ]
        painter.setPen(QPen(theme.colour("validation"), 1.6))
        painter.drawPolyline(QPolygonF(points))

    def _paint_ends(self, painter: QPainter, bars: Histogram, height: float) -> None:
        painter.setFont(theme.font(TEXT_SMALL))
        painter.setPen(theme.colour("text_dim"))
        box = QRectF(0, height + 2, self.width(), _AXIS * theme.scale - 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, f"{bars.low:.3g}")
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, f"{bars.high:.3g}")
        if bars.low < 0 < bars.high:
            zero = -bars.low / (bars.high - bars.low) * self.width()
            painter.fillRect(QRectF(zero, height, 1, 4), theme.colour("text_dim"))
            if 0.25 < zero / max(1, self.width()) < 0.75:
                painter.drawText(QRectF(zero - 20, height + 2, 40, box.height()), Qt.AlignmentFlag.AlignCenter, "0")
