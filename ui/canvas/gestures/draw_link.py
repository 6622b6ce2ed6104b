"""Draw a link: drag from a port to another one, either way round. Ports that fit light up, the others dim.

Ports where Keras would not take what the wire brings look doubtful, and say why when the wire hangs there. What can
never be linked is refused, with the reason at the pointer. Dropped on empty canvas, the wire asks for a new layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Graph, Link
from ui.canvas import hits
from ui.canvas.geometry import PortRef
from ui.canvas.gestures.candidates import Candidates
from ui.canvas.gestures.doubts import Doubts
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.gestures.into_cards import IntoCards
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class DrawLink(Gesture):
    """`anchor` is the end that stays; `old` is the link that is being re-plugged, if any."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: CanvasView, anchor: PortRef, old: Link | None = None) -> None:
        super().__init__(canvas)
        self.anchor, self.old = anchor, old
        self.target: PortRef | None = None
        self.reason = ""
        self._end, self._at = QPointF(), QPointF()

    def begin(self, at: Pointer) -> None:
        """Light up the ports that fit; a link that is being re-plugged gives way to the wire."""
        self._candidates = Candidates(self.canvas, self.anchor, self.old)
        for id, fits in self._candidates.fits.items():
            self.canvas.board.nodes[id].light(fits)
        self._into = IntoCards(self.canvas, self.anchor, self.old)
        self._doubts = Doubts(self.canvas, self._candidates, self.old, self._doubt)
        self._doubts.look_round(at.scene)
        if self.old is not None:
            self.canvas.board.links[self.old].setVisible(False)
            self.canvas.expire_overview()

    def move(self, at: Pointer) -> None:
        """The wire's end follows the pointer, or snaps to a port that fits."""
        before = self.target
        self._doubts.look_round(at.scene)
        self.target, self.reason = self._candidates.aim(at, self._doubts.at)
        if self._into.aim(at) and self.target is None:
            self.reason = ""
        if before != self.target:
            for port in (before, self.target):
                if port is not None:
                    self._light(port.node)
            self._doubts.aim(self.target)
        self._end = self.canvas.board.port_point(self.target) if self.target else at.scene
        self._at = at.view
        self._tell()
        area = self.canvas.board.link_layer.wire(*self._ends()).boundingRect()
        self.repaint(area.adjusted(-4, -4, 4, 4))

    def finish(self, at: Pointer) -> None:
        """Connect, refuse, remove, or ask for a new layer, by where the wire hangs."""
        target, reason, old, into = self.target, self.reason, self.old, self._into.links
        own = hits.node_at(self.canvas.board, at.scene) == self.anchor.node
        self.cancel()
        session = self.canvas.session
        if target is not None:
            self._connect(self._candidates.link_to(target))
        elif len(into) > 1:
            self.canvas.connect_search.choose_among(into, at.view.toPoint(), self._connect)
        elif into:
            self._connect(into[0])
        elif reason:
            session.tell(reason, "warn")
        elif old is not None:
            session.edit_graph("Remove a link", lambda graph: edits.disconnect(graph, (old,)))
        elif not own:
            self.canvas.search_to_add(at=at.scene, from_port=self.canvas.board.inner(self.anchor))

    def cancel(self) -> None:
        """No wire, and all ports as they were."""
        if self.dragged:
            self._doubts.cancel()
            self._into.release()
        for item in self.canvas.board.nodes.values():
            item.light(None)
        if self.old is not None and self.old in self.canvas.board.links:
            self.canvas.board.links[self.old].setVisible(True)
            self.canvas.expire_overview()
        self.canvas.note.hide()
        self.dragged = False
        self.repaint(QRectF())

    def paint(self, painter: QPainter) -> None:
        """The wire."""
        if self.dragged:
            painter.setBrush(looks.no_brush)
            doubtful = looks.wire_doubt if self._doubts.why(self.target) else looks.wire
            painter.setPen(looks.wire_bad if self.reason else doubtful)
            painter.drawPath(self.canvas.board.link_layer.wire(*self._ends()))

    def _connect(self, link: Link) -> None:
        session = self.canvas.session
        names = f"{session.graph.name_of(link.source)} to {session.graph.name_of(link.target)}"
        session.edit_graph(f"Connect {names}", lambda graph: self._connected(graph, link))

    def _connected(self, graph: Graph, link: Link) -> Graph:
        catalogue = self.canvas.catalogue
        if self.old is None:
            return wiring.join(graph, link, catalogue)
        return wiring.replug(graph, self.old, link, catalogue)

    def _doubt(self, nodes: set[str]) -> None:
        """Something new is known of the ports of these nodes."""
        for id in nodes:
            self._light(id)
        self._tell()
        self.repaint(self._painted)

    def _tell(self) -> None:
        """The note at the pointer: why not, what Keras would say, or which port it is."""
        note = self.canvas.note
        if self.reason:
            note.show_at(self._at, self.reason, level="bad")
        elif self.target is None and self._into.links:
            note.show_at(self._at, self._into.words(), level="info")
        elif self._doubts.why(self.target):
            note.show_at(self._at, self._doubts.why(self.target), level="warn")
        else:
            note.show_at(self._at, self._candidates.name_of(self.target) if self.target else "", level="info")

    def _light(self, node: str) -> None:
        """Show what is known of a node's ports."""
        if node in self.canvas.board.nodes:
            target = self.target
            hot = (target.side, target.index) if target is not None and target.node == node else None
            self.canvas.board.nodes[node].light(self._candidates.fits[node], hot, self._doubts.at(node))

    def _ends(self) -> tuple[QPointF, QPointF]:
        anchor = self.canvas.board.port_point(self.anchor)
        return (anchor, self._end) if self.anchor.side == "out" else (self._end, anchor)
