"""A calm message inside a panel: a tinted box with an icon, a sentence, a way out and, if wanted, one button."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_nn.problems import Problem
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE_2

Level: TypeAlias = Literal["info", "good", "warn", "bad"]
_ICONS: dict[Level, str] = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
_COLOURS: dict[Level, tuple[str, str]] = {
    "info": ("accent_soft", "accent"),
    "good": ("good_soft", "good"),
    "warn": ("warn_soft", "warn"),
    "bad": ("bad_soft", "bad"),
}


class Note(QWidget):
    """Hidden until `say` gives it something to say; `pressed` is its button's."""

    pressed = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._level: Level = "info"
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.label = QLabel(self)
        self.label.setObjectName(f"{name}_text" if name else "")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setObjectName(f"{name}_button" if name else "")
        self.button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(SPACE_2)
        words.addWidget(self.label)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        theme.changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """What is said, or nothing."""
        return "" if self.isHidden() else self.label.text()

    def say(self, text: str, level: Level = "info", button: str = "") -> None:
        """Show a message; empty text hides the note."""
        self._level = level
        self.label.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(text))
        self._dress()

    def say_problem(self, problem: Problem | None, button: str = "") -> None:
        """Show a problem with its way out, or hide for None."""
        level: Level = "warn" if problem and problem.severity == "warning" else "bad"
        self.say(f"{problem.what} {problem.fix}".strip() if problem else "", level, button if problem else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tinted box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_COLOURS[self._level][0]))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)

    def _dress(self) -> None:
        colour = getattr(theme.colours, _COLOURS[self._level][1])
        self._icon.setPixmap(pixmap(_ICONS[self._level], colour, round(15 * theme.scale)))
        self.update()
