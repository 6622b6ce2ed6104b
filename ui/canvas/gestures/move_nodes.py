"""Move: drag a node, and all selected ones move with it. A single node without links may be dropped on a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Graph
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
                session.select({*session.selection, self.node_id})
            else:
                session.select({self.node_id})
        self._from = {id: QPointF(graph.nodes[id].x, graph.nodes[id].y) for id in session.selection}
        self._by = QPointF()
        self._single = self.node_id in graph.nodes
        self._target = LinkTarget(self.canvas, graph.layer_of(self.node_id).kind if self._single else "")
        self._insertable = len(self._from) == 1 and not self.canvas.board.links_at(self.node_id)
        self._moved = MovedFrames(self.canvas, session.selection)

    def move(self, at: Pointer) -> None:
        """The items follow the pointer."""
        by = at.scene - self.start.scene
        # Whole units keep text crisp at 100 % and files short.
        self._by = QPointF(round(by.x()), round(by.y()))
        self.canvas.board.shift({id: place + self._by for id, place in self._from.items()})
        if self._insertable:
            self._target.aim(at)
        self._moved.aim(at)

    def finish(self, at: Pointer) -> None:
        """One edit: the new places, and the link led through the node if it was dropped on one."""
        link = self._target.release()
        regroup = self._moved.release()
        places = {id: (place.x() + self._by.x(), place.y() + self._by.y()) for id, place in self._from.items()}
        catalogue = self.canvas.catalogue

        def change(graph: Graph) -> Graph:
            moved = regroup(edits.move(graph, places))
            if link is None:
                return moved
            return self.canvas.adding.with_room(wiring.insert(moved, link, self.node_id, catalogue), self.node_id)

        count = len(places)
        graph = self.canvas.session.graph
        name = graph.name_of(self.node_id) if self._single else graph.groups[self.node_id].title
        label = (
            f"Insert {name}" if link else f"Move {name}" if count == 1 or not self._single else f"Move {count} layers"
        )
        if not self.canvas.session.edit_graph(label, change):
            self.canvas.board.settle(self.canvas.session.graph)

    def click(self, at: Pointer) -> None:
        """Select the node; Shift adds it, Ctrl toggles it."""
        session = self.canvas.session
        if at.held(Qt.KeyboardModifier.ControlModifier):
            session.select(session.selection ^ frozenset(self.canvas.board.members(self.node_id)))
        elif at.held(Qt.KeyboardModifier.ShiftModifier):
            session.select(session.selection | {self.node_id})
        else:
            self.canvas.marks.choose_links(())
            session.select({self.node_id})

    def cancel(self) -> None:
        """Everything back in its place."""
        if self.dragged:
            self._target.release()
            self._moved.release()
            self.canvas.board.settle(self.canvas.session.graph)
