"""The edit that bypasses nodes or takes the bypass back. What it means for the model is `passing_by.py`'s."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.problems import Problem, ProblemError


def may_bypass(graph: Graph, node_id: str) -> bool:
    """Whether data could pass by the node: an Input has nothing before it."""
    return graph.layer_of(node_id).kind != INPUT_KIND


def is_bypassed(graph: Graph, node_ids: Collection[str]) -> bool:
    """Whether all of these nodes that can be bypassed are."""
    able = [id for id in node_ids if id in graph.nodes and may_bypass(graph, id)]
    return bool(able) and all(graph.nodes[id].bypassed for id in able)


def set_bypassed(graph: Graph, node_ids: Collection[str], bypassed: bool) -> Graph:
    """Bypass nodes, or take the bypass back; Inputs among them stay. Raises ProblemError if there are only Inputs."""
    able = [id for id in node_ids if may_bypass(graph, id)]
    if not able:
        name = graph.name_of(next(iter(node_ids))) if node_ids else ""
        raise ProblemError(Problem("An Input cannot be bypassed.", name, "Bypass the layers behind it."))
    changed = {id: replace(graph.nodes[id], bypassed=bypassed) for id in able}
    return replace(graph, nodes={**graph.nodes, **changed})
