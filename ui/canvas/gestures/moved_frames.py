"""Groups that nodes are moved into: a frame lights up while all that is moved lies inside it; Shift takes nodes out.

Whole groups that are moved (by a frame's title, as a card, or with all their layers) go in and out as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from desktop_nn.graph import groups
from desktop_nn.graph.membership import ancestors, members, subgroups, units
from desktop_nn.graph.model import Graph
from ui.canvas.geometry import united
from ui.canvas.gestures.gesture import Pointer

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class MovedFrames:
    """For nodes that are being moved; `grabbed` is the group whose title or card they are moved by.

    What lies in a group moves freely in it, and the frame follows. Another group's frame takes it in.
    """

    def __init__(self, canvas: CanvasView, ids: Collection[str], grabbed: str = "") -> None:
        self._canvas, self._ids = canvas, frozenset(ids)
        graph, board = canvas.session.graph, canvas.board
        self._whole = units(graph, ids, (grabbed,)) if graph.groups else ()
        inner = {id for one in self._whole for id in (one, *subgroups(graph, one))}
        kept = {node for id in self._whole for node in members(graph, id)}
        self._loose = [id for id in self._ids - kept if id in board.nodes]
        lie_in = {graph.nodes[id].group for id in self._ids - kept} | {graph.groups[id].parent for id in self._whole}
        self._lie_in = frozenset(lie_in) & graph.groups.keys()
        self._follow = inner | {group.id for id in self._lie_in for group in ancestors(graph, id)}
        self._before = {id: QRectF(frame.box) for id, frame in board.frames.frames.items() if id not in inner}
        self._out = False

    def aim(self, at: Pointer) -> None:
        """Light up the frame that would take in what is moved, and say what will be so."""
        frames = self._canvas.board.frames
        if not frames.frames:
            return
        self._out = at.held(Qt.KeyboardModifier.ShiftModifier) and bool(self._lie_in)
        box = united(list(self._boxes()))
        lit = next((id for id, other in reversed(self._frames()) if other.contains(box)), "")
        if lit != frames.lit:
            frames.lit = lit
            frames.update()
        self._canvas.note.show_at(at.view, self._words(), level="info")

    def release(self) -> Callable[[Graph], Graph]:
        """No frame lights up any more; returns the edit that the drop means."""
        frames = self._canvas.board.frames
        group, frames.lit = frames.lit, ""
        frames.update()
        self._canvas.note.hide()
        if not group and not self._out:
            return lambda graph: graph
        return lambda graph: groups.put_into(graph, self._ids, group, self._whole)

    def _frames(self) -> list[tuple[str, QRectF]]:
        """Frames that may take in what is moved, outer ones first. Those that grow with it count as they were before,
        and only while it is taken out of the inner ones.
        """
        now = self._canvas.board.frames.frames
        if not self._out:
            return [(id, frame.box) for id, frame in now.items() if id not in self._follow]
        return [
            (id, before if id in self._follow else now[id].box)
            for id, before in self._before.items()
            if id in now and id not in self._lie_in
        ]

    def _boxes(self) -> Iterator[QRectF]:
        """Where what is moved is now."""
        board = self._canvas.board
        yield from (board.nodes[id].card_in_scene() for id in self._loose)
        for id in self._whole:
            if id in board.nodes:
                yield board.nodes[id].card_in_scene()
            elif id in board.frames.frames:
                yield board.frames.frames[id].box

    def _words(self) -> str:
        known, lit = self._canvas.session.graph.groups, self._canvas.board.frames.lit
        if lit:
            return f"Into {known[lit].title or 'the group'}"
        titles = [known[id].title or "its group" for id in self._lie_in]
        return f"Out of {' and '.join(titles)}" if self._out else ""
