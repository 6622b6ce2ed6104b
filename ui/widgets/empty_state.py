"""What an empty panel shows: an icon, what the panel is for, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_4


class EmptyState(QWidget):
    """Centred text with an optional button."""

    clicked = Signal()

    def __init__(self, icon_name: str, title: str, text: str, button: str = "") -> None:
        super().__init__()
        self._icon_name = icon_name
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(title)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("class", "heading")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel(text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("class", "dim")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addStretch(1)
        for widget in (self._sign, self._title, self._text):
            layout.addWidget(widget)
        self._button = QPushButton(button)
        self._button.clicked.connect(self.clicked)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)
        self.offer(bool(button))
        layout.addStretch(1)
        theme.changed.connect(self._paint)
        self._paint()

    def set_text(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)

    def offer(self, on: bool) -> None:
        """Show or hide the button."""
        self._button.setVisible(on)

    def text(self) -> str:
        """What is said, title and text."""
        return f"{self._title.text()}. {self._text.text()}"

    def _paint(self) -> None:
        self._sign.setPixmap(pixmap(self._icon_name, theme.colours.text_faint, 26))
