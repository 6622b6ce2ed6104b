"""Mends of shapes that a layer does not take: an axis too many or too few, a window that is too large."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isqrt, prod
from typing import Any

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Config, Graph, Link
from desktop_nn.project.mends.mend import Case, Mend, sizes_text
from desktop_nn.project.mends.surgery import inserted

_SPATIAL = re.compile(
    r"(?:Depthwise|Separable)?Conv(\d)D|(?:Max|Average|GlobalMax|GlobalAverage|AdaptiveMax|AdaptiveAverage)Pooling(\d)D"
    r"|(?:UpSampling|ZeroPadding|Cropping|SpatialDropout)(\d)D"
)
RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})


def axes_wanted(kind: str, config: Config) -> int | None:
    """How many axes a sample must have for this layer, None where it takes several or it is not known here."""
    found = _SPATIAL.match(kind)
    if found:
        return int(next(filter(None, found.groups()))) + 1
    if kind.startswith("ConvLSTM"):
        return int(kind.removeprefix("ConvLSTM")[0]) + 2
    if kind == "Bidirectional":
        inner = config.get("layer")
        return 2 if isinstance(inner, dict) and inner.get("class_name") in RECURRENT else None
    return 2 if kind in RECURRENT else 1 if kind == "RepeatVector" else None


def axis_mends(case: Case) -> Iterator[Mend]:
    """What gives the first input the number of axes that the layer needs."""
    wanted = axes_wanted(case.layer.kind, case.layer.config)
    arriving = case.arriving()
    if wanted is None or not arriving or arriving[0][1] is None:
        return
    link, shape = arriving[0][0], arriving[0][1]
    if len(shape) == wanted:
        return
    yield from _mends_of_source(case, link, wanted, len(shape))
    if wanted == 1 and None not in shape:
        yield insertion(case.graph, link, "Flatten")
    target = reshaped(shape, wanted)
    if target is not None:
        yield insertion(case.graph, link, "Reshape", {"target_shape": list(target)}, f" to {sizes_text(target)}")


def reshaped(shape: tuple[int | None, ...], axes: int) -> tuple[int, ...] | None:
    """The one sensible shape with so many axes that the same values have, if there is one."""
    sizes = [size for size in shape if size is not None]
    if len(sizes) < len(shape) or not sizes:
        return None
    if len(sizes) == 1 and axes == 3:
        return _square(sizes[0])
    if len(sizes) == axes - 1:
        return (*sizes, 1)
    if len(sizes) == 3 and axes == 2:
        return (sizes[0], prod(sizes[1:]))
    return None


def window_mends(case: Case) -> Iterator[Mend]:
    """A convolution or pooling window that is larger than its input: pad it; or take out a pooling layer."""
    parameter = case.kind.parameter("padding") if case.kind is not None else None
    wanted = axes_wanted(case.layer.kind, case.layer.config)
    arriving = case.arriving()
    if parameter is None or "same" not in parameter.choices or case.layer.config.get("padding", "valid") != "valid":
        return
    if len(arriving) != 1 or arriving[0][1] is None or len(arriving[0][1]) != wanted or not _too_small(case):
        return
    layer, node = case.layer.id, case.node
    yield Mend(f"Set padding of {case.layer.name} to same", lambda graph: edits.configure(graph, layer, _SAME))
    if "Pooling" in case.layer.kind and case.graph.links_from(node):
        yield Mend(f"Take out {case.layer.name}", lambda graph: wiring.bridge(graph, (node,)))


def target_shape_mends(case: Case) -> Iterator[Mend]:
    """A Reshape whose sizes do not multiply to what comes in: let its last size be the rest."""
    target, arriving = case.layer.config.get("target_shape"), case.arriving()
    if case.layer.kind != "Reshape" or not isinstance(target, list) or not arriving or arriving[0][1] is None:
        return
    values, layer = arriving[0][1], case.layer.id
    if None in values or not target or -1 in target or not all(isinstance(size, int) for size in target):
        return
    total, head = prod(size for size in values if size is not None), prod(target[:-1])
    if head > 0 and total % head == 0 and prod(target) != total:
        right = [*target[:-1], total // head]
        label = f"Set target shape of {case.layer.name} to {sizes_text(tuple(right))}"
        yield Mend(label, lambda graph: edits.configure(graph, layer, {"target_shape": right}))


def own_weights_mends(case: Case) -> Iterator[Mend]:
    """A shared layer that is called on another size: a layer of its own for this call."""
    layer, node, arriving = case.layer, case.node, case.arriving()
    calls = case.graph.calls_of(layer.id)
    if len(calls) < 2 or node == calls[0] or not arriving or any(shape is None for _, shape in arriving):
        return
    if axes_wanted(layer.kind, layer.config) not in (None, len(arriving[0][1] or ())):
        return

    def change(graph: Graph) -> Graph:
        own = edits.named(replace(layer, id=edits.free_id(graph.layers, "l")), edits.free_name(graph, layer.name))
        nodes = {**graph.nodes, node: replace(graph.nodes[node], layer=own.id)}
        return replace(graph, layers={**graph.layers, own.id: own}, nodes=nodes)

    yield Mend(f"Give this call of {layer.name} weights of its own", change)


def insertion(graph: Graph, link: Link, kind: str, config: Config | None = None, tail: str = "") -> Mend:
    """A layer put into a link."""
    label = f"Insert {kind}{tail} before {graph.name_of(link.target)}"
    return Mend(label, lambda graph: inserted(graph, link, kind, config)[0])


def sequences(graph: Graph, node: str, wanted: bool) -> Callable[[Graph], Graph] | None:
    """The change that lets a recurrent layer give all its steps, or only the last one; None if it does so already."""
    layer = graph.layer_of(node)
    config: dict[str, Any] = dict(layer.config)
    if layer.kind in RECURRENT:
        if bool(config.get("return_sequences", False)) == wanted:
            return None
        return lambda graph: edits.configure(graph, layer.id, {"return_sequences": wanted}, {"return_sequences": False})
    inner = config.get("layer")
    if layer.kind != "Bidirectional" or not isinstance(inner, dict) or inner.get("class_name") not in RECURRENT:
        return None
    settings = dict(inner.get("config") or {})
    if bool(settings.get("return_sequences", False)) == wanted:
        return None
    changed = {**inner, "config": {**settings, "return_sequences": wanted}}
    return lambda graph: edits.configure(graph, layer.id, {"layer": changed})


def _mends_of_source(case: Case, link: Link, wanted: int, got: int) -> Iterator[Mend]:
    """The layer before hands too little on: a recurrent one its last step only, a Flatten no axes at all."""
    graph, source = case.graph, link.source
    change = sequences(graph, source, True) if (got, wanted) == (1, 2) else None
    if change is not None:
        yield Mend(f"Let {graph.name_of(source)} return sequences", change)
    kind, into = graph.layer_of(source).kind, graph.links_into(source)
    if (kind == "Flatten" or kind.startswith("Global")) and len(into) == 1 and len(graph.links_from(source)) == 1:
        before = case.facts.shape_of(into[0].source, into[0].source_port)
        if before is not None and len(before) - 1 == wanted:
            yield Mend(f"Take out {graph.name_of(source)}", lambda graph: wiring.bridge(graph, (source,)))


def _square(values: int) -> tuple[int, int, int] | None:
    """A square picture of so many values: grey, or in three colours."""
    for channels in (1, 3):
        side = isqrt(values // channels)
        if side > 1 and side * side * channels == values:
            return side, side, channels
    return None


def _too_small(case: Case) -> bool:
    """Whether the window does not fit; Keras has refused the layer, and here it is seen whether that is why."""
    shape = case.arriving()[0][1] or ()
    window = case.layer.config.get("kernel_size", case.layer.config.get("pool_size", 2))
    inner = shape[:-1]
    sizes = [window] * len(inner) if isinstance(window, int) else list(window)
    return any(size is not None and size < wide for size, wide in zip(inner, sizes, strict=False))


_SAME = {"padding": "same"}
