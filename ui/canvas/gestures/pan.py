"""Pan: drag with the middle button, or with Space held."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from ui.canvas.gestures.gesture import Gesture, Pointer


class Pan(Gesture):
    """What was under the pointer stays under it."""

    cursor = Qt.CursorShape.ClosedHandCursor
    pans_at_edges = False

    def begin(self, at: Pointer) -> None:
        """Remember where the hand took hold."""
        self._last = QPointF(at.view)

    def move(self, at: Pointer) -> None:
        """Follow the hand."""
        self.canvas.camera.pan(at.view - self._last)
        self._last = QPointF(at.view)
