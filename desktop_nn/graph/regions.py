"""How a drawing falls into parts by its links alone: trunk, forks that close again, regions with one exit, chains.

All functions work on a part of the drawing, given in topological order, and take about linear time. What becomes a
group, and what it is called, is `blocks.py`'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import closing_links, topological_order


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a trunk: one node, or a fork's branches with the node that they meet in (`forked`)."""

    nodes: tuple[str, ...]
    forked: bool = False


class Flow:
    """The links of a drawing as neighbours, without those that close a loop; `order` is topological."""

    def __init__(self, graph: Graph) -> None:
        back = set(closing_links(graph))
        links: list[Link] = [link for link in graph.links if link not in back]
        self.after: dict[str, list[str]] = {id: [] for id in graph.nodes}
        self.before: dict[str, list[str]] = {id: [] for id in graph.nodes}
        for link in links:
            self.after[link.source].append(link.target)
            self.before[link.target].append(link.source)
        self.ends = frozenset(id for id, node in graph.nodes.items() if node.output or not self.after[id])
        """Outputs of the model."""
        forward = Graph(nodes=graph.nodes, layers=graph.layers, links=tuple(links)) if back else graph
        self.order = topological_order(forward)
        self.place = {id: index for index, id in enumerate(self.order)}

    def sorted(self, nodes: Collection[str]) -> list[str]:
        """The nodes in topological order."""
        return sorted(nodes, key=self.place.__getitem__)


def trunk(flow: Flow, part: Sequence[str]) -> list[Stretch]:
    """The part as a row of nodes that all paths through it pass, and of what lies between two of them.

    A node lies on all paths if, just before it, every link that is still open leads to it.
    """
    inside = set(part)
    ins = {id: _inner(flow.before[id], inside) + _outer(flow.before[id], inside) for id in part}
    outs = {id: _inner(flow.after[id], inside) + (id in flow.ends or _outer(flow.after[id], inside)) for id in part}
    still_open = sum(_outer(flow.before[id], inside) for id in part)
    row: list[Stretch] = []
    between: list[str] = []
    for id in part:
        if still_open == ins[id]:
            row.append(Stretch((*between, id), bool(between)))
            between = []
        else:
            between.append(id)
        still_open += outs[id] - ins[id]
    if between:
        row.append(Stretch(tuple(between), True))
    return row


def branches(flow: Flow, part: Sequence[str]) -> list[list[str]]:
    """The pieces of the part that no link joins, each in topological order."""
    inside, seen = set(part), set[str]()
    found: list[list[str]] = []
    for start in part:
        if start in seen:
            continue
        seen.add(start)
        piece, todo = [start], [start]
        while todo:
            id = todo.pop()
            for other in (*flow.before[id], *flow.after[id]):
                if other in inside and other not in seen:
                    seen.add(other)
                    piece.append(other)
                    todo.append(other)
        found.append(flow.sorted(piece))
    return found


def single_exit_regions(flow: Flow, part: Sequence[str], least: int, most: int) -> list[list[str]]:
    """The largest regions of `least` to `most` nodes that are left at one node only and have branches inside.

    Such a region is what its exit post-dominates. However many of them are folded, no loop appears: a way that
    leaves one and comes back would be a loop of the drawing itself.
    """
    exit_of = _post_dominators(flow, part)
    children: dict[str, list[str]] = {id: [] for id in ("", *part)}
    size = dict.fromkeys(part, 1)
    for id in part:  # everything comes before what post-dominates it
        children[exit_of[id]].append(id)
        if exit_of[id]:
            size[exit_of[id]] += size[id]
    found: list[list[str]] = []
    todo = list(children[""])
    while todo:
        id = todo.pop()
        large = [child for child in children[id] if size[id] > most < 4 * size[child]]
        todo.extend(large)
        region = _below(children, id) if size[id] <= most else _apart(flow, children, id, large)
        if least <= len(region) <= most and any(len(flow.before[other]) > 1 for other in region):
            found.append(flow.sorted(region))
        elif size[id] > most:
            todo.extend(child for child in children[id] if child not in large)
    return found


def _apart(flow: Flow, children: dict[str, list[str]], exit: str, large: Sequence[str]) -> list[str]:
    """Of what the exit post-dominates, that from which no way leads through one of the large regions there."""
    whole = set(_below(children, exit)) - {exit}
    through = {id for child in large for id in _below(children, child)}
    todo = list(through)
    while todo:
        for other in flow.before[todo.pop()]:
            if other in whole and other not in through:
                through.add(other)
                todo.append(other)
    small = [_below(children, child) for child in children[exit] if child not in large]
    return [exit, *(id for below in small if through.isdisjoint(below) for id in below)]


def chains(flow: Flow, part: Sequence[str], least: int) -> list[list[str]]:
    """Runs of at least `least` nodes in which each feeds only the next and the next is fed by it alone."""
    inside = set(part)
    found: list[list[str]] = []
    seen: set[str] = set()
    for id in part:
        if id in seen:
            continue
        run = [id]
        while (follower := _only_follower(flow, run[-1])) in inside:
            run.append(follower)
        seen.update(run)
        if len(run) >= least:
            found.append(run)
    return found


def _only_follower(flow: Flow, id: str) -> str:
    after = flow.after[id]
    plain = len(after) == 1 and id not in flow.ends and len(flow.before[after[0]]) == 1
    return after[0] if plain else ""


def _inner(others: Sequence[str], inside: set[str]) -> int:
    return sum(other in inside for other in others)


def _outer(others: Sequence[str], inside: set[str]) -> bool:
    """Whether the way goes on outside of the part (or begins or ends here)."""
    return not others or any(other not in inside for other in others)


def _post_dominators(flow: Flow, part: Sequence[str]) -> dict[str, str]:
    """For each node the nearest one that all ways from it pass; "" if that lies outside of the part."""
    inside = set(part)
    exit_of: dict[str, str] = {}
    depth = {"": 0}
    for id in reversed(part):
        after = flow.after[id]
        common: str | None = "" if id in flow.ends else None
        for other in after:
            near = other if other in inside else ""
            common = near if common is None else _meeting(common, near, exit_of, depth)
        exit_of[id] = common or ""
        depth[id] = depth[exit_of[id]] + 1
    return exit_of


def _meeting(one: str, other: str, exit_of: dict[str, str], depth: dict[str, int]) -> str:
    while one != other:
        if depth[one] >= depth[other]:
            one = exit_of[one]
        else:
            other = exit_of[other]
    return one


def _below(children: dict[str, list[str]], top: str) -> list[str]:
    region, todo = [], [top]
    while todo:
        id = todo.pop()
        region.append(id)
        todo.extend(children[id])
    return region
