"""Nested models on the canvas: make one of the selection, look into it, come out, unpack it; one undo step each.

Which drawing is looked at the session knows; here is what the view does when that changes, and where it looked before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from desktop_nn.graph import membership, nesting
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.folding import Seen
from desktop_nn.graph.model import Graph
from desktop_nn.graph.scopes import Scope, titles
from ui import nested
from ui.canvas import announcing
from ui.canvas.breadcrumb import Breadcrumb

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_Look = tuple[QPointF, float]


class Diving(QObject):
    """Commands on nested models, the bar that says where one is, and the camera's place in each of them."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._shown: Scope = ()
        self._looks: dict[Scope, _Look | None] = {}
        """Where the camera was in each drawing; None where all of it was in sight."""
        self.bar = Breadcrumb(canvas)
        self.bar.wanted.connect(self.go_to_level)
        self.bar.left.connect(canvas.setFocus)
        session = canvas.session
        session.scope_changed.connect(self._cross)
        session.opened.connect(self._forget)
        session.project_changed.connect(self._refresh_bar)

    # --- questions -----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """The selected node that calls a nested model: the only one that is selected; else ""."""
        session = self._canvas.session
        if len(session.selection) != 1:
            return ""
        (node,) = session.selection
        return node if nested.is_nested(session, node) else ""

    @property
    def inside(self) -> bool:
        """Whether the drawing of a nested model is looked at."""
        return bool(self._canvas.session.scope)

    # --- commands ------------------------------------------------------------------------------------------------

    def open(self, node: str) -> bool:
        """Look into the nested model that a node calls; returns whether it calls one."""
        return nested.look_into(self._canvas.session, node)

    def open_chosen(self) -> bool:
        """Look into the one selected nested model; returns whether one is selected."""
        return self.open(self.chosen)

    def go_out(self) -> bool:
        """Look at the drawing around; returns whether there is one."""
        was_inside = self.inside
        self._canvas.session.go_out()
        return was_inside

    def go_to_level(self, level: int) -> None:
        """Look at a drawing around this one; 0 is the whole model."""
        session = self._canvas.session
        session.go_out(len(session.scope) - level)
        self._canvas.setFocus()

    def make(self) -> None:
        """Put the selected layers into a nested model."""
        session, ids = self._canvas.session, self._canvas.session.selection
        made: list[str] = []
        facts, name = session.facts, self._name()

        def change(graph: Graph) -> Graph:
            graph, node = nesting.make_model(graph, ids, name, facts)
            made.append(node)
            return graph

        count = len(ids)
        if session.edit_graph(f"Make a model of {count} layer{'s' * (count != 1)}", change) and made:
            session.select(made[-1:])
            self._canvas.camera.reveal(self._canvas.board.contents(made[-1:]))

    def unpack(self) -> None:
        """Put the layers of the selected nested model into this drawing."""
        out = nested.unpack(self._canvas.session, self.chosen)
        if out:
            self._canvas.camera.reveal(self._canvas.board.contents(out))

    def _name(self) -> str:
        """A group that becomes a model gives it its title."""
        graph, ids = self._canvas.session.graph, self._canvas.session.selection
        whole = membership.whole_groups(graph, ids)
        for id in whole:
            if ids == frozenset(membership.members(graph, id)) and graph.groups[id].parent not in whole:
                return cleaned_name(graph.groups[id].title, "model")
        return ""

    # --- crossing ------------------------------------------------------------------------------------------------

    def _cross(self) -> None:
        """Another drawing comes: nothing of the one before may stay, whose nodes may have the same ids."""
        canvas, session = self._canvas, self._canvas.session
        self._looks[self._shown] = None if canvas.fitted else (canvas.camera.centre(), canvas.camera.zoom)
        self._shown = session.scope
        canvas.leave_drawing()
        canvas.marks.choose_links(())
        canvas.marks.focus_on(None, ring=canvas.marks.by_keyboard)
        canvas.board.show_graph(Graph(direction=canvas.board.direction), {}, Seen())
        canvas.kept = self._looks.get(session.scope)
        canvas.fit_wanted = True
        if session.scope:
            names = titles(session.project.graph, session.scope)
            count = nesting.layer_count(session.graph)
            announcing.announce(canvas, f"Inside {' in '.join(reversed(names))}, {count} layer{'s' * (count != 1)}")
        else:
            announcing.announce(canvas, "The whole model")

    def _forget(self) -> None:
        self._looks, self._shown = {}, ()

    def _refresh_bar(self) -> None:
        session = self._canvas.session
        whole = session.project.graph
        self.bar.show_path((whole.name, *titles(whole, session.scope)) if session.scope else ())
        self._canvas.camera.covered = self.bar.height() if session.scope else 0
