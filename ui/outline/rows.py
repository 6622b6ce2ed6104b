"""Which rows the outline has: the drawing's layers, groups and nested layers as a tree of keys. No Qt here.

A key is ("node", id), ("group", id), ("note", id), or for what lies inside a nested model ("node", id, id inside, …).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeAlias

from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.topology import topological_order

Key: TypeAlias = tuple[str, ...]
ROOT: Key = ()
Tree: TypeAlias = dict[Key, tuple[Key, ...]]
"""The keys below each key that has any."""


def tree(graph: Graph, wanted: Callable[[Key], bool] | None = None) -> Tree:
    """All rows in the order of the flow; with `wanted` only those rows and what they lie in."""
    below: defaultdict[Key, list[Key]] = defaultdict(list)
    placed: set[str] = set()

    def holder(group_id: str) -> Key:
        """The key of a group's row; it comes where its first layer stands."""
        if group_id not in graph.groups:
            return ROOT
        key = ("group", group_id)
        if group_id not in placed:
            placed.add(group_id)
            below[holder(graph.groups[group_id].parent)].append(key)
        return key

    for id in topological_order(graph):
        key = ("node", id)
        below[holder(graph.nodes[id].group)].append(key)
        _nest(below, key, graph.layer_of(id))
    below[ROOT] += [("note", id) for id in graph.comments]
    return _only(dict(below), wanted) if wanted is not None else {key: tuple(keys) for key, keys in below.items()}


def node_ids(graph: Graph, key: Key) -> tuple[str, ...]:
    """Ids of the drawing's nodes that a row stands for: itself, a group's members, the nested model around it."""
    if len(key) < 2:
        return ()
    if key[0] == "group":
        return members(graph, key[1]) if key[1] in graph.groups else ()
    return (key[1],) if key[0] == "node" and key[1] in graph.nodes else ()


def note_id(graph: Graph, key: Key) -> str:
    """The id of the note that a row stands for; "" if it is no note's."""
    return key[1] if key[:1] == ("note",) and key[1] in graph.comments else ""


def layer_at(graph: Graph, key: Key) -> Layer | None:
    """The layer of a row, looked up through nested models; None for groups and for what is gone."""
    if len(key) < 2 or key[0] != "node":
        return None
    inside: Graph | None = graph
    layer = None
    for id in key[1:]:
        if inside is None or id not in inside.nodes:
            return None
        layer = inside.layer_of(id)
        inside = layer.model
    return layer


def _nest(below: defaultdict[Key, list[Key]], key: Key, layer: Layer) -> None:
    if layer.model is not None:
        for id in topological_order(layer.model):
            below[key].append((*key, id))
            _nest(below, (*key, id), layer.model.layer_of(id))


def _only(below: dict[Key, list[Key]], wanted: Callable[[Key], bool]) -> Tree:
    kept: Tree = {}

    def keep(key: Key) -> bool:
        found = tuple(child for child in below.get(key, ()) if keep(child))
        if found:
            kept[key] = found
        return bool(found) or (key != ROOT and wanted(key))

    keep(ROOT)
    return kept
