"""Take hold of a link: drag its nearer end to another port, or onto empty canvas to remove it; a click selects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.canvas.geometry import PortRef, distance
from ui.canvas.gestures.draw_link import DrawLink
from ui.canvas.gestures.gesture import Pointer
from ui.canvas.link_item import LinkItem

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class DragLink(DrawLink):
    """The end farther from the press stays plugged in."""

    def __init__(self, canvas: CanvasView, item: LinkItem, at: Pointer) -> None:
        link = item.link
        if distance(at.scene, item.end) <= distance(at.scene, item.start):
            anchor = PortRef(item.source[0], "out", item.source[1])
        else:
            anchor = PortRef(item.target[0], "in", item.target[1])
        super().__init__(canvas, anchor, link)

    def click(self, at: Pointer) -> None:
        """Select the link; Shift and Ctrl add it to what is selected."""
        assert self.old is not None
        if at.held(Qt.KeyboardModifier.ControlModifier):
            self.canvas.marks.choose_links(self.canvas.marks.links ^ {self.old})
        elif at.held(Qt.KeyboardModifier.ShiftModifier):
            self.canvas.marks.choose_links(self.canvas.marks.links | {self.old})
        else:
            self.canvas.session.select(())
            self.canvas.marks.choose_links({self.old})
