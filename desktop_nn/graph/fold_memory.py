"""Remembers what folding and unfolding moved, so that the other of the two gives exactly that back.

How room is made where nothing is remembered is `making_room.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop_nn.graph import groups
from desktop_nn.graph.layout import NODE_SIZE, Point
from desktop_nn.graph.making_room import covers_more, with_folded
from desktop_nn.graph.model import Graph

_Spots: TypeAlias = Mapping[str, Point]


@dataclass(slots=True)
class _Step:
    """What folding (or unfolding) a group did: all places before and after, how far things went, and where those that
    it moved stand now: other groups that fold and unfold move them on.
    """

    folded: bool
    before: _Spots
    after: _Spots
    shifts: dict[str, Point]
    now: dict[str, Point]


class FoldMemory:
    """Folds and unfolds. Whatever the user moved or added meanwhile is left where it is, and room is made anew."""

    def __init__(self) -> None:
        self._steps: dict[str, _Step] = {}

    def with_folded(
        self, graph: Graph, group_id: str, folded: bool, sizes: Mapping[str, Point], node_size: Point = NODE_SIZE
    ) -> Graph:
        """As the function of this name; what has its place from the opposite step goes back to where it was."""
        if graph.groups[group_id].folded == folded:
            return graph
        step, before = self._steps.pop(group_id, None), _spots(graph)
        changed = None
        if step is not None and step.folded != folded:
            changed = self._back(graph, group_id, step, before, sizes, node_size)
        if changed is None:
            changed = with_folded(graph, group_id, folded, sizes, node_size)
        after = _spots(changed)
        shifts = {id: _gap(spot, before[id]) for id, spot in after.items() if spot != before[id]}
        for other in self._steps.values():
            other.now = {id: _sum(spot, shifts.get(id, (0.0, 0.0))) for id, spot in other.now.items()}
        self._steps[group_id] = _Step(folded, before, after, shifts, {id: after[id] for id in shifts})
        return changed

    def _back(
        self, graph: Graph, group_id: str, step: _Step, now: _Spots, sizes: Mapping[str, Point], node_size: Point
    ) -> Graph | None:
        """The step undone; None if something has come, gone or moved since, or would come to lie on something."""
        folded = graph.groups[group_id].folded
        if now == step.after:
            return groups.change_group(_placed(graph, step.before), group_id, folded=not folded)
        if now.keys() != step.after.keys() or any(not _near(now[id], spot) for id, spot in step.now.items()):
            return None
        spots = {id: _gap(now[id], step.shifts.get(id, (0.0, 0.0))) for id in now}
        changed = groups.change_group(_placed(graph, spots), group_id, folded=not folded)
        return None if covers_more(graph, changed, group_id, sizes, node_size) else changed


def _spots(graph: Graph) -> _Spots:
    return {id: (thing.x, thing.y) for things in (graph.nodes, graph.comments) for id, thing in things.items()}


def _placed(graph: Graph, spots: _Spots) -> Graph:
    nodes = {id: replace(node, x=spots[id][0], y=spots[id][1]) for id, node in graph.nodes.items()}
    notes = {id: replace(note, x=spots[id][0], y=spots[id][1]) for id, note in graph.comments.items()}
    return replace(graph, nodes=nodes, comments=notes)


def _gap(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1]


def _sum(one: Point, other: Point) -> Point:
    return one[0] + other[0], one[1] + other[1]


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < 0.01 and abs(one[1] - other[1]) < 0.01
