"""Commands on the selected nodes' layers and on the selected link's place: bypass, share, make independent, reorder."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from desktop_nn.graph import bypassing, port_order, sharing
from desktop_nn.graph.membership import called
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.bypass import with_bypass

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_BESIDE = 32.0
"""Room between a card and the one that is placed beside it."""


class LayerCommands:
    """What the menus and keys do; each is one undo step."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    # --- bypass --------------------------------------------------------------------------------------------------

    def bypassed(self) -> bool:
        """Whether all selected layers are bypassed."""
        return bypassing.is_bypassed(self._canvas.session.graph, self._canvas.session.selection)

    def bypass(self) -> None:
        """Bypass the selected layers, or take the bypass back if all are bypassed."""
        session, chosen = self._canvas.session, self._canvas.session.selection
        if not chosen:
            return
        wanted = not self.bypassed()
        label = f"{'Bypass' if wanted else 'Bypass no longer'} {self._named()}"
        if session.graph is session.project.graph:
            session.edit(label, lambda project: with_bypass(project, chosen, wanted))
        else:
            session.edit_graph(label, lambda graph: bypassing.set_bypassed(graph, chosen, wanted))

    # --- shared layers -------------------------------------------------------------------------------------------

    def can_share(self) -> bool:
        """Whether one layer is selected that can be called once more."""
        node = self._only()
        return node is not None and sharing.may_share(self._canvas.session.graph, node)

    def share(self) -> None:
        """Place one more call of the selected layer beside it, and select it."""
        canvas, node = self._canvas, self._only()
        if node is None or not self.can_share():
            return
        item = canvas.board.nodes.get(node)
        x, y = canvas.session.graph.nodes[node].x, canvas.session.graph.nodes[node].y
        if item is not None:
            wide = item.card.width() + _BESIDE
            taken = {(other.x, other.y) for other in canvas.session.graph.nodes.values()}
            x += wide
            while (x, y) in taken:
                x += wide
        placed: list[str] = []

        def change(graph: Graph) -> Graph:
            graph, new = sharing.share(graph, node, x, y)
            placed.append(new)
            return graph

        if canvas.session.edit_graph(f"Share {self._named()}", change):
            canvas.session.select({placed[-1]})
            if placed[-1] in canvas.board.nodes:
                canvas.camera.reveal(canvas.board.nodes[placed[-1]].card_in_scene())

    def can_part(self) -> bool:
        """Whether a call of a shared layer is selected."""
        graph, chosen = self._canvas.session.graph, self._canvas.session.selection
        if len(chosen) < 2:
            return any(sharing.siblings(graph, id) for id in chosen)
        calls = Counter(node.layer for node in graph.nodes.values())
        return any(calls[graph.nodes[id].layer] > 1 for id in chosen if id in graph.nodes)

    def make_independent(self) -> None:
        """Give the selected calls layers and weights of their own."""
        session, chosen = self._canvas.session, self._canvas.session.selection
        if self.can_part():
            label = f"Make {self._named()} independent"
            session.edit_graph(label, lambda graph: sharing.make_independent(graph, chosen))

    def next_call(self) -> None:
        """Go to the next call of the selected layer, round and round."""
        node = self._only()
        if node is None:
            return
        graph = self._canvas.session.graph
        calls = graph.calls_of(graph.nodes[node].layer)
        self._canvas.center_on(calls[(calls.index(node) + 1) % len(calls)])

    # --- inputs --------------------------------------------------------------------------------------------------

    def can_move_input(self, step: int) -> bool:
        """Whether one link is selected that has an input beside its own."""
        link, graph = self._link(), self._canvas.session.graph
        return link is not None and port_order.can_move(graph, link, step, self._canvas.catalogue)

    def move_input(self, step: int) -> None:
        """Move the selected link to the input before (-1) or behind (1) its own; it stays selected."""
        link = self._link()
        if link is None or not self.can_move_input(step):
            return
        name = self._canvas.session.graph.name_of(link.target)
        label = f"Move an input of {name} {'left' if step < 0 else 'right'}"
        if self._canvas.session.edit_graph(label, lambda graph: port_order.moved(graph, link, step)[0]):
            self._canvas.marks.choose_links({port_order.moved(self._canvas.session.graph, link, step)[1]})

    def _link(self) -> Link | None:
        links = self._canvas.marks.links
        return next(iter(links)) if len(links) == 1 else None

    def _only(self) -> str | None:
        chosen = self._canvas.session.selection
        return next(iter(chosen)) if len(chosen) == 1 else None

    def _named(self) -> str:
        return called(self._canvas.session.graph, self._canvas.session.selection)
