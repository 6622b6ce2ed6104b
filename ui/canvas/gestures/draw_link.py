"""Draw a link: drag from a port to another one, either way round. Ports that fit light up, the others dim.

A bad target is refused while the wire hangs there, with the reason at the pointer. Dropped on empty canvas, the
wire asks for a new layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import ProblemError
from ui.canvas import hits
from ui.canvas.geometry import PortRef
from ui.canvas.gestures.candidates import Candidates
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.looks import looks
from ui.canvas.routing import link_path

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class DrawLink(Gesture):
    """`anchor` is the end that stays; `old` is the link that is being re-plugged, if any."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: CanvasView, anchor: PortRef, old: Link | None = None) -> None:
        super().__init__(canvas)
        self.anchor, self.old = anchor, old
        self.target: PortRef | None = None
        self.reason = self._doubt = ""
        self._end, self._at = QPointF(), QPointF()

    def begin(self, at: Pointer) -> None:
        """Light up the ports that fit; a link that is being re-plugged gives way to the wire."""
        self._candidates = Candidates(self.canvas, self.anchor, self.old)
        for id, fits in self._candidates.fits.items():
            self.canvas.board.nodes[id].light(fits)
        if self.old is not None:
            self.canvas.board.links[self.old].setVisible(False)
            self.canvas.expire_overview()

    def move(self, at: Pointer) -> None:
        """The wire's end follows the pointer, or snaps to a port that fits."""
        before = self.target
        self.target, self.reason = self._candidates.aim(at)
        if before != self.target:
            self._heat(before, False)
            self._heat(self.target, True)
            self._ask()
        self._end = self.canvas.board.port_point(self.target) if self.target else at.scene
        self._at = at.view
        self._tell()
        area = link_path(*self._ends(), self.canvas.board.direction).boundingRect()
        self.repaint(area.adjusted(-4, -4, 4, 4))

    def finish(self, at: Pointer) -> None:
        """Connect, refuse, remove, or ask for a new layer, by where the wire hangs."""
        target, reason, old = self.target, self.reason, self.old
        own = hits.node_at(self.canvas.board, at.scene) == self.anchor.node
        self.cancel()
        session = self.canvas.session
        if target is not None:
            link = self._candidates.link_to(target)
            names = f"{session.graph.name_of(link.source)} to {session.graph.name_of(link.target)}"
            session.edit_graph(f"Connect {names}", lambda graph: self._connected(graph, link))
        elif reason:
            session.tell(reason, "warn")
        elif old is not None:
            session.edit_graph("Remove a link", lambda graph: edits.disconnect(graph, (old,)))
        elif not own:
            self.canvas.search_to_add(at=at.scene, from_port=self.canvas.board.inner(self.anchor))

    def cancel(self) -> None:
        """No wire, and all ports as they were."""
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
            painter.setPen(looks.wire_bad if self.reason else looks.wire)
            painter.drawPath(link_path(*self._ends(), self.canvas.board.direction))

    def _connected(self, graph: Graph, link: Link) -> Graph:
        catalogue = self.canvas.catalogue
        if self.old is None:
            return wiring.join(graph, link, catalogue)
        return wiring.replug(graph, self.old, link, catalogue)

    def _ask(self) -> None:
        """Ask Keras whether the shapes would fit. The link may be drawn all the same: parameters can follow."""
        self._doubt = ""
        if self.target is None:
            return
        session, target = self.canvas.session, self.target
        link = self._candidates.link_to(target)
        known = session.facts.nodes.get(link.target)
        try:
            graph = self._connected(session.graph, link)
        except ProblemError:
            return

        def answer(facts: GraphFacts) -> None:
            found = facts.nodes.get(link.target)
            problem = found.problem if found else None
            new = problem is not None and not (known and known.problem and known.problem.what == problem.what)
            if problem is not None and new and self.dragged and self.target == target:
                self._doubt = f"{problem.what} {problem.fix}"
                self._tell()

        session.ask(graph, answer)

    def _tell(self) -> None:
        """The note at the pointer: why not, what Keras would say, or which port it is."""
        note = self.canvas.note
        if self.reason:
            note.show_at(self._at, self.reason, level="bad")
        elif self._doubt:
            note.show_at(self._at, self._doubt, level="warn")
        else:
            note.show_at(self._at, self._candidates.name_of(self.target) if self.target else "", level="info")

    def _heat(self, port: PortRef | None, hot: bool) -> None:
        if port is not None and port.node in self.canvas.board.nodes:
            item = self.canvas.board.nodes[port.node]
            item.light(self._candidates.fits[port.node], (port.side, port.index) if hot else None)

    def _ends(self) -> tuple[QPointF, QPointF]:
        anchor = self.canvas.board.port_point(self.anchor)
        return (anchor, self._end) if self.anchor.side == "out" else (self._end, anchor)
