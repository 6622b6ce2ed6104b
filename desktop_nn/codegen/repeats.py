"""Which repeated groups can be written as a `for` loop: those whose copies are made in turn and named in turn.

All others are written out copy by copy. How a loop is written is `model_code.py`'s.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_nn.graph.effective import Effective
from desktop_nn.graph.model import Graph
from desktop_nn.graph.unrolling import Unrolled


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop of `count` rounds: the nodes of its first round in the order in which they are made, and its ways.

    `size` nodes of the whole order are made by it; `entry` is the node whose tensor goes in, `exit` the node of the
    first round whose tensor comes out, `end` the one of the last.
    """

    title: str
    count: int
    first: tuple[str, ...]
    size: int
    entry: str
    exit: str
    end: str


def loops(found: Effective, order: Sequence[str], gives_several: Callable[[str], bool]) -> dict[str, Loop]:
    """The loops by the node that the first round begins with. `order` is that in which the model is made."""
    place = {id: number for number, id in enumerate(order)}
    made: dict[str, Loop] = {}
    for group in found.groups:
        loop = _loop(found, group, order, place)
        if loop is not None and not gives_several(loop.entry) and not gives_several(loop.end):
            made[loop.first[0]] = loop
    return made


def _loop(found: Effective, group: Unrolled, order: Sequence[str], place: dict[str, int]) -> Loop | None:
    graph, copies = found.graph, group.copies
    ids = {id for copy in copies for id in copy}
    if any(other is not group and not ids.isdisjoint(*other.copies[:1]) for other in found.groups):
        return None
    start = min(place[id] for id in ids)
    if set(order[start : start + len(ids)]) != ids:
        return None
    size = len(copies[0])
    turns = [sorted(range(size), key=lambda at, copy=copy: place[copy[at]]) for copy in copies]  # type: ignore[misc]
    in_turn = all(turn == turns[0] for turn in turns) and all(
        max(place[id] for id in one) < min(place[id] for id in other) for one, other in itertools.pairwise(copies)
    )
    if not in_turn or not all(_named_in_turn(graph, copies, at, start, place) for at in range(size)):
        return None
    first = tuple(copies[0][at] for at in turns[0])
    exit = copies[0][copies[-1].index(group.ways.exit[0])]
    title = graph.groups[group.group].title
    return Loop(title, len(copies), first, len(ids), group.ways.entry[0], exit, group.ways.exit[0])


def _named_in_turn(graph: Graph, copies: Sequence[Sequence[str]], at: int, start: int, place: dict[str, int]) -> bool:
    """Whether a node's copies are called `name`, `name_2`, `name_3`…, or call one layer that was made before."""
    name = graph.name_of(copies[0][at])
    layer = graph.nodes[copies[0][at]].layer
    if graph.nodes[copies[-1][at]].layer == layer:
        return place[min(graph.calls_of(layer), key=place.__getitem__)] < start
    return all(graph.name_of(copy[at]) == f"{name}_{number}" for number, copy in enumerate(copies[1:], 2))
