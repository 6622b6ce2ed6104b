"""Draw a link: drag from a port to another one, either way round. Ports that fit light up, the others dim.

A bad target is refused while the wire hangs there, with the reason at the pointer. Dropped on empty canvas, the
wire asks for a new layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_nn.catalogue import MERGING_KINDS
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import reachable
from ui.canvas import hits
from ui.canvas.geometry import PortRef, Side
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.looks import looks
from ui.canvas.routing import link_path

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

SNAP = 20.0
"""A port this near (pixels) catches the wire."""


class DrawLink(Gesture):
    """`anchor` is the end that stays; `old` is the link that is being re-plugged, if any."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: CanvasView, anchor: PortRef, old: Link | None = None) -> None:
        super().__init__(canvas)
        self.anchor = anchor
        self.old = old
        self.target: PortRef | None = None
        self.reason = ""
        self._wanted: Side = "in" if anchor.side == "out" else "out"
        self._fits: dict[str, frozenset[tuple[Side, int]]] = {}
        self._end = QPointF()

    def begin(self, at: Pointer) -> None:
        """Find all ports that fit, once, and light them up."""
        graph = self.canvas.session.graph
        without = edits.disconnect(graph, (self.old,)) if self.old else graph
        blocked = reachable(without, (self.anchor.node,), upstream=self.anchor.side == "out")
        for id, item in self.canvas.board.nodes.items():
            fits = frozenset() if id in blocked else self._fitting(id, graph)
            self._fits[id] = fits
            item.light(fits)
        if self.old is not None:
            self.canvas.board.links[self.old].setVisible(False)

    def move(self, at: Pointer) -> None:
        """The wire's end follows the pointer, or snaps to a port that fits."""
        hot = self.target
        self.target, self.reason = self._aim(at)
        if hot != self.target:
            self._heat(hot, False)
            self._heat(self.target, True)
        self._end = self.canvas.board.port_point(self.target) if self.target else at.scene
        self.canvas.note.show_at(at.view, self.reason or self._port_name(), bad=bool(self.reason))
        self.repaint(self._path_area())

    def finish(self, at: Pointer) -> None:
        """Connect, refuse, remove, or ask for a new layer, by where the wire hangs."""
        target, reason, own = self.target, self.reason, hits.node_at(self.canvas.board, at.scene) == self.anchor.node
        self.cancel()
        if target is not None:
            self._connect(self.link_to(target))
        elif reason:
            self.canvas.session.tell(reason, "warn")
        elif self.old is not None:
            old = self.old
            self.canvas.session.edit_graph("Remove a link", lambda graph: edits.disconnect(graph, (old,)))
        elif not own:
            self.canvas.search_to_add(at=at.scene, from_port=self.anchor)

    def cancel(self) -> None:
        """No wire, and all ports as they were."""
        for item in self.canvas.board.nodes.values():
            item.light(None)
        if self.old is not None and self.old in self.canvas.board.links:
            self.canvas.board.links[self.old].setVisible(True)
        self.canvas.note.hide()
        self.repaint(QRectF())
        self.dragged = False

    def paint(self, painter: QPainter) -> None:
        """The wire."""
        if self.dragged:
            painter.setBrush(looks.no_brush)
            painter.setPen(looks.wire_bad if self.reason else looks.wire)
            painter.drawPath(link_path(*self._ends(), self.canvas.board.direction))

    def link_to(self, other: PortRef) -> Link:
        """The link between the anchor and another port."""
        source, target = (self.anchor, other) if self.anchor.side == "out" else (other, self.anchor)
        return Link(source.node, target.node, source.index, target.index)

    def _fitting(self, node_id: str, graph: Graph) -> frozenset[tuple[Side, int]]:
        face = self.canvas.board.nodes[node_id].face
        if self._wanted == "out":
            return frozenset(("out", index) for index in range(len(face.outputs)))
        # Within a merging layer any port will do for its own link: the inputs change their order.
        own = self.old is not None and self.old.target == node_id
        any_port = own and graph.layer_of(node_id).kind in MERGING_KINDS
        return frozenset(
            ("in", index)
            for index, port in enumerate(face.inputs)
            if not port.taken or any_port or (own and self.old is not None and self.old.target_port == index)
        )

    def _aim(self, at: Pointer) -> tuple[PortRef | None, str]:
        """The port that the wire would end at, or why there is none."""
        board, reach = self.canvas.board, self.canvas.reach(SNAP)
        port = hits.port_at(board, at.scene, reach, lambda port: (port.side, port.index) in self._fits[port.node])
        node = hits.node_at(board, at.scene)
        if port is None and node is not None and self._fits[node]:
            side, index = min(self._fits[node])
            port = PortRef(node, side, index)
        if port is not None:
            return port, ""
        near = hits.port_at(board, at.scene, reach, lambda port: port.node != self.anchor.node)
        if near is None and node is not None and node != self.anchor.node:
            near = PortRef(node, self._wanted, 0)
        return None, self._why_not(near) if near else ""

    def _why_not(self, port: PortRef) -> str:
        if port.side == self.anchor.side and self.canvas.board.nodes[port.node].port_count(self._wanted):
            return "A link leads from an output (below) to an input (above)."
        link = self.link_to(PortRef(port.node, self._wanted, port.index))
        problem = edits.refusal(self.canvas.session.graph, link, self.canvas.catalogue, ignoring=self.old)
        return f"{problem.what} {problem.fix}" if problem else ""

    def _port_name(self) -> str:
        """What the wire would plug into, where a layer has ports of different meaning (query, value, key)."""
        if self.target is None:
            return ""
        face = self.canvas.board.nodes[self.target.node].face
        ports = face.inputs if self.target.side == "in" else face.outputs
        several = len(ports) > 1 and not any(port.spare for port in ports)
        return f"{face.name}: {ports[self.target.index].name}" if several else ""

    def _connect(self, link: Link) -> None:
        session, catalogue, old = self.canvas.session, self.canvas.catalogue, self.old
        names = f"{session.graph.name_of(link.source)} to {session.graph.name_of(link.target)}"
        if old is None:
            session.edit_graph(f"Connect {names}", lambda graph: wiring.join(graph, link, catalogue))
        else:
            session.edit_graph(f"Connect {names}", lambda graph: wiring.replug(graph, old, link, catalogue))

    def _heat(self, port: PortRef | None, hot: bool) -> None:
        if port is not None and port.node in self.canvas.board.nodes:
            item = self.canvas.board.nodes[port.node]
            item.light(self._fits[port.node], (port.side, port.index) if hot else None)

    def _ends(self) -> tuple[QPointF, QPointF]:
        anchor = self.canvas.board.port_point(self.anchor)
        return (anchor, self._end) if self.anchor.side == "out" else (self._end, anchor)

    def _path_area(self) -> QRectF:
        area = link_path(*self._ends(), self.canvas.board.direction).boundingRect()
        return area.adjusted(-4, -4, 4, 4)
