"""Where the weights that are looked at come from: a live Keras model, a model file as it was read, a fresh model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from desktop_nn.engine.model_files.model_file import ModelFile, StoredArray
from desktop_nn.engine.walking import drawn_layers
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.topology import topological_order
from desktop_nn.project.document import Project
from desktop_nn.weights.store import LayerPath, Weight, WeightStore

_STATISTICS = frozenset({"moving_mean", "moving_variance", "mean", "variance", "count"})
"""Weights that no optimizer changes; a file does not tell."""
_KERNEL = ("kernel", "bias")
_CELL = ("kernel", "recurrent_kernel", "bias")
_ARCHIVE_NAMES: dict[str, tuple[str, ...]] = {
    "BatchNormalization": ("gamma", "beta", "moving_mean", "moving_variance"),
    "Embedding": ("embeddings",),
    "GroupNormalization": ("gamma", "beta"),
    "LayerNormalization": ("gamma", "beta"),
    "Normalization": ("mean", "variance", "count"),
    "PReLU": ("alpha",),
    "SeparableConv1D": ("depthwise_kernel", "pointwise_kernel", "bias"),
    "SeparableConv2D": ("depthwise_kernel", "pointwise_kernel", "bias"),
    **dict.fromkeys(("Dense", "EinsumDense", "DepthwiseConv1D", "DepthwiseConv2D"), _KERNEL),
    **{f"Conv{n}D{form}": _KERNEL for n in (1, 2, 3) for form in ("", "Transpose")},
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _CELL),
}
"""Archives (.keras) number the weights of a layer; these are Keras's names for them, in that order."""


def live_store(model: Any, graph: Graph, title: str) -> WeightStore:
    """The weights of a live model that was built from the drawing; they are copied when they are asked for."""
    drawn = built(graph)
    layers = {_names(drawn, place): made for place, _layer, made in drawn_layers(drawn, model) if made.weights}

    def read(path: LayerPath) -> tuple[Weight, ...]:
        layer = layers[path]
        names = _shortest([_within(weight.path, layer.name) for weight in layer.weights])
        trained = {id(weight) for weight in layer.trainable_weights}
        return tuple(
            Weight(name, weight.value.numpy(), id(weight) in trained)
            for name, weight in zip(names, layer.weights, strict=True)
        )

    return WeightStore(title, _in_order(drawn, layers), read)


def fresh_store(project: Project, title: str) -> WeightStore:
    """The weights with which a run of the project would begin. Raises ProblemError if it cannot be built."""
    from desktop_nn.engine.build import build
    from desktop_nn.engine.keras_state import sowing_nothing

    with sowing_nothing():
        model = build(project.graph, project.training.seed)
    return live_store(model, project.graph, title)


def file_store(model_file: ModelFile, title: str) -> WeightStore:
    """The weights of a model file, straight from what was read; Keras is not needed."""
    drawn = built(model_file.graph)
    found: dict[LayerPath, list[tuple[str, StoredArray]]] = {}
    for layer in drawn.layers.values():
        stored = model_file.weights.get(layer.name, ())
        for path, name, item in _stored(layer, stored, archive=model_file.archive):
            found.setdefault(path, []).append((name, item))

    def read(path: LayerPath) -> tuple[Weight, ...]:
        items = found[path]
        names = _shortest([name for name, _ in items])
        arrays = model_file.arrays(tuple(item for _, item in items))
        return tuple(
            Weight(name, array, name.rpartition("/")[2] not in _STATISTICS)
            for name, array in zip(names, arrays, strict=True)
        )

    return WeightStore(title, _in_order(drawn, found), read)


def _names(graph: Graph, place: Sequence[str]) -> LayerPath:
    names: list[str] = []
    for node in place:
        layer = graph.layer_of(node)
        names.append(layer.name)
        graph = layer.model or graph
    return tuple(names)


def _in_order(graph: Graph, found: Any) -> tuple[LayerPath, ...]:
    """The paths as data pass their layers, those inside a nested model after it."""
    places: dict[LayerPath, int] = {}

    def walk(graph: Graph, outside: LayerPath) -> None:
        for node in topological_order(graph):
            layer = graph.layer_of(node)
            path = (*outside, layer.name)
            places.setdefault(path, len(places))
            if layer.model is not None:
                walk(layer.model, path)

    walk(graph, ())
    return tuple(sorted(found, key=lambda path: places.get(path, len(places))))


def _within(path: str, layer: str) -> str:
    """A weight's path from its layer on: `kernel` of `encoder/dense/kernel` in the layer `dense`."""
    parts = path.removesuffix(":0").split("/")
    start = parts.index(layer) + 1 if layer in parts[:-1] else max(0, len(parts) - 1)
    return "/".join(parts[start:])


def _shortest(names: Sequence[str]) -> Sequence[str]:
    """The last words of the names (`kernel` of `lstm_cell/kernel`) where they tell the weights of a layer apart."""
    last = [name.rpartition("/")[2] for name in names]
    return last if len(set(last)) == len(last) and not any(word.isdecimal() for word in last) else names


def _stored(
    layer: Layer, stored: Sequence[StoredArray], *, archive: bool, outside: LayerPath = ()
) -> Iterator[tuple[LayerPath, str, StoredArray]]:
    """A file's arrays of a layer with their names; those of a nested model also as its inner layers'."""
    path = (*outside, layer.name)
    for item in stored:
        yield path, _archive_name(layer, item.name) if archive else _within(item.name, layer.name), item
    if layer.model is None or archive:
        return
    for inner in layer.model.layers.values():
        own = [item for item in stored if inner.name in item.name.split("/")[:-1]]
        yield from _stored(inner, own, archive=False, outside=path)


def _archive_name(layer: Layer, stored: str) -> str:
    before, _, number = stored.rpartition("vars/")
    known = _ARCHIVE_NAMES.get(layer.kind, ())
    left_out = {name for name, said in (("gamma", "scale"), ("beta", "center")) if layer.config.get(said) is False}
    names = [name for name in known if name not in left_out]
    plain = before.strip("/") in ("", "cell")
    if plain and number.isdecimal() and int(number) < len(names):
        return names[int(number)]
    return stored
