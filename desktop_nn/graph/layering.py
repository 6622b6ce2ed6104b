"""First step of the automatic layout: which layer each node stands in, and stand-ins for links that skip layers.

Works on plain vertex numbers: nodes first, in drawing order, then the stand-ins ("dummies"). Who stands left of
whom is `ordering.py`'s business, coordinates are `coordinates.py`'s.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_nn.graph.model import Link

DUMMY_LIMIT = 30_000
"""More stand-ins than this cost seconds and help nobody; the longest links then do without."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a link between neighbouring layers; the ports are 0 at a stand-in."""

    upper: int
    lower: int
    upper_port: int = 0
    lower_port: int = 0


@dataclass(frozen=True, slots=True)
class Layering:
    """Vertices `0…nodes-1` are nodes, the rest stand-ins. `layer` has one entry a vertex.

    `segments` only join neighbouring layers. `chains` gives, for each link that skips layers, its stand-ins
    from the upper to the lower end; links too long for stand-ins are missing.
    """

    nodes: int
    layer: tuple[int, ...]
    segments: tuple[Segment, ...]
    chains: dict[Link, tuple[int, ...]]

    def rows(self) -> list[list[int]]:
        """Vertices by layer, in order of their numbers."""
        rows: list[list[int]] = [[] for _ in range(max(self.layer, default=-1) + 1)]
        for vertex, layer in enumerate(self.layer):
            rows[layer].append(vertex)
        return rows


def layering(nodes: Sequence[str], links: Sequence[Link], dummy_limit: int = DUMMY_LIMIT) -> Layering:
    """Longest-path layers: inputs on top, every node right below the lowest of those that feed it.

    Links that close a loop, or that lead from a node to itself, are passed over.
    """
    number = {node: index for index, node in enumerate(nodes)}
    forward = _without_loops(len(nodes), [(number[link.source], number[link.target], link) for link in links])
    layer = _longest_paths(len(nodes), forward)
    segments: list[Segment] = []
    chains: dict[Link, tuple[int, ...]] = {}
    budget = dummy_limit
    for upper, lower, link in sorted(forward, key=lambda edge: layer[edge[1]] - layer[edge[0]]):
        between = range(layer[upper] + 1, layer[lower])
        if len(between) > budget:
            break
        budget -= len(between)
        stand_ins = tuple(range(len(layer), len(layer) + len(between)))
        layer.extend(between)
        segments.extend(_segments(upper, stand_ins, lower, link))
        if stand_ins:
            chains[link] = stand_ins
    return Layering(len(nodes), tuple(layer), tuple(segments), chains)


def _segments(upper: int, stand_ins: tuple[int, ...], lower: int, link: Link) -> list[Segment]:
    stops = (upper, *stand_ins, lower)
    last = len(stops) - 2
    return [
        Segment(above, below, link.source_port if i == 0 else 0, link.target_port if i == last else 0)
        for i, (above, below) in enumerate(itertools.pairwise(stops))
    ]


Edge = tuple[int, int, Link]


def _without_loops(count: int, edges: Sequence[Edge]) -> list[Edge]:
    """The edges without those that a depth-first walk, in drawing order, finds leading back."""
    leaving: list[list[int]] = [[] for _ in range(count)]
    for index, (source, _, _) in enumerate(edges):
        leaving[source].append(index)
    state = [0] * count  # 0 not seen, 1 on the walk's path, 2 done
    back: set[int] = set()
    for start in range(count):
        if state[start]:
            continue
        state[start] = 1
        walk = [(start, iter(leaving[start]))]
        while walk:
            vertex, rest = walk[-1]
            index = next(rest, -1)
            if index < 0:
                state[vertex] = 2
                walk.pop()
                continue
            target = edges[index][1]
            if state[target] == 1:
                back.add(index)
            elif state[target] == 0:
                state[target] = 1
                walk.append((target, iter(leaving[target])))
    return [edge for index, edge in enumerate(edges) if index not in back]


def _longest_paths(count: int, edges: Sequence[Edge]) -> list[int]:
    following: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for source, target, _ in edges:
        following[source].append(target)
        waiting[target] += 1
    layer = [0] * count
    ready = [vertex for vertex in range(count) if not waiting[vertex]]
    while ready:
        vertex = ready.pop()
        for target in following[vertex]:
            layer[target] = max(layer[target], layer[vertex] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return layer
