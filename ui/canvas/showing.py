"""Keeps the canvas in step with the session: at once, or for very many nodes in slices, so that the window answers.

What is in sight comes first. Whoever needs all items meanwhile gets them (`scene.py`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from desktop_nn.graph import folding
from ui.canvas.faces import Face, Faces
from ui.canvas.group_faces import group_face
from ui.collecting import settle_what_lives

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

MANY = 1000
"""More nodes than this that come, go or move would keep the window from answering."""


class Showing:
    """Hears of another drawing, and of what Keras says of it."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._made = Faces(canvas.catalogue)
        self._all: dict[str, Face] = {}
        self._seen = folding.Seen()
        """What is to be seen; what the scene shows may still be on its way there."""
        self._opened = False
        canvas.session.opened.connect(self._open)
        canvas.session.project_changed.connect(self.project)
        canvas.session.facts_changed.connect(self.facts)
        canvas.session.problems_changed.connect(self.facts)

    @property
    def faces(self) -> dict[str, Face]:
        """The faces of all nodes, also of those that are folded away, and of folded groups."""
        self._canvas.board.turns.finish()
        return self._all

    def project(self) -> None:
        """The drawing changed, or another one is looked at."""
        canvas, session = self._canvas, self._canvas.session
        graph, board = session.graph, canvas.board
        canvas.pointing.forget()
        canvas.set_direction(graph.direction)
        empty = not (graph.nodes or graph.comments)
        canvas.hint.setVisible(empty)
        canvas.starters.setVisible(empty and not session.scope)
        self._seen = folding.seen(graph)
        many_faces = len(graph.nodes) > MANY and not self._made.knows(graph)
        if board.turns.busy or many_faces or board.work(graph, self._seen) > MANY:
            self._in_turns()
        else:
            for _ in self._all_of_it(sliced=False):
                pass
        canvas.fit_if_wanted()

    def facts(self) -> None:
        """Keras, or the check of the document, says something else of the drawing."""
        board = self._canvas.board
        if board.turns.busy or len(self._canvas.session.graph.nodes) > MANY:
            self._in_turns()
            return
        for _ in self._other_faces():
            pass

    def _open(self) -> None:
        self._opened = True

    def _in_turns(self) -> None:
        canvas = self._canvas
        canvas.board.expect(canvas.session.graph, self._seen)
        canvas.fit_if_wanted()  # what is in sight comes first
        canvas.board.turns.begin(self._all_of_it(sliced=True))

    def _all_of_it(self, *, sliced: bool) -> Iterator[None]:
        canvas, session, board, seen = self._canvas, self._canvas.session, self._canvas.board, self._seen
        yield from self._make_faces()
        sight = canvas.camera.sight() if sliced else None
        changed = yield from board.showing(session.graph, self._all, seen, sight)
        yield
        yield from board.link_layer.labelling(session.facts)
        canvas.overlay.refresh()
        canvas.marks.drop_lost()
        if canvas.rename_editor.isVisible() and not session.selection:
            canvas.rename_editor.close_without_renaming()
        canvas.marks.show_selection(anew=changed or sliced)
        canvas.paths.refresh()
        if sliced:
            yield
            canvas.overview.expire()
            yield from canvas.overview.gathering()
            canvas.repaint_marks()
            if canvas.fitted and canvas.isVisible():
                canvas.fit(animated=False)  # now it is known to the pixel what all covers
            if self._opened:
                settle_what_lives()
        self._opened = False

    def _other_faces(self) -> Iterator[None]:
        canvas = self._canvas
        yield from self._make_faces()
        canvas.board.show_faces(self._all)
        yield from canvas.board.link_layer.labelling(canvas.session.facts)
        canvas.overlay.refresh()
        canvas.expire_overview()

    def _make_faces(self) -> Generator[None, None, None]:
        """Faces of nodes, and of the cards of folded groups."""
        session = self._canvas.session
        graph = session.graph
        self._all = yield from self._made.making(graph, session.facts, session.problems_here)
        cards = {}
        for id, card in self._seen.cards.items():
            cards[id] = group_face(graph.groups[id], card, graph, session.facts, self._all)
            yield
        if cards:
            self._all = {**self._all, **cards}
