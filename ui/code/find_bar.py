"""The line in which one types what to find in the code: Enter goes on, Shift+Enter back, Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.code_view import CodeView
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import label, set_class


class FindBar(QWidget):
    """Hidden until it is opened; gives the focus back to the code when it closes."""

    def __init__(self, view: CodeView) -> None:
        super().__init__()
        self._view = view
        self.setObjectName("code_find")
        self.field = QLineEdit()
        self.field.setObjectName("code_find_field")
        self.field.setPlaceholderText("Find in the code")
        self.field.setAccessibleName("Find in the code")
        self.said = label("", "dim")
        self.said.setObjectName("code_find_count")
        self.back = IconButton("chevron-up", "Previous (Shift+F3)", "code_find_previous")
        self.on = IconButton("chevron-down", "Next (F3)", "code_find_next")
        self.end = IconButton("x", "Close (Esc)", "code_find_close")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        row.setSpacing(SPACE_1)
        self.field.setMaximumWidth(360)
        row.addWidget(self.field, 1)
        for widget in (self.back, self.on, self.said):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.end)
        self.field.textEdited.connect(lambda: self._go(from_start=True))
        self.on.clicked.connect(self.next)
        self.back.clicked.connect(self.previous)
        self.end.clicked.connect(self.close_bar)
        self.hide()

    def open_bar(self) -> None:
        """Show it and take the focus; text that is selected in one line is what to find."""
        chosen = self._view.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._go(from_start=True)

    def close_bar(self) -> None:
        """Hide it, with the focus back in the code."""
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def next(self) -> None:
        """Go to the next place."""
        self._go()

    def previous(self) -> None:
        """Go to the place before."""
        self._go(backwards=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's; Enter, Shift+Enter and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _go(self, *, backwards: bool = False, from_start: bool = False) -> None:
        wanted = self.field.text()
        found = self._view.find_text(wanted, backwards=backwards, from_start=from_start)
        set_class(self.said, "dim" if found or not wanted else "bad")
        self.said.setText(self._count(wanted) if found else "Not found" if wanted else "")
        self.said.setAccessibleName(self.said.text())

    def _count(self, wanted: str) -> str:
        """Which place of how many it is."""
        cursor = self._view.textCursor()
        # Qt finds text whatever its case.
        text, wanted = self._view.toPlainText().lower(), wanted.lower()
        return f"{text.count(wanted, 0, cursor.selectionStart()) + 1} of {text.count(wanted)}"
