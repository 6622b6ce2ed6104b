"""Copy, cut, paste and duplicate, through the system's clipboard as JSON text."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QGuiApplication

from desktop_nn.graph import comments, edits, feeding, groups
from desktop_nn.graph.edits import Clip
from desktop_nn.graph.feeding import Outer
from desktop_nn.graph.model import Graph
from desktop_nn.problems import ProblemError
from desktop_nn.project import clipboard
from ui.canvas.geometry import card_size, united
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

OFFSET = 32.0
"""How far a duplicate stands from its original, and one paste from the one before."""


class Clipping:
    """Works for the view; remembers how often the same text was pasted, so that pastes do not lie on each other."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._text = ""
        self._clip: Clip | None = None
        self._outer: Outer | None = None
        """What fed the copied nodes from outside, as long as the same document is open."""
        self._pasted_at: QPointF | None = None
        self._times = 0

    def copy(self) -> bool:
        """Put the selected nodes, with the links among them, on the clipboard; False if there are none."""
        session = self._canvas.session
        if not session.selection and not session.marked:
            return False
        clip = self._clip_of(session.selection, session.marked)
        try:
            text = clipboard.encode(clip)
        except ProblemError as error:
            session.tell_problem(error.problem)
            return False
        QGuiApplication.clipboard().setText(text)
        self._text, self._clip = text, clip
        self._outer = feeding.outer(session.graph, clip)
        self._times, self._pasted_at = 0, None
        return True

    def forget_links(self) -> None:
        """Another document came: what fed the copied nodes is not in it."""
        self._outer = None

    def cut(self) -> None:
        """Copy, then delete what was copied."""
        session = self._canvas.session
        if self.copy():
            ids, notes = session.selection, session.marked
            label = _label("Cut", session.graph, ids, notes)
            session.edit_graph(label, lambda graph: comments.delete(edits.delete(graph, ids), notes))

    def paste(self, at: QPointF, *, linked: bool = False) -> None:
        """Add what is on the clipboard with its middle at a point; foreign text is passed over with a word.

        `linked` feeds the new nodes from where the copied ones were fed, as far as that is still there.
        """
        session = self._canvas.session
        try:
            clip = self._read()
        except ProblemError as error:
            session.tell_problem(error.problem)
            return
        if clip is None:
            session.tell("There are no layers on the clipboard.", "info")
            return
        if self._pasted_at != at:
            self._pasted_at, self._times = QPointF(at), 0
        middle = _middle(clip.graph)
        by = at - middle + QPointF(OFFSET, OFFSET) * self._times
        self._times += 1
        self._add(clip, round(by.x()), round(by.y()), "Paste", self._outer if linked and clip is self._clip else None)

    def duplicate(self) -> None:
        """Copy the selection beside itself, without the clipboard."""
        session = self._canvas.session
        self.copy_by(session.selection, OFFSET, OFFSET, session.marked)

    def copy_by(self, ids: Collection[str], dx: float, dy: float, notes: Collection[str] = ()) -> None:
        """Copy nodes and notes to a place moved by (dx, dy), without the clipboard."""
        if ids or notes:
            self._add(self._clip_of(ids, notes), dx, dy, "Duplicate")

    def _clip_of(self, ids: Collection[str], notes: Collection[str]) -> Clip:
        graph = self._canvas.session.graph
        return comments.copied(edits.copy(graph, ids), graph, notes)

    def insert(self, drawing: Graph, at: QPointF, title: str) -> None:
        """Add a whole drawing with its middle at a point, as a group of that title: one undo step."""
        session, made = self._canvas.session, list[str]()
        clip = edits.copy(drawing, drawing.nodes)
        by = at - _middle(drawing)

        def change(graph: Graph) -> Graph:
            graph, nodes = edits.paste(graph, clip, round(by.x()), round(by.y()))
            made.extend(nodes)
            return groups.make_group(graph, nodes, groups.free_title(graph, title))[0]

        if drawing.nodes and session.edit_graph(f"Insert {title}", change):
            session.select(made)
            self._canvas.camera.reveal(self._canvas.board.contents(made))

    def _read(self) -> Clip | None:
        text = QGuiApplication.clipboard().text()
        if text and text == self._text:
            return self._clip
        return clipboard.decode(text)

    def _add(self, clip: Clip, dx: float, dy: float, verb: str, outer: Outer | None = None) -> None:
        session = self._canvas.session
        made: list[str] = []

        def change(graph: Graph) -> Graph:
            graph, nodes = edits.paste(graph, clip, dx, dy)
            made.extend(nodes)
            return feeding.fed(graph, dict(zip(clip.graph.nodes, nodes, strict=True)), outer) if outer else graph

        before = session.graph.comments.keys()
        if session.edit_graph(_label(verb, clip.graph, clip.graph.nodes, clip.graph.comments), change):
            session.select(made, session.graph.comments.keys() - before)


def _label(verb: str, graph: Graph, ids: Collection[str], notes: Collection[str] = ()) -> str:
    return f"{verb} {comments.called_with(graph, ids, notes)}"


def _middle(graph: Graph) -> QPointF:
    """The middle of the nodes, taken as plain cards, and of the notes."""
    width, height = card_size(1, 1, "down", looks.scale)
    boxes = [QRectF(node.x, node.y, width, height) for node in graph.nodes.values()]
    return united(
        boxes + [QRectF(note.x, note.y, note.width, note.height) for note in graph.comments.values()]
    ).center()
