"""Makes Keras layers of drawn ones and wires them up to a functional model; a nested model is made the same way.

Which drawing, with which seed, and whether it can be built at all is `build.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_nn.catalogue import load
from desktop_nn.catalogue.calls import call_arguments
from desktop_nn.catalogue.operations import is_operation
from desktop_nn.engine import custom_layers
from desktop_nn.engine.instantiate import make, placed, said_in_call
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.operations import DrawnOperation, compute, give_name, name_of_call
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import input_nodes, output_nodes, topological_order
from desktop_nn.problems import ProblemError


def _nothing(_layer: Any) -> None:
    return None


def made(layer: Layer, prepare: Callable[[Any], object] = _nothing, graph: Graph | None = None) -> Any:
    """The Keras layer of a drawn one, under its name; `prepare` sees every layer, those inside a nested model too.

    `graph` is the drawing that it lies in.
    """
    if layer.model is not None:
        with load_keras().name_scope(_scope(layer, graph)):
            model = functional(layer.model, layer.name, prepare)
        if layer.config.get("trainable") is False:
            model.trainable = False  # said to the constructor, Keras would not hand it on to the layers inside
        return model
    try:
        if is_operation(layer.kind):
            return DrawnOperation(layer)
        if layer.code is not None:
            found = custom_layers.make(layer)
        else:
            found = make("layers", layer.kind, layer.config, name=layer.name)
    except ProblemError as error:
        raise placed(error, layer.name) from error
    prepare(found)
    return found


def functional(graph: Graph, name: str, prepare: Callable[[Any], object] = _nothing) -> Any:
    """The `keras.Model` of a drawing. Each layer is made where it is first called, in topological order."""
    keras = load_keras()
    layers: dict[str, Any] = {}
    tensors: dict[str, list[Any]] = {}
    for id in topological_order(graph):
        layer = graph.layer_of(id)
        if layer.id not in layers:
            layers[layer.id] = made(layer, prepare, graph)
        if layer.kind == INPUT_KIND:
            tensors[id] = [layers[layer.id].output]
            continue
        wired = {link.target_port: tensors[link.source][link.source_port] for link in graph.links_into(id)}
        result = called(layers[layer.id], layer, wired)
        if is_operation(layer.kind):
            give_name(result, name_of_call(graph, id))
        tensors[id] = keras.tree.flatten(result)
    inputs = [tensors[id][0] for id in input_nodes(graph)]
    outputs = [tensors[id][0] for id in output_nodes(graph)]
    return keras.Model(_alone(inputs), _alone(outputs), name=name)


def called(keras_layer: Any, layer: Layer, tensors: dict[int, Any], **more: Any) -> Any:
    """What the Keras layer of a drawn one gives for tensors at its ports; `more` are further arguments of the call."""
    if is_operation(layer.kind):
        return _computed(layer, tensors)
    first, others = call_arguments(ports_of(layer, load()), tensors)
    kind = load().layers.get(layer.kind) if layer.code is None else None
    return keras_layer(first, **others, **(said_in_call(kind, layer.config) if kind else {}), **more)


def _computed(layer: Layer, tensors: dict[int, Any]) -> Any:
    try:
        return compute(layer, tensors)
    except ProblemError as error:
        raise placed(error, layer.name) from error


def _scope(layer: Layer, graph: Graph | None) -> str:
    """What the names of the weights in a nested model begin with, so that no two weights of a model have one name.

    Such a model could not be saved as .h5: optimizers write `encoder/dense` as `encoder_dense` there.
    """
    others = graph.layers.values() if graph is not None else ()
    scope = layer.name
    while any(other.name.startswith(f"{scope}_") for other in others):
        scope += "."
    return scope


def _alone(tensors: list[Any]) -> Any:
    """One tensor as itself, so that the model takes and gives arrays and not lists of one."""
    return tensors[0] if len(tensors) == 1 else tensors
