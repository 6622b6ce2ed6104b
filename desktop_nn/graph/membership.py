"""Which nodes lie in which group, and which group a folded drawing shows in their place. Questions only.

Edits of groups are `groups.py`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from desktop_nn.graph.model import Graph, Group


def ancestors(graph: Graph, group_id: str) -> Iterator[Group]:
    """The group itself and those around it, from the inside out. Unknown ids and circles end the row."""
    seen: set[str] = set()
    while group_id in graph.groups and group_id not in seen:
        seen.add(group_id)
        yield graph.groups[group_id]
        group_id = graph.groups[group_id].parent


def members(graph: Graph, group_id: str) -> tuple[str, ...]:
    """Ids of all nodes in the group and in the groups inside it, in drawing order."""
    inside = {group_id, *subgroups(graph, group_id)}
    return tuple(id for id, node in graph.nodes.items() if node.group in inside)


def subgroups(graph: Graph, group_id: str) -> tuple[str, ...]:
    """Ids of all groups that lie in the group, at any depth."""
    return tuple(
        id for id in graph.groups if id != group_id and any(one.id == group_id for one in ancestors(graph, id))
    )


def members_of_all(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Ids of the nodes in each group, those of groups inside it included; one walk for all groups."""
    inside: defaultdict[str, list[str]] = defaultdict(list)
    around = {id: tuple(group.id for group in ancestors(graph, id)) for id in graph.groups}
    for id, node in graph.nodes.items():
        for group in around.get(node.group, ()):
            inside[group].append(id)
    return {id: tuple(inside[id]) for id in graph.groups}


def shown_as(graph: Graph) -> dict[str, str]:
    """Node id -> id of what the canvas shows for it: the outermost folded group that holds it, else the node."""
    holder = {id: _folded_around(graph, id) for id in graph.groups}
    return {id: holder.get(node.group, "") or id for id, node in graph.nodes.items()}


def whole_groups(graph: Graph, node_ids: Collection[str]) -> frozenset[str]:
    """Ids of the groups all of whose nodes are among these; a group without nodes is not whole."""
    chosen = set(node_ids)
    return frozenset(id for id, inside in members_of_all(graph).items() if inside and chosen.issuperset(inside))


def units(graph: Graph, node_ids: Collection[str], grabbed: Collection[str] = ()) -> tuple[str, ...]:
    """The outermost groups that go as they are when these nodes go elsewhere: those that are among them whole.

    A single layer is only itself, also if it is all that its open group holds, unless that group is `grabbed`.
    """
    whole = whole_groups(graph, node_ids) if graph.groups else frozenset()
    inside = members_of_all(graph) if whole else {}
    solid = {id for id in whole if len(inside[id]) > 1 or graph.groups[id].folded or id in grabbed}
    return tuple(
        id
        for id in graph.groups
        if id in solid and not any(one.id in solid for one in ancestors(graph, id) if one.id != id)
    )


def around_both(graph: Graph, one: str, other: str) -> str:
    """The innermost group that holds both nodes, or ""."""
    ids = {group.id for group in ancestors(graph, graph.nodes[other].group)}
    return next((group.id for group in ancestors(graph, graph.nodes[one].group) if group.id in ids), "")


def called(graph: Graph, node_ids: Collection[str]) -> str:
    """What to call these nodes in a sentence: the layer's name, the title of the group that they are, or a number."""
    known = [id for id in node_ids if id in graph.nodes]
    if len(known) == 1:
        return graph.name_of(known[0])
    whole = whole_groups(graph, known) if graph.groups else frozenset()
    outer = [id for id in whole if graph.groups[id].parent not in whole]
    if len(outer) == 1 and len(members(graph, outer[0])) == len(known):
        return graph.groups[outer[0]].title or "the group"
    return f"{len(known)} layers"


def without_empty_groups(graph: Graph) -> Graph:
    """The drawing without groups that hold no node, at any depth."""
    if not graph.groups:
        return graph
    inside = members_of_all(graph)
    kept = {id: group for id, group in graph.groups.items() if inside[id]}
    return graph if len(kept) == len(graph.groups) else replace(graph, groups=kept)


def _folded_around(graph: Graph, group_id: str) -> str:
    folded = [group.id for group in ancestors(graph, group_id) if group.folded]
    return folded[-1] if folded else ""
