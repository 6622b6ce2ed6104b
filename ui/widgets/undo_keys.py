"""Leaves the keys of undo and redo to the window where every stroke is a step of the document anyway."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class _UndoKeys(QObject):
    """Keeps a text field from claiming the keys for the undo of its own text."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the window's shortcut have the key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def leave_undo_to_the_window(field: QWidget) -> None:
    """In this text field, undo and redo mean the document's."""
    field.installEventFilter(_UndoKeys(field))
