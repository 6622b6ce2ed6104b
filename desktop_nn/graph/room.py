"""Room for what was put into a link: cards behind it, and those that these would come to lie on, move on.

Pure edits of places; nothing is wired here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

from desktop_nn.graph.edits import move
from desktop_nn.graph.layout import Point
from desktop_nn.graph.model import Direction, Graph
from desktop_nn.graph.topology import reachable


def make_room(
    graph: Graph, chain: Sequence[str], sizes: Mapping[str, Point], gap: float, direction: Direction = "down"
) -> Graph:
    """Move what follows a row of nodes onward, so that none of them covers what feeds it or what it feeds.

    `sizes` holds (width, height) by node id; nodes without one are left out of the reckoning. A node of the row
    gives way to what feeds it, everything downstream gives way to the node, and cards beside give way to that.
    """
    axis = 1 if direction == "down" else 0
    for id in chain:
        graph = _room_for(graph, id, sizes, gap, axis)
    return graph


def _room_for(graph: Graph, node_id: str, sizes: Mapping[str, Point], gap: float, axis: int) -> Graph:
    place = {id: (node.x, node.y) for id, node in graph.nodes.items()}
    before = [link.source for link in graph.links_into(node_id) if link.source in sizes]
    after = [link.target for link in graph.links_from(node_id)]
    ends = [place[id][axis] + sizes[id][axis] + gap for id in before]
    here = max([place[node_id][axis], *ends])
    lack = max((here + sizes[node_id][axis] + gap - place[id][axis] for id in after), default=0.0)
    pushed = _pushed(graph, node_id, after, sizes, lack, axis) if lack > 0 else ()
    places = {id: _along(place[id], axis, place[id][axis] + lack) for id in pushed}
    return move(graph, {**places, node_id: _along(place[node_id], axis, here)})


def _pushed(
    graph: Graph, node_id: str, after: Iterable[str], sizes: Mapping[str, Point], lack: float, axis: int
) -> Collection[str]:
    """All that lies downstream, and whatever else that would come to lie on, with its own downstream."""
    fixed = reachable(graph, (node_id,), upstream=True)
    pushed, fresh = set[str](), set(reachable(graph, after))
    while fresh:
        pushed |= fresh
        rest = _Cards(graph, sizes, graph.nodes.keys() - pushed - fixed, axis)
        hit = {other for id in fresh if id in sizes for other in rest.covered_on_the_way(graph, id, sizes[id], lack)}
        fresh = set(reachable(graph, hit)) - pushed
    return pushed


class _Cards:
    """Cards sorted along the flow, to be asked which of them another one would come to lie on."""

    def __init__(self, graph: Graph, sizes: Mapping[str, Point], ids: Iterable[str], axis: int) -> None:
        self._axis = axis
        boxes = []
        for id in ids:
            if id in sizes:
                node, size = graph.nodes[id], sizes[id]
                at = (node.x, node.y)
                boxes.append((at[axis], at[1 - axis], at[1 - axis] + size[1 - axis], id))
        self._boxes = sorted(boxes)
        self._starts = [box[0] for box in self._boxes]

    def covered_on_the_way(self, graph: Graph, id: str, size: Point, by: float) -> Iterable[str]:
        """The cards that this one would cover or pass if it moved by so much along the flow, and now does not."""
        node, axis = graph.nodes[id], self._axis
        start, aside = (node.y, node.x) if axis == 1 else (node.x, node.y)
        end, low, high = start + size[axis], aside, aside + size[1 - axis]
        ahead = self._boxes[bisect_left(self._starts, end) : bisect_left(self._starts, end + by)]
        return [box[3] for box in ahead if box[1] < high and box[2] > low]


def _along(place: Point, axis: int, value: float) -> Point:
    return (place[0], value) if axis == 1 else (value, place[1])
