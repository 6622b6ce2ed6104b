"""What a layer costs: weights, memory of its output, multiply-adds. All a sample, from the shapes that Keras told.

What cannot be told exactly (an open size, a kind without a plain rule) is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod
from typing import Any, Literal, TypeAlias

from desktop_nn.graph.facts import GraphFacts, NodeFacts, Shape
from desktop_nn.graph.membership import ancestors, members
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.weights import bytes_text, number

Measure: TypeAlias = Literal["parameters", "memory", "multiply-adds"]
TITLES: Mapping[Measure, str] = {
    "parameters": "Parameters",
    "memory": "Memory of outputs a sample",
    "multiply-adds": "Multiply-adds a sample",
}
_BYTES = {"float16": 2, "bfloat16": 2, "float64": 8, "int64": 8, "uint8": 1, "int8": 1, "bool": 1, "int16": 2}
"""Data types that do not take four bytes a value."""
_GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
_Config: TypeAlias = Mapping[str, Any]
_Count: TypeAlias = Callable[[_Config, Sequence[Shape], Shape], int]


def costs(graph: Graph, facts: GraphFacts, measure: Measure) -> dict[str, int | None]:
    """The cost of each node by id, None where it is not known."""
    return {id: cost(graph, facts, id, measure) for id in graph.nodes}


def cost(graph: Graph, facts: GraphFacts, node: str, measure: Measure) -> int | None:
    """What one node costs."""
    known = facts.nodes.get(node)
    if known is None or not known.output_shapes:
        return None
    if graph.nodes[node].bypassed:
        return 0
    if measure == "parameters":
        return known.parameters
    layer = graph.layer_of(node)
    if layer.model is not None:
        return _inside(layer.model, facts.inner.get(layer.id), measure)
    if measure == "memory":
        return memory(known)
    incoming = [facts.shape_of(link.source, link.source_port) for link in graph.links_into(node)]
    return multiply_adds(layer, incoming, known)


def _inside(model: Graph, facts: GraphFacts | None, measure: Measure) -> int | None:
    """What all layers of a nested model cost together; None if one of them is not known."""
    if facts is None:
        return None
    inside = [id for id in model.nodes if model.layer_of(id).kind != INPUT_KIND]
    total, unknown = _sum(model, {id: cost(model, facts, id, measure) for id in inside}, inside)
    return None if unknown else total


def cost_of_group(
    graph: Graph, facts: GraphFacts, found: Mapping[str, int | None], group: str, measure: Measure
) -> int | None:
    """What all nodes of a group cost together, as often as it and the groups in it are repeated; None if one of them
    is not known. Weights are as Keras counts them: those of a shared layer once.
    """
    total, unknown = _sum(graph, found, members(graph, group), within=group)
    counts = facts.groups.get(group)
    if unknown:
        return None
    return counts.parameters if measure == "parameters" and counts is not None else total


def cost_of_all(graph: Graph, facts: GraphFacts, found: Mapping[str, int | None], measure: Measure) -> tuple[int, int]:
    """What the whole model costs, however much of it is folded, and how many of its layers are not known."""
    total, unknown = _sum(graph, found, graph.nodes)
    return (facts.parameters or total) if measure == "parameters" and not unknown else total, unknown


def _sum(graph: Graph, found: Mapping[str, int | None], ids: Iterable[str], within: str = "") -> tuple[int, int]:
    """The costs of these nodes, each as often as the groups around it are built, and how many are not known."""
    total = unknown = 0
    times = {id: _times(graph, id, within) for id in graph.groups}
    for id in ids:
        part = found.get(id)
        unknown += part is None
        total += (part or 0) * times.get(graph.nodes[id].group, 1)
    return total, unknown


def _times(graph: Graph, group: str, within: str) -> int:
    """How often what lies directly in a group is built; groups around `within` do not count."""
    around = [one.id for one in ancestors(graph, group)]
    around = around[: around.index(within) + 1] if within in around else around
    return prod(graph.groups[id].count for id in around)


def memory(facts: NodeFacts) -> int | None:
    """Bytes of a sample's outputs."""
    total = 0
    for shape in facts.output_shapes:
        count = _values(shape)
        if count is None:
            return None
        total += count * _BYTES.get(facts.dtype, 4)
    return total


def multiply_adds(layer: Layer, incoming: Sequence[Shape | None], facts: NodeFacts) -> int | None:
    """Products that are summed up for one sample; 0 for layers that only compare, add or move values."""
    shapes = [shape for shape in incoming if shape is not None]
    if len(shapes) < len(incoming):
        return None
    count = _COUNTS.get(layer.kind)
    if count is None:
        return 0 if not facts.parameters and layer.kind not in _UNTOLD else _by_vectors(layer.kind)
    try:
        return count(layer.config, shapes, facts.output_shapes[0])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


