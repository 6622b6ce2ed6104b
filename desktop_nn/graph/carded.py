"""Edits of places for a drawing as it is seen: each folded group stands as one node, and what it holds moves with it.

What is seen is `folding.py`'s; the edits themselves know nothing of groups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop_nn.graph.edits import move
from desktop_nn.graph.folding import Seen, card_place, seen
from desktop_nn.graph.layout import Point
from desktop_nn.graph.model import Graph


def as_seen(graph: Graph, sizes: Mapping[str, Point], usual: Point, change: Callable[[Graph], Graph]) -> Graph:
    """Apply an edit of places to the drawing as it is seen. `sizes` has those of the cards by group id."""
    known = seen(graph)
    if not known.cards:
        return change(graph)
    before = _carded(graph, known, sizes, usual)
    after = change(before)
    places = {id: (node.x, node.y) for id, node in after.nodes.items() if id in graph.nodes}
    for id, card in known.cards.items():
        dx, dy = after.nodes[id].x - before.nodes[id].x, after.nodes[id].y - before.nodes[id].y
        places |= {one: (graph.nodes[one].x + dx, graph.nodes[one].y + dy) for one in card.members}
    return move(graph, places)


def _carded(graph: Graph, known: Seen, sizes: Mapping[str, Point], usual: Point) -> Graph:
    """The drawing with a node in place of each card, under the group's id."""
    nodes = {id: node for id, node in graph.nodes.items() if known.holder(id) == id}
    for id, card in known.cards.items():
        x, y = card_place(graph, card.members, sizes.get(id, usual), usual)
        nodes[id] = replace(graph.nodes[card.members[0]], id=id, x=x, y=y, group="")
    links = (replace(link, source=known.holder(link.source), target=known.holder(link.target)) for link in known.links)
    return replace(graph, nodes=nodes, links=tuple(dict.fromkeys(links)), groups={})
