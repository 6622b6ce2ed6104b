"""Keys that mean something while they are held: Space is the hand, Y the knife, Ctrl, Shift and Alt vary a drag.

What a key does when it is pressed is in `keyboard.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.canvas.physical_keys import latin

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}


class HeldKeys:
    """Sets the view's `hand` and `knife`, and tells a drag under way about modifier keys before the mouse moves."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """A key went down; returns whether it is one of these, so that it means nothing else."""
        if event.key() in _MODIFIERS:
            self._vary(event, True)
        elif not event.isAutoRepeat() and self._set(event, True):
            return True
        return self._held(event)

    def release(self, event: QKeyEvent) -> None:
        """A key went up."""
        if event.key() in _MODIFIERS:
            self._vary(event, False)
        elif not event.isAutoRepeat():
            self._set(event, False)

    def drop(self) -> None:
        """The keyboard went elsewhere: nothing is held."""
        canvas = self._canvas
        if canvas.hand or canvas.knife:
            canvas.hand = canvas.knife = False
            canvas.pointing.show_cursor()

    def _set(self, event: QKeyEvent, down: bool) -> bool:
        canvas = self._canvas
        if event.key() == Qt.Key.Key_Space:
            canvas.hand = down
        elif self._is_knife(event) and (not down or self._bare(event)):
            canvas.knife = down
        else:
            return False
        canvas.pointing.show_cursor()
        return True

    def _held(self, event: QKeyEvent) -> bool:
        """Whether this is a key repeating that is held already."""
        if not event.isAutoRepeat():
            return False
        return event.key() == Qt.Key.Key_Space or (self._is_knife(event) and self._canvas.knife)

    @staticmethod
    def _is_knife(event: QKeyEvent) -> bool:
        return (latin(event) or event.key()) == Qt.Key.Key_Y

    @staticmethod
    def _bare(event: QKeyEvent) -> bool:
        return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier

    def _vary(self, event: QKeyEvent, down: bool) -> None:
        """Qt's own word on modifiers counts only after the event."""
        modifier = _MODIFIERS[Qt.Key(event.key())]
        self._canvas.pointing.vary(event.modifiers() | modifier if down else event.modifiers() & ~modifier)
