"""Which colour is which run, as a line of names above the charts; hidden for one run alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.charts.chart_looks import looks
from ui.charts.content import Stroke
from ui.charts.curve_lines import Drawn
from ui.theme.tokens import SPACE_3

Entries: TypeAlias = Sequence[tuple[str, str]]
"""Names of runs with their colours."""
_STROKES: tuple[tuple[str, Stroke], ...] = (("validation", "dash"), ("training", "solid"))
_MOST_WIDTH = 220
_PART = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RunsLegend(QWidget):
    """Names with their colours, and which stroke is which part; names that do not fit are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("charts_legend")
        self.entries: Entries = ()
        self.hide()

    def show_runs(self, runs: Sequence[Drawn]) -> None:
        """Explain these runs."""
        self.entries = [(run.named.name, run.colour("training")) for run in runs] if len(runs) > 1 else []
        self.setAccessibleName(f"Runs: {', '.join(name for name, _ in self.entries)}")
        self.setToolTip("\n".join(name for name, _ in self.entries))
        self.setVisible(bool(self.entries))
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's; one line."""
        return QSize(200, round(looks.text_metrics.height()) + 6)

    def minimumSizeHint(self) -> QSize:
        """Qt's; any width will do."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_runs(painter, QRectF(self.rect()), self.entries)
        painter.end()


def paint_runs(painter: QPainter, box: QRectF, entries: Entries) -> None:
    """The names from the left, the strokes at the right."""
    painter.setFont(looks.text_font)
    key = 14 * looks.scale
    end = _paint_strokes(painter, box)
    x = box.left() + SPACE_3
    for number, (name, colour) in enumerate(entries):
        text = looks.text_metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _MOST_WIDTH * looks.scale)
        width = key + 5 + looks.text_metrics.horizontalAdvance(text)
        if x + width > end and number:
            _write(painter, box, x, f"+{len(entries) - number}", dim=True)
            return
        painter.setPen(looks.line(colour, "solid", False))
        painter.drawLine(QLineF(x, box.center().y(), x + key, box.center().y()))
        _write(painter, box, x + key + 5, text)
        x += width + 16


def _paint_strokes(painter: QPainter, box: QRectF) -> float:
    """Solid is training, dashed validation; returns where that begins."""
    x, middle = box.right() - SPACE_3, box.center().y()
    for text, stroke in _STROKES:
        x -= looks.text_metrics.horizontalAdvance(text)
        _write(painter, box, x, text, dim=True)
        painter.setPen(looks.line("text_dim", stroke, False))
        painter.drawLine(QLineF(x - 27, middle, x - 5, middle))
        x -= 39
    return x


def _write(painter: QPainter, box: QRectF, x: float, text: str, *, dim: bool = False) -> None:
    painter.setPen(looks.dim if dim else looks.text)
    painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), _PART, text)
