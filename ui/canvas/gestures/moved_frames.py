"""Groups that nodes are moved into: a frame lights up while all that is moved lies inside it; Shift takes nodes out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop_nn.graph import groups
from desktop_nn.graph.model import Graph
from ui.canvas.geometry import united
from ui.canvas.gestures.gesture import Pointer

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class MovedFrames:
    """For nodes that are being moved. Nodes of one group move freely in it; only others are taken in."""

    def __init__(self, canvas: CanvasView, ids: Collection[str]) -> None:
        self._canvas, self._ids = canvas, frozenset(ids)
        graph = canvas.session.graph
        self._own = {graph.nodes[id].group for id in ids}
        shown = {canvas.board.seen.holder(id) for id in ids}
        self._cards = [id for id in shown if id in canvas.board.nodes]
        self._folded = any(id in canvas.board.seen.cards for id in shown)
        self._out = False

    def aim(self, at: Pointer) -> None:
        """Light up the frame that would take the nodes in."""
        frames, board = self._canvas.board.frames, self._canvas.board
        self._out = at.held(Qt.KeyboardModifier.ShiftModifier) and self._own != {""}
        lit = ""
        if not self._out and not self._folded and self._own == {""} and frames.frames:
            lit = frames.frame_round(united([board.nodes[id].card_in_scene() for id in self._cards]))
        if lit != frames.lit:
            frames.lit = lit
            frames.update()

    def release(self) -> Callable[[Graph], Graph]:
        """No frame lights up any more; returns the edit that the drop means."""
        frames = self._canvas.board.frames
        group, frames.lit = frames.lit, ""
        frames.update()
        if self._out and not self._folded:
            return lambda graph: groups.put_into(graph, self._ids, "")
        return (lambda graph: groups.put_into(graph, self._ids, group)) if group else (lambda graph: graph)
