"""Which colour is which run, as a line of names above the charts; hidden for one run alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.charts.chart_looks import looks
from ui.charts.content import Stroke
from ui.charts.curve_lines import Drawn
from ui.theme.tokens import SPACE_3
from ui.widgets.tips import plain

Entries: TypeAlias = Sequence[tuple[str, str]]
"""Names of runs with their colours."""
_STROKES: tuple[tuple[str, Stroke], ...] = (("validation", "dash"), ("training", "solid"))
_MOST_WIDTH, _MOST_LINES = 240, 3
_PART = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands; without a colour it only counts the names that did not fit."""

    x: float
    line: int
    text: str
    colour: str = ""


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
        self.setToolTip(plain("\n".join(name for name, _ in self.entries)))
        self.setVisible(bool(self.entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's; as many lines as the names need."""
        return QSize(200, legend_height(self.entries, self.width()))

    def minimumSizeHint(self) -> QSize:
        """Qt's; any width will do."""
        return QSize(40, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; the names may need more lines now, or fewer."""
        super().resizeEvent(event)
        if legend_height(self.entries, self.width()) != self.height():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_runs(painter, QRectF(self.rect()), self.entries)
        painter.end()


def legend_height(entries: Entries, width: float) -> int:
    """How high the legend is at a width, in pixels."""
    lines = 1 + max((place.line for place in _placed(entries, width)), default=0)
    return lines * _line_height() + 2


def paint_runs(painter: QPainter, box: QRectF, entries: Entries) -> None:
    """The names from the left in as many lines as they need, the strokes at the right of the first one."""
    painter.setFont(looks.text_font)
    high, key = _line_height(), 14 * looks.scale
    _paint_strokes(painter, QRectF(box.left(), box.top(), box.width(), high))
    for place in _placed(entries, box.width()):
        row = QRectF(box.left() + place.x, box.top() + place.line * high, box.width() - place.x, high)
        if place.colour:
            painter.setPen(looks.line(place.colour, "solid", False))
            painter.drawLine(QLineF(row.left(), row.center().y(), row.left() + key, row.center().y()))
            row.adjust(key + 5, 0, 0, 0)
        _write(painter, row, place.text, dim=not place.colour)


def _placed(entries: Entries, width: float) -> Iterator[Place]:
    """Where each name stands; what does not fit into three lines is counted."""
    key, gap = 14 * looks.scale + 5, 16.0
    x, line = float(SPACE_3), 0
    for number, (name, colour) in enumerate(entries):
        text = looks.text_metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _MOST_WIDTH * looks.scale)
        wide = key + looks.text_metrics.horizontalAdvance(text)
        if x > SPACE_3 and x + wide > width - SPACE_3 - (_strokes_width() if not line else 30):
            if line + 1 == _MOST_LINES:
                yield Place(x, line, f"+{len(entries) - number}")
                return
            x, line = float(SPACE_3), line + 1
        yield Place(x, line, text, colour)
        x += wide + gap


def _line_height() -> int:
    return round(looks.text_metrics.height()) + 4


def _strokes_width() -> float:
    return sum(looks.text_metrics.horizontalAdvance(text) + 39 for text, _ in _STROKES)


def _paint_strokes(painter: QPainter, box: QRectF) -> None:
    """Solid is training, dashed validation."""
    x, middle = box.right() - SPACE_3, box.center().y()
    for text, stroke in _STROKES:
        x -= looks.text_metrics.horizontalAdvance(text)
        _write(painter, QRectF(x, box.top(), box.right() - x, box.height()), text, dim=True)
        painter.setPen(looks.line("text_dim", stroke, False))
        painter.drawLine(QLineF(x - 27, middle, x - 5, middle))
        x -= 39


def _write(painter: QPainter, box: QRectF, text: str, *, dim: bool = False) -> None:
    painter.setPen(looks.dim if dim else looks.text)
    painter.drawText(box, _PART, text)
