"""What the inspector tells of a node, of several, and of the whole model, as plain lines. No widgets here."""

from __future__ import annotations

from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts, NodeFacts, Shape, shape_text
from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.graph.weights import formula, number, size_text
from ui.inspector.fact_rows import Fact

_WAITING = "…"


def node_facts(graph: Graph, facts: GraphFacts, node_id: str) -> list[Fact]:
    """Shapes, weights and dtype of one node."""
    known = facts.nodes.get(node_id, NodeFacts())
    lines = [
        Fact("Input", " · ".join(map(shape_text, shapes)), tip=_full(shapes))
        for shapes in _incoming(graph, facts, node_id)
    ]
    shapes = known.output_shapes
    lines.append(Fact("Output", " · ".join(map(shape_text, shapes)) or _WAITING, tip=_full(shapes)))
    if graph.layer_of(node_id).kind != INPUT_KIND:
        lines.append(_weights(graph, facts, node_id, known))
    if known.dtype:
        lines.append(Fact("Data type", known.dtype))
    return lines


def several_facts(graph: Graph, facts: GraphFacts, node_ids: list[str]) -> list[Fact]:
    """What kinds are selected, and their weights; a layer called several times counts once."""
    kinds: dict[str, int] = {}
    for id in node_ids:
        kind = graph.layer_of(id).kind
        kinds[kind] = kinds.get(kind, 0) + 1
    by_layer = {graph.nodes[id].layer: facts.nodes.get(id, NodeFacts()) for id in node_ids}
    total = sum(known.parameters for known in by_layer.values())
    names = ", ".join(f"{count} {kind}" if count > 1 else kind for kind, count in sorted(kinds.items()))
    return [Fact("Kinds", names), Fact("Parameters", number(total))]


def model_facts(graph: Graph, facts: GraphFacts) -> list[Fact]:
    """Totals of the whole model."""
    model = built(graph)
    inputs, outputs = input_nodes(model), output_nodes(model)
    frozen = facts.parameters - facts.trainable
    lines = [Fact("Parameters", number(facts.parameters), note=size_text(facts.parameters) if facts.parameters else "")]
    if frozen:
        lines += [Fact("Trainable", number(facts.trainable)), Fact("Not trainable", number(frozen))]
    lines += [
        Fact("Layers", number(len(model.layers))),
        Fact("Inputs", number(len(inputs)), note=", ".join(map(model.name_of, inputs))),
        Fact("Outputs", number(len(outputs)), note=", ".join(map(model.name_of, outputs))),
    ]
    return lines


def _incoming(graph: Graph, facts: GraphFacts, node_id: str) -> list[tuple[Shape, ...]]:
    found = [facts.shape_of(link.source, link.source_port) for link in graph.links_into(node_id)]
    shapes = tuple(shape for shape in found if shape is not None)
    return [shapes] if shapes else []


def _weights(graph: Graph, facts: GraphFacts, node_id: str, known: NodeFacts) -> Fact:
    if not known.output_shapes:
        return Fact("Parameters", _WAITING)
    layer = graph.layer_of(node_id)
    links = graph.links_into(node_id)
    incoming = facts.shape_of(links[0].source, links[0].source_port) if links else None
    notes = [formula(layer.kind, layer.config, incoming, known.parameters)]
    if known.trainable != known.parameters:
        notes.append(f"{number(known.trainable)} trainable")
    return Fact("Parameters", number(known.parameters), note="; ".join(filter(None, notes)))


def _full(shapes: tuple[Shape, ...]) -> str:
    """Shapes as Keras writes them, with the batch axis."""
    return "\n".join(str(shape) for shape in shapes)
