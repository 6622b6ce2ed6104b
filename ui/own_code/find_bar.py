"""A line under the code to find words in it: Enter goes on, Shift+Enter back, Escape closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.own_code.code_editor import CodeEditor
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import label


class FindBar(QWidget):
    """Hidden until it is wanted."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__()
        self._editor = editor
        self.line = QLineEdit()
        self.line.setObjectName("code_find")
        self.line.setAccessibleName("Find in the code")
        self.line.setPlaceholderText("Find")
        self.line.installEventFilter(self)
        self.found = label("", "small")
        before = IconButton("arrow-up", "Find the one before (Shift+Enter)", "code_find_before")
        after = IconButton("arrow-down", "Find the next one (Enter)", "code_find_next")
        close = IconButton("x", "Close the search (Escape)", "code_find_close")
        before.clicked.connect(lambda: self.go_on(backwards=True))
        after.clicked.connect(lambda _checked: self.go_on())
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE_1, 0, SPACE_1)
        row.setSpacing(SPACE_2)
        row.addWidget(self.line, 1)
        for widget in (self.found, before, after, close):
            row.addWidget(widget)
        self.setVisible(False)

    def open_bar(self) -> None:
        """Show it with what is selected, the keyboard in it."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.line.setText(chosen)
        self.setVisible(True)
        self.line.setFocus()
        self.line.selectAll()

    def close_bar(self) -> None:
        """Hide it; the keyboard goes back to the code."""
        self.setVisible(False)
        self._editor.setFocus()

    def go_on(self, *, backwards: bool = False) -> None:
        """Go to the next place, or the one before; asks for words if there are none."""
        if not self.line.text():
            self.open_bar()
            return
        there = self._editor.find_text(self.line.text(), backwards=backwards)
        self.found.setText("" if there else "Not found")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; the keys of the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go_on(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)
