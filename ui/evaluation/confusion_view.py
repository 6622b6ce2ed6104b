"""The confusion matrix as a picture: rows are the truth, columns the answers; a darker cell has more samples."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_nn.training.predictions import OutputPredictions
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, TEXT_SMALL
from ui.widgets.tips import plain

WIDEST, TALLEST, LEAST = 64, 44, 15
"""Limits of a cell in pixels."""
HEAD = 38
"""Pixels above the cells, for the names."""


class ConfusionView(QWidget):
    """Read-only; the tool tip of a cell says its sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("confusion_view")
        self._names: tuple[str, ...] = ()
        self._counts = np.zeros((0, 0), dtype=np.int64)
        theme.changed.connect(self.update)

    def show_output(self, output: OutputPredictions) -> None:
        """Draw the confusion of an output."""
        self._names, self._counts = output.class_names, output.confusion()
        right = int(np.trace(self._counts))
        self.setAccessibleName(f"Confusion matrix: {right} of {int(self._counts.sum())} right")
        self.setMinimumSize(self._label_width() + len(self._names) * LEAST + 8, 60 + len(self._names) * LEAST)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        if not self._names:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(TEXT_SMALL))
        self._paint_names(painter)
        totals = np.maximum(1, self._counts.sum(axis=1, keepdims=True))
        shares = self._counts / totals
        for row in range(len(self._names)):
            for column in range(len(self._names)):
                self._paint_cell(painter, row, column, float(shares[row, column]))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Qt's; tool tips by cell."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), plain(self._sentence(*cell)) if cell else "", self)
            return True
        return super().event(event)

    def cell_at(self, at: QPoint) -> tuple[int, int] | None:
        """Row and column under a point, or None."""
        (width, height), left, top = self._cell(), self._label_width(), HEAD
        row, column = (at.y() - top) // height, (at.x() - left) // width
        count = len(self._names)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    def _paint_names(self, painter: QPainter) -> None:
        (width, height), left, top = self._cell(), self._label_width(), HEAD
        painter.setPen(theme.colour("text_dim"))
        metrics = painter.fontMetrics()
        for number, name in enumerate(self._names):
            middle = Qt.AlignmentFlag.AlignVCenter
            rect = QRect(0, top + number * height, left - SPACE_2, height)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | middle), text)
            head = QRect(left + number * width, top - 18, width, 16)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width - 2)
            painter.drawText(head, int(Qt.AlignmentFlag.AlignHCenter | middle), short)
        painter.setPen(theme.colour("text_faint"))
        wide = QRect(left, 0, max(160, len(self._names) * width), 16)
        painter.drawText(wide, int(Qt.AlignmentFlag.AlignLeft), "predicted →   (rows: truth)")

    def _paint_cell(self, painter: QPainter, row: int, column: int, share: float) -> None:
        width, height = self._cell()
        rect = QRect(self._label_width() + column * width, HEAD + row * height, width - 1, height - 1)
        tone = theme.colour("good" if row == column else "bad")
        back = theme.colour("field")
        strength = 0.0 if share <= 0 else 0.12 + 0.78 * share**0.6
        painter.fillRect(rect, _mixed(back, tone, strength))
        count = int(self._counts[row, column])
        if count and painter.fontMetrics().horizontalAdvance(str(count)) < width - 3:
            strong = strength > 0.55
            painter.setPen(theme.colour("field" if strong else "text"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(count))

    def _sentence(self, row: int, column: int) -> str:
        count, total = int(self._counts[row, column]), int(self._counts[row].sum())
        verdict = "rightly" if row == column else "wrongly"
        return f"{count} of {total} {self._names[row]} were {verdict} called {self._names[column]}"

    def _label_width(self) -> int:
        widest = max((self.fontMetrics().horizontalAdvance(name) for name in self._names), default=0)
        return min(110, widest) + SPACE_2 + SPACE_1

    def _cell(self) -> tuple[int, int]:
        """Width and height of a cell, as large as there is room for."""
        count = max(1, len(self._names))
        width = (self.width() - self._label_width() - SPACE_2) // count
        height = (self.height() - HEAD - SPACE_1) // count
        return max(LEAST, min(WIDEST, width)), max(LEAST, min(TALLEST, height))


def _mixed(back: QColor, tone: QColor, share: float) -> QColor:
    pairs = zip(back.getRgb()[:3], tone.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))
