"""The drawing as Keras code: `keras.Sequential` for a chain, the functional API otherwise.

Layers are made in the order in which the app makes them, so that the same seed gives the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_nn.catalogue import load
from desktop_nn.catalogue.calls import call_arguments
from desktop_nn.codegen.expressions import Call, Code, Expression, assigned
from desktop_nn.codegen.identifiers import identifiers
from desktop_nn.codegen.keras_objects import keras_object
from desktop_nn.codegen.sections import Import, Section
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.topology import input_nodes, is_chain, nodes_on_loops, output_nodes, topological_order
from desktop_nn.problems import Problem, ProblemError


def model_section(graph: Graph) -> Section:
    """The section that makes `model`. Raises ProblemError for a drawing that is no model."""
    graph = built(graph)
    if nodes_on_loops(graph) or not input_nodes(graph) or not output_nodes(graph):
        what = "The drawing is no model yet: it has a loop, no input or no output."
        raise ProblemError(Problem(what, graph.name, "Look at the list of problems."))
    body = _sequential(graph) if is_chain(graph) else _functional(graph)
    code = f"keras.utils.set_random_seed(SEED)\n\n{body}\n\nmodel.summary()"
    return Section("The model", code, frozenset({Import("keras"), Import("keras", "layers")}))


def layer_object(layer: Layer) -> Call:
    """The call that makes the layer, with its name."""
    made = keras_object("layers", layer.kind, layer.config, name=layer.name)
    return Call("keras.Input", made.arguments, made.keywords) if layer.kind == INPUT_KIND else made


def _sequential(graph: Graph) -> str:
    layers = [layer_object(graph.layer_of(id)) for id in topological_order(graph)]
    return assigned("model", Call("keras.Sequential", [layers], {"name": cleaned_name(graph.name, "model")}))


def _functional(graph: Graph) -> str:
    order = topological_order(graph)
    shared = [layer for layer in graph.layers.values() if len(graph.calls_of(layer.id)) > 1]
    wishes = [(_key(layer), f"{layer.name}_layer") for layer in shared] + [(id, graph.name_of(id)) for id in order]
    names = identifiers(wishes)
    lines: list[str] = []
    made: set[str] = set()
    for id in order:
        layer = graph.layer_of(id)
        if layer in shared and layer.id not in made:
            lines.append(assigned(names[_key(layer)], layer_object(layer)))
            made.add(layer.id)
        lines.append(assigned(names[id], _value(graph, id, names)))
    inputs = [_tensor(graph, id, 0, names) for id in input_nodes(graph)]
    outputs = [_tensor(graph, id, 0, names) for id in output_nodes(graph)]
    model = Call("keras.Model", [_alone(inputs), _alone(outputs)], {"name": cleaned_name(graph.name, "model")})
    return "\n".join([*lines, assigned("model", model)])


def _key(layer: Layer) -> str:
    """Where a shared layer's variable is kept; a node might have the same id."""
    return f"layer {layer.id}"


def _value(graph: Graph, node: str, names: Mapping[str, str]) -> Call:
    """What a node stands for: an input, a new layer called at once, or one more call of a shared layer."""
    layer = graph.layer_of(node)
    if layer.kind == INPUT_KIND:
        return layer_object(layer)
    called = _call(graph, node, names)
    if _key(layer) in names:
        value = Call(names[_key(layer)], called.arguments, called.keywords)
    else:
        new = layer_object(layer)
        value = Call(new.function, new.arguments, new.keywords, then=called)
    return Call("keras.tree.flatten", [value]) if _gives_several(graph, node) else value


def _call(graph: Graph, node: str, names: Mapping[str, str]) -> Call:
    """The call of the layer on its tensors."""
    wired: dict[int, Expression] = {
        link.target_port: _tensor(graph, link.source, link.source_port, names) for link in graph.links_into(node)
    }
    if not wired:
        name = graph.name_of(node)
        raise ProblemError(Problem(f"{name} has no input.", name, "Link the layer before it to it.", node=node))
    first, others = call_arguments(load().ports(graph.layer_of(node).kind), wired)
    return Call("", [first], others)


def _tensor(graph: Graph, node: str, port: int, names: Mapping[str, str]) -> Code:
    return Code(f"{names[node]}[{port}]" if _gives_several(graph, node) else names[node])


def _gives_several(graph: Graph, node: str) -> bool:
    """Whether the call gives more than one tensor: its states too, or its attention scores."""
    config = graph.layer_of(node).config
    states = any(config.get(name) for name in ("return_state", "return_attention_scores"))
    return states or any(link.source_port > 0 for link in graph.links_from(node))


def _alone(tensors: list[Code]) -> Expression:
    return tensors[0] if len(tensors) == 1 else tensors
