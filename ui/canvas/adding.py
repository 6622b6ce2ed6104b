"""Puts new layers on the canvas: where they go, what they are connected to. Each is one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.graph import carded, edits, groups, membership, room, wiring
from desktop_nn.graph.layout import LAYER_GAP
from desktop_nn.graph.model import Graph, Link
from ui.canvas.geometry import PortRef, card_size
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_STEP = 28.0
_TRIES = 40


class Adding:
    """Places layers for the view."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def place(
        self, kind: str, middle: QPointF, *, into: Link | None = None, from_port: PortRef | None = None
    ) -> str | None:
        """Put a layer with its middle here, in a link or at the end of a wire; returns the new node's id.

        None if the drawing refused it (the user has been told why).
        """
        width, height = self._size(kind)
        x, y = round(middle.x() - width / 2), round(middle.y() - height / 2)
        return self._add(kind, x, y, into, from_port)

    def place_near(self, kind: str, middle: QPointF) -> str | None:
        """Put a layer with its middle here, or the next place where it covers no other; returns the new node's id."""
        width, height = self._size(kind)
        spot = self._free_spot(middle - QPointF(width / 2, height / 2), width, height)
        return self._add(kind, round(spot.x()), round(spot.y()), None, None)

    def place_at_wire(self, kind: str, end: QPointF, from_port: PortRef) -> str | None:
        """Put a layer where a wire was dropped, so that the wire's end is its port; returns the new node's id."""
        width, height = self._size(kind)
        sign = 1 if from_port.side == "out" else -1
        down = self._canvas.board.direction == "down"
        beyond = QPointF(0, sign * height / 2) if down else QPointF(sign * width / 2, 0)
        return self.place(kind, end + beyond, from_port=from_port)

    def append(self, kind: str) -> str | None:
        """Put a layer below the one selected and connect it; with none selected, at a free place in the middle.

        Returns the new node's id.
        """
        above = self.end_of_chain()
        if above is None or not self._canvas.catalogue.ports(kind):
            return self.place_near(kind, self._canvas.camera.centre())
        width, height = self._size(kind)
        card = self._canvas.board.contents((above,))
        if self._canvas.board.direction == "down":
            wish = QPointF(card.center().x() - width / 2, card.bottom() + LAYER_GAP)
        else:
            wish = QPointF(card.right() + LAYER_GAP, card.center().y() - height / 2)
        spot = self._free_spot(wish, width, height)
        return self._add(kind, round(spot.x()), round(spot.y()), None, PortRef(above, "out", 0))

    def led_through(self, graph: Graph, link: Link, chain: Sequence[str]) -> Graph:
        """The drawing with a link led through a row of nodes; what lies in no group joins the one round the link."""
        catalogue, around = self._canvas.catalogue, membership.around_both(graph, link.source, link.target)
        loose = [id for id in chain if not graph.nodes[id].group]
        graph = wiring.insert(graph, link, chain[0], catalogue, chain[-1])
        return self.with_room(groups.put_into(graph, loose, around) if around else graph, chain)

    def with_room(self, graph: Graph, chain: Sequence[str]) -> Graph:
        """The drawing with what follows a row of nodes moved on, so that they have room in their link."""
        new = {node: self._size(graph.layer_of(node).kind) for node in chain}
        sizes, direction = {**new, **self._canvas.board.sizes()}, self._canvas.board.direction
        return carded.as_seen(
            graph,
            sizes,
            card_size(1, 1, direction, looks.scale),
            lambda shown: room.make_room(shown, chain, sizes, LAYER_GAP / 2, direction),
        )

    def place_call(self, layer_id: str, at: QPointF | None, from_port: PortRef | None) -> str | None:
        """Put one more call of a layer here, at the end of a wire if there is one; returns the new node's id."""
        layer = self._canvas.session.graph.layers[layer_id]
        width, height = self._size(layer.kind)
        middle = at if at is not None else self._canvas.camera.centre()
        spot = self._free_spot(middle - QPointF(width / 2, height / 2), width, height)
        return self._add(layer.kind, round(spot.x()), round(spot.y()), None, from_port, call_of=layer_id)

    def _add(
        self,
        kind: str,
        x: float,
        y: float,
        into: Link | None,
        from_port: PortRef | None,
        call_of: str = "",
    ) -> str | None:
        catalogue = self._canvas.catalogue
        made: list[str] = []
        around = self._canvas.board.frames.frame_round(QRectF(x, y, *self._size(kind)))

        def change(graph: Graph) -> Graph:
            if call_of:
                graph, node = edits.place_call(graph, call_of, x, y)
            else:
                graph, node = edits.place(graph, kind, x, y, config=starting_config(kind))
            made.append(node)
            if into is not None:
                return self.led_through(graph, into, (node,))
            graph = groups.put_into(graph, (node,), around) if around else graph
            if from_port is not None:
                return wiring.join(graph, _link(from_port, node), catalogue)
            return graph

        session = self._canvas.session
        label = f"Share {session.graph.layers[call_of].name}" if call_of else f"Add {kind}"
        if not session.edit_graph(label, change):
            return None
        session.select(made)
        self._canvas.marks.focus_on(made[0])
        return made[0]

    def _size(self, kind: str) -> tuple[float, float]:
        ports = self._canvas.catalogue.ports(kind)
        count = 2 if ports and ports[-1].many else len(ports)
        return card_size(count, 1, self._canvas.board.direction, looks.scale)

    def end_of_chain(self) -> str | None:
        """The one node selected, if nothing follows it yet."""
        session = self._canvas.session
        if len(session.selection) != 1:
            return None
        (node,) = session.selection
        return None if session.graph.links_from(node) else node

    def _free_spot(self, wish: QPointF, width: float, height: float) -> QPointF:
        """The wished top left corner, or the next one where the card covers no other."""
        spot = QPointF(wish)
        for _ in range(_TRIES):
            if not self._canvas.board.nodes_in(QRectF(spot.x(), spot.y(), width, height)):
                return spot
            spot += QPointF(_STEP, _STEP)
        return spot


def fits_wire(kind: Kind, from_port: PortRef | None) -> bool:
    """Whether a new layer of this kind could take the wire that hangs at a port (None: there is no wire)."""
    return bool(kind.ports) if from_port is not None and from_port.side == "out" else True


def _link(port: PortRef, node: str) -> Link:
    """From an output port into the new node, or from the new node into an input port."""
    if port.side == "out":
        return Link(port.node, node, port.index, 0)
    return Link(node, port.node, 0, port.index)
