"""The three parts of the data as one proportional bar with their numbers; paints, and knows nothing of splits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, TEXT_LARGE, TEXT_SMALL
from ui.widgets.tips import plain

PARTS = ("Training", "Validation", "Test")


class SplitBar(QWidget):
    """Shows `counts`: samples for training, validation and test."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("split_bar")
        self.counts: tuple[int, int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_counts(self, counts: tuple[int, int, int] | None) -> None:
        """Show other numbers; None while they are not known."""
        self.counts = counts
        total = sum(counts) if counts else 0
        words = [f"{name} {n:,} samples" for name, n in zip(PARTS, counts or (), strict=False)]
        self.setAccessibleName(", ".join(words) or "The split is not known yet")
        shares = [
            f"{name}: {n:,} of {total:,} samples ({n / total:.1%})"
            for name, n in zip(PARTS, counts or (), strict=False)
        ]
        self.setToolTip(plain("\n".join(shares) if total else ""))
        self.update()

    def sizeHint(self) -> QSize:
        """The bar and two lines of text."""
        return QSize(200, round((10 + SPACE_2 + TEXT_LARGE * 1.5 + TEXT_SMALL * 1.5) * theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar above, the numbers below in three columns."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), 10 * theme.scale)
        clip = QPainterPath()
        clip.addRoundedRect(bar, 3, 3)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(bar, theme.colour("hover"))
        self._paint_bar(painter, bar)
        painter.restore()
        self._paint_numbers(painter, bar.bottom() + SPACE_2)

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        total = sum(self.counts or ())
        if not self.counts or not total:
            return
        left = 0.0
        for count, colour in zip(self.counts, self._colours(), strict=True):
            width = bar.width() * count / total
            painter.fillRect(QRectF(left, bar.top(), max(0.0, width - 1.5), bar.height()), colour)
            left += width

    def _paint_numbers(self, painter: QPainter, top: float) -> None:
        column = self.width() / 3
        big, small = TEXT_LARGE * 1.5 * theme.scale, TEXT_SMALL * 1.5 * theme.scale
        dot = 8 * theme.scale
        for index, colour in enumerate(self._colours()):
            left = index * column
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font(TEXT_LARGE, QFont.Weight.DemiBold))
            text = f"{self.counts[index]:,}" if self.counts else "–"
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(left, top, column - SPACE_1, big), flags, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(left, top + big + (small - dot) / 2, dot, dot), 2, 2)
            painter.setPen(theme.colour("text_dim"))
            painter.setFont(theme.font(TEXT_SMALL))
            name = QRectF(left + dot + SPACE_1, top + big, column - dot - SPACE_1, small)
            painter.drawText(name, flags, PARTS[index])

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        return theme.colour("training"), theme.colour("validation"), theme.colour("text_faint")
