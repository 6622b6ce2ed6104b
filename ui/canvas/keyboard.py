"""The keyboard on the canvas. Commands with shortcuts of their own in the window's menus work here without it too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop_nn.graph import edits
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
NUDGE, FAR_NUDGE = 8, 48
"""How far Ctrl with an arrow key moves the selection, and with Shift as well (scene units)."""


class Keyboard:
    """Answers key presses for the view."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
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
        )
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Delete: canvas.delete_selection,
            Qt.Key.Key_Backspace: canvas.delete_selection,
            Qt.Key.Key_F2: canvas.rename_selected,
            Qt.Key.Key_Escape: canvas.back_out,
            Qt.Key.Key_Tab: canvas.search_to_add,
            Qt.Key.Key_Home: canvas.fit,
            Qt.Key.Key_C: canvas.connect_selected,
            Qt.Key.Key_F: canvas.fit_selection,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key says; returns whether it says anything."""
        for sequence, command in self._sequences:
            if event.matches(sequence):
                command()
                return True
        key, held = event.key(), event.modifiers()
        if key in _ARROWS:
            return self._arrow(_ARROWS[Qt.Key(key)], held)
        if key == Qt.Key.Key_D and held == Qt.KeyboardModifier.ControlModifier:
            self._canvas.duplicate()
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and held == Qt.KeyboardModifier.ControlModifier:
            self._canvas.bridge_selection()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._canvas.troubles.open_selected():
            return True
        if key in self._keys and not held & ~Qt.KeyboardModifier.KeypadModifier:
            self._keys[key]()
            return True
        return False

    def _arrow(self, way: Way, held: Qt.KeyboardModifier) -> bool:
        if held & Qt.KeyboardModifier.AltModifier:
            return False
        if held & Qt.KeyboardModifier.ControlModifier:
            self._nudge(way, FAR_NUDGE if held & Qt.KeyboardModifier.ShiftModifier else NUDGE)
            return True
        canvas = self._canvas
        start, selection = canvas.marks.focus, canvas.session.selection
        if selection and start not in selection:
            start = min(selection)  # something else selected it: a click, a list of problems
        found = next_node(canvas.board, start, way)
        if found is None:
            found = start
        if found is not None:
            kept = canvas.session.selection if held & Qt.KeyboardModifier.ShiftModifier else frozenset()
            canvas.session.select({*kept, found})
            canvas.marks.focus_on(found, ring=True)
            canvas.camera.reveal(canvas.board.nodes[found].card_in_scene())
        return True

    def _nudge(self, way: Way, step: int) -> None:
        """Move the selection; presses in a row are one undo step."""
        session = self._canvas.session
        ids = session.selection
        dx, dy = _STEPS[way][0] * step, _STEPS[way][1] * step
        if ids:
            places = {id: (session.graph.nodes[id].x + dx, session.graph.nodes[id].y + dy) for id in ids}
            session.edit_graph("Move layers", lambda graph: edits.move(graph, places), merge=f"nudge {sorted(ids)}")
