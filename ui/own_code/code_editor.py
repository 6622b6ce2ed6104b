"""A text field for Python: line numbers, colours, indentation by Tab and Enter, and a mark at the line of a mistake.

It knows nothing of layers or projects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from ui.own_code.indenting import before_cursor, moved_in, moved_out, next_indent, to_next_stop
from ui.theme.theme import theme
from ui.widgets.python_highlighter import PythonHighlighter


class CodeEditor(QPlainTextEdit):
    """`left` on Escape, for Tab belongs to the text; `foreign` once more than a name was put in from elsewhere."""

    left = Signal()
    foreign = Signal()

    def __init__(self, name: str = "code_editor") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Python code")
        self.setAccessibleDescription("Tab indents. Escape leaves the text.")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self.highlighter = PythonHighlighter(self.document())
        self.numbers = _LineNumbers(self)
        self._faults: Mapping[int, str] = {}
        self._copied = ""
        self.blockCountChanged.connect(self._fit_numbers)
        self.updateRequest.connect(self._scroll_numbers)
        self.cursorPositionChanged.connect(self._mark)
        theme.changed.connect(self._dress)
        self._dress()

    # --- what others ask and say ---------------------------------------------------------------------------------

    @property
    def faults(self) -> Mapping[int, str]:
        """What is wrong, by the line's number from 1."""
        return self._faults

    def show_faults(self, faults: Mapping[int, str]) -> None:
        """Mark these lines and no others."""
        if dict(faults) != dict(self._faults):
            self._faults = dict(faults)
            self._mark()
            self.numbers.update()

    def go_to(self, line: int) -> None:
        """Put the cursor at the beginning of a line (from 1) and bring it into sight."""
        block = self.document().findBlockByNumber(max(0, min(line, self.blockCount()) - 1))
        cursor = QTextCursor(block)
        self.setTextCursor(cursor)
        self.centerCursor()

    def find_text(self, text: str, *, backwards: bool = False) -> bool:
        """Select the next place of a text, round the end; returns whether there is one."""
        if not text:
            return False
        flags = self.document().FindFlag.FindBackward if backwards else self.document().FindFlag(0)
        if self.find(text, flags):
            return True
        before = self.textCursor()
        start = QTextCursor(self.document())
        start.movePosition(QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start)
        self.setTextCursor(start)
        if self.find(text, flags):
            return True
        self.setTextCursor(before)
        return False

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's; Tab, Enter and Backspace keep the text indented."""
        key, shift = event.key(), Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers() & ~shift
        cursor = self.textCursor()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Backtab or (
            key == Qt.Key.Key_Tab and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            moved_out(cursor)
        elif key == Qt.Key.Key_Tab and plain:
            if cursor.hasSelection():
                moved_in(cursor)
            else:
                cursor.insertText(to_next_stop(cursor))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            cursor.insertText("\n" + next_indent(before_cursor(cursor)))
            self.ensureCursorVisible()
        elif key == Qt.Key.Key_Backspace and plain and not cursor.hasSelection() and _in_indent(before_cursor(cursor)):
            moved_out(cursor)
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Qt's; what was copied here is known when it comes back."""
        self._copied = self.textCursor().selectedText().replace("\u2029", "\n")
        return super().createMimeDataFromSelection()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt's; tabs become spaces, and several lines from elsewhere are told of."""
        text = source.text().replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
        if text != self._copied and not _A_WORD.fullmatch(text.strip()):
            self.foreign.emit()
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; the numbers are as high as the text."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self.numbers.setGeometry(QRect(area.left(), area.top(), self.numbers.width_needed(), area.height()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt's; over a marked line, what is wrong there."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.cursorForPosition(event.pos()).blockNumber() + 1
            QToolTip.showText(event.globalPos(), self._faults.get(line, ""), self)
            return True
        return super().viewportEvent(event)

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in sight; those with a mistake carry a mark."""
        painter = QPainter(self.numbers)
        painter.fillRect(event.rect(), theme.colour("panel"))
        painter.setFont(self.font())
        here, block = self.textCursor().blockNumber(), self.firstVisibleBlock()
        height = self.fontMetrics().lineSpacing()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            if top > event.rect().bottom():
                break
            line = block.blockNumber() + 1
            wrong = line in self._faults
            painter.setPen(theme.colour("bad" if wrong else "text" if line - 1 == here else "text_faint"))
            box = QRect(0, round(top), self.numbers.width() - 8, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(line))
            if wrong:
                painter.drawText(QRect(4, round(top), 16, height), int(Qt.AlignmentFlag.AlignVCenter), "●")
            block = block.next()
        painter.end()

    # --- inside --------------------------------------------------------------------------------------------------

    def _fit_numbers(self) -> None:
        self.setViewportMargins(self.numbers.width_needed(), 0, 0, 0)
        area = self.contentsRect()
        self.numbers.setGeometry(QRect(area.left(), area.top(), self.numbers.width_needed(), area.height()))

    def _scroll_numbers(self, area: QRect, by: int) -> None:
        if by:
            self.numbers.scroll(0, by)
        else:
            self.numbers.update(0, area.y(), self.numbers.width(), area.height())

    def _mark(self) -> None:
        """The line of the cursor, and those with a mistake."""
        self.setExtraSelections([self._line_mark(None), *map(self._line_mark, self._faults)])
        self.numbers.update()

    def _line_mark(self, line: int | None) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.format.setBackground(QColor(theme.colours.hover if line is None else theme.colours.bad_soft))
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        if line is None:
            mark.cursor = self.textCursor()
            mark.cursor.clearSelection()
            return mark
        mark.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.format.setUnderlineColor(QColor(theme.colours.bad))
        return mark

    def _dress(self) -> None:
        font = theme.font(mono=True)
        font.setFeature(QFont.Tag("calt"), 0)  # no ligatures: code is shown as it is typed
        self.setFont(font)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._fit_numbers()
        self._mark()


class _LineNumbers(QWidget):
    """The strip at the left of the text."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setAccessibleName("Line numbers")

    def width_needed(self) -> int:
        digits = max(3, len(str(self._editor.blockCount())))
        return 26 + digits * self._editor.fontMetrics().horizontalAdvance("9")

    def sizeHint(self) -> QSize:
        """Qt's."""
        return QSize(self.width_needed(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's; the editor knows what is to be painted."""
        self._editor.paint_numbers(event)


_A_WORD = re.compile(r"[\w.]{0,60}")
"""What may come from elsewhere without being asked about: a name."""


def _in_indent(before: str) -> bool:
    return bool(before) and not before.strip(" ")
