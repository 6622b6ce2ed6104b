"""What is dragged in: layers from the palette become the gesture `DropLayer`, files are `file_drop.py`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from ui.canvas.edge_pan import EdgePan
from ui.canvas.file_drop import FileDrop
from ui.canvas.gestures.drop_layer import MIME, DropLayer
from ui.canvas.gestures.gesture import Pointer

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Dropping:
    """`gesture` is the drag over the canvas, if there is one. Foreign drags go on to the window."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.gesture: DropLayer | None = None
        self.edges = EdgePan(canvas, canvas.camera)
        self._last: Pointer | None = None
        canvas.camera.moved.connect(self._follow_view)
        self.files = FileDrop(canvas)

    def enter(self, event: QDragMoveEvent) -> None:
        """Take layers and files with a drawing, nothing else."""
        if not event.mimeData().hasFormat(MIME):
            event.setAccepted(self.files.enter(event))
            return
        self._canvas.pointing.cancel()
        self.gesture = DropLayer(self._canvas, bytes(event.mimeData().data(MIME).data()).decode())
        self.move(event)

    def move(self, event: QDragMoveEvent) -> None:
        """Show where it would land."""
        if self.files.active:
            self.files.move_to(event)
            return
        if self.gesture is None:
            event.ignore()
            return
        self._last = self._canvas.pointing.pointer(event.position(), event.modifiers())
        self.gesture.move(self._last)
        self.edges.watch(event.position())
        event.acceptProposedAction()

    def leave(self) -> None:
        """It went elsewhere."""
        self.files.leave()
        gesture = self._take()
        if gesture is not None:
            gesture.cancel()

    def drop(self, event: QDropEvent) -> None:
        """Place the layer, or open or insert the file."""
        if self.files.active:
            self.files.drop(event)
            return
        gesture = self._take()
        if gesture is not None:
            gesture.finish(self._canvas.pointing.pointer(event.position(), event.modifiers()))
            self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            event.acceptProposedAction()

    def _take(self) -> DropLayer | None:
        gesture, self.gesture = self.gesture, None
        self.edges.stop()
        return gesture

    def _follow_view(self) -> None:
        """The view moved on under what is dragged."""
        if self.gesture is not None and self._last is not None:
            self._last = self._canvas.pointing.pointer(self._last.view, self._last.modifiers)
            self.gesture.move(self._last)
