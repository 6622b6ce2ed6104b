"""What is seen of a drawing with groups: cards in place of folded groups, frames round open ones, and the ports of a
card with what they lead to inside.

Who lies in which group is `membership.py`'s; how the rest makes room for an unfolded group is `making_room.py`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_nn.graph.layout import NODE_SIZE, Point
from desktop_nn.graph.membership import ancestors, members_of_all, shown_as
from desktop_nn.graph.model import Graph, Link, Node

FRAME_PAD, TITLE_HEIGHT = 16.0, 28.0
"""Space within a frame beside its content, and above it for the title."""
End: TypeAlias = tuple[str, int]
"""A node and the number of one of its ports."""


@dataclass(frozen=True, slots=True)
class Card:
    """A folded group: all nodes that it holds, and what its input and output ports lead to inside, in order."""

    members: tuple[str, ...]
    inputs: tuple[End, ...] = ()
    outputs: tuple[End, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """`holders` tells what stands on the canvas for a node (itself, or a folded group); nodes that stand for
    themselves may be missing in it. `links` are those between different things; `frames` are the open groups in sight,
    outer ones first.
    """

    links: tuple[Link, ...] = ()
    holders: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    frames: tuple[str, ...] = ()

    def holder(self, node_id: str) -> str:
        """What stands on the canvas for a node."""
        return self.holders.get(node_id, node_id)

    def source_end(self, link: Link) -> End:
        """Where on the canvas the link starts: a card or node, and the number of its output port."""
        card = self.cards.get(self.holder(link.source))
        if card is None:
            return link.source, link.source_port
        return self.holder(link.source), card.outputs.index((link.source, link.source_port))

    def target_end(self, link: Link) -> End:
        """Where on the canvas the link ends."""
        card = self.cards.get(self.holder(link.target))
        if card is None:
            return link.target, link.target_port
        return self.holder(link.target), card.inputs.index((link.target, link.target_port))


def seen(graph: Graph) -> Seen:
    """What is seen of a drawing; costs nothing while there are no groups."""
    if not graph.groups:
        return Seen(graph.links)
    holders = shown_as(graph)
    inside = members_of_all(graph)
    folded = {holder for id, holder in holders.items() if holder != id}
    links = tuple(link for link in graph.links if holders[link.source] != holders[link.target])
    into: dict[str, dict[End, None]] = {id: {} for id in folded}
    out: dict[str, dict[End, None]] = {id: {} for id in folded}
    for link in links:
        if holders[link.target] in folded:
            into[holders[link.target]][link.target, link.target_port] = None
        if holders[link.source] in folded:
            out[holders[link.source]][link.source, link.source_port] = None
    place = {id: number for number, id in enumerate(graph.nodes)}
    ends = _open_ends(graph, holders)
    cards = {
        id: Card(
            inside[id],
            tuple(sorted(into[id], key=lambda end: (place[end[0]], end[1]))),
            tuple(sorted(out[id], key=lambda end: (place[end[0]], end[1]))) or ends.get(id, ()),
        )
        for id in graph.groups
        if id in folded
    }
    frames = sorted(
        (id for id in graph.groups if inside[id] and not any(one.folded for one in ancestors(graph, id))),
        key=lambda id: sum(1 for _ in ancestors(graph, id)),
    )
    return Seen(links, holders, cards, tuple(frames))


def _open_ends(graph: Graph, holders: Mapping[str, str]) -> dict[str, tuple[End, ...]]:
    """A folded group that leads nowhere yet has its last open output as a port, so that it can be wired."""
    used = {link.source for link in graph.links}
    found: dict[str, tuple[End, ...]] = {}
    for id, holder in holders.items():
        if holder != id and id not in used:
            found[holder] = ((id, 0),)
    return found


def card_place(graph: Graph, inside: Collection[str], size: Point, node_size: Point = NODE_SIZE) -> Point:
    """Top left corner of a folded group's card of that size: its top middle is its members' top middle ("right": the
    left middles meet)."""
    left, top, right, bottom = _extent([graph.nodes[id] for id in inside], {}, node_size)
    if graph.direction == "down":
        return round((left + right - size[0]) / 2), top
    return left, round((top + bottom - size[1]) / 2)


def _extent(nodes: list[Node], sizes: Mapping[str, Point], node_size: Point) -> tuple[float, float, float, float]:
    ends = [(node.x, node.y, *sizes.get(node.id, node_size)) for node in nodes]
    return (
        min(x for x, _, _, _ in ends),
        min(y for _, y, _, _ in ends),
        max(x + width for x, _, width, _ in ends),
        max(y + height for _, y, _, height in ends),
    )
