"""The legend of an overlay, in the view's bottom left corner: title, scale, total. It takes no mouse events."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.canvas.looks import looks
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS

_WIDTH, _HEIGHT, _PAD, _BAR, _MARGIN = 210.0, 72.0, 10.0, 9.0, 12


class Legend(QWidget):
    """Hidden until it has something to explain."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.title, self.total = "", ""
        self.ends: tuple[str, str, str] = ("", "", "")
        """What the left end, the middle and the right end of the scale stand for."""
        self.setObjectName("canvas_legend")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        theme.changed.connect(self._settle)
        self.hide()

    def show_scale(self, title: str, ends: tuple[str, str, str], total: str) -> None:
        """Explain an overlay."""
        self.title, self.ends, self.total = title, ends, total
        self.setAccessibleName(f"{title}: from {ends[0]} to {ends[2]}, {total}")
        self._settle()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner when the view's size changes."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with the title, the scale and three numbers below it, and the total."""
        painter, scale = QPainter(self), theme.scale
        line_font, small_font = theme.font(11), theme.font(10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(looks.border.color(), 1.0))
        painter.setBrush(looks.card)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        area = QRectF(self.rect()).adjusted(_PAD, 7, -_PAD, -6)
        line = QFontMetricsF(line_font).height()
        painter.setPen(looks.text)
        painter.setFont(line_font)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.title)
        bar = QRectF(area.left(), area.top() + line + 4, area.width(), _BAR * scale)
        self._paint_scale(painter, bar)
        painter.setPen(looks.text_dim)
        painter.setFont(small_font)
        below = QRectF(area.left(), bar.bottom() + 2, area.width(), QFontMetricsF(small_font).height())
        for text, side in zip(self.ends, ("Left", "HCenter", "Right"), strict=True):
            painter.drawText(below, getattr(Qt.AlignmentFlag, f"Align{side}"), text)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.total)
        painter.end()

    def _paint_scale(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(looks.no_pen)
        width = bar.width() / len(looks.heat)
        for step, brush in enumerate(looks.heat):
            painter.fillRect(QRectF(bar.left() + step * width, bar.top(), width + 0.5, bar.height()), brush)

    def _settle(self) -> None:
        """Stand in the parent's bottom left corner."""
        self.setFixedSize(round(_WIDTH * theme.scale), round(_HEIGHT * theme.scale))
        self.move(_MARGIN, self._host.height() - self.height() - _MARGIN)
