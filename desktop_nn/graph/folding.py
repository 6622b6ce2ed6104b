"""What is seen of a drawing with groups: cards in place of folded groups, frames round open ones, and the ports of a
card with what they lead to inside. Also how a group is folded and unfolded in place, so that nothing overlaps.

Who lies in which group is `membership.py`'s; groups are edited in `groups.py`. No painting, no Keras.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from desktop_nn.graph import groups
from desktop_nn.graph.layout import NODE_SIZE, Point
from desktop_nn.graph.membership import ancestors, members, members_of_all, shown_as, subgroups
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


def with_folded(
    graph: Graph, group_id: str, folded: bool, sizes: Mapping[str, Point], node_size: Point = NODE_SIZE
) -> Graph:
    """Fold or unfold a group in place: what lies behind and beside it makes room, or closes up again.

    `sizes` holds (width, height) by id, of nodes and cards; `node_size` is taken for those without one.
    """
    group = graph.groups[group_id]
    if group.folded == folded:
        return graph
    inside = set(members_of_all(graph)[group_id])
    if not inside:
        return groups.change_group(graph, group_id, folded=folded)
    down = graph.direction == "down"
    by = (0.0, TITLE_HEIGHT + FRAME_PAD) if down else (FRAME_PAD, 0.0)
    mine = [graph.nodes[id] for id in inside]
    box = _open_box(groups.change_group(graph, group_id, folded=False), group_id, mine, sizes, node_size)
    frame = (box[2] - box[0] + 2 * FRAME_PAD, box[3] - box[1] + 2 * FRAME_PAD + TITLE_HEIGHT)
    card = sizes.get(group_id, node_size)
    grow = (max(0.0, frame[0] - card[0]), max(0.0, frame[1] - card[1]))
    corner = card_place(graph, inside, card, node_size)
    if folded:
        corner = (corner[0] - by[0], corner[1] - by[1])
    sign = -1.0 if folded else 1.0
    changed = _make_room(graph, inside, (*corner, *card), grow, sizes, node_size, sign)
    nodes = dict(changed.nodes)
    for id in inside:
        nodes[id] = replace(nodes[id], x=nodes[id].x + sign * by[0], y=nodes[id].y + sign * by[1])
    return groups.change_group(replace(changed, nodes=nodes), group_id, folded=folded)


def _make_room(
    graph: Graph,
    inside: set[str],
    card: tuple[float, float, float, float],
    grow: Point,
    sizes: Mapping[str, Point],
    node_size: Point,
    sign: float,
) -> Graph:
    """Move what follows the card (left, top, width, height) on and what lies beside it aside; back with sign -1."""
    along, across = (1, 0) if graph.direction == "down" else (0, 1)
    behind = card[along] + card[2 + along] + (grow[along] if sign < 0 else 0.0) - 1
    middle = card[across] + card[2 + across] / 2

    def moved(place: Point, size: Point) -> Point:
        new = [place[0], place[1]]
        if place[along] >= behind:
            new[along] += sign * grow[along]
        elif place[along] + size[along] > card[along]:
            side = 1.0 if place[across] + size[across] / 2 >= middle else -1.0
            new[across] += sign * side * round(grow[across] / 2)
        return new[0], new[1]

    nodes = dict(graph.nodes)
    for id, node in graph.nodes.items():
        if id not in inside:
            x, y = moved((node.x, node.y), sizes.get(id, node_size))
            nodes[id] = replace(node, x=x, y=y)
    comments = dict(graph.comments)
    for id, comment in graph.comments.items():
        x, y = moved((comment.x, comment.y), (comment.width, comment.height))
        comments[id] = replace(comment, x=x, y=y)
    return replace(graph, nodes=nodes, comments=comments)


def _open_box(
    graph: Graph, group_id: str, mine: list[Node], sizes: Mapping[str, Point], node_size: Point
) -> tuple[float, float, float, float]:
    """The content of a group as it is seen when open: left, top, right, bottom."""
    held = shown_as(graph)
    plain = [node for node in mine if held[node.id] == node.id]
    boxes = [_extent(plain, sizes, node_size)] if plain else []
    folded = {held[node.id] for node in mine} & set(subgroups(graph, group_id))
    for id in folded:
        inside = members(graph, id)
        size = sizes.get(id, node_size)
        x, y = card_place(graph, inside, size, node_size)
        boxes.append((x, y, x + size[0], y + size[1]))
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return left, top, right, bottom


def _extent(nodes: list[Node], sizes: Mapping[str, Point], node_size: Point) -> tuple[float, float, float, float]:
    ends = [(node.x, node.y, *sizes.get(node.id, node_size)) for node in nodes]
    return (
        min(x for x, _, _, _ in ends),
        min(y for _, y, _, _ in ends),
        max(x + width for x, _, width, _ in ends),
        max(y + height for _, y, _, height in ends),
    )
