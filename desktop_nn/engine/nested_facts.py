"""What shape inference has to know of nested models: what makes two of them the same, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_nn.graph.effective import told_outside
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.problems import Problem, errors


def structure(layer: Layer) -> Any:
    """All that Keras's answer depends on, as JSON data: the settings, and of a nested model what it is built of."""
    if layer.model is None:
        return layer.config
    model = layer.model
    inside = [
        [one.id, one.kind, one.name, structure(one), one.code and one.code.sha256] for one in model.layers.values()
    ]
    nodes = [[node.id, node.layer, node.output] for node in model.nodes.values()]
    links = [[link.source, link.source_port, link.target, link.target_port] for link in model.links]
    return [layer.config, inside, nodes, links]


def wrong_models(built: Graph, inner: Mapping[str, GraphFacts]) -> dict[int, Problem]:
    """The first problem inside each nested model that cannot be built, by the address of its drawing in `built`."""
    found: dict[int, Problem] = {}
    for layer_id, facts in inner.items():
        layer = built.layers.get(layer_id)
        problem = next(iter(errors(_problems(facts))), None)
        if layer is not None and layer.model is not None and problem is not None:
            found[address(layer.model)] = problem
    return found


def trouble_inside(graph: Graph, node_id: str, wrong: Mapping[int, Problem]) -> Problem | None:
    """The problem inside the nested model that a node calls, as it is told of the node."""
    layer = graph.layer_of(node_id)
    problem = wrong.get(address(layer.model)) if layer.model is not None else None
    return None if problem is None else told_outside(problem, layer.name, node_id)


def first_call(graph: Graph, node_id: str) -> str:
    """The first node in drawing order that calls the node's layer: problems of the layer are told there only."""
    return graph.calls_of(graph.nodes[node_id].layer)[0]


def address(model: Graph) -> int:
    """Tells drawings apart as objects: copies of a repeated layer have one and the same."""
    return id(model)


def _problems(facts: GraphFacts) -> Iterable[Problem]:
    yield from (node.problem for node in facts.nodes.values() if node.problem is not None)
    yield from facts.problems
