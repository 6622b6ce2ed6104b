"""Shows Python code: read only, coloured, with some lines marked; new text does not move what is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlock, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui.theme.theme import theme
from ui.widgets.python_highlighter import PythonHighlighter

_READING = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class CodeView(QPlainTextEdit):
    """A text in the mono font that can be selected and copied by mouse and keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("code_text")
        self.setAccessibleName("Keras code")
        self.setReadOnly(True)
        self.setTextInteractionFlags(_READING)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; }")
        self.highlighter = PythonHighlighter(self.document())
        self._marked: list[int] = []
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def marked(self) -> list[int]:
        """Numbers of the marked lines, from 0."""
        return self._marked

    def show_code(self, code: str) -> None:
        """Show another text at the same place."""
        if code == self.toPlainText():
            return
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        places = [bar.value() for bar in bars]
        self.setPlainText(code)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def mark_lines(self, numbers: Sequence[int], *, show: bool = False) -> None:
        """Mark these lines and no others; `show` scrolls to the first of them."""
        self._marked = list(numbers)
        selections = []
        for number in self._marked:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self._line(number))
            selection.format.setBackground(QColor(theme.colours.accent_soft))
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            selections.append(selection)
        self.setExtraSelections(selections)
        if show and self._marked:
            self._scroll_to(self._marked[0])

    def _scroll_to(self, number: int) -> None:
        top = self.verticalScrollBar().value()
        seen = self.viewport().height() // max(1, self.fontMetrics().lineSpacing())
        if not top <= number < top + seen - 1:
            self.verticalScrollBar().setValue(max(0, number - seen // 3))

    def _line(self, number: int) -> QTextBlock:
        return self.document().findBlockByNumber(number)

    def _dress(self) -> None:
        font = theme.font(mono=True)
        font.setFeature(QFont.Tag("calt"), 0)  # no ligatures: code is shown as it is typed
        self.setFont(font)
        self.mark_lines(self._marked)