def cost_text(value: int | None, measure: Measure) -> str:
    """A cost as it stands on a card: `235,500`, `3.86 M`, `1.17 KB`."""
    if value is None:
        return "not known"
    if measure == "memory":
        return bytes_text(value)
    for unit, size in (("T", 10**12), ("G", 10**9), ("M", 10**6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return number(value)


def _by_vectors(kind: str) -> int | None:
    """Embeddings look up; everything else that has weights and no rule here is not known."""
    return 0 if kind == "Embedding" else None


def _values(shape: Shape) -> int | None:
    sizes = [size for size in shape[1:] if size is not None]
    return prod(sizes) if len(sizes) == len(shape) - 1 else None


def _all(shape: Shape) -> int:
    count = _values(shape)
    if count is None:
        raise ValueError("A size is open.")
    return count


def _known(size: int | None) -> int:
    if size is None:
        raise ValueError("A size is open.")
    return size


def _dense(config: _Config, shapes: Sequence[Shape], _output: Shape) -> int:
    return _all(shapes[0]) * int(config["units"])


def _convolution(axes: int) -> _Count:
    def count(config: _Config, shapes: Sequence[Shape], output: Shape) -> int:
        return _all(output) * _window(config, axes) * (_channels(config, shapes[0]) // int(config.get("groups", 1)))

    return count


def _transposed(axes: int) -> _Count:
    """Each value that comes in meets the whole window of each filter."""

    def count(config: _Config, shapes: Sequence[Shape], _output: Shape) -> int:
        return _all(shapes[0]) * _window(config, axes) * int(config["filters"])

    return count


def _depthwise(axes: int) -> _Count:
    def count(config: _Config, _shapes: Sequence[Shape], output: Shape) -> int:
        return _all(output) * _window(config, axes)

    return count


def _separable(axes: int) -> _Count:
    def count(config: _Config, shapes: Sequence[Shape], output: Shape) -> int:
        made = _channels(config, shapes[0]) * int(config.get("depth_multiplier", 1))
        places = _all(output) // int(config["filters"])
        return places * made * (_window(config, axes) + int(config["filters"]))

    return count


def _recurrent(kind: str) -> _Count:
    def count(config: _Config, shapes: Sequence[Shape], _output: Shape) -> int:
        steps, size, units = _known(shapes[0][1]), _known(shapes[0][2]), int(config["units"])
        return steps * _GATES[kind] * (size + units) * units

    return count


def _bidirectional(config: _Config, shapes: Sequence[Shape], output: Shape) -> int:
    inner = config["layer"]
    return 2 * _recurrent(inner["class_name"])(inner["config"], shapes, output)


def _each_step(config: _Config, shapes: Sequence[Shape], output: Shape) -> int:
    inner = config["layer"]
    if inner["class_name"] != "Dense":
        raise ValueError("Only a Dense layer at each step is counted.")
    return _dense(inner["config"], shapes, output)


def _attention(config: _Config, shapes: Sequence[Shape], output: Shape) -> int:
    """The ways in for query, key and value, the weighing of each step by each, and the way out."""
    queries, query = _known(shapes[0][1]), _known(shapes[0][2])
    keys, value = _known(shapes[1][1]), _known(shapes[1][2])
    key = _known(shapes[2][2]) if len(shapes) > 2 else value
    wide = int(config["num_heads"]) * int(config["key_dim"])
    deep = int(config["num_heads"]) * int(config.get("value_dim") or config["key_dim"])
    ways = queries * query * wide + keys * key * wide + keys * value * deep
    return ways + queries * keys * (wide + deep) + queries * deep * _known(output[-1])


def _window(config: _Config, axes: int) -> int:
    window = config["kernel_size"]
    sizes = [window] * axes if isinstance(window, int) else window
    return prod(int(size) for size in sizes)


def _channels(config: _Config, shape: Shape) -> int:
    return _known(shape[1] if config.get("data_format") == "channels_first" else shape[-1])


_UNTOLD = frozenset(
    {"Attention", "AdditiveAttention", "Dot", "GroupQueryAttention", "MelSpectrogram", "STFTSpectrogram"}
)
"""Kinds that multiply without weights."""

_COUNTS: Mapping[str, _Count] = {
    "Dense": _dense,
    **{f"Conv{axes}D": _convolution(axes) for axes in (1, 2, 3)},
    **{f"Conv{axes}DTranspose": _transposed(axes) for axes in (1, 2, 3)},
    **{f"DepthwiseConv{axes}D": _depthwise(axes) for axes in (1, 2)},
    **{f"SeparableConv{axes}D": _separable(axes) for axes in (1, 2)},
    **{kind: _recurrent(kind) for kind in _GATES},
    "Bidirectional": _bidirectional,
    "TimeDistributed": _each_step,
    "MultiHeadAttention": _attention,
    "BatchNormalization": lambda _config, _shapes, output: _all(output),
}
