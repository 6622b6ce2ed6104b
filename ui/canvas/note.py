"""A short note beside the pointer: why a wire is refused, or which port it would take. It takes no mouse events."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import RADIUS

Level = Literal["info", "warn", "bad"]

_WIDEST = 320
_GAP = 18


class PointerNote(QLabel):
    """A child of the view; empty text hides it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._level: Level = "bad"
        self.setObjectName("canvas_note")
        self.setAccessibleName("About this link")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()
        theme.changed.connect(self._dress)
        self._dress()

    def show_at(self, at: QPointF, text: str, *, level: Level = "bad") -> None:
        """Show the text right below a point of the viewport, inside the view; "bad" is a refusal."""
        if not text:
            self.hide()
            return
        if level != self._level:
            self._level = level
            self._dress()
        if text != self.text():
            self.setText(text)
            wide = self.fontMetrics().horizontalAdvance(text) + 24
            self.setFixedWidth(min(wide, _WIDEST))
            self.setFixedHeight(self.heightForWidth(self.width()))
        parent = self._host
        x = min(round(at.x()) + _GAP, parent.width() - self.width() - 4)
        y = round(at.y()) + _GAP
        if y + self.height() > parent.height() - 4:
            y = round(at.y()) - _GAP - self.height()
        self.move(QPoint(max(4, x), max(4, y)))
        self.show()
        self.raise_()

    def _dress(self) -> None:
        c = theme.colours
        colours = {"bad": (c.bad_soft, c.bad), "warn": (c.warn_soft, c.warn), "info": (c.card, c.border_strong)}
        back, border = colours[self._level]
        self.setStyleSheet(
            f"QLabel {{ background: {back}; color: {c.text}; border: 1px solid {border};"
            f" border-radius: {RADIUS}px; padding: 5px 8px; }}"
        )
