"""The scene: items by id, kept in step with the drawing. It changes only what changed; it edits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from desktop_nn.graph.model import Direction, Graph, Link
from ui.canvas.faces import Face
from ui.canvas.geometry import PortRef, united
from ui.canvas.link_item import LinkItem
from ui.canvas.link_layer import LinkLayer
from ui.canvas.node_item import NodeItem

_ROOM = 2000.0
"""The scene grows by steps of this much, because Qt sorts all items anew when it grows."""


class CanvasScene(QGraphicsScene):
    """`nodes` and `links` hold the items. `rearranged` follows every change of places or items."""

    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.direction: Direction = "down"
        self.nodes: dict[str, NodeItem] = {}
        self.link_layer = LinkLayer(self, self.nodes)

    @property
    def links(self) -> dict[Link, LinkItem]:
        """The items of the links."""
        return self.link_layer.items

    # --- keeping in step ---------------------------------------------------------------------------------------

    def show_graph(self, graph: Graph, faces: Mapping[str, Face]) -> bool:
        """Make items match the drawing; what stayed the same is left alone. Returns whether anything changed."""
        moved: dict[str, list[QRectF]] = {}
        for id in [id for id in self.nodes if id not in graph.nodes]:
            item = self.nodes.pop(id)
            moved[id] = [item.card_in_scene()]
            self.removeItem(item)
        for id, node in graph.nodes.items():
            known, face = self.nodes.get(id), faces[id]
            if known is not None and known.node is node and known.face is face:
                continue
            before = [known.card_in_scene()] if known is not None else []
            if self._show_node(id, known, QPointF(node.x, node.y), face):
                moved[id] = [*before, self.nodes[id].card_in_scene()]
            self.nodes[id].node = node
        links_before = len(self.links)
        fresh = self.link_layer.show(graph.links)
        if not (moved or fresh or links_before != len(self.links)):
            return False
        self._cover(moved)
        cards = [card for pair in moved.values() for card in pair]
        self.link_layer.follow([id for id in moved if id in self.nodes], fresh, cards, self.direction)
        self.rearranged.emit()
        return True

    def show_faces(self, faces: Mapping[str, Face]) -> None:
        """Show other faces on the nodes that are there; places stay."""
        changed = [
            id
            for id, item in self.nodes.items()
            if id in faces and faces[id] is not item.face and item.show_face(faces[id], self.direction)
        ]
        if changed:
            cards = [self.nodes[id].card_in_scene() for id in changed]
            self.link_layer.follow(changed, (), cards, self.direction)
            self.rearranged.emit()

    def restyle(self) -> None:
        """Take over a change of theme, text scale or direction."""
        for node in self.nodes.values():
            node.restyle(self.direction)
        self.link_layer.restyle()
        self.link_layer.follow(self.nodes, (), (), self.direction)
        self.rearranged.emit()
        self.update()

    def shift(self, positions: Mapping[str, QPointF]) -> None:
        """Move items while a drag goes on, with the links at them; the drawing does not know of it."""
        for id, position in positions.items():
            if id in self.nodes:
                self.nodes[id].setPos(position)
        self.link_layer.trail(positions)
        self.rearranged.emit()

    def settle(self, graph: Graph) -> None:
        """Put all items where the drawing has them (after a cancelled drag)."""
        stray = []
        for id, node in graph.nodes.items():
            item = self.nodes.get(id)
            if item is not None and item.pos() != QPointF(node.x, node.y):
                item.setPos(node.x, node.y)
                stray.append(id)
        if stray:
            self.link_layer.follow(stray, (), (), self.direction)
            self.rearranged.emit()

    def _show_node(self, id: str, item: NodeItem | None, place: QPointF, face: Face) -> bool:
        """Show one node; returns whether its card or its ports lie elsewhere now."""
        if item is None:
            item = self.nodes[id] = NodeItem(id, face, self.direction)
            item.setPos(place)
            self.addItem(item)
            return True
        reshaped = face is not item.face and item.show_face(face, self.direction)
        moved = item.pos() != place
        if moved:
            item.setPos(place)
        return reshaped or moved

    def _cover(self, moved: Iterable[str]) -> None:
        """Grow the scene's rectangle by large steps if the drawing has outgrown it."""
        area = self.link_layer.labels.boundingRect()
        border = 300.0
        needed = self.contents(moved).adjusted(-border, -border, border, border)
        if not area.contains(needed):
            area = needed.united(area).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            self.setSceneRect(area)
            self.link_layer.labels.cover(area)

    # --- questions ---------------------------------------------------------------------------------------------

    def contents(self, ids: Iterable[str] | None = None) -> QRectF:
        """The rectangle around all cards, or those of `ids`; empty without any."""
        items = self.nodes.values() if ids is None else [self.nodes[id] for id in ids if id in self.nodes]
        return united([item.card_in_scene() for item in items])

    def links_at(self, node_id: str) -> tuple[LinkItem, ...]:
        """The items of the links that start or end at a node."""
        return self.link_layer.at(node_id)

    def port_point(self, port: PortRef) -> QPointF:
        """The middle of a port."""
        return self.nodes[port.node].port_point(port.side, port.index)

    def nodes_in(self, area: QRectF) -> set[str]:
        """Ids of the nodes whose cards touch the area."""
        return {id for id, item in self.nodes.items() if item.card_in_scene().intersects(area)}

    def sizes(self) -> dict[str, tuple[float, float]]:
        """Width and height of each card by node id."""
        return {id: (item.card.width(), item.card.height()) for id, item in self.nodes.items()}
