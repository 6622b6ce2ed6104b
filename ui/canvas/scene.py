"""The scene: items by id, kept in step with the drawing. It changes only what changed; it edits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from desktop_nn.graph.folding import Seen, card_place
from desktop_nn.graph.model import Direction, Graph, Link
from desktop_nn.settings import LinkStyle
from ui.canvas.comment_layer import CommentLayer
from ui.canvas.faces import Face
from ui.canvas.geometry import PortRef, card_size, united
from ui.canvas.group_frames import GroupFrames
from ui.canvas.link_item import LinkItem
from ui.canvas.link_layer import LinkLayer
from ui.canvas.looks import looks
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
        self.seen = Seen()
        """What is shown of the drawing: cards of folded groups among the nodes, frames of open ones."""
        self._graph = Graph()
        self._dragged: dict[str, QRectF] = {}
        """Where cards stood that a drag has moved, until the drawing says where they stand now."""
        self.frames = GroupFrames(self.nodes)
        self.addItem(self.frames)
        self.comments = CommentLayer(self)
        self.rearranged.connect(self.frames.settle)

    @property
    def links(self) -> dict[Link, LinkItem]:
        """The items of the links."""
        return self.link_layer.items

    # --- keeping in step ---------------------------------------------------------------------------------------

    def show_graph(self, graph: Graph, faces: Mapping[str, Face], seen: Seen) -> bool:
        """Make items match what is seen of the drawing; what stayed the same is left alone.

        `faces` has one for each node and each card. Returns whether anything changed.
        """
        moved: dict[str, list[QRectF]] = {}
        self.seen, self._graph = seen, graph
        for id in self._unseen(graph, seen):
            item = self.nodes.pop(id)
            moved[id] = [item.card_in_scene()]
            self.removeItem(item)
        for id in seen.cards:
            known = self.nodes.get(id)
            before = [known.card_in_scene()] if known is not None else []
            if self._show_node(id, known, self._card_corner(id, faces[id]), faces[id]):
                moved[id] = [*before, self.nodes[id].card_in_scene()]
        for id, node in graph.nodes.items():
            known, face = self.nodes.get(id), faces[id]
            if known is not None and known.node is node and known.face is face:
                continue
            if seen.holders and seen.holder(id) != id:
                continue
            before = [known.card_in_scene()] if known is not None else []
            if self._show_node(id, known, QPointF(node.x, node.y), face):
                moved[id] = [*before, self.nodes[id].card_in_scene()]
            self.nodes[id].node = node
        for id, card in self._dragged.items():
            if id in self.nodes:
                moved[id] = [card, self.nodes[id].card_in_scene()]
        self._dragged = {}
        links_before = len(self.links)
        fresh = self.link_layer.show(seen)
        framed = self.frames.show_groups(graph, seen)
        if self.comments.show(graph):
            self._cover(())
            framed = True
        if not (moved or fresh or links_before != len(self.links)):
            if framed:
                self.rearranged.emit()
            return framed
        self._cover(moved)
        cards = [card for pair in moved.values() for card in pair]
        self.link_layer.follow(moved, fresh, cards, self.direction)
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
        self.frames.restyle()
        self.comments.restyle()
        self.link_layer.follow(self.nodes, (), (), self.direction)
        self.rearranged.emit()
        self.update()

    def show_link_style(self, style: LinkStyle) -> None:
        """Let all links run in a style."""
        self.link_layer.style = style
        self.link_layer.follow(self.nodes, (), (), self.direction)
        self.rearranged.emit()
        self.update()

    def shift(self, positions: Mapping[str, QPointF]) -> None:
        """Move items while a drag goes on, with the links at them; the drawing does not know of it."""
        held = {self.seen.holder(id): by for id, by in positions.items()} if self.seen.cards else positions
        for id, position in held.items():
            if id in self.nodes:
                self._dragged.setdefault(id, self.nodes[id].card_in_scene())
            if id in self.seen.cards:
                member = next(one for one in self.seen.cards[id].members if one in positions)
                node = self._graph.nodes[member]
                by = positions[member] - QPointF(node.x, node.y)
                self.nodes[id].stand_at(self._card_corner(id, self.nodes[id].face) + by)
            elif id in self.nodes:
                self.nodes[id].stand_at(position)
        self.link_layer.trail(held)
        self.rearranged.emit()

    def settle(self, graph: Graph) -> None:
        """Put all items where the drawing has them (after a cancelled drag)."""
        self._dragged = {}
        stray = []
        for id in self.seen.cards:
            corner = self._card_corner(id, self.nodes[id].face)
            if self.nodes[id].pos() != corner:
                self.nodes[id].stand_at(corner)
                stray.append(id)
        for id, node in graph.nodes.items():
            item = self.nodes.get(id)
            if item is not None and item.pos() != QPointF(node.x, node.y):
                item.stand_at(QPointF(node.x, node.y))
                stray.append(id)
        self.comments.settle()
        if stray:
            self.link_layer.follow(stray, (), (), self.direction)
            self.rearranged.emit()

    def _unseen(self, graph: Graph, seen: Seen) -> list[str]:
        """Ids of the items of what is gone, or folded away."""
        if not seen.holders:
            return [] if self.nodes.keys() <= graph.nodes.keys() else [id for id in self.nodes if id not in graph.nodes]
        return [id for id in self.nodes if id not in seen.cards and seen.holders.get(id) != id]

    def _card_corner(self, id: str, face: Face) -> QPointF:
        """Where the card of a folded group stands: over the middle of what it holds."""
        size = card_size(len(face.inputs), len(face.outputs), self.direction, looks.scale)
        usual = card_size(1, 1, self.direction, looks.scale)
        return QPointF(*card_place(self._graph, self.seen.cards[id].members, size, usual))

    def _show_node(self, id: str, item: NodeItem | None, place: QPointF, face: Face) -> bool:
        """Show one node; returns whether its card or its ports lie elsewhere now."""
        if item is None:
            item = self.nodes[id] = NodeItem(id, face, self.direction)
            item.stand_at(place)
            self.addItem(item)
            return True
        reshaped = face is not item.face and item.show_face(face, self.direction)
        moved = item.pos() != place
        if moved:
            item.stand_at(place)
        return reshaped or moved

    def _cover(self, moved: Iterable[str]) -> None:
        """Grow the scene's rectangle by large steps if the drawing has outgrown it."""
        area = self.link_layer.labels.boundingRect()
        border = 300.0
        boxes = [box for box in (self.contents(moved), self.comments.contents()) if not box.isEmpty()]
        needed = united(boxes).adjusted(-border, -border, border, border)
        if not area.contains(needed):
            area = needed.united(area).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            self.setSceneRect(area)
            self.link_layer.labels.cover(area)

    # --- questions ---------------------------------------------------------------------------------------------

    def contents(self, ids: Iterable[str] | None = None, notes: Iterable[str] = ()) -> QRectF:
        """The rectangle around everything, or the cards of `ids` and some notes; empty without any."""
        if ids is None:
            cards = [item.card_in_scene() for item in self.nodes.values()]
            return united(cards + self.frames.boxes() + self.comments.boxes())
        shown = dict.fromkeys(self.seen.holder(id) for id in ids)
        cards = [self.nodes[id].card_in_scene() for id in shown if id in self.nodes]
        return united(cards + self.comments.boxes(notes))

    def members(self, shown_id: str) -> tuple[str, ...]:
        """Ids of the nodes that something on the canvas stands for: itself, or all that a folded group holds."""
        card = self.seen.cards.get(shown_id)
        return card.members if card is not None else (shown_id,)

    def inner(self, port: PortRef) -> PortRef:
        """The node's port that a port on the canvas stands for."""
        card = self.seen.cards.get(port.node)
        if card is None:
            return port
        ends = card.inputs if port.side == "in" else card.outputs
        if not ends:
            return PortRef(card.members[0], port.side, 0)
        node, index = ends[min(port.index, len(ends) - 1)]
        return PortRef(node, port.side, index)

    def links_at(self, node_id: str) -> tuple[LinkItem, ...]:
        """The items of the links that start or end at a node."""
        return self.link_layer.at(node_id)

    def port_point(self, port: PortRef) -> QPointF:
        """The middle of a port; for a node's that is folded away, of the card's port that stands for it."""
        holder = self.seen.holder(port.node)
        if holder != port.node and holder in self.nodes:
            card = self.seen.cards[holder]
            ends, end = (card.inputs if port.side == "in" else card.outputs), (port.node, port.index)
            return self.nodes[holder].port_point(port.side, ends.index(end) if end in ends else len(ends))
        return self.nodes[port.node].port_point(port.side, port.index)

    def nodes_in(self, area: QRectF) -> set[str]:
        """Ids of the nodes whose cards, or whose groups' cards, touch the area."""
        area = area.adjusted(-0.01, -0.01, 0.01, 0.01)  # an exactly level band has no area to intersect
        touched = [id for id, item in self.nodes.items() if item.card_in_scene().intersects(area)]
        return {node for id in touched for node in self.members(id)}

    def sizes(self) -> dict[str, tuple[float, float]]:
        """Width and height of each card by node id."""
        return {id: (item.card.width(), item.card.height()) for id, item in self.nodes.items()}
