"""A wire over the card of a folded group: which inputs inside are still free for it. Several are a choice at the end.

The card's own ports are those that lead somewhere already; they are `candidates.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.ports import ports_of
from ui.canvas import hits
from ui.canvas.geometry import PortRef
from ui.canvas.gestures.gesture import Pointer

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class IntoCards:
    """For a wire that hangs at `anchor`; `old` is the link that is being re-plugged. `links` are those that may be
    drawn into the card under the pointer.
    """

    def __init__(self, canvas: CanvasView, anchor: PortRef, old: Link | None) -> None:
        self._canvas, self._anchor, self._old = canvas, anchor, old
        self._known: dict[str, tuple[Link, ...]] = {}
        self._card = ""
        self.links: tuple[Link, ...] = ()

    def aim(self, at: Pointer) -> bool:
        """Outline the card under the pointer if the wire may lead into it; returns whether it may."""
        board = self._canvas.board
        card = hits.node_at(board, at.scene) or ""
        if card not in board.seen.cards or card == self._anchor.node or self._anchor.side == "in":
            card = ""
        if card and card not in self._known:
            self._known[card] = tuple(self._free(card))
        self.links = self._known[card] if card else ()
        self._outline(card if self.links else "")
        return bool(self.links)

    def release(self) -> tuple[Link, ...]:
        """The wire is gone; returns the links that it may have meant."""
        links, self.links = self.links, ()
        self._outline("")
        return links

    def words(self) -> str:
        """What will happen when the wire is let go of here."""
        graph = self._canvas.session.graph
        title = graph.groups[self._card].title
        if len(self.links) > 1:
            return f"{title}: {len(self.links)} free inputs inside; choose one when you let go"
        return f"{port_name(self._canvas, self.links[0])} in {title}"

    def _free(self, card: str) -> Iterator[Link]:
        graph, catalogue = self._canvas.session.graph, self._canvas.catalogue
        start = self._canvas.board.inner(self._anchor)
        for node in self._canvas.board.seen.cards[card].members:
            for port in free_inputs(graph, node, self._canvas):
                link = Link(start.node, node, start.index, port)
                if edits.refusal(graph, link, catalogue, ignoring=self._old) is None:
                    yield link

    def _outline(self, card: str) -> None:
        nodes = self._canvas.board.nodes
        if card != self._card:
            for id, aimed in ((self._card, False), (card, True)):
                if id in nodes:
                    nodes[id].mark(hovered=aimed)
                    nodes[id].show_kin(aimed)
            self._card = card


def free_inputs(graph: Graph, node: str, canvas: CanvasView) -> list[int]:
    """The inputs of a node that have no link: each that has a name of its own, or the next one of many."""
    ports = ports_of(graph.layer_of(node), canvas.catalogue)
    first = edits.free_port(graph, node, canvas.catalogue)
    if first is None or any(port.many for port in ports):
        return [] if first is None else [first]
    taken = {link.target_port for link in graph.links_into(node)}
    drawn = len(canvas.faces[node].inputs)
    return [number for number in range(len(ports)) if number not in taken and number < drawn] or [first]


def port_name(canvas: CanvasView, link: Link) -> str:
    """The link's end as a name: the layer, and its port where it has several."""
    face = canvas.faces[link.target]
    port = face.inputs[link.target_port] if link.target_port < len(face.inputs) else None
    return f"{face.name} · {port.name}" if port is not None and len(face.inputs) > 1 and not port.spare else face.name
