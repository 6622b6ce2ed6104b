"""Take hold of a group by the title of its frame: drag it and all that it holds moves; a click selects all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop_nn.graph.membership import members
from ui.canvas.gestures.gesture import Pointer
from ui.canvas.gestures.move_nodes import MoveNodes

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class MoveFrame(MoveNodes):
    """As moving nodes, for the content of an open group."""

    def __init__(self, canvas: CanvasView, group_id: str) -> None:
        self._members = members(canvas.session.graph, group_id)
        super().__init__(canvas, canvas.board.seen.holder(self._members[0]))
        self.group_id = group_id

    def grabbed_group(self) -> str:
        """The group whose title is held."""
        return self.group_id

    def begin(self, at: Pointer) -> None:
        """Take hold of everything in the group."""
        selection = self.canvas.session.selection
        if not selection.issuperset(self._members):
            self.canvas.session.select(self._members)
        super().begin(at)

    def click(self, at: Pointer) -> None:
        """Select what the group holds; Shift adds it, Ctrl toggles it; on the chevron, fold it."""
        canvas, session = self.canvas, self.canvas.session
        part = canvas.board.frames.part_at(self.group_id, at.scene, canvas.camera.zoom)
        if part == "chevron" and not at.held(Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            canvas.grouping.fold((self.group_id,), True)
        elif at.held(Qt.KeyboardModifier.ControlModifier):
            session.select(session.selection ^ frozenset(self._members), session.marked)
        elif at.held(Qt.KeyboardModifier.ShiftModifier):
            session.select(session.selection | frozenset(self._members), session.marked)
        else:
            canvas.marks.choose_links(())
            canvas.grouping.pointed = self.group_id
            session.select(self._members)
