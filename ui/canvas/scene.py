"""The scene: items by id, kept in step with the drawing. It changes only what changed; it edits nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from desktop_nn.graph.facts import GraphFacts, shape_text
from desktop_nn.graph.layout import Direction
from desktop_nn.graph.model import Graph, Link
from ui.canvas.faces import Face
from ui.canvas.geometry import PortRef, united
from ui.canvas.labels import LinkLabels
from ui.canvas.link_item import LinkItem
from ui.canvas.node_item import NodeItem
from ui.canvas.routing import Obstacles

_ROOM = 2000.0
"""The scene grows by steps of this much, because Qt sorts all items anew when it grows."""


class CanvasScene(QGraphicsScene):
    """`nodes` and `links` hold the items. `rearranged` follows every change of places or items."""

    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.direction: Direction = "down"
        self.nodes: dict[str, NodeItem] = {}
        self.links: dict[Link, LinkItem] = {}
        self.labels = LinkLabels()
        self.addItem(self.labels)
        self._at: defaultdict[str, list[LinkItem]] = defaultdict(list)
        self._obstacles: Obstacles | None = None

    # --- keeping in step ---------------------------------------------------------------------------------------

    def show_graph(self, graph: Graph, faces: Mapping[str, Face]) -> None:
        """Make items match the drawing; what stayed the same is left alone."""
        moved = self._show_nodes(graph, faces)
        changed = self._show_links(graph.links)
        if moved or changed:
            self._obstacles = None
            self._cover()
            self._route({item for id in moved for item in self._at[id]} | changed)
            self.rearranged.emit()

    def show_faces(self, faces: Mapping[str, Face]) -> None:
        """Show other faces on the nodes that are there; places stay."""
        changed = {
            id
            for id, item in self.nodes.items()
            if id in faces and faces[id] is not item.face and item.show_face(faces[id], self.direction)
        }
        if changed:
            self._obstacles = None
            self._route({item for id in changed for item in self._at[id]})
            self.rearranged.emit()

    def show_facts(self, graph: Graph, facts: GraphFacts) -> None:
        """Label the links with the shapes they carry."""
        for link, item in self.links.items():
            shape = facts.shape_of(link.source, link.source_port) if link.source in graph.nodes else None
            self.labels.show_text(item, shape_text(shape) if shape is not None else "")

    def restyle(self) -> None:
        """Take over a change of theme, text scale or direction."""
        for node in self.nodes.values():
            node.show_face(node.face, self.direction)
            node.restyle()
        for link in self.links.values():
            link.restyle()
        self.labels.restyle()
        self._obstacles = None
        self._route(set(self.links.values()))
        self.update()

    def shift(self, positions: Mapping[str, QPointF]) -> None:
        """Move items while a drag goes on, with the links at them; the drawing does not know of it."""
        touched: set[LinkItem] = set()
        for id, position in positions.items():
            item = self.nodes.get(id)
            if item is not None:
                item.setPos(position)
                touched.update(self._at[id])
        for link in touched:
            self._lead(link, None)
        self.rearranged.emit()

    def settle(self, graph: Graph) -> None:
        """Put all items where the drawing has them (after a cancelled drag)."""
        stray = {id: QPointF(node.x, node.y) for id, node in graph.nodes.items() if id in self.nodes}
        stray = {id: place for id, place in stray.items() if self.nodes[id].pos() != place}
        self.shift(stray)
        self._route({item for id in stray for item in self._at[id]})

    def _show_nodes(self, graph: Graph, faces: Mapping[str, Face]) -> set[str]:
        moved: set[str] = set()
        for id in [id for id in self.nodes if id not in graph.nodes]:
            self.removeItem(self.nodes.pop(id))
            moved.add(id)
        for id, node in graph.nodes.items():
            item, face = self.nodes.get(id), faces[id]
            if item is None:
                item = self.nodes[id] = NodeItem(id, face, self.direction)
                item.setPos(node.x, node.y)
                self.addItem(item)
                moved.add(id)
                continue
            if (face is not item.face or item.direction != self.direction) and item.show_face(face, self.direction):
                moved.add(id)
            place = item.pos()
            if place.x() != node.x or place.y() != node.y:
                item.setPos(node.x, node.y)
                moved.add(id)
        return moved

    def _show_links(self, links: Iterable[Link]) -> set[LinkItem]:
        wanted = dict.fromkeys(links)
        for link in [link for link in self.links if link not in wanted]:
            item = self.links.pop(link)
            self._at[link.source].remove(item)
            self._at[link.target].remove(item)
            self.labels.forget(item)
            self.removeItem(item)
        fresh: set[LinkItem] = set()
        for link in wanted:
            if link not in self.links:
                item = self.links[link] = LinkItem(link)
                self._at[link.source].append(item)
                self._at[link.target].append(item)
                self.addItem(item)
                fresh.add(item)
        return fresh

    def _route(self, items: set[LinkItem]) -> None:
        obstacles = self.obstacles()
        for item in items:
            self._lead(item, obstacles)
        for item in self.links.values():
            if item.long and item not in items:
                self._lead(item, obstacles)

    def _lead(self, item: LinkItem, obstacles: Obstacles | None) -> None:
        link = item.link
        start = self.nodes[link.source].port_point("out", link.source_port)
        end = self.nodes[link.target].port_point("in", link.target_port)
        item.route(start, end, self.direction, obstacles)

    def _cover(self) -> None:
        """Grow the scene's rectangle by large steps if the drawing has outgrown it."""
        needed = self.contents().adjusted(-300, -300, 300, 300)
        if not self.labels.boundingRect().contains(needed):
            area = needed.united(self.labels.boundingRect()).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            self.setSceneRect(area)
            self.labels.cover(area)

    # --- questions ---------------------------------------------------------------------------------------------

    def contents(self, ids: Iterable[str] | None = None) -> QRectF:
        """The rectangle around all cards, or those of `ids`; empty without any."""
        items = self.nodes.values() if ids is None else [self.nodes[id] for id in ids if id in self.nodes]
        return united([item.card_in_scene() for item in items])

    def obstacles(self) -> Obstacles:
        """The cards as links see them."""
        if self._obstacles is None:
            self._obstacles = Obstacles(((id, item.card_in_scene()) for id, item in self.nodes.items()), self.direction)
        return self._obstacles

    def links_at(self, node_id: str) -> tuple[LinkItem, ...]:
        """The items of the links that start or end at a node."""
        return tuple(self._at[node_id])

    def port_point(self, port: PortRef) -> QPointF:
        """The middle of a port."""
        return self.nodes[port.node].port_point(port.side, port.index)

    def nodes_in(self, area: QRectF) -> set[str]:
        """Ids of the nodes whose cards touch the area."""
        return {id for id, item in self.nodes.items() if item.card_in_scene().intersects(area)}

    def sizes(self) -> dict[str, tuple[float, float]]:
        """Width and height of each card by node id."""
        return {id: (item.card.width(), item.card.height()) for id, item in self.nodes.items()}
