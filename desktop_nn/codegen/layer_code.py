"""One node of a drawing as expressions, the same in all styles: its layer as it is made, and its call on tensors.

A layer that cannot be written is locked: a line that says why stands in its place and stops the program there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_nn.catalogue import load
from desktop_nn.catalogue.calls import call_arguments
from desktop_nn.catalogue.operations import is_operation
from desktop_nn.codegen.custom_code import own_layer
from desktop_nn.codegen.expressions import Call, Code, Expression, literal
from desktop_nn.codegen.keras_objects import keras_object
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.ports import output_count, ports_of
from desktop_nn.problems import Problem, ProblemError

LOCKED = "locked"
LOCKED_FUNCTION = '''\
def locked(name, why):
    """Stands for a layer that is not written here: put your own in its place."""
    raise NotImplementedError(f"{name}: {why}")'''
"""What a program needs that has a locked layer."""


def layer_object(layer: Layer) -> Call:
    """The call that makes the layer, with its name; a call of `locked` if it cannot be made."""
    try:
        if layer.code is not None:
            return own_layer(layer)
        made = keras_object("layers", layer.kind, layer.config, name=layer.name)
    except ProblemError as error:
        return Call(LOCKED, [layer.name, f"{layer.kind} is locked. {error.problem.what}"])
    return Call("keras.Input", made.arguments, made.keywords) if layer.kind == INPUT_KIND else made


def is_locked(layer: Layer) -> bool:
    """Whether the layer cannot be written."""
    if is_operation(layer.kind):
        return False
    return layer.model is None and layer_object(layer).function == LOCKED


def suffixed(made: Call, name: str) -> Call:
    """The layer of one round of a loop, named after the round."""
    if made.function == LOCKED:
        return made
    text = literal(name).replace("{", "{{").replace("}", "}}")
    return replace(made, keywords={**made.keywords, "name": Code(f"f{text[:-1]}{{suffix}}{text[-1]}")})


def call_of(graph: Graph, node: str, names: Mapping[str, str]) -> Call:
    """The node's call, without what is called, on tensors that `names` has by node id. Raises ProblemError where no
    tensor comes in.
    """
    wired = tensors_of(graph, node, names)
    name = graph.name_of(node)
    try:
        first, others = call_arguments(ports_of(graph.layer_of(node), load()), wired)
    except ValueError as error:
        raise ProblemError(
            Problem(f"{name} has no input.", name, "Link the layer before it to it.", node=node)
        ) from error
    return Call("", [first], {**others, **_said(graph.layer_of(node))})


def _said(layer: Layer) -> dict[str, Expression]:
    """What the layer is called with beside tensors."""
    kind = load().layers.get(layer.kind) if layer.code is None else None
    return {name: value for name, value in kind.of_call(layer.config).items() if value} if kind else {}


def tensors_of(graph: Graph, node: str, names: Mapping[str, str]) -> dict[int, Code]:
    """The tensors that come in, by port."""
    return {link.target_port: tensor_of(graph, link.source, link.source_port, names) for link in graph.links_into(node)}


def tensor_of(graph: Graph, node: str, port: int, names: Mapping[str, str]) -> Code:
    """One of the tensors that a node gives."""
    return Code(f"{names[node]}[{port}]" if gives_several(graph, node) else names[node])


def gives_several(graph: Graph, node: str) -> bool:
    """Whether the call gives more than one tensor: its states too, or its attention scores."""
    layer = graph.layer_of(node)
    states = any(layer.config.get(name) for name in ("return_state", "return_attention_scores"))
    return states or output_count(layer) > 1 or any(link.source_port > 0 for link in graph.links_from(node))
