"""A heading that can be edited in place: the name of a layer or of the model."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import TEXT_LARGE
from ui.widgets.styling import label, set_flag
from ui.widgets.tips import plain


class _Line(QLineEdit):
    """Escape gives the typing up."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class NameLine(QWidget):
    """Sends `renamed(text)` when the typing is over; while `refuse(text)` gives a reason, that is shown instead."""

    renamed = Signal(str)

    def __init__(self, name: str, accessible: str, refuse: Callable[[str], str]) -> None:
        super().__init__()
        self._refuse = refuse
        self._name = ""
        self.edit = _Line()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(accessible)
        self.edit.setToolTip(plain(accessible))
        self.error: QLabel = label("", "small", "bad", wrap=True)
        self.error.setObjectName(f"{name}_error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.edit)
        column.addWidget(self.error)
        self.edit.textEdited.connect(lambda text: self._mark(self._refuse(text)))
        self.edit.editingFinished.connect(self._finished)
        self.edit.given_up.connect(lambda: self.set_name(self._name))
        theme.changed.connect(self._dress)
        self._dress()

    def set_name(self, name: str) -> None:
        """Show a name, and drop what was typed."""
        self._name = name
        if self.edit.text() != name:
            self.edit.setText(name)
            self.edit.setCursorPosition(0)
        self._mark("")

    def refresh(self, name: str) -> None:
        """Show the name unless it is known already (somebody may be typing another one)."""
        if name != self._name:
            self.set_name(name)

    def _finished(self) -> None:
        text = self.edit.text()
        if text == self._name:
            self._mark("")
        elif not self._refuse(text):
            self._name = text
            self.renamed.emit(text)

    def _mark(self, reason: str) -> None:
        set_flag(self.edit, "invalid", bool(reason))
        self.error.setText(reason)
        self.error.setVisible(bool(reason))

    def _dress(self) -> None:
        self.edit.setFont(theme.font(TEXT_LARGE, QFont.Weight.DemiBold))
