"""Translates a Sequential configuration into a drawing: one line of layers behind one Input."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from desktop_nn.engine.model_files import limits, safe_json
from desktop_nn.engine.model_files.catalogue_names import Names
from desktop_nn.engine.model_files.inputs import built_for, input_config, says_shape
from desktop_nn.engine.model_files.layer_names import LayerNames, stored_name
from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Graph, Layer, Link, Node

_NAME = "model configuration"
Inside: TypeAlias = Callable[[Mapping[str, Any], str], Graph | None]


def translate(model: Mapping[str, Any], names: Names, inside: Inside) -> tuple[Graph, list[str], LayerNames]:
    """The drawing, its one output node, and the layers' names. Raises ProblemError for what cannot be drawn.

    `inside` gives the drawing of a layer that is a model itself, and None for all others.
    """
    config = model.get("config")
    whole = config if isinstance(config, dict) else {"layers": config}  # Keras up to 2.2 stored the bare list
    items = [safe_json.mapping(item, _NAME) for item in safe_json.items(whole.get("layers"), _NAME)]
    if not 0 < len(items) <= limits.LAYERS:
        raise refused(f"It has {len(items)} layers.", "Add layers and save the model again.")
    layer_names = LayerNames(names.notes)
    layers = [_layer(item, names, layer_names, inside) for item in items]
    if layers[0].kind != INPUT_KIND:
        layers.insert(0, _input(whole, items[0], names, layer_names))
    numbered = [replace(layer, id=f"l{number}") for number, layer in enumerate(_told(layers, items, names), 1)]
    nodes = [Node(f"n{number}", layer.id) for number, layer in enumerate(numbered, 1)]
    links = tuple(Link(one.id, other.id) for one, other in itertools.pairwise(nodes))
    if any(layer.kind == INPUT_KIND for layer in numbered[1:]) or not links:
        raise refused("It has an input where no input can be.", DAMAGED)
    graph = Graph(
        str(whole.get("name") or "sequential"),
        {layer.id: layer for layer in numbered},
        {node.id: node for node in nodes},
        links,
    )
    return graph, [nodes[-1].id], layer_names


def _told(layers: Sequence[Layer], items: Sequence[Mapping[str, Any]], names: Names) -> Iterator[Layer]:
    """The layers; a locked one with the shape that the layer behind it was built for."""
    locked = {layer.name for layer in names.notes.locked.values()}
    behind = {layer.name: item for layer, item in zip(layers[-len(items) :], items, strict=True)}
    for layer, following in itertools.pairwise(layers):
        shapes = built_for(behind[following.name]) if layer.name in locked else ()
        yield replace(layer, output_shapes=shapes) if shapes else layer
    yield layers[-1]


def settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """A nested model's own settings: whether training may change it."""
    return {"trainable": False} if config.get("trainable") is False else {}


def _layer(item: Mapping[str, Any], names: Names, layer_names: LayerNames, inside: Inside) -> Layer:
    config = safe_json.mapping(item.get("config"), _NAME)
    original = stored_name(item, config)
    model = inside(item, original)
    if model is not None:
        return Layer("", MODEL_KIND, layer_names.add(original), settings(config), model)
    told = input_config(config, original) if item.get("class_name") == INPUT_KIND else config
    kind, sparse = names.layer(item, told, original)
    name = layer_names.add(original)
    names.notes.named(original, name)
    return Layer("", kind.name, name, sparse)


def _input(whole: Mapping[str, Any], first: Mapping[str, Any], names: Names, layer_names: LayerNames) -> Layer:
    """The Input that Keras leaves out where the first layer, or the model, tells its shape."""
    inner = safe_json.mapping(first.get("config"), _NAME)
    told = inner if says_shape(inner) else whole
    shape = input_config({**told, "dtype": None, "name": None}, "input")
    kind = names.catalogue.layers[INPUT_KIND]
    free = next(name for name in ("input", "input_layer", "model_input") if name not in layer_names.ours)
    return Layer("", INPUT_KIND, layer_names.add(free), names.sparse(kind, shape, free))
