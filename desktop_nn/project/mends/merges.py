"""Mends of merging layers whose inputs differ: in the number of axes, or in size."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_nn.graph import edits
from desktop_nn.graph.model import Config, Graph, Link
from desktop_nn.graph.topology import reachable
from desktop_nn.project.mends.mend import Case, Mend
from desktop_nn.project.mends.surgery import inserted

_Known = list[tuple[Link, tuple[int, ...]]]
BY_VALUE = frozenset({"Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"})
"""Kinds that merge value by value, so that all inputs must have one size."""


def merge_mends(case: Case) -> Iterator[Mend]:
    """What makes the inputs of a merging layer fit each other."""
    arriving = _known(case)
    if case.layer.kind not in BY_VALUE | {"Concatenate"} or len(arriving) < 2:
        return
    ranks = {len(shape) for _, shape in arriving}
    if case.layer.kind == "Concatenate":
        if len(ranks) == 1:
            yield from _axis(case, arriving)
        elif 1 in ranks:
            yield _flattened(case, [link for link, shape in arriving if len(shape) > 1])
    elif len(ranks) == 1:
        yield from _projected(case, arriving)


def _known(case: Case) -> _Known:
    """The shapes that arrive; nothing unless all of them are known to the last size."""
    found: _Known = []
    for link, shape in case.arriving():
        sizes = tuple(size for size in shape or () if size is not None)
        if shape is None or len(sizes) < len(shape):
            return []
        found.append((link, sizes))
    return found


def _axis(case: Case, arriving: _Known) -> Iterator[Mend]:
    """The one axis along which everything else agrees."""
    shapes = [shape for _, shape in arriving]
    rank = len(shapes[0])
    free = [i for i in range(rank) if len({shape[:i] + shape[i + 1 :] for shape in shapes}) == 1]
    axis = -1 if free == [rank - 1] else free[0] + 1 if len(free) == 1 else None
    if axis is None or case.layer.config.get("axis", -1) in (axis, free[0] + 1):
        return
    layer = case.layer.id
    label = f"Join along axis {axis} in {case.layer.name}"
    yield Mend(label, lambda graph: edits.configure(graph, layer, {"axis": axis}, {"axis": -1}))


def _flattened(case: Case, links: list[Link]) -> Mend:
    def change(graph: Graph) -> Graph:
        for link in links:
            graph, _ = inserted(graph, link, "Flatten")
        return graph

    names = " and ".join(case.graph.name_of(link.source) for link in links)
    return Mend(f"Insert Flatten between {names} and {case.layer.name}", change)


def _projected(case: Case, arriving: _Known) -> Iterator[Mend]:
    """The way round is brought to the size of the way through: by a Dense, or by a 1 × 1 convolution."""
    if len(arriving) != 2 or arriving[0][1] == arriving[1][1]:
        return
    (first, one), (second, other) = arriving
    if second.source in reachable(case.graph, (first.source,)):
        link, have, wanted = first, one, other
    elif first.source in reachable(case.graph, (second.source,)):
        link, have, wanted = second, other, one
    else:
        link, have, wanted = (first, one, other) if one[-1] < other[-1] else (second, other, one)
    name = case.graph.name_of(link.source)
    if have[:-1] == wanted[:-1]:
        yield _projection(case, link, "Dense", {"units": wanted[-1]}, f"Insert Dense {wanted[-1]} behind {name}")
    elif len(have) == 3:
        step = max(2, -(-have[0] // wanted[0]))
        if all(-(-size // step) == there for size, there in zip(have[:2], wanted[:2], strict=True)):
            config = {"filters": wanted[-1], "kernel_size": 1, "strides": step}
            label = f"Insert Conv2D {wanted[-1]} with strides {step} behind {name}"
            yield _projection(case, link, "Conv2D", config, label)


def _projection(case: Case, link: Link, kind: str, config: Config, label: str) -> Mend:
    return Mend(f"{label} for {case.layer.name}", lambda graph: inserted(graph, link, kind, config)[0])
