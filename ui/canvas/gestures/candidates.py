"""Where the free end of a wire may go: the ports that fit, which one the pointer means, and why another does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from desktop_nn.catalogue import MERGING_KINDS
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import reachable
from ui.canvas import hits
from ui.canvas.geometry import PortRef, Side
from ui.canvas.gestures.gesture import Pointer

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

SNAP = 20.0
"""A port this near (pixels) catches the wire."""
Ports: TypeAlias = frozenset[tuple[Side, int]]


class Candidates:
    """For a wire that hangs at `anchor`; `old` is the link that is being re-plugged, if any.

    `fits` holds the ports that fit by node id. It is worked out once: the drawing does not change meanwhile.
    """

    def __init__(self, canvas: CanvasView, anchor: PortRef, old: Link | None) -> None:
        self._canvas, self._anchor, self._old = canvas, anchor, old
        self._wanted: Side = "in" if anchor.side == "out" else "out"
        graph = canvas.session.graph
        without = edits.disconnect(graph, (old,)) if old else graph
        self._blocked = reachable(without, (canvas.board.inner(anchor).node,), upstream=anchor.side == "out")
        self.fits = {id: self._fitting(id, graph) for id in canvas.board.nodes}

    def aim(self, at: Pointer, doubted: Callable[[str], Ports]) -> tuple[PortRef | None, str]:
        """The port that the wire would end at, or why there is none (empty over bare canvas).

        On a card that is its first port where the shapes fit; `doubted` tells a node's ports where they do not.
        """
        board, reach = self._canvas.board, self._canvas.reach(SNAP)
        port = hits.port_at(board, at.scene, reach, lambda port: (port.side, port.index) in self.fits[port.node])
        node = hits.node_at(board, at.scene)
        if port is None and node is not None and self.fits[node]:
            side, index = min(self.fits[node] - doubted(node) or self.fits[node])
            port = PortRef(node, side, index)
        if port is not None:
            return port, ""
        near = hits.port_at(board, at.scene, reach, lambda port: port.node != self._anchor.node)
        if near is None and node is not None and node != self._anchor.node:
            near = PortRef(node, self._wanted, 0)
        return None, self._why_not(near) if near else ""

    def link_to(self, other: PortRef) -> Link:
        """The link between the anchor and another port."""
        source, target = (self._anchor, other) if self._anchor.side == "out" else (other, self._anchor)
        source, target = self._canvas.board.inner(source), self._canvas.board.inner(target)
        return Link(source.node, target.node, source.index, target.index)

    def name_of(self, port: PortRef) -> str:
        """What a port is, where a layer has several of different meaning (query, value, key); else empty."""
        face = self._canvas.board.nodes[port.node].face
        ports = face.inputs if port.side == "in" else face.outputs
        several = len(ports) > 1 and not any(other.spare for other in ports)
        return f"{face.name}: {ports[port.index].name}" if several else ""

    def _fitting(self, node_id: str, graph: Graph) -> Ports:
        board, face = self._canvas.board, self._canvas.board.nodes[node_id].face
        if node_id in self._blocked:
            return frozenset()
        if self._wanted == "out":
            ports = (PortRef(node_id, "out", index) for index in range(len(face.outputs)))
            return frozenset(("out", port.index) for port in ports if board.inner(port).node not in self._blocked)
        if node_id in board.seen.cards:  # its inputs are all taken; only a link's own one fits
            link = self._old
            own_end = (link.target, link.target_port) if link is not None else None
            ends = board.seen.cards[node_id].inputs
            return frozenset(("in", index) for index, end in enumerate(ends) if end == own_end)
        own = self._old if self._old is not None and self._old.target == node_id else None
        # Within a merging layer any port will do for its own link: the inputs change their order.
        any_port = own is not None and graph.layer_of(node_id).kind in MERGING_KINDS
        return frozenset(
            ("in", index)
            for index, port in enumerate(face.inputs)
            if not port.taken or any_port or (own is not None and own.target_port == index)
        )

    def _why_not(self, port: PortRef) -> str:
        if port.node in self._canvas.board.seen.cards and self._wanted == "in":
            return self._why_not_into(port.node)
        if port.side == self._anchor.side and self._canvas.board.nodes[port.node].port_count(self._wanted):
            return "A link leads from an output (below) to an input (above)."
        link = self.link_to(PortRef(port.node, self._wanted, port.index))
        problem = edits.refusal(self._canvas.session.graph, link, self._canvas.catalogue, ignoring=self._old)
        return f"{problem.what} {problem.fix}" if problem else ""

    def _why_not_into(self, card: str) -> str:
        """No input inside a folded group is free for the wire, or all that are lead to where it comes from."""
        group = self._canvas.session.graph.groups[card].title
        if self._blocked & set(self._canvas.board.seen.cards[card].members):
            return f"A link into {group} would close a loop. Connect to a layer further down."
        return f"No input inside {group} is free. Unfold it to see its layers, or take a link off first."
