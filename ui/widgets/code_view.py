"""Shows Python code: read only, coloured, with line numbers and some lines marked; lines can be picked.

New text does not move what is looked at, and costs no more than what is new in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui.theme.theme import theme
from ui.widgets.line_numbers import LineNumbers
from ui.widgets.python_highlighter import PythonHighlighter

_READING = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class CodeView(QPlainTextEdit):
    """A text in the mono font that can be selected and copied by mouse and keyboard.

    `line_picked` carries a line's number (from 0) and whether it was meant: by a click or Enter, not by passing.
    """

    line_picked = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("code_text")
        self.setAccessibleName("Keras code")
        self.setAccessibleDescription("Going to a line selects its layer; Enter opens where its choices are made.")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(_READING)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self.highlighter = PythonHighlighter(self.document())
        self._code = ""
        self._marked: list[int] = []
        self.numbers = LineNumbers(self)
        self.blockCountChanged.connect(self._fit_numbers)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def marked(self) -> list[int]:
        """Numbers of the marked lines, from 0."""
        return self._marked

    @property
    def code(self) -> str:
        """The text as it was given."""
        return self._code

    @property
    def line(self) -> int:
        """The line of the caret, from 0."""
        return self.textCursor().blockNumber()

    def show_code(self, code: str) -> None:
        """Show another text at the same place."""
        if code == self._code:
            return
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        places = [bar.value() for bar in bars]
        before, self._code = self._code, code
        if not before or self.toPlainText() != before:  # Qt shows some signs otherwise than they are
            self.setPlainText(code)
        else:
            self._change(before, code)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def mark_lines(self, numbers: Sequence[int], *, show: bool = False) -> None:
        """Mark these lines and no others; `show` scrolls to the first of them."""
        self._marked = list(numbers)
        self.viewport().update()
        self.numbers.update()
        if show and self._marked:
            self._scroll_to(self._marked[0])

    def find_text(self, text: str, *, backwards: bool = False, from_start: bool = False) -> bool:
        """Select the next place of a text, round the end; `from_start` stays at a place that still fits. Returns
        whether there is one.
        """
        if not text:
            return False
        begin = self.textCursor()
        if from_start:
            begin.setPosition(begin.selectionStart())
        flags = self.document().FindFlag.FindBackward if backwards else self.document().FindFlag(0)
        found = self.document().find(text, begin, flags)
        if found.isNull():
            edge = QTextCursor(self.document())
            edge.movePosition(QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start)
            found = self.document().find(text, edge, flags)
        if found.isNull():
            return False
        self.setTextCursor(found)
        return True

    def lines_in_sight(self) -> Iterator[tuple[int, float]]:
        """Numbers of the lines that are seen, from 0, each with where it begins in pixels from the top."""
        block = self.firstVisibleBlock()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            if top > self.viewport().height():
                return
            yield block.blockNumber(), top
            block = block.next()

    def pick_at(self, y: int) -> None:
        """Go to the line at a height in pixels, as a click there does."""
        self.setTextCursor(self.cursorForPosition(QPoint(0, y)))
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.line_picked.emit(self.line, True)

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's; a click that selects no text picks the line."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_picked.emit(self.line, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's; whoever goes to another line picks it, and Enter means it."""
        before = self.line
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.line_picked.emit(self.line, True)
        elif self.line != before and not self.textCursor().hasSelection():
            self.line_picked.emit(self.line, False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's; marked lines lie on a ground of their own."""
        if self._marked:
            painter = QPainter(self.viewport())
            marked, height = set(self._marked), self.fontMetrics().lineSpacing()
            for number, top in self.lines_in_sight():
                if number in marked:
                    box = QRectF(0, top, self.viewport().width(), height)
                    painter.fillRect(box, theme.colour("accent_soft"))
            painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; the numbers keep the left edge."""
        super().resizeEvent(event)
        self._fit_numbers()

    # --- how it is done ------------------------------------------------------------------------------------------

    def _change(self, before: str, after: str) -> None:
        """Change only what differs: colouring the rest anew would take longest."""
        start = _same(before, after)
        old, new = before[start:], after[start:]
        end = _same(old[::-1], new[::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:start]))
        cursor.setPosition(_units(before[: len(before) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[: len(new) - end])

    def _scroll_to(self, number: int) -> None:
        top = self.verticalScrollBar().value()
        seen = self.viewport().height() // max(1, self.fontMetrics().lineSpacing())
        if not top <= number < top + seen - 1:
            self.verticalScrollBar().setValue(max(0, number - seen // 3))

    def _fit_numbers(self) -> None:
        area, width = self.contentsRect(), self.numbers.needed()
        self.setViewportMargins(width, 0, 0, 0)
        self.numbers.setGeometry(QRect(area.left(), area.top(), width, area.height()))

    def _dress(self) -> None:
        font = theme.font(mono=True)
        font.setFeature(QFont.Tag("calt"), 0)  # no ligatures: code is shown as it is typed
        self.setFont(font)
        self._fit_numbers()
        self.mark_lines(self._marked)


def _units(text: str) -> int:
    """How long the text is as Qt counts."""
    return len(text.encode("utf-16-le")) // 2


def _same(one: str, other: str) -> int:
    """How many signs are the same before the first that differs."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
