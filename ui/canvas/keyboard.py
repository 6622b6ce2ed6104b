"""The keyboard on the canvas: walking, nudging, opening, backing out; and the window's shortcuts in other scripts.

Where a window's actions answer the shortcuts (`by_actions`), they alone say which key does what, so that the user
can change them; the tables here are for a canvas that stands alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import comments, edits
from ui.canvas.physical_keys import latin
from ui.canvas.walking import Way, next_node

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_ARROWS: dict[int, Way] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_STEPS: dict[Way, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
NUDGE, FAR_NUDGE = 8, 48
"""How far Ctrl with an arrow key moves the selection, and with Shift as well (scene units)."""


class Keyboard:
    """Answers key presses for the view."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.by_actions = False
        """Whether a window's actions answer the keys that have shortcuts."""
        standard = QKeySequence.StandardKey
        self._sequences: tuple[tuple[QKeySequence.StandardKey, Callable[[], object]], ...] = (
            (standard.SelectAll, canvas.select_all),
            (standard.Copy, canvas.copy),
            (standard.Cut, canvas.cut),
            (standard.Paste, canvas.paste),
            (standard.Undo, canvas.session.undo),
            (standard.Redo, canvas.session.redo),
            (standard.ZoomIn, canvas.zoom_in),
            (standard.ZoomOut, canvas.zoom_out),
            (standard.Find, canvas.find_node),
            (standard.FindNext, canvas.node_search.next),
            (standard.FindPrevious, lambda: canvas.node_search.next(-1)),
        )
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Delete: canvas.delete_selection,
            Qt.Key.Key_Backspace: canvas.delete_selection,
            Qt.Key.Key_F2: canvas.rename_selected,
            Qt.Key.Key_Home: canvas.fit,
            Qt.Key.Key_C: canvas.connect_selected,
            Qt.Key.Key_F: canvas.fit_selection,
            Qt.Key.Key_L: canvas.link_walk.next,
            Qt.Key.Key_N: canvas.add_note,
            Qt.Key.Key_R: canvas.replace_search.replace_selected,
        }
        self._fixed: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Escape: canvas.back_out,
            Qt.Key.Key_Tab: canvas.search_to_add,
            Qt.Key.Key_Return: self.open,
            Qt.Key.Key_Enter: self.open,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key says; returns whether it says anything."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS:
            return self._arrow(_ARROWS[Qt.Key(key)], held)
        if key in self._fixed and not held:
            self._fixed[key]()
            return True
        if key == Qt.Key.Key_F10 and held == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu()
            return True
        if self.by_actions:
            return self._trigger(event)
        return self._standard(event) or self._plain(latin(event) or key, held)

    def _standard(self, event: QKeyEvent) -> bool:
        for sequence, command in self._sequences:
            if event.matches(sequence):
                command()
                return True
        return False

    def _plain(self, key: int, held: Qt.KeyboardModifier) -> bool:
        control = held == Qt.KeyboardModifier.ControlModifier
        if control and key == Qt.Key.Key_D:
            self._canvas.duplicate()
        elif held == _CTRL_SHIFT and key == Qt.Key.Key_V:
            self._canvas.paste(linked=True)
        elif control and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._canvas.bridge_selection()
        elif not held and key in self._keys:
            self._keys[key]()
        else:
            return False
        return True

    def _trigger(self, event: QKeyEvent) -> bool:
        """Qt has answered Latin shortcuts already; a key of another script is taken by its place."""
        letter = latin(event)
        if letter is None:
            return False
        wanted = QKeySequence(QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, letter))
        for action in (*self._canvas.actions(), *self._canvas.window().actions()):
            if wanted in action.shortcuts() and action.isEnabled():
                action.trigger()
                return True
        return False

    def open(self) -> None:
        """Enter: the other end of a link, the inside of a nested model or of a folded group, a problem, parameters."""
        canvas = self._canvas
        done = canvas.commenting.edit_selected() or canvas.link_walk.follow() or canvas.diving.open_chosen()
        if done or canvas.troubles.open_selected() or not canvas.session.selection:
            return
        shown = {canvas.board.seen.holder(id) for id in canvas.session.selection}
        if len(shown) == 1 and shown <= canvas.board.seen.cards.keys():
            canvas.grouping.fold(tuple(shown), False)
        elif shown:
            canvas.open_wanted.emit()

    def _ask_for_menu(self) -> None:
        viewport = self._canvas.viewport()
        middle = viewport.rect().center()
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(viewport, QContextMenuEvent(reason, middle, viewport.mapToGlobal(QPoint(middle))))

    def _arrow(self, way: Way, held: Qt.KeyboardModifier) -> bool:
        if held & Qt.KeyboardModifier.AltModifier:
            return not self.by_actions and self._cross(way)
        if held & Qt.KeyboardModifier.ControlModifier:
            self._nudge(way, FAR_NUDGE if held & Qt.KeyboardModifier.ShiftModifier else NUDGE)
            return True
        canvas = self._canvas
        start, selection = canvas.marks.focus, canvas.session.selection
        if selection and (start is None or not canvas.marks.is_selected(start)):
            start = canvas.board.seen.holder(min(selection))  # something else selected it: a click, a list of problems
        found = next_node(canvas.board, start, way)
        if found is None:
            found = start
        if found is not None:
            kept = canvas.session.selection if held & Qt.KeyboardModifier.ShiftModifier else frozenset()
            canvas.session.select({*kept, found}, canvas.session.marked if kept else ())
            canvas.marks.focus_on(found, ring=True)
            canvas.camera.reveal(canvas.board.nodes[found].card_in_scene())
        return True

    def _cross(self, way: Way) -> bool:
        """Alt+Down looks into a nested model, Alt+Up out of it."""
        diving = self._canvas.diving
        return (way == "down" and diving.open_chosen()) or (way == "up" and diving.go_out())

    def _nudge(self, way: Way, step: int) -> None:
        """Move the selection; presses in a row are one undo step."""
        session = self._canvas.session
        ids, notes = session.selection, self._canvas.commenting.along()
        dx, dy = _STEPS[way][0] * step, _STEPS[way][1] * step
        if not ids and not notes:
            return
        places = {id: (session.graph.nodes[id].x + dx, session.graph.nodes[id].y + dy) for id in ids}
        spots = {id: (session.graph.comments[id].x + dx, session.graph.comments[id].y + dy) for id in notes}
        session.edit_graph(
            "Move layers" if ids else "Move notes",
            lambda graph: comments.move(edits.move(graph, places), spots),
            merge=f"nudge {sorted(ids)} {sorted(notes)}",
        )
