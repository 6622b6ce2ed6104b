"""A field of one typed line: numbers, words, lists, shapes, JSON. What text means is the catalogue's word."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop_nn.catalogue import Parameter
from desktop_nn.catalogue.typed_text import parse
from desktop_nn.catalogue.values import check
from ui.widgets.fields.field import SEVERAL, Field, same
from ui.widgets.fields.value_text import value_text
from ui.widgets.styling import set_flag
from ui.widgets.undo_keys import leave_undo_to_the_window


class LineField(Field):
    """Sends every valid entry while it is typed, and once more as final on Enter or when the keyboard leaves.

    An invalid entry stays as typed, turns red and changes nothing; Escape brings the value back.
    """

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.edit = QLineEdit()
        self._pending = False
        self._hold(self.edit)
        leave_undo_to_the_window(self.edit)
        self.edit.setPlaceholderText(self._hint())
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._finished)
        self._show(self._value)

    def set_mixed(self) -> None:
        """Empty the line and say that the layers differ."""
        self._value = None
        self.edit.clear()
        self.edit.setPlaceholderText(SEVERAL)
        self._mark("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape takes a refused entry back; the arrow keys step whole numbers."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.edit.property("invalid") == "true":
                self._show(self._value)
                return True
            if self.parameter.kind == "int" and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._step(1 if event.key() == Qt.Key.Key_Up else -1)
                return True
        return super().eventFilter(watched, event)

    def _hint(self) -> str:
        if self.parameter.optional:
            return "none"
        return "needed" if self.parameter.required else ""

    def _show(self, value: Any) -> None:
        self._pending = False
        self.edit.setPlaceholderText(self._hint())
        self.edit.setText(value_text(self.parameter, value))
        self.edit.setCursorPosition(0)
        self._mark("")

    def _step(self, by: int) -> None:
        start = self._value if isinstance(self._value, int) else round(self.parameter.minimum or 0) - by
        if check(self.parameter, start + by) is None:
            self.edit.setText(str(start + by))
            self._typed(self.edit.text())

    def _typed(self, text: str) -> None:
        try:
            value = parse(self.parameter, text)
        except ValueError as reason:
            self._mark(str(reason))
            return
        self._mark("")
        if not same(value, self._value) or self.edit.placeholderText() == SEVERAL:
            self._pending = True
            self._take(value, final=False)

    def _finished(self) -> None:
        if self.edit.property("invalid") == "true":
            return
        if self._pending:
            self._pending = False
            self._take(self._value, final=True)
            self.edit.setText(value_text(self.parameter, self._value))

    def _mark(self, reason: str) -> None:
        set_flag(self.edit, "invalid", bool(reason))
        self.refused.emit(reason)
