"""Room for layers that have just come out of a nested model: what stands where they lie makes way, as for a group.

Where nothing stands in their way nothing moves, so that unpacking what was just packed gives the same places back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desktop_nn.graph import groups
from desktop_nn.graph.folding import card_place
from desktop_nn.graph.layout import NODE_SIZE, Point
from desktop_nn.graph.making_room import with_folded
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph, Node


def spread(graph: Graph, ids: Collection[str], caller: Node, size: Point = NODE_SIZE) -> Graph:
    """The drawing in which these nodes, which took the place of `caller`, lie on no other ones.

    `size` is that of a card. They go in place as if a folded group that stood at the caller's place were unfolded.
    """
    new = [graph.nodes[id] for id in graph.nodes if id in set(ids)]
    beside = [node for id, node in graph.nodes.items() if id not in set(ids) and not _meet(node, caller, size)]
    if not new or not any(_meet(one, other, size) for one in new for other in beside):
        return graph
    grouped, group = groups.make_group(graph, [node.id for node in new])
    folded = groups.change_group(grouped, group, folded=True)
    x, y = card_place(folded, members(folded, group), size, size)
    places = {n.id: replace(folded.nodes[n.id], x=n.x + caller.x - x, y=n.y + caller.y - y) for n in new}
    folded = replace(folded, nodes={**folded.nodes, **places})
    return groups.ungroup(with_folded(folded, group, False, {}, size), group)


def _meet(one: Node, other: Node, size: Point) -> bool:
    return abs(one.x - other.x) < size[0] and abs(one.y - other.y) < size[1]
