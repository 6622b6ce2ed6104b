"""The mouse on the canvas: begins, feeds and ends gestures, marks what lies under the pointer, pans near the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent

from ui.canvas import hits
from ui.canvas.edge_pan import EdgePan
from ui.canvas.gestures.choosing import LINK_REACH, gesture_for, port_under
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.link_item import LinkItem
from ui.canvas.node_item import NodeItem

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Pointing(QObject):
    """`gesture` is the one under way; `last` is where the pointer is, None while it is elsewhere."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.gesture: Gesture | None = None
        self.last: Pointer | None = None
        self.spent = False
        """The last press cancelled a gesture, and asks for no menu."""
        self._button = Qt.MouseButton.NoButton
        self._hovered_node: NodeItem | None = None
        self._hovered_link: LinkItem | None = None
        self.edges = EdgePan(canvas, canvas.camera)
        canvas.camera.moved.connect(self._follow_view)

    # --- the mouse -----------------------------------------------------------------------------------------------

    def pointer(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        """A place in the viewport as gestures see it."""
        return Pointer(self._canvas.to_scene(place), QPointF(place), modifiers)

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture; a second button during one cancels it, and does nothing else."""
        self.spent = self.gesture is not None
        if self.spent:
            self.cancel()
            return
        at = self.pointer(event.position(), event.modifiers())
        self.gesture = gesture_for(self._canvas, event.button(), at)
        if self.gesture is not None:
            self._button = event.button()
            self._hover(None, None)
            self.gesture.press(at)
            self.show_cursor()

    def move(self, event: QMouseEvent) -> None:
        """Feed the gesture, or mark what lies under the pointer."""
        self.last = at = self.pointer(event.position(), event.modifiers())
        if self.gesture is not None and not event.buttons() & self._button:
            self.cancel()  # the button went up where we did not hear of it
        if self.gesture is None:
            self._look(at)
            return
        self.gesture.drag(at)
        if self.gesture.dragged and self.gesture.pans_at_edges:
            self.edges.watch(at.view)

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture."""
        if self.gesture is None or event.button() != self._button:
            return
        at = self.pointer(event.position(), event.modifiers())
        gesture = self._take()
        if gesture is not None:
            gesture.release(at)
        self._look(self.pointer(event.position(), event.modifiers()))

    def vary(self, modifiers: Qt.KeyboardModifier) -> None:
        """Modifier keys changed while the mouse stands still."""
        if self.last is not None:
            self.last = self.pointer(self.last.view, modifiers)
            self._feed()

    def leave(self) -> None:
        """The pointer went elsewhere."""
        if self.gesture is None:
            self.last = None
            self._hover(None, None)

    def cancel(self) -> bool:
        """Cancel the gesture under way; returns whether there was one."""
        gesture = self._take()
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def forget(self) -> None:
        """Items are about to go: drop what refers to them."""
        self.cancel()
        self._hovered_node = self._hovered_link = None
        self._canvas.paths.hover(None)

    def become(self, gesture: Gesture, at: Pointer) -> None:
        """Go on from the same press as another gesture."""
        old = self._take()
        if old is not None:
            old.cancel()
            self.gesture, gesture.start, gesture.dragged = gesture, old.start, True
            gesture.begin(old.start)
            gesture.move(at)
            self.show_cursor()

    def show_cursor(self) -> None:
        """The pointer's shape for what is going on."""
        shape = None
        if self.gesture is not None:
            shape = self.gesture.cursor
        elif self._canvas.hand:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._canvas.knife or (self.last is not None and port_under(self._canvas, self.last) is not None):
            shape = Qt.CursorShape.CrossCursor
        elif self.last is not None and self._canvas.troubles.badge_at(self.last.view) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif self.last is not None:
            shape = self._canvas.commenting.cursor(self.last.scene)
        self._canvas.viewport().setCursor(QCursor(shape if shape is not None else Qt.CursorShape.ArrowCursor))

    # --- inside --------------------------------------------------------------------------------------------------

    def _take(self) -> Gesture | None:
        gesture, self.gesture = self.gesture, None
        self.edges.stop()
        self.show_cursor()
        return gesture

    def _look(self, at: Pointer) -> None:
        """Mark what lies under the pointer."""
        board = self._canvas.board
        port = port_under(self._canvas, at)
        node = board.made.get(port.node if port else hits.node_at(board, at.scene) or "")
        link = None if node else hits.link_at(board, at.scene, self._canvas.reach(LINK_REACH))
        self._hover(node, link)
        self.show_cursor()

    def _hover(self, node: NodeItem | None, link: LinkItem | None) -> None:
        if node is not self._hovered_node:
            if self._hovered_node is not None:
                self._hovered_node.mark(hovered=False)
            if node is not None:
                node.mark(hovered=True)
            self._hovered_node = node
            self._canvas.paths.hover(node.node_id if node is not None else None)
        if link is not self._hovered_link:
            if self._hovered_link is not None:
                self._hovered_link.mark(hovered=False)
            if link is not None:
                link.mark(hovered=True)
            self._hovered_link = link

    def _follow_view(self) -> None:
        """The view moved under the pointer: by the edge, the wheel, a key."""
        if self.last is not None:
            self.last = self.pointer(self.last.view, self.last.modifiers)
            self._feed()

    def _feed(self) -> None:
        if self.gesture is not None and self.gesture.dragged and self.gesture.pans_at_edges and self.last is not None:
            self.gesture.move(self.last)
