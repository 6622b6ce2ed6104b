"""Move: drag a node, and all selected ones move with it. A node without links, or a row of them, may be dropped on a
link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_nn.graph import comments, edits, wiring
from desktop_nn.graph.membership import called
from desktop_nn.graph.model import Graph
from ui.canvas.gestures.alignment import Alignment
from ui.canvas.gestures.copy_nodes import CopyNodes
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.gestures.link_target import LinkTarget
from ui.canvas.gestures.moved_frames import MovedFrames

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class MoveNodes(Gesture):
    """Only the items move until the release; then it is one edit."""

    def __init__(self, canvas: CanvasView, node_id: str) -> None:
        super().__init__(canvas)
        self.node_id = node_id

    def begin(self, at: Pointer) -> None:
        """Take hold of the selection, or of this node alone if it is not part of it."""
        session = self.canvas.session
        graph = session.graph
        if not self.canvas.marks.is_selected(self.node_id):
            if at.held(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
                session.select({*session.selection, self.node_id}, session.marked)
            else:
                self.canvas.marks.choose_links(())
                session.select({self.node_id})
        self._from = {id: QPointF(graph.nodes[id].x, graph.nodes[id].y) for id in session.selection}
        self._notes = self.canvas.commenting.places(self.canvas.commenting.along())
        self._by = QPointF()
        self._single = self.node_id in graph.nodes
        self._alignment = Alignment(self.canvas, self._from.keys(), self.node_id)
        self._chain = wiring.loose_chain(graph, self._from.keys())
        first = self._chain[0] if self._chain else next(iter(self._from))
        self._target = LinkTarget(self.canvas, graph.layer_of(first).kind, self._from.keys())
        self._moved = MovedFrames(self.canvas, session.selection, self.grabbed_group())

    def grabbed_group(self) -> str:
        """The group by whose card all this is moved, or ""."""
        return "" if self._single else self.node_id

    def move(self, at: Pointer) -> None:
        """The items follow the pointer, drawn into line with others; Ctrl lets them go anywhere, Alt makes copies.

        Many window managers take a press with Alt for themselves; they do not take an Alt that comes later.
        """
        if at.held(Qt.KeyboardModifier.AltModifier):
            self.canvas.pointing.become(CopyNodes(self.canvas, self.node_id), at)
            return
        free = at.held(Qt.KeyboardModifier.ControlModifier)
        self._by = self._alignment.rest(at.scene - self.start.scene, free=free)
        self.repaint(self._alignment.area())
        self.canvas.board.comments.shift({id: place + self._by for id, place in self._notes.items()})
        self.canvas.board.shift({id: place + self._by for id, place in self._from.items()})
        if self._chain:
            self._target.aim(at)
        self._moved.aim(at)

    def finish(self, at: Pointer) -> None:
        """One edit: the new places, and the link led through what was dropped on it."""
        link = self._target.release()
        regroup = self._moved.release()
        self._alignment.guides = []
        self.repaint(QRectF())
        places = {id: (place.x() + self._by.x(), place.y() + self._by.y()) for id, place in self._from.items()}
        notes = {id: (place.x() + self._by.x(), place.y() + self._by.y()) for id, place in self._notes.items()}
        chain = self._chain

        def change(graph: Graph) -> Graph:
            moved = regroup(comments.move(edits.move(graph, places), notes))
            if link is None:
                return moved
            return self.canvas.adding.led_through(moved, link, chain)

        what = called(self.canvas.session.graph, places)
        label = f"Insert {what}" if link else f"Move {what}"
        if not self.canvas.session.edit_graph(label, change):
            self.canvas.board.settle(self.canvas.session.graph)

    def click(self, at: Pointer) -> None:
        """Select the node; Shift adds it, Ctrl toggles it."""
        session = self.canvas.session
        if at.held(Qt.KeyboardModifier.ControlModifier):
            session.select(session.selection ^ frozenset(self.canvas.board.members(self.node_id)), session.marked)
        elif at.held(Qt.KeyboardModifier.ShiftModifier):
            session.select(session.selection | {self.node_id}, session.marked)
        else:
            self.canvas.marks.choose_links(())
            session.select({self.node_id})

    def cancel(self) -> None:
        """Everything back in its place."""
        if self.dragged:
            self._target.release()
            self._moved.release()
            self._alignment.guides = []
            self.repaint(QRectF())
            self.canvas.board.settle(self.canvas.session.graph)

    def paint(self, painter: QPainter) -> None:
        """What the cards are in line with."""
        if self.dragged:
            self._alignment.paint(painter)
