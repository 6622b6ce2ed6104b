"""Last step of the automatic layout: how far right each block stands.

Every block wants to stand in the middle of what it is linked to; blocks that share a layer keep their distance.
Wishes are pulled together and spread apart in turns, and the best of all rounds is kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from desktop_nn.graph.layering import Layering

ROUNDS = 40
STILL = 0.5
"""Rounds end when nothing moves by more than this (pixels)."""


class _Blocks:
    """The blocks with what keeps them apart and what pulls them together."""

    def __init__(self, layering: Layering, rows: Sequence[Sequence[int]], blocks: Sequence[Sequence[int]]) -> None:
        self.of = {vertex: index for index, block in enumerate(blocks) for vertex in block}
        self.count = len(blocks)
        self.pulls: list[list[tuple[int, float]]] = [[] for _ in blocks]
        for segment in layering.segments:
            upper, lower = self.of[segment.upper], self.of[segment.lower]
            if upper != lower:
                real = segment.upper < layering.nodes and segment.lower < layering.nodes
                weight = 1.0 if real else 0.5
                self.pulls[upper].append((lower, weight))
                self.pulls[lower].append((upper, weight))
        self.right: list[dict[int, float]] = [{} for _ in blocks]
        self.rows = rows

    def separate(self, distance: Callable[[int, int], float]) -> None:
        """Note for neighbours in a layer how far apart their blocks must be."""
        for row in self.rows:
            for left, right in itertools.pairwise(row):
                apart = self.right[self.of[left]]
                other = self.of[right]
                apart[other] = max(apart.get(other, 0.0), distance(left, right))

    def from_left(self) -> list[int]:
        """All blocks so that each comes after those to its left."""
        waiting = [0] * self.count
        for apart in self.right:
            for other in apart:
                waiting[other] += 1
        order = [block for block in range(self.count) if not waiting[block]]
        for block in order:
            for other in self.right[block]:
                waiting[other] -= 1
                if not waiting[other]:
                    order.append(other)
        return order


def centres(
    layering: Layering,
    rows: Sequence[Sequence[int]],
    blocks: Sequence[Sequence[int]],
    distance: Callable[[int, int], float],
    check: Callable[[], None],
) -> list[float]:
    """The horizontal centre of each vertex; `distance` is the least one between neighbours' centres.

    `check` is called between rounds and may raise to end the work.
    """
    graph = _Blocks(layering, rows, blocks)
    graph.separate(distance)
    order = graph.from_left()
    place = _spread([0.0] * graph.count, graph, order)
    best, least = place, _cost(place, graph)
    for _ in range(ROUNDS):
        check()
        moved = _spread(_wishes(place, graph), graph, order)
        change = max((abs(new - old) for new, old in zip(moved, place, strict=True)), default=0.0)
        place = moved
        cost = _cost(place, graph)
        if cost < least:
            best, least = place, cost
        if change < STILL:
            break
    return [best[graph.of[vertex]] for vertex in range(len(layering.layer))]


def _wishes(place: list[float], graph: _Blocks) -> list[float]:
    """Half way from where each block stands to the weighted mean of the blocks it is linked to."""
    wishes = list(place)
    for block, pulls in enumerate(graph.pulls):
        if pulls:
            mean = sum(place[other] * weight for other, weight in pulls) / sum(weight for _, weight in pulls)
            wishes[block] = (place[block] + mean) / 2
    return wishes


def _spread(wishes: list[float], graph: _Blocks, order: Sequence[int]) -> list[float]:
    """The nearest places that keep all distances: the mean of giving way to the right and to the left only.

    Both keep the distances, and so does their mean, because distances are linear.
    """
    rightward = list(wishes)
    for block in order:
        for other, apart in graph.right[block].items():
            rightward[other] = max(rightward[other], rightward[block] + apart)
    leftward = list(wishes)
    for block in reversed(order):
        for other, apart in graph.right[block].items():
            leftward[block] = min(leftward[block], leftward[other] - apart)
    return [(right + left) / 2 for right, left in zip(rightward, leftward, strict=True)]


def _cost(place: Sequence[float], graph: _Blocks) -> float:
    return sum(
        weight * abs(place[block] - place[other])
        for block, pulls in enumerate(graph.pulls)
        for other, weight in pulls
        if block < other
    )
