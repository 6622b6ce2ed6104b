"""The numbers of lines at the left of a code view; a click on one is a click on its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from ui.widgets.code_view import CodeView


class LineNumbers(QWidget):
    """A strip beside the text; numbers of marked lines are in the accent's colour."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("code_line_numbers")
        self.setAccessibleName("Line numbers")
        view.updateRequest.connect(self._follow)

    def needed(self) -> int:
        """The width for the highest number, in pixels."""
        digits = max(3, len(str(self._view.blockCount())))
        return digits * self._view.fontMetrics().horizontalAdvance("9") + 2 * SPACE_2

    def sizeHint(self) -> QSize:
        """Qt's."""
        return QSize(self.needed(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's; only the lines that are seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("panel"))
        painter.setFont(self._view.font())
        marked = set(self._view.marked)
        height = self._view.fontMetrics().height()
        for number, top in self._view.lines_in_sight():
            painter.setPen(theme.colour("accent" if number in marked else "text_faint"))
            box = QRect(0, round(top), self.width() - SPACE_2, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), str(number + 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's; pick the line."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._view.pick_at(event.position().toPoint().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's; the press was enough."""
        event.accept()

    def _follow(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self.scroll(0, scrolled)
        else:
            self.update(0, area.y(), self.width(), area.height())
