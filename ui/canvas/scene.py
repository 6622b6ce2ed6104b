"""The scene: items by id, kept in step with the drawing. It changes only what changed; it edits nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping

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
from ui.canvas.turns import Turns

_ROOM = 2000.0
"""The scene grows by steps of this much, because Qt sorts all items anew when it grows."""


class CanvasScene(QGraphicsScene):
    """`nodes` and `links` hold the items. `rearranged` follows every change of places or items.

    Very many items are made, moved and removed in `turns`. Whoever asks for `nodes` or `links` meanwhile gets them all,
    because what is left is done at once; whoever can do with those that are there asks for `made` or `led`.
    """

    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.direction: Direction = "down"
        self.turns = Turns(self)
        self.made: dict[str, NodeItem] = {}
        self.link_layer = LinkLayer(self, self.made)
        self.seen = Seen()
        """What is shown of the drawing: cards of folded groups among the nodes, frames of open ones."""
        self._graph = Graph()
        self._dragged: dict[str, QRectF] = {}
        """Where cards stood that a drag has moved, until the drawing says where they stand now."""
        self._moved: dict[str, list[QRectF]] = {}
        """What came, went or moved, where it was and where it is, until the links have followed."""
        self._expected = QRectF()
        """What all will cover while a part of it is not there yet."""
        self.frames = GroupFrames(self.made)
        self.addItem(self.frames)
        self.comments = CommentLayer(self)
        self.rearranged.connect(self.frames.settle)

    @property
    def nodes(self) -> dict[str, NodeItem]:
        """The items of all nodes and cards."""
        self.turns.finish()
        return self.made

    @property
    def links(self) -> dict[Link, LinkItem]:
        """The items of all links."""
        self.turns.finish()
        return self.link_layer.items

    @property
    def led(self) -> dict[Link, LinkItem]:
        """The items of the links that are there by now."""
        return self.link_layer.items

    # --- keeping in step ---------------------------------------------------------------------------------------

    def show_graph(self, graph: Graph, faces: Mapping[str, Face], seen: Seen) -> bool:
        """Make items match what is seen of the drawing; what stayed the same is left alone.

        `faces` has one for each node and each card. Returns whether anything changed.
        """
        self.turns.drop()
        showing = self.showing(graph, faces, seen)
        while True:
            try:
                next(showing)
            except StopIteration as end:
                return bool(end.value)

    def work(self, graph: Graph, seen: Seen) -> int:
        """How many nodes must be made, moved or removed to show the drawing; nodes that only look different count
        too.
        """
        made, holders = self.made, seen.holders
        count = len(self._unseen(graph, seen))
        for id, node in graph.nodes.items():
            item = made.get(id)
            if (item is None or item.node is not node) and holders.get(id, id) == id:
                count += 1
        return count

    def expect(self, graph: Graph, seen: Seen) -> None:
        """Say what all will cover, before the items are there."""
        width, height = card_size(1, 1, self.direction, looks.scale)
        places = [(node.x, node.y) for id, node in graph.nodes.items() if seen.holder(id) == id]
        places += [(graph.nodes[id].x, graph.nodes[id].y) for card in seen.cards.values() for id in card.members]
        self._expected = QRectF()
        if places:
            across, down = [x for x, _ in places], [y for _, y in places]
            corner = QPointF(min(across), min(down))
            self._expected = QRectF(corner, QPointF(max(across) + width, max(down) + height))
        self._cover_area(self._expected)

    def showing(
        self, graph: Graph, faces: Mapping[str, Face], seen: Seen, sight: QRectF | None = None
    ) -> Generator[None, None, bool]:
        """Do `show_graph` bit by bit, nodes in `sight` first; may be broken off at any time and begun anew."""
        self.seen, self._graph = seen, graph
        moved, before = self._moved, len(self.led)
        yield from self.link_layer.leaving(seen)
        for id in self._unseen(graph, seen):
            item = self.made.pop(id)
            moved.setdefault(id, []).append(item.card_in_scene())
            self.removeItem(item)
            yield
        for id in seen.cards:
            self._show_node(id, self._card_corner(id, faces[id]), faces[id])
            yield
        for id in _ordered(graph, sight):
            node, known, face = graph.nodes[id], self.made.get(id), faces[id]
            if known is not None and known.node is node and known.face is face:
                continue
            if seen.holders and seen.holder(id) != id:
                continue
            self._show_node(id, QPointF(node.x, node.y), face)
            self.made[id].node = node
            yield
        if sight is not None:
            self._put_in_order(graph, seen)
            if not self.led:  # the cards can be seen already
                self.rearranged.emit()
            yield
        for id, card in self._dragged.items():
            if id in self.made:
                moved[id] = [card, self.made[id].card_in_scene()]
        self._dragged = {}
        yield from self.link_layer.coming(seen)
        framed = self.frames.show_groups(graph, seen)
        if self.comments.show(graph):
            self._cover(())
            framed = True
        if not (moved or self.link_layer.unled or before != len(self.led)):
            if framed:
                self.rearranged.emit()
            return framed
        self._cover(moved)
        cards = [card for pair in moved.values() for card in pair]
        yield from self.link_layer.following(moved, cards, self.direction, sight)
        self._moved = {}
        self.rearranged.emit()
        return True

    def _put_in_order(self, graph: Graph, seen: Seen) -> None:
        """Those in sight came first; from now on they stand in the order of the drawing."""
        items = dict(self.made)
        self.made.clear()
        self.made.update((id, items[id]) for id in (*seen.cards, *graph.nodes) if id in items)

    def show_faces(self, faces: Mapping[str, Face]) -> None:
        """Show other faces on the nodes that are there; places stay."""
        changed = [
            id
            for id, item in self.nodes.items()
            if id in faces and faces[id] is not item.face and item.show_face(faces[id], self.direction)
        ]
        if changed:
            cards = [self.nodes[id].card_in_scene() for id in changed]
            self.link_layer.follow(changed, cards, self.direction)
            self.rearranged.emit()

    def restyle(self) -> None:
        """Take over a change of theme, text scale or direction."""
        for node in self.nodes.values():
            node.restyle(self.direction)
        self.link_layer.restyle()
        self.frames.restyle()
        self.comments.restyle()
        self.link_layer.follow(self.nodes, (), self.direction)
        self.rearranged.emit()
        self.update()

    def show_link_style(self, style: LinkStyle) -> None:
        """Let all links run in a style."""
        self.link_layer.style = style
        self.link_layer.follow(self.nodes, (), self.direction)
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
            self.link_layer.follow(stray, (), self.direction)
            self.rearranged.emit()

    def _unseen(self, graph: Graph, seen: Seen) -> list[str]:
        """Ids of the items of what is gone, or folded away."""
        if not seen.holders:
            return [] if self.made.keys() <= graph.nodes.keys() else [id for id in self.made if id not in graph.nodes]
        return [id for id in self.made if id not in seen.cards and seen.holders.get(id) != id]

    def _card_corner(self, id: str, face: Face) -> QPointF:
        """Where the card of a folded group stands: over the middle of what it holds."""
        size = card_size(len(face.inputs), len(face.outputs), self.direction, looks.scale)
        usual = card_size(1, 1, self.direction, looks.scale)
        return QPointF(*card_place(self._graph, self.seen.cards[id].members, size, usual))

    def _show_node(self, id: str, place: QPointF, face: Face) -> None:
        """Show one node, and remember it if its card or its ports lie elsewhere now."""
        item = self.made.get(id)
        if item is None:
            item = self.made[id] = NodeItem(id, face, self.direction)
            item.stand_at(place)
            self.addItem(item)
            self._moved.setdefault(id, []).append(item.card_in_scene())
            return
        before = item.card_in_scene()
        reshaped = face is not item.face and item.show_face(face, self.direction)
        if item.pos() != place:
            item.stand_at(place)
            reshaped = True
        if reshaped:
            self._moved.setdefault(id, []).extend((before, item.card_in_scene()))

    def _cover(self, moved: Iterable[str]) -> None:
        """Grow the scene's rectangle by large steps if the drawing has outgrown it."""
        boxes = [box for box in (self._box_of(moved), self.comments.contents()) if not box.isEmpty()]
        self._cover_area(united(boxes))

    def _cover_area(self, needed: QRectF) -> None:
        area = self.link_layer.labels.boundingRect()
        border = 300.0
        needed = needed.adjusted(-border, -border, border, border)
        if not area.contains(needed):
            area = needed.united(area).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            self.setSceneRect(area)
            self.link_layer.labels.cover(area)

    def _box_of(self, ids: Iterable[str]) -> QRectF:
        return united([self.made[id].card_in_scene() for id in ids if id in self.made])

    # --- questions ---------------------------------------------------------------------------------------------

    def contents(self, ids: Iterable[str] | None = None, notes: Iterable[str] = ()) -> QRectF:
        """The rectangle around everything, or the cards of `ids` and some notes; empty without any."""
        if ids is None:
            cards = [item.card_in_scene() for item in self.made.values()]
            boxes = cards + self.frames.boxes() + self.comments.boxes()
            return united([*boxes, self._expected] if self.turns.busy else boxes)
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


def _ordered(graph: Graph, sight: QRectF | None) -> Iterable[str]:
    """Ids of the nodes; those that stand in sight first."""
    if sight is None:
        return graph.nodes
    left, top, right, bottom = sight.left() - 300, sight.top() - 200, sight.right(), sight.bottom()
    near = [id for id, node in graph.nodes.items() if left < node.x < right and top < node.y < bottom]
    return dict.fromkeys((*near, *graph.nodes))
