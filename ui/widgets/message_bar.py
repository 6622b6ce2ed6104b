"""A message that floats over the canvas: information, success, warning or a problem, with a way out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ui.theme.icons import icon, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_3

_ICONS = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
_BACKS = {"info": "panel", "good": "good_soft", "warn": "warn_soft", "bad": "bad_soft"}
_SECONDS = {"info": 6, "good": 10}
WIDEST = 720
"""Pixels; longer messages take several lines."""


class MessageBar(QFrame):
    """Shows one message at a time. Good news and information leave by themselves, problems stay until closed."""

    action_wanted = Signal(str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        over.installEventFilter(self)
        self.setObjectName("message_bar")
        self._level, self._action_id = "info", ""
        self._sign = QLabel()
        self._label = QLabel()
        self._label.setObjectName("message_text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)  # it may quote a file, which must not bring markup along
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QToolButton()
        self._button.setObjectName("message_action")
        self._button.clicked.connect(lambda: self.action_wanted.emit(self._action_id))
        self._close = QToolButton()
        self._close.setObjectName("message_close")
        self._close.setAccessibleName("Close the message")
        self._close.clicked.connect(self.hide)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._sign)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        theme.changed.connect(self._paint)
        self.hide()

    def show_message(self, text: str, level: str = "info", action_id: str = "", action_text: str = "") -> None:
        """Show a message of a level (info, good, warn, bad), optionally with a button; empty text clears."""
        self._timer.stop()
        self._level, self._action_id = level, action_id
        self._label.setText(text)
        self._button.setText(action_text)
        self._button.setVisible(bool(action_id))
        self._paint()
        self.setVisible(bool(text))
        self._place()
        self.setAccessibleName(text)
        if level in _SECONDS:
            self._timer.start(_SECONDS[level] * 1000)

    @property
    def text(self) -> str:
        """The message that is shown, or an empty text."""
        return self._label.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; stays at the top middle of what it floats over."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        room = over.width() - 2 * SPACE_3
        self._label.setMinimumWidth(0)
        wanted = self._label.fontMetrics().horizontalAdvance(self._label.text()) + self._extra_width()
        width = min(room, WIDEST, wanted)
        height = self._row.heightForWidth(width)
        self.setGeometry((over.width() - width) // 2, SPACE_3, width, max(height, self.minimumSizeHint().height()))
        self.raise_()

    def _extra_width(self) -> int:
        button = self._button.sizeHint().width() + SPACE_2 if self._action_id else 0
        return 16 + self._close.sizeHint().width() + button + 2 * SPACE_3 + 4 * SPACE_2

    def _paint(self) -> None:
        colours, level = theme.colours, self._level
        tone = {"info": "accent", "good": "good", "warn": "warn", "bad": "bad"}[level]
        self._sign.setPixmap(pixmap(_ICONS[level], getattr(colours, tone)))
        self._close.setIcon(icon("x"))
        back = getattr(colours, _BACKS[level])
        self.setStyleSheet(
            f"#message_bar {{ background: {back}; border: 1px solid {getattr(colours, tone)}; border-radius: 6px; }}"
        )
