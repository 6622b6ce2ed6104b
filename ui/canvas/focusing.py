"""Where the keyboard's focus goes when its node is gone: upstream, else onward, else to any node. No marks here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection

from desktop_nn.graph import membership
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import predecessors, successors


def heir(lost: str, before: Graph, after: Graph, shown: Collection[str]) -> str | None:
    """The shown node that takes over from a lost one; None if nothing is shown.

    `before` is the drawing that still had it. A folded group takes over from its members, and the first
    member from a group that was unfolded.
    """
    if not shown:
        return None
    folded = membership.shown_as(after).get(lost)
    if folded in shown:
        return folded
    inside = [id for id in membership.members(after, lost) if id in shown] if lost in after.groups else []
    if inside:
        return inside[0]
    start = [lost] if lost in before.nodes else list(membership.members(before, lost))
    for step in (predecessors, successors):
        found = _nearest(start, step(before), lambda id: id in shown and id not in start)
        if found is not None:
            return found
    return next((id for id in after.nodes if id in shown), next(iter(shown)))


def nodes_of(graph: Graph, shown_id: str) -> frozenset[str]:
    """Ids of the nodes that a card stands for: itself, or all that a folded group holds."""
    return frozenset({shown_id} if shown_id in graph.nodes else membership.members(graph, shown_id))


def _nearest(start: list[str], further: dict[str, list[str]], wanted: Callable[[str], bool]) -> str | None:
    """The first wanted node on the way, the nearest first."""
    queue, seen = deque(start), set(start)
    while queue:
        id = queue.popleft()
        if wanted(id):
            return id
        for other in further.get(id, ()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return None
