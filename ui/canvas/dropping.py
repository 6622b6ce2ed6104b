"""Layers dragged in from the palette: turns Qt's drag events into the gesture `DropLayer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from ui.canvas.gestures.drop_layer import MIME, DropLayer

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Dropping:
    """`gesture` is the drag over the canvas, if there is one. Foreign drags go on to the window."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.gesture: DropLayer | None = None

    def enter(self, event: QDragMoveEvent) -> None:
        """Take layers, nothing else."""
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        self._canvas.pointing.cancel()
        self.gesture = DropLayer(self._canvas, bytes(event.mimeData().data(MIME).data()).decode())
        self.move(event)

    def move(self, event: QDragMoveEvent) -> None:
        """Show where it would land."""
        if self.gesture is None:
            event.ignore()
            return
        self.gesture.move(self._canvas.pointing.pointer(event.position(), event.modifiers()))
        event.acceptProposedAction()

    def leave(self) -> None:
        """It went elsewhere."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.cancel()

    def drop(self, event: QDropEvent) -> None:
        """Place the layer."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.finish(self._canvas.pointing.pointer(event.position(), event.modifiers()))
            self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            event.acceptProposedAction()
