"""The links of a scene: their items, the ways that they take round the cards, and the shapes written on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsScene

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.folding import Seen
from desktop_nn.graph.model import Direction, Link
from desktop_nn.settings import LinkStyle
from ui.canvas.carried import carried, carried_text
from ui.canvas.labels import LinkLabels
from ui.canvas.link_item import LinkItem
from ui.canvas.node_item import NodeItem
from ui.canvas.routing import Obstacles, link_path

_MANY = 40
"""If so many cards moved, asking for each whether it stood in a link's way costs more than routing all anew."""


class LinkLayer:
    """`items` holds the items by link. The scene tells what moved; only links that this concerns are led anew."""

    def __init__(self, scene: QGraphicsScene, nodes: Mapping[str, NodeItem]) -> None:
        self.items: dict[Link, LinkItem] = {}
        self.labels = LinkLabels()
        self._scene, self._nodes = scene, nodes
        self._at: defaultdict[str, list[LinkItem]] = defaultdict(list)
        self._obstacles: Obstacles | None = None
        self._direction: Direction = "down"
        self.style: LinkStyle = "curved"
        self._labelled: tuple[object, object] = (None, None)
        self._carded = False
        self._shown: tuple[Link, ...] | None = ()
        """The links that all have their items; None while some come and go."""
        self.unled: set[LinkItem] = set()
        """Items that have no way yet."""
        scene.addItem(self.labels)

    def at(self, node_id: str) -> tuple[LinkItem, ...]:
        """Items of the links that start or end at a node."""
        return tuple(self._at.get(node_id, ()))

    def leaving(self, seen: Seen) -> Iterator[None]:
        """Remove the items of links that are seen no more, bit by bit."""
        if self._settled(seen):
            return
        wanted, plain = dict.fromkeys(seen.links), self._plain(seen)
        self._shown, self._carded = None, not plain
        yield
        gone = [link for link, item in self.items.items() if link not in wanted or not (plain or _fits(item, seen))]
        for link in gone:
            item = self.items.pop(link)
            self._at[item.source[0]].remove(item)
            self._at[item.target[0]].remove(item)
            self.unled.discard(item)
            self.labels.forget(item)
            self._scene.removeItem(item)
            yield

    def coming(self, seen: Seen) -> Iterator[None]:
        """Make items for the links that are seen and have none, bit by bit; they are `unled`."""
        if self._settled(seen):
            return
        for link in dict.fromkeys(seen.links):
            if link not in self.items:
                item = self.items[link] = LinkItem(link, seen.source_end(link), seen.target_end(link))
                self._at[item.source[0]].append(item)
                self._at[item.target[0]].append(item)
                self._scene.addItem(item)
                self.unled.add(item)
                yield
        self._shown, self._carded = seen.links, bool(seen.cards)

    def _settled(self, seen: Seen) -> bool:
        return self._plain(seen) and seen.links is self._shown

    def _plain(self, seen: Seen) -> bool:
        """Whether links lead from node to node, as they did before."""
        return not seen.cards and not self._carded

    def show_facts(self, facts: GraphFacts) -> None:
        """Label the links with the shapes that they carry."""
        for _ in self.labelling(facts):
            pass

    def labelling(self, facts: GraphFacts) -> Iterator[None]:
        """Do `show_facts` bit by bit."""
        items = tuple(self.items.values())
        if self._labelled[0] is facts and self._labelled[1] == items:
            return
        self._labelled = (None, None)
        told: set[object] = set()
        for item in items:
            link = item.link
            shape = facts.shape_of(link.source, link.source_port)
            known = facts.nodes.get(link.source)
            dtype = known.dtype if known is not None and shape is not None else ""
            item.carry(carried(dtype))
            bundle = (item.source, item.target[0])  # several links into one card run side by side: one label will do
            text = carried_text(shape, dtype) if shape is not None and bundle not in told else ""
            self.labels.show_text(item, text)
            told.add(bundle)
            yield
        self._labelled = (facts, items)

    def follow(self, nodes: Collection[str], moved: Sequence[QRectF], direction: Direction) -> None:
        """Lead anew: links without a way, links at these nodes, and long ones whose way crosses the cards that moved.

        `nodes` are all that came, went or moved; `moved` are their cards where they were and where they are.
        """
        for _ in self.following(nodes, moved, direction):
            pass

    def following(
        self, nodes: Collection[str], moved: Sequence[QRectF], direction: Direction, sight: QRectF | None = None
    ) -> Iterator[None]:
        """Do `follow` bit by bit, links that start or end in `sight` first."""
        self._direction = direction
        self._renew(nodes)
        concerned = {*self.unled, *(item for id in nodes for item in self.at(id))}
        for item in self.items.values():
            if item.long and item not in concerned and (len(moved) > _MANY or item.passes_any(moved)):
                concerned.add(item)
        yield
        for item in concerned if sight is None else sorted(concerned, key=lambda item: self._far(item, sight)):
            self._lead(item, avoid=True)
            self.unled.discard(item)
            yield
        self.labels.moved(concerned, dragged=False)

    def _far(self, item: LinkItem, sight: QRectF) -> bool:
        """Whether both its ends lie out of sight."""
        cards = self._nodes[item.source[0]].card_in_scene(), self._nodes[item.target[0]].card_in_scene()
        return not any(map(sight.intersects, cards))

    def trail(self, nodes: Iterable[str]) -> None:
        """Let the links at nodes follow while these are dragged, without looking for what is in the way."""
        self._obstacles = None
        following = {item for id in nodes for item in self.at(id)}
        for item in following:
            self._lead(item, avoid=False)
        self.labels.moved(following, dragged=True)

    def wire(self, start: QPointF, end: QPointF) -> QPainterPath:
        """The way of a link that is not drawn yet, in the style of the others."""
        return link_path(start, end, self._direction, style=self.style)

    def restyle(self) -> None:
        """Take over a change of theme."""
        for item in self.items.values():
            item.restyle()
        self.labels.restyle()

    def _lead(self, item: LinkItem, *, avoid: bool) -> None:
        (source, out), (target, into) = item.source, item.target
        start = self._nodes[source].port_point("out", out)
        end = self._nodes[target].port_point("in", into)
        item.route(start, end, self._direction, self._cards if avoid else None, self.style)

    def _renew(self, nodes: Collection[str]) -> None:
        """Tell what stands in the way of links; if most of it changed, that is made anew when it is asked for."""
        known = self._obstacles
        if known is None or known.direction != self._direction or len(nodes) > _MANY:
            self._obstacles = None
            return
        for id in nodes:
            known.place(id, self._nodes[id].card_in_scene() if id in self._nodes else None)

    def _cards(self) -> Obstacles:
        if self._obstacles is None:
            cards = ((id, item.card_in_scene()) for id, item in self._nodes.items())
            self._obstacles = Obstacles(cards, self._direction)
        return self._obstacles


def _fits(item: LinkItem, seen: Seen) -> bool:
    """Whether the item still starts and ends where the link does on the canvas."""
    return (item.source, item.target) == (seen.source_end(item.link), seen.target_end(item.link))
