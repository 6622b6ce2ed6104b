"""Move all links of an output at once: drag them with Ctrl from one output port to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_nn.graph import wiring
from desktop_nn.graph.topology import reachable
from ui.canvas import hits
from ui.canvas.geometry import PortRef, united
from ui.canvas.gestures.candidates import SNAP, Ports
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.link_item import LinkItem
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class MoveLinks(Gesture):
    """The links' targets stay; dropped anywhere but on an output that fits, they stay altogether."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: CanvasView, port: PortRef) -> None:
        super().__init__(canvas)
        self._port = port
        self._target: PortRef | None = None
        self._ends: list[QPointF] = []
        self._end = QPointF()

    def begin(self, at: Pointer) -> None:
        """Light up the outputs that would close no loop."""
        board, graph = self.canvas.board, self.canvas.session.graph
        self._items = links_from(self.canvas, self._port)
        self._ends = [item.end for item in self._items]
        blocked = reachable(graph, [item.link.target for item in self._items])
        self._fits: dict[str, Ports] = {}
        for id, item in board.nodes.items():
            outputs = range(len(item.face.outputs)) if id not in blocked else ()
            self._fits[id] = frozenset(("out", index) for index in outputs)
            item.light(self._fits[id])
        for line in self._items:
            line.setVisible(False)
        self.canvas.expire_overview()

    def move(self, at: Pointer) -> None:
        """The wires' upper ends follow the pointer, or snap."""
        board = self.canvas.board
        self._target = hits.port_at(
            board,
            at.scene,
            self.canvas.reach(SNAP),
            lambda port: port.side == "out" and (port.side, port.index) in self._fits[port.node],
        )
        node = hits.node_at(board, at.scene)
        if self._target is None and node is not None and self._fits[node]:
            self._target = PortRef(node, "out", 0)
        self._end = board.port_point(self._target) if self._target else at.scene
        area = united([board.link_layer.wire(self._end, end).boundingRect() for end in self._ends])
        self.repaint(area.adjusted(-4, -4, 4, 4))

    def finish(self, at: Pointer) -> None:
        """One edit: all links start at the other output."""
        target, links = self._target, [item.link for item in self._items]
        self.cancel()
        if target is None or target == self._port:
            return
        session = self.canvas.session
        label = f"Move links to {session.graph.name_of(self.canvas.board.inner(target).node)}"
        inner = self.canvas.board.inner(target)
        session.edit_graph(label, lambda graph: wiring.with_source(graph, links, inner.node, inner.index))

    def cancel(self) -> None:
        """All links as they were."""
        if self.dragged:
            for item in self.canvas.board.nodes.values():
                item.light(None)
            for line in self._items:
                line.setVisible(True)
            self.canvas.expire_overview()
        self._ends = []
        self.repaint(QRectF())

    def paint(self, painter: QPainter) -> None:
        """The wires."""
        painter.setBrush(looks.no_brush)
        painter.setPen(looks.wire)
        for end in self._ends:
            painter.drawPath(self.canvas.board.link_layer.wire(self._end, end))


def links_from(canvas: CanvasView, port: PortRef) -> list[LinkItem]:
    """Items of the links that start at an output port."""
    return [
        item
        for item in canvas.board.links_at(port.node)
        if item.source == (port.node, port.index) and port.side == "out"
    ]
