"""Indentation of Python while it is typed: how far the next line stands in, and moving lines in and out."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

STEP = 4
_LEAVING = ("return", "pass", "break", "continue", "raise")


def next_indent(before: str) -> str:
    """The blanks that the line after this text (up to the cursor) begins with."""
    blanks = before[: len(before) - len(before.lstrip(" "))]
    said = before.split("#", maxsplit=1)[0].strip()
    if said.endswith((":", "(", "[", "{")):
        return blanks + " " * STEP
    if said.split(" ")[0] in _LEAVING:
        return blanks[:-STEP]
    return blanks


def before_cursor(cursor: QTextCursor) -> str:
    """The line up to the cursor."""
    return cursor.block().text()[: cursor.positionInBlock()]


def to_next_stop(cursor: QTextCursor) -> str:
    """The blanks up to the next multiple of a step."""
    return " " * (STEP - cursor.positionInBlock() % STEP)


def moved_in(cursor: QTextCursor) -> None:
    """Move the selected lines one step in, as one step of undo."""
    for line in _lines(cursor):
        line.insertText(" " * STEP)
    cursor.endEditBlock()


def moved_out(cursor: QTextCursor) -> None:
    """Move the selected lines, or that of the cursor, one step out."""
    for line in _lines(cursor):
        text = line.block().text()
        blanks = len(text) - len(text.lstrip(" "))
        surplus = (blanks % STEP or STEP) if blanks else 0
        line.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, surplus)
        line.removeSelectedText()
    cursor.endEditBlock()


def _lines(cursor: QTextCursor) -> list[QTextCursor]:
    """A cursor at the beginning of each selected line. Begins a step of undo."""
    document = cursor.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    if cursor.hasSelection() and cursor.selectionEnd() == last.position() and last != first:
        last = last.previous()
    cursor.beginEditBlock()
    found, block = [], first
    while block.isValid():
        found.append(QTextCursor(block))
        if block == last:
            break
        block = block.next()
    return found
