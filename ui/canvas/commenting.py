"""Commands on sticky notes: adding, writing, colouring; and which notes go along with what is moved."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from desktop_nn.graph import comments
from desktop_nn.graph.model import Comment, Graph
from ui.canvas import accessible, announcing, hits
from ui.canvas.comment_editor import CommentEditor
from ui.canvas.comment_item import PAD, Edge
from ui.canvas.comment_text import NoteText
from ui.canvas.looks import NEAR, looks
from ui.canvas.overview import BARE

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_WIDTH, _WIDE, _NEW_HIGH = 200.0, 300.0, 96.0
_LOW, _HIGH = 44.0, 480.0
"""Least and largest height that a note takes by itself; by hand it can be any."""
_BESIDE = 32.0
"""Between what is selected and a new note."""
_LONGEST_TIP = 600
_MUCH = 160
"""From so many letters on, a new note is a wide one."""
_REACH = 5.0
"""How near (pixels) the pointer must be to take hold of an edge."""
_CURSORS: dict[frozenset[Edge], Qt.CursorShape] = {
    frozenset({"left"}): Qt.CursorShape.SizeHorCursor,
    frozenset({"right"}): Qt.CursorShape.SizeHorCursor,
    frozenset({"top"}): Qt.CursorShape.SizeVerCursor,
    frozenset({"bottom"}): Qt.CursorShape.SizeVerCursor,
    frozenset({"left", "top"}): Qt.CursorShape.SizeFDiagCursor,
    frozenset({"right", "bottom"}): Qt.CursorShape.SizeFDiagCursor,
    frozenset({"right", "top"}): Qt.CursorShape.SizeBDiagCursor,
    frozenset({"left", "bottom"}): Qt.CursorShape.SizeBDiagCursor,
}


class Commenting:
    """`marked` in the session are the notes that commands act on."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.editor = CommentEditor(canvas)
        for another in (canvas.session.opened, canvas.session.scope_changed):
            another.connect(self.editor.back_out)

    # --- commands ------------------------------------------------------------------------------------------------

    def add(self, at: QPointF | None = None) -> None:
        """Let the user write a new note at a point of the scene, or in the middle; it is kept if it says something."""
        canvas = self._canvas
        width, height = _WIDTH * looks.scale, _NEW_HIGH * looks.scale
        corner = at if at is not None else self._free_corner(width, height)
        box = QRectF(round(corner.x()), round(corner.y()), width, height)
        canvas.select_nothing()
        canvas.camera.reveal(box)
        self.editor.open("", box, "", lambda text: self._keep_new(text, box.topLeft()))

    def edit(self, note_id: str) -> None:
        """Let the user write another text on a note."""
        canvas = self._canvas
        note = canvas.session.graph.comments.get(note_id)
        if note is None:
            return
        canvas.marks.choose_links(())
        canvas.session.select((), (note_id,))
        box = canvas.board.comments.items[note_id].box
        canvas.camera.reveal(box)
        self.editor.open(note.text, box, note.colour, lambda text: self._keep(note_id, text))

    @property
    def only(self) -> str:
        """The one note that is selected, if nothing else is; else ""."""
        session = self._canvas.session
        return next(iter(session.marked)) if len(session.marked) == 1 and not session.selection else ""

    def edit_selected(self) -> bool:
        """Write on the one selected note; returns whether there is one."""
        note = self.only
        if note:
            self.edit(note)
        return bool(note)

    def recolour(self, colour: str) -> None:
        """Give the selected notes another colour."""
        session = self._canvas.session
        chosen = session.marked
        if chosen:
            label = f"Colour {comments.called(session.graph, chosen)}"
            session.edit_graph(label, lambda graph: comments.recolour(graph, chosen, colour))

    def colour(self) -> str | None:
        """The colour that all selected notes have, None if they differ."""
        graph = self._canvas.session.graph
        found = {graph.comments[id].colour for id in self._canvas.session.marked}
        return found.pop() if len(found) == 1 else None

    def take(self, note_id: str) -> None:
        """Select a note alone, unless it is selected already: its menu is about to open."""
        session = self._canvas.session
        if note_id not in session.marked:
            self._canvas.marks.choose_links(())
            session.select((), (note_id,))

    def go_to(self, note_id: str) -> None:
        """Select a note and bring it into sight; who cannot see it hears it."""
        canvas = self._canvas
        item = canvas.board.comments.items.get(note_id)
        if item is not None:
            canvas.marks.choose_links(())
            canvas.session.select((), (note_id,))
            canvas.camera.fly(item.box.center(), max(canvas.camera.zoom, 0.6))
            accessible.focus_note(canvas, note_id)
            announcing.announce(canvas, f"Note: {item.note.text}")

    # --- for gestures and helpers --------------------------------------------------------------------------------

    def tip(self, note_id: str) -> str:
        """The tool tip of a note (rich text): what it says, if not all of that is seen."""
        item = self._canvas.board.comments.items[note_id]
        if self._canvas.camera.zoom >= NEAR and not item.cut:
            return ""
        text = item.note.text
        short = text if len(text) <= _LONGEST_TIP else text[:_LONGEST_TIP].rstrip() + "…"
        return escape(short).replace("\n", "<br>")

    def along(self) -> frozenset[str]:
        """The notes that move with the selection: the selected ones, and what lies in frames that move as a whole."""
        canvas, session = self._canvas, self._canvas.session
        found = session.marked
        if canvas.board.comments.items and session.selection:
            for frame in canvas.board.frames.frames.values():
                if all(session.selection.issuperset(canvas.board.members(shown)) for shown in frame.shown):
                    found |= canvas.board.comments.inside(frame.box)
        return found

    def places(self, ids: Iterable[str]) -> dict[str, QPointF]:
        """Where notes are."""
        graph = self._canvas.session.graph
        return {id: QPointF(graph.comments[id].x, graph.comments[id].y) for id in ids if id in graph.comments}

    def edge_at(self, point: QPointF) -> tuple[str, frozenset[Edge]] | None:
        """The note whose edge is under the pointer, and which edges these are."""
        canvas = self._canvas
        return canvas.board.comments.edges_at(point, canvas.reach(_REACH)) if canvas.camera.zoom >= BARE else None

    def shape(self, edges: frozenset[Edge]) -> Qt.CursorShape | None:
        """The pointer's shape over edges of a note."""
        return _CURSORS.get(edges)

    def cursor(self, point: QPointF) -> Qt.CursorShape | None:
        """The pointer's shape over a point: that of an edge if nothing lies on it."""
        canvas = self._canvas
        found = self.edge_at(point) if canvas.board.comments.items else None
        covered = found is None or hits.node_at(canvas.board, point) is not None
        return None if covered or found is None else self.shape(found[1])

    # --- inside --------------------------------------------------------------------------------------------------

    def _free_corner(self, width: float, height: float) -> QPointF:
        """Where a note goes without a pointer: beside what is selected, else into the middle of the view."""
        canvas, selection = self._canvas, self._canvas.session.selection
        box = canvas.board.contents(selection) if selection else QRectF()
        if box.intersects(canvas.camera.sight()):
            return box.topRight() + QPointF(_BESIDE, 0)
        return canvas.camera.centre() - QPointF(width / 2, height / 2)

    def _keep_new(self, text: str, corner: QPointF) -> None:
        if not text.strip():
            return
        session, made = self._canvas.session, list[str]()
        width = _WIDE if len(text) > _MUCH else _WIDTH
        size = (width, max(_LOW, _height(text, width)))

        def change(graph: Graph) -> Graph:
            graph, id = comments.add(graph, text.strip("\n"), corner.x(), corner.y(), size)
            made.append(id)
            return graph

        words = comments.first_words(Comment("", text))
        if session.edit_graph(f"Add note “{words}”", change):
            session.select((), made)

    def _keep(self, note_id: str, text: str) -> None:
        session = self._canvas.session
        note = session.graph.comments.get(note_id)
        if note is None or note.text == text:
            return
        height = _height(text, note.width)
        verb = "Edit" if text.strip() else "Delete"
        label = f"{verb} {comments.called(session.graph, (note_id,))}"
        session.edit_graph(label, lambda graph: comments.write(graph, note_id, text.rstrip("\n"), height))


def _height(text: str, width: float) -> float:
    """The height that a note of a width needs for a text, as far as it grows by itself."""
    needed = NoteText(text, width * looks.scale - 2 * PAD, _HIGH * looks.scale).height + 1.7 * PAD
    return float(min(_HIGH, -(-needed // looks.scale)))
