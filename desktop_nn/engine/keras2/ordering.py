"""In which order Keras 2 goes through a model's layers and weights: it finds weights in a file by their order only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Call: TypeAlias = tuple[str, int]
"""A layer's name and the number of the call, from 0."""


def layers(model: Any, config: Mapping[str, Any]) -> list[tuple[Any, Mapping[str, Any]]]:
    """The layers of a live model with their configurations, in the order of Keras 2. `config` is the model's."""
    own = {layer.name: layer for layer in model.layers}
    said = {_name(item): item for item in config["config"]["layers"]}
    names = list(said) if config["class_name"] == "Sequential" else _order(config["config"])
    return [(own[name], said[name]) for name in names if name in own]


def weights(layer: Any, config: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """The weights of a layer or model that are trained, and the others, each in the order of Keras 2."""
    inner = config["config"].get("layer")
    if "layers" in config["config"]:
        parts = [weights(*part) for part in layers(layer, config)]
        return [item for part in parts for item in part[0]], [item for part in parts for item in part[1]]
    if inner is not None and "layers" in inner["config"]:
        return weights(layer.layer, inner)
    return list(layer.trainable_weights), list(layer.non_trainable_weights)


def _name(said: Mapping[str, Any]) -> str:
    return str(said["config"]["name"])


def _order(config: Mapping[str, Any]) -> list[str]:
    """Layers far from the outputs first; those at one distance as a walk from the outputs meets them.

    After Keras 2's `_map_graph_network`.
    """
    shift = {_name(item): int("layers" in item["config"]) for item in config["layers"]}
    calls = {
        (_name(item), number + shift[_name(item)]): list(_sources(node))
        for item in config["layers"]
        for number, node in enumerate(item["inbound_nodes"])
    }
    outputs, inputs = _flat(config["output_layers"]), _flat(config["input_layers"])
    walked, met = _walked([call for call, _ in _tensors(outputs)], calls)
    depth: dict[Call, int] = {}
    layer_depth: dict[str, int] = {}
    for call in reversed(walked):
        depth[call] = layer_depth[call[0]] = max(depth.get(call, 0), layer_depth.get(call[0], 0))
        for source in calls.get(call, ()):
            depth[source] = max(depth[call] + 1, depth.get(source, 0))
    for (name, _), _tensor in _tensors(inputs):
        if name not in layer_depth:
            layer_depth[name], met[name] = 0, -1
    by_depth: dict[int, list[str]] = defaultdict(list)
    for name, number in layer_depth.items():
        by_depth[number].append(name)
    return [name for number in sorted(by_depth, reverse=True) for name in sorted(by_depth[number], key=met.__getitem__)]


def _walked(ends: Sequence[Call], calls: Mapping[Call, Sequence[Call]]) -> tuple[list[Call], dict[str, int]]:
    """All calls, sources first, and when each layer is first met; depth first from the outputs, without recursion."""
    met: dict[str, int] = {}
    finished: dict[Call, None] = {}
    for end in ends:
        waiting: list[tuple[Call, Iterator[Call]]] = [(end, iter(()))] if end in finished else [_begun(end, calls, met)]
        while waiting:
            call, sources = waiting[-1]
            following = next((source for source in sources if source not in finished), None)
            if following is None:
                finished[call] = None
                waiting.pop()
            else:
                waiting.append(_begun(following, calls, met))
    return list(finished), met


def _begun(call: Call, calls: Mapping[Call, Sequence[Call]], met: dict[str, int]) -> tuple[Call, Iterator[Call]]:
    met.setdefault(call[0], len(met))
    return call, iter(calls.get(call, ()))


def _sources(node: Sequence[Any]) -> Iterator[Call]:
    """The calls that a call takes tensors from: first the plain ones, then the named ones by their names' order."""
    for row in node:
        yield (row[0], row[1])
    named = node[0][3] if node and len(node[0]) > 3 else {}
    for key in sorted(named):
        yield from (call for call, _ in _tensors(_flat(named[key])))


def _flat(said: Any) -> list[Any]:
    """All triples (layer, call, tensor) in a structure."""
    if isinstance(said, Mapping):
        return [row for key in sorted(said) for row in _flat(said[key])]
    if not isinstance(said, list):
        return []
    if len(said) == 3 and isinstance(said[0], str) and isinstance(said[1], int):
        return [said]
    return [row for item in said for row in _flat(item)]


def _tensors(rows: Sequence[Any]) -> list[tuple[Call, int]]:
    return [((row[0], row[1]), row[2]) for row in rows]
