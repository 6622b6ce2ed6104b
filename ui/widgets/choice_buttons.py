"""A column of buttons, one a way out, for as many as there are at the moment. It knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1
from ui.widgets.tips import plain


class ChoiceButtons(QWidget):
    """`chosen` carries the number of the button. Long texts are cut, the tool tip has them whole."""

    chosen = Signal(int)

    def __init__(self, name: str, icon_name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon_name = icon_name
        self.buttons: list[_CutButton] = []
        self._labels: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        theme.changed.connect(self._dress)
        self.hide()

    def show_choices(self, labels: Sequence[str]) -> None:
        """Show these and no others; without any the widget hides. Buttons that stay keep the focus."""
        if tuple(labels) == self._labels:
            return
        self._labels = tuple(labels)
        while len(self.buttons) < len(labels):
            self._add()
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(labels))
            if number < len(labels):
                button.show_text(labels[number])
        self.setVisible(bool(labels))

    @property
    def labels(self) -> tuple[str, ...]:
        """What the buttons say."""
        return self._labels

    def _add(self) -> None:
        number = len(self.buttons)
        button = _CutButton(f"{self.objectName()}_{number}")
        button.clicked.connect(lambda: self.chosen.emit(number))
        self.buttons.append(button)
        self._column.addWidget(button)
        self._dress()

    def _dress(self) -> None:
        for button in self.buttons:
            if self._icon_name:
                button.setIcon(icon(self._icon_name, "accent"))
                button.setIconSize(icon_size(14))


class _CutButton(QPushButton):
    """Takes the width that it gets and cuts its text to that."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")

    def show_text(self, text: str) -> None:
        """Show a text, whole in the tool tip and for screen readers."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; the text is cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - (44 if not self.icon().isNull() else 24)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(room, 20))
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(plain(self._whole if shown != self._whole else ""))
