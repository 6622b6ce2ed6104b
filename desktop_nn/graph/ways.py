"""What enters a group and what leaves it, and whether it can be repeated.

A group can be repeated if one tensor leaves it and one is its main way in: what leaves a copy is what enters the
next. The main way in is the only tensor from outside, or else the only one that enters at a layer's *first* input;
what enters at other inputs (the second of a merging layer, the value of an attention) feeds every copy alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from desktop_nn.graph.model import INPUT_KIND, Graph, Group, Layer, Link, Node
from desktop_nn.problems import Problem

Tensor: TypeAlias = tuple[str, int]
"""A node and the number of its output."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The tensor that enters a group and the one that leaves it; `sides` are others that enter, for every copy."""

    entry: Tensor
    exit: Tensor
    sides: tuple[Tensor, ...] = ()


def ways_of(
    drawn: Graph,
    group: Group,
    inside: Collection[str],
    nodes: Mapping[str, Node],
    layers: Mapping[str, Layer],
    into: Mapping[str, Sequence[Link]],
    out: Mapping[str, Sequence[Link]],
) -> Ways | Problem:
    """The group's ways, or why it cannot be repeated. `inside` are its nodes, `into` and `out` the links at each."""
    where = group.title or "Group"
    node = next(id for id in drawn.nodes if id in inside)
    held = next((id for id in inside if layers[nodes[id].layer].kind == INPUT_KIND), None)
    if held is not None:
        what = f"The repeated group holds the Input {layers[nodes[held].layer].name}, which cannot be repeated."
        return Problem(what, where, "Take the Input out of the group, or repeat it once.", node=held)
    entering = [link for id in inside for link in into[id] if link.source not in inside]
    tensors = _tensors(entering)
    firsts = tensors if len(tensors) == 1 else _tensors(link for link in entering if link.target_port == 0)
    leaving = _leaving(inside, nodes, out)
    if len(firsts) != 1 or len(leaving) != 1:
        return Problem("A repeated group needs one way in and one way out.", where, _fix(firsts, leaving), node=node)
    return Ways(firsts[0], leaving[0], tuple(tensor for tensor in tensors if tensor != firsts[0]))


def _leaving(inside: Collection[str], nodes: Mapping[str, Node], out: Mapping[str, Sequence[Link]]) -> list[Tensor]:
    found: dict[Tensor, None] = {}
    for id in inside:
        if nodes[id].output or not out[id]:
            found[id, 0] = None
        found.update(((id, link.source_port), None) for link in out[id] if link.target not in inside)
    return list(found)


def _tensors(links: Iterable[Link]) -> list[Tensor]:
    return list(dict.fromkeys((link.source, link.source_port) for link in links))


def _fix(firsts: Sequence[Tensor], leaving: Sequence[Tensor]) -> str:
    if not firsts:
        return "Link the layer before the group to its first layer."
    if len(firsts) > 1:
        return f"{len(firsts)} tensors enter it at first inputs: lead all but one to second inputs, or into the group."
    if not leaving:
        return "Link its last layer to the layer behind the group."
    return f"{len(leaving)} tensors leave it: merge them inside the group, or take layers out of it."
