"""Pure edits of shared layers: one more call of a layer, and a call made independent again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desktop_nn.graph.edits import free_id, free_name, named, place_call
from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.problems import Problem, ProblemError


def siblings(graph: Graph, node_id: str) -> tuple[str, ...]:
    """The other calls of the node's layer, in drawing order."""
    if node_id not in graph.nodes:
        return ()
    return tuple(id for id in graph.calls_of(graph.nodes[node_id].layer) if id != node_id)


def may_share(graph: Graph, node_id: str) -> bool:
    """Whether a second call of the node's layer makes sense: an Input is no call."""
    return node_id in graph.nodes and graph.layer_of(node_id).kind != INPUT_KIND


def share(graph: Graph, node_id: str, x: float, y: float) -> tuple[Graph, str]:
    """Place one more call of the node's layer; it lies in the same group. Raises ProblemError for an Input."""
    if not may_share(graph, node_id):
        what = "An Input cannot be shared."
        raise ProblemError(Problem(what, graph.name_of(node_id), "Link the same Input to several layers instead."))
    shared, new = place_call(graph, graph.nodes[node_id].layer, x, y)
    grouped = replace(shared.nodes[new], group=graph.nodes[node_id].group)
    return replace(shared, nodes={**shared.nodes, new: grouped}), new


def make_independent(graph: Graph, node_ids: Collection[str]) -> Graph:
    """Give each of these calls a layer of its own, with the same settings, and so weights of its own.

    A layer always keeps one call: if all of them are to go, the first one stays with it.
    """
    for id in [id for id in graph.nodes if id in node_ids]:
        others = siblings(graph, id)
        if not others or (all(other in node_ids for other in others) and _is_first(graph, id)):
            continue
        old = graph.layer_of(id)
        layer = named(replace(old, id=free_id(graph.layers, "l")), free_name(graph, old.name))
        nodes = {**graph.nodes, id: replace(graph.nodes[id], layer=layer.id)}
        graph = replace(graph, layers={**graph.layers, layer.id: layer}, nodes=nodes)
    return graph


def _is_first(graph: Graph, node_id: str) -> bool:
    return graph.calls_of(graph.nodes[node_id].layer)[0] == node_id
