"""Walks a batch through a live model layer by layer, along its drawing, so that every layer's output can be looked at.

Keras's own call of the model gives the same outputs, but hides what lies between; nothing is changed in the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from desktop_nn.catalogue.operations import is_operation
from desktop_nn.engine.assembly import called
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.operations import DrawnOperation
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.topology import input_nodes, output_nodes, topological_order

Place: TypeAlias = tuple[str, ...]
"""Node ids from the outermost drawing inwards: the node that was called last stands for the layer inside it."""
Look: TypeAlias = Callable[[Place, Layer, Any, list[Any]], object]
"""Called with where a layer was called, the drawn layer, the Keras layer and the tensors that it gave."""


def walk(
    graph: Graph,
    model: Any,
    inputs: Mapping[str, Any],
    look: Look,
    *,
    training: bool = False,
    call: Callable[..., Any] = called,
) -> list[Any]:
    """The model's outputs for `inputs` (by input name), in drawing order; `look` hears of every layer on the way.

    `graph` is the drawing that was built (`graph/effective.built`). A nested model is walked through, and told of
    after the layers inside it. With `training=False` nothing in the model changes, except for what a stateful
    recurrent layer remembers. `call` calls a layer in place of `assembly.called`.
    """
    given = [_like(inputs[graph.name_of(id)], model, place) for place, id in enumerate(input_nodes(graph))]
    return _walk(graph, model, given, look, call, training, ())


def drawn_layers(graph: Graph, model: Any) -> Iterator[tuple[Place, Layer, Any]]:
    """Every layer but the Inputs, with its Keras layer and its first call; those of nested models before the model."""
    made = {layer.name: layer for layer in model.layers}
    seen: set[str] = set()
    for id in topological_order(graph):
        layer = graph.layer_of(id)
        if layer.kind == INPUT_KIND or layer.id in seen:
            continue
        seen.add(layer.id)
        if layer.model is not None:
            for place, inner, keras_layer in drawn_layers(layer.model, made[layer.name]):
                yield (id, *place), inner, keras_layer
        yield (id,), layer, _made(made, layer)


def _walk(
    graph: Graph,
    model: Any,
    given: list[Any],
    look: Look,
    call: Callable[..., Any],
    training: bool,
    outside: Place,
) -> list[Any]:
    keras = load_keras()
    made = {layer.name: layer for layer in model.layers}
    tensors: dict[str, list[Any]] = {id: [tensor] for id, tensor in zip(input_nodes(graph), given, strict=True)}
    for id in topological_order(graph):
        layer = graph.layer_of(id)
        if layer.kind == INPUT_KIND:
            continue
        wired = {link.target_port: tensors[link.source][link.source_port] for link in graph.links_into(id)}
        keras_layer = _made(made, layer)
        if layer.model is not None:
            inner = [wired[port] for port in range(len(input_nodes(layer.model)))]
            tensors[id] = _walk(layer.model, keras_layer, inner, look, call, training, (*outside, id))
        else:
            tensors[id] = keras.tree.flatten(call(keras_layer, layer, wired, **_mode(keras_layer, training)))
        look((*outside, id), layer, keras_layer, tensors[id])
    return [tensors[id][0] for id in output_nodes(graph)]


def _mode(keras_layer: Any, training: bool) -> dict[str, bool]:
    return {"training": training} if getattr(keras_layer, "_call_has_training_arg", False) else {}


def _made(made: Mapping[str, Any], layer: Layer) -> Any:
    """The Keras layer of a drawn one; an operation on tensors has none, and no weights."""
    return DrawnOperation(layer) if is_operation(layer.kind) else made[layer.name]


def _like(values: Any, model: Any, place: int) -> Any:
    """Values as the model's input takes them: its dtype, and one axis more where a sample is a single number."""
    ops, wanted = load_keras().ops, model.inputs[place]
    tensor = ops.convert_to_tensor(values)
    if len(tensor.shape) == len(wanted.shape) - 1 and wanted.shape[-1] == 1:
        tensor = ops.expand_dims(tensor, -1)
    elif len(tensor.shape) == len(wanted.shape) + 1 and tensor.shape[-1] == 1:
        tensor = ops.squeeze(tensor, -1)
    return ops.cast(tensor, wanted.dtype)
