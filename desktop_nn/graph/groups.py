"""Pure edits of groups: put nodes together, take a group apart, fold, unfold, name, colour, repeat.

Who lies where is `membership.py`'s; where cards stand after folding is `folding.py`'s.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from desktop_nn.graph.edits import free_id
from desktop_nn.graph.membership import ancestors, members, units, without_empty_groups
from desktop_nn.graph.model import Graph, Group
from desktop_nn.problems import Problem, ProblemError

MOST_REPEATS = 1000
"""A group can be repeated so often at most; more copies than this are a slip."""


def make_group(graph: Graph, node_ids: Collection[str], title: str = "", *, colour: str = "") -> tuple[Graph, str]:
    """Put nodes into a new group; returns the drawing and the group's id.

    The new group lies in the innermost group that holds all of the nodes; groups that lie wholly among the nodes
    come to lie in it. Raises ProblemError without any node.
    """
    chosen = [id for id in graph.nodes if id in set(node_ids)]
    if not chosen:
        raise ProblemError(Problem("There is nothing to group.", fix="Select some layers first."))
    around = [[group.id for group in ancestors(graph, graph.nodes[id].group)] for id in chosen]
    parent = next((id for id in around[0] if all(id in ids for ids in around)), "")
    inner = {_below(ids, parent) for ids in around} - {""}
    moved_in = {id for id in inner if set(members(graph, id)) <= set(chosen)}
    id = free_id(graph.groups, "g")
    groups = dict(graph.groups)
    for other in moved_in:
        groups[other] = replace(groups[other], parent=id)
    groups[id] = Group(id, title or free_title(graph), parent, colour)
    nodes = dict(graph.nodes)
    for node, ids in zip(chosen, around, strict=True):
        if _below(ids, parent) not in moved_in:
            nodes[node] = replace(nodes[node], group=id)
    return without_empty_groups(replace(graph, nodes=nodes, groups=groups)), id


def ungroup(graph: Graph, group_id: str) -> Graph:
    """Take a group apart: what it holds lies in the group around it, or in none."""
    parent = graph.groups[group_id].parent
    nodes = {id: replace(node, group=parent) if node.group == group_id else node for id, node in graph.nodes.items()}
    groups = {
        id: replace(group, parent=parent) if group.parent == group_id else group
        for id, group in graph.groups.items()
        if id != group_id
    }
    return replace(graph, nodes=nodes, groups=groups)


def put_into(graph: Graph, node_ids: Collection[str], group_id: str, whole: Collection[str] = ()) -> Graph:
    """Let nodes lie in a group, or in none (""); groups that hold nothing any more are gone.

    `whole` groups come to lie in it as they are, with all that they hold; one that holds the group itself stays.
    """
    around = {group.id for group in ancestors(graph, group_id)}
    moved = [id for id in whole if id not in around]
    kept = {node for id in whole for node in members(graph, id)}
    nodes = {
        id: replace(node, group=group_id) if id in node_ids and id not in kept else node
        for id, node in graph.nodes.items()
    }
    groups = {id: replace(group, parent=group_id) if id in moved else group for id, group in graph.groups.items()}
    return without_empty_groups(replace(graph, nodes=nodes, groups=groups))


def take_out(graph: Graph, node_ids: Collection[str]) -> Graph:
    """Let nodes, and groups that are among them whole, lie in what is around the group that they lie in."""
    whole = units(graph, node_ids)
    kept = {node for id in whole for node in members(graph, id)}
    beyond = {"": "", **{id: group.parent for id, group in graph.groups.items()}}
    nodes = {
        id: replace(node, group=beyond.get(node.group, "")) if id in node_ids and id not in kept else node
        for id, node in graph.nodes.items()
    }
    groups = {
        id: replace(group, parent=beyond.get(group.parent, "")) if id in whole else group
        for id, group in graph.groups.items()
    }
    return without_empty_groups(replace(graph, nodes=nodes, groups=groups))


def change_group(graph: Graph, group_id: str, **changes: Any) -> Graph:
    """Change fields of a group: title, colour, folded, count.

    Raises ProblemError for a count that is no whole number from 1 to `MOST_REPEATS`.
    """
    count = changes.get("count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_REPEATS:
        what = f"A group cannot be repeated {count} times."
        where = graph.groups[group_id].title
        raise ProblemError(Problem(what, where, f"Give a whole number from 1 to {MOST_REPEATS}."))
    return replace(graph, groups={**graph.groups, group_id: replace(graph.groups[group_id], **changes)})


def fold(graph: Graph, group_ids: Collection[str], folded: bool = True) -> Graph:
    """Fold groups to cards, or unfold them; places stay (`folding.py` makes room)."""
    groups = {id: replace(group, folded=folded) if id in group_ids else group for id, group in graph.groups.items()}
    return replace(graph, groups=groups)


def free_title(graph: Graph, wish: str = "Group") -> str:
    """`wish`, or `wish 2`, `wish 3`… whichever no group bears yet."""
    taken = {group.title for group in graph.groups.values()}
    number = 2
    title = wish
    while title in taken:
        title, number = f"{wish} {number}", number + 1
    return title


def _below(ids: list[str], parent: str) -> str:
    """Of a node's groups from the inside out, the outermost one inside `parent`; "" if it lies there directly."""
    inside = ids[: ids.index(parent)] if parent in ids else ids
    return inside[-1] if inside else ""
