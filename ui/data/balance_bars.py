"""How often each class occurs, as small horizontal bars. Paints; counting is the core's business."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, TEXT_SMALL
from ui.widgets.tips import plain

_SHOWN = 12
_LINE = 18


class BalanceBars(QWidget):
    """One line a class: name, bar, number. More than a dozen classes end in a line that says how many follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_balance")
        self._rows: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Class names with how many samples they have, in the classes' order."""
        self._rows = tuple(counts)
        self.setAccessibleName(
            "Class balance: " + ", ".join(f"{name} {count:,}" for name, count in self._rows[:_SHOWN])
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line a class."""
        lines = min(len(self._rows), _SHOWN) + (len(self._rows) > _SHOWN)
        return QSize(200, round(lines * _LINE * theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names left, bars in the middle, numbers right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(TEXT_SMALL))
        metrics = painter.fontMetrics()
        line = _LINE * theme.scale
        shown = self._rows[:_SHOWN]
        most = max((count for _, count in self._rows), default=0) or 1
        names = min(max((metrics.horizontalAdvance(name) for name, _ in shown), default=0) + 2, self.width() * 0.4)
        numbers = max((metrics.horizontalAdvance(f"{count:,}") for _, count in shown), default=0) + 2
        room = self.width() - names - numbers - 2 * SPACE_2
        middle = Qt.AlignmentFlag.AlignVCenter
        for index, (name, count) in enumerate(shown):
            top = index * line
            painter.setPen(theme.colour("text_dim"))
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(names))
            painter.drawText(QRectF(0, top, names, line), Qt.AlignmentFlag.AlignLeft | middle, cut)
            painter.setPen(theme.colour("text"))
            right = QRectF(self.width() - numbers, top, numbers, line)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | middle, f"{count:,}")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("training"))
            width = max(1.0, room * count / most) if count else 0.0
            painter.drawRoundedRect(QRectF(names + SPACE_2, top + line * 0.25, width, line * 0.5), 2, 2)
        if len(self._rows) > _SHOWN:
            painter.setPen(theme.colour("text_dim"))
            rest = f"and {len(self._rows) - _SHOWN:,} more classes"
            painter.drawText(QRectF(0, _SHOWN * line, self.width(), line), Qt.AlignmentFlag.AlignLeft | middle, rest)

    def event(self, event: QEvent) -> bool:
        """The whole name and the share under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = int(event.pos().y() // (_LINE * theme.scale))
            if 0 <= index < min(len(self._rows), _SHOWN):
                name, count = self._rows[index]
                total = sum(count for _, count in self._rows) or 1
                QToolTip.showText(
                    event.globalPos(), plain(f"{name}: {count:,} of {total:,} ({count / total:.1%})"), self
                )
                return True
        return super().event(event)
