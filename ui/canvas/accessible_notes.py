"""What assistive technology sees of sticky notes: items of the canvas's list, behind the cards."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface

from desktop_nn.graph.comments import first_words
from ui.canvas.accessible import AccessibleCanvas, AccessibleCard, address, on_screen
from ui.session import NOTE

_WRITE = "Edit"


class AccessibleNote(AccessibleCard):
    """A note; its key in the list is `NOTE` and its id."""

    def __init__(self, above: AccessibleCanvas, key: str) -> None:
        super().__init__(above, key)
        self.note_id = key.removeprefix(NOTE)
        self._note_actions = _Actions(self)

    def isValid(self) -> bool:
        """Qt's: whether it is drawn."""
        return shiboken6.isValid(self.canvas) and self.note_id in self.canvas.board.comments.items

    def rect(self) -> QRect:
        """Qt's: where the note is on the screen."""
        if not self.isValid():
            return QRect()
        viewport = self.canvas.viewport()
        seen = self.canvas.mapFromScene(self.canvas.board.comments.items[self.note_id].box).boundingRect()
        return QRect(viewport.mapToGlobal(seen.topLeft()), seen.size())

    def text(self, t: QAccessible.Text) -> str:
        """Qt's: its first words; all of its text describes it."""
        if not self.isValid():
            return ""
        note = self.canvas.board.comments.items[self.note_id].note
        if t == QAccessible.Text.Name:
            return f"Note: {first_words(note)}"
        return note.text if t == QAccessible.Text.Description else ""

    def state(self) -> QAccessible.State:
        """Qt's."""
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        canvas = self.canvas
        state.focusable = state.selectable = state.multiSelectable = True
        state.selected = self.note_id in canvas.session.marked
        state.focused = canvas.hasFocus() and canvas.commenting.only == self.note_id
        state.offscreen = not self.rect().intersects(on_screen(canvas))
        return state

    def relations(
        self, match: QAccessible.RelationFlag = QAccessible.RelationFlag.AllRelations
    ) -> list[tuple[QAccessibleInterface, QAccessible.RelationFlag]]:
        """Qt's: a note leads nowhere."""
        return []

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:
        """Qt's: there are actions."""
        return address(self._note_actions if t == QAccessible.InterfaceType.ActionInterface else 0)

    def choose(self, wanted: bool) -> None:
        """Select or deselect it, beside what is selected."""
        session, one = self.canvas.session, frozenset({self.note_id})
        session.select(session.selection, session.marked | one if wanted else session.marked - one)


class _Actions(QAccessibleActionInterface):
    """Press selects, the other one lets the user write."""

    def __init__(self, note: AccessibleNote) -> None:
        super().__init__()
        self._note = note

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), _WRITE]

    def doAction(self, actionName: str) -> None:
        if self._note.isValid():
            canvas = self._note.canvas
            canvas.setFocus()
            if actionName == _WRITE:
                canvas.commenting.edit(self._note.note_id)
            else:
                canvas.commenting.go_to(self._note.note_id)

    def keyBindingsForAction(self, actionName: str) -> list[str]:
        return ["Return"] if actionName == _WRITE else []

    def localizedActionName(self, name: str) -> str:
        return "Select" if name == QAccessibleActionInterface.pressAction() else name

    def localizedActionDescription(self, name: str) -> str:
        return "Write on the note" if name == _WRITE else "Select the note"
