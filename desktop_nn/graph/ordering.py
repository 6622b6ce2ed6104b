"""Second step of the automatic layout: the order within each layer, so that few links cross.

Barycentre sweeps with swaps of neighbours; ports count, so that the first input of a merging layer is drawn left.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Callable, Sequence

from desktop_nn.graph.layering import Layering

SWEEPS = 12
"""Sweeps at most; it ends earlier after two without a gain."""

Rows = list[list[int]]
Neighbours = list[list[tuple[int, int, int]]]
"""For each vertex its neighbours in one direction: (vertex, port there, port here)."""


def ordered(layering: Layering, check: Callable[[], None]) -> Rows:
    """Vertices by layer from left to right. `check` is called between sweeps and may raise to end the work."""
    above, below = _neighbours(layering)
    rows = _first_rows(layering, below)
    best, fewest, idle = [list(row) for row in rows], _crossings(rows, below), 0
    for sweep in range(SWEEPS):
        if not fewest or idle == 2:
            break
        check()
        if sweep % 2:
            _sweep(rows, range(len(rows) - 2, -1, -1), below)
        else:
            _sweep(rows, range(1, len(rows)), above)
        _swap(rows, above, below, check)
        crossings = _crossings(rows, below)
        idle = 0 if crossings < fewest else idle + 1
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return _as_drawn(best, layering, below)


def _neighbours(layering: Layering) -> tuple[Neighbours, Neighbours]:
    above: Neighbours = [[] for _ in layering.layer]
    below: Neighbours = [[] for _ in layering.layer]
    for segment in layering.segments:
        below[segment.upper].append((segment.lower, segment.lower_port, segment.upper_port))
        above[segment.lower].append((segment.upper, segment.upper_port, segment.lower_port))
    return above, below


def _first_rows(layering: Layering, below: Neighbours) -> Rows:
    """Vertices in the order in which a depth-first walk from the top meets them: parts stay together."""
    rows: Rows = [[] for _ in layering.rows()]
    seen = [False] * len(layering.layer)
    for start in sorted(range(len(layering.layer)), key=layering.layer.__getitem__):
        stack = [start]
        while stack:
            vertex = stack.pop()
            if not seen[vertex]:
                seen[vertex] = True
                rows[layering.layer[vertex]].append(vertex)
                stack.extend(lower for lower, _, _ in reversed(below[vertex]))
    return rows


def _sweep(rows: Rows, layers: range, neighbours: Neighbours) -> None:
    """Sort each of the layers by the mean place of its vertices' neighbours; without any, a vertex stays."""
    for layer in layers:
        fixed = rows[layer - layers.step]
        place = {vertex: float(index) for index, vertex in enumerate(fixed)}
        goal: dict[int, float] = {}
        for index, vertex in enumerate(rows[layer]):
            near = neighbours[vertex]
            total = sum(place[other] + port / 64 for other, port, _ in near)
            goal[vertex] = total / len(near) if near else float(index)
        rows[layer].sort(key=goal.__getitem__)


def _swap(rows: Rows, above: Neighbours, below: Neighbours, check: Callable[[], None]) -> None:
    """Exchange neighbours wherever that leaves fewer crossings, until nothing is gained (four rounds at most)."""
    place = [0] * len(above)
    for row in rows:
        for index, vertex in enumerate(row):
            place[vertex] = index
    for _ in range(4):
        check()
        gained = False
        for row in rows:
            for index in range(len(row) - 1):
                left, right = row[index], row[index + 1]
                gain = _gain(left, right, above, place) + _gain(left, right, below, place)
                if gain > 0:
                    row[index], row[index + 1] = right, left
                    place[left], place[right] = index + 1, index
                    gained = True
        if not gained:
            return


def _gain(left: int, right: int, neighbours: Neighbours, place: Sequence[int]) -> int:
    """By how much crossings with one side's layer shrink if `left` and `right` change places."""
    if not neighbours[left] or not neighbours[right]:
        return 0
    lefts = sorted((place[vertex], port) for vertex, port, _ in neighbours[left])
    rights = sorted((place[vertex], port) for vertex, port, _ in neighbours[right])
    now = sum(len(lefts) - bisect_right(lefts, end) for end in rights)
    swapped = sum(len(rights) - bisect_right(rights, end) for end in lefts)
    return now - swapped


def _crossings(rows: Rows, below: Neighbours) -> int:
    """How many pairs of segments cross, over all layers."""
    count = 0
    for upper, lower in itertools.pairwise(rows):
        place = {vertex: index for index, vertex in enumerate(lower)}
        ends: list[tuple[int, int]] = []
        for vertex in upper:
            leaving = sorted((port, place[other], there) for other, there, port in below[vertex])
            for _, index, there in leaving:
                count += len(ends) - bisect_right(ends, (index, there))
                insort(ends, (index, there))
    return count


def _as_drawn(rows: Rows, layering: Layering, below: Neighbours) -> Rows:
    """The order, or its mirror image where that costs nothing and inputs and outputs stand more as drawn."""
    mirrored = [row[::-1] for row in rows]
    ends = _ends(layering)
    if _turned(mirrored, ends) < _turned(rows, ends) and _crossings(mirrored, below) <= _crossings(rows, below):
        return mirrored
    return rows


def _ends(layering: Layering) -> set[int]:
    """Nodes that nothing feeds or that nothing follows."""
    fed = {segment.lower for segment in layering.segments}
    used = {segment.upper for segment in layering.segments}
    return {vertex for vertex in range(layering.nodes) if vertex not in fed or vertex not in used}


def _turned(rows: Rows, ends: set[int]) -> int:
    """How many neighbouring ends stand against the order of the drawing."""
    placed = [[vertex for vertex in row if vertex in ends] for row in rows]
    return sum(left > right for row in placed for left, right in itertools.pairwise(row))
