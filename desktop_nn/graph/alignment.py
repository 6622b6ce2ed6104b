"""Third step of the automatic layout: which vertices stand exactly under one another, as one straight block.

A plain run of nodes is one block, so is a long link's run of stand-ins, and the longest path through forks and
merges goes on straight, so that the main path of a model is one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from desktop_nn.graph.layering import Layering, Segment


class _Rank(IntEnum):
    """Which segments are made straight first where two cannot both be."""

    LONG_LINK = 0
    PLAIN_RUN = 1
    MAIN_PATH = 2
    BENT = 3


def blocks(layering: Layering, rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Vertices grouped into vertical blocks, each from top to bottom; straight segments never cross each other.

    Therefore "left of" never runs in a circle among blocks.
    """
    place = {vertex: index for row in rows for index, vertex in enumerate(row)}
    by_layer: list[list[tuple[_Rank, Segment]]] = [[] for _ in rows]
    for segment, rank in zip(layering.segments, _ranks(layering), strict=True):
        if rank is not _Rank.BENT:
            by_layer[layering.layer[segment.upper]].append((rank, segment))
    under: dict[int, int] = {}
    for candidates in by_layer:
        candidates.sort(key=lambda item: (item[0], place[item[1].upper], place[item[1].lower]))
        under.update(_straight([segment for _, segment in candidates], place))
    heads = set(range(len(layering.layer))) - set(under.values())
    return [_block(head, under) for head in sorted(heads, key=lambda vertex: (layering.layer[vertex], place[vertex]))]


def _straight(segments: Sequence[Segment], place: dict[int, int]) -> dict[int, int]:
    """The first of the segments that neither share an end nor cross, as upper -> lower."""
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    ends: list[tuple[int, int]] = []
    for segment in segments:
        upper, lower = place[segment.upper], place[segment.lower]
        if segment.upper in chosen or segment.lower in taken:
            continue
        if any((upper < other) != (lower < below) for other, below in ends):
            continue
        chosen[segment.upper] = segment.lower
        taken.add(segment.lower)
        ends.append((upper, lower))
    return chosen


def _block(head: int, under: dict[int, int]) -> list[int]:
    block = [head]
    while block[-1] in under:
        block.append(under[block[-1]])
    return block


def _ranks(layering: Layering) -> list[_Rank]:
    leaving: list[list[int]] = [[] for _ in layering.layer]
    entering: list[list[int]] = [[] for _ in layering.layer]
    for index, segment in enumerate(layering.segments):
        leaving[segment.upper].append(index)
        entering[segment.lower].append(index)
    ahead = _real_nodes_ahead(layering)
    segments = layering.segments

    def rank(index: int) -> _Rank:
        upper, lower = segments[index].upper, segments[index].lower
        if upper >= layering.nodes and lower >= layering.nodes:
            return _Rank.LONG_LINK
        if len(leaving[upper]) == 1 and len(entering[lower]) == 1:
            return _Rank.PLAIN_RUN
        if upper >= layering.nodes or lower >= layering.nodes:
            return _Rank.BENT
        rivals_below = [ahead[segments[i].lower] for i in leaving[upper] if i != index]
        rivals_above = [segments[i].upper for i in entering[lower] if i != index and segments[i].upper != upper]
        longest = all(ahead[lower] > rival for rival in rivals_below)
        only = all(rival >= layering.nodes for rival in rivals_above)
        return _Rank.MAIN_PATH if longest and only else _Rank.BENT

    return [rank(index) for index in range(len(segments))]


def _real_nodes_ahead(layering: Layering) -> list[int]:
    """For each vertex the number of nodes, itself included, on the path below that has the most of them."""
    ahead = [0] * len(layering.layer)
    for segment in sorted(layering.segments, key=lambda item: -layering.layer[item.lower]):
        ahead[segment.lower] = max(ahead[segment.lower], int(segment.lower < layering.nodes))
        ahead[segment.upper] = max(ahead[segment.upper], ahead[segment.lower] + int(segment.upper < layering.nodes))
    return ahead
