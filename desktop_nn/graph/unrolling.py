"""Writes out repeated groups: a group with a count of n becomes n copies of its content, one behind the other.

What enters a group, what leaves it, and which tensor runs through its copies is `ways.py`'s.

The last copy keeps the drawn ids, so that bindings, outputs and links stay valid; the first keeps the drawn names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_nn.graph.membership import ancestors, members_of_all
from desktop_nn.graph.model import Graph, Group, Layer, Link, Node
from desktop_nn.graph.ways import Ways, ways_of
from desktop_nn.problems import Problem

MOST_NODES = 10_000
"""A drawing that would have more nodes than this after unrolling is a slip of the counts."""


@dataclass(frozen=True, slots=True)
class Unrolled:
    """One group as it was written out: the node ids of each copy, in the same order, and its way in and out."""

    group: str
    copies: tuple[tuple[str, ...], ...]
    ways: Ways


def repeated_groups(graph: Graph) -> list[Group]:
    """Groups with a count above 1, those inside others first."""
    depths = {group.id: sum(1 for _ in ancestors(graph, group.id)) for group in graph.groups.values()}
    found = [group for group in graph.groups.values() if group.count > 1]
    return sorted(found, key=lambda group: -depths[group.id])


def unrolled_count(graph: Graph) -> int:
    """How many nodes the drawing has once its repeated groups are written out, those of nested models included."""
    times: dict[str, int] = {"": 1}
    for id in graph.groups:
        times[id] = 1
        for group in ancestors(graph, id):
            times[id] *= max(group.count, 1)
    models = {layer.id: unrolled_count(layer.model) for layer in graph.layers.values() if layer.model is not None}
    return sum(times.get(node.group, 1) * (1 + models.get(node.layer, 0)) for node in graph.nodes.values())


class Unrolling:
    """Unrolls one drawing. After `all` its fields hold the outcome; `origins` leads from new ids to drawn ones."""

    def __init__(self, graph: Graph) -> None:
        self.drawn = graph
        self.nodes: dict[str, Node] = dict(graph.nodes)
        self.layers: dict[str, Layer] = dict(graph.layers)
        self.into: dict[str, list[Link]] = {id: [] for id in graph.nodes}
        self.out: dict[str, list[Link]] = {id: [] for id in graph.nodes}
        for link in graph.links:
            self.into[link.target].append(link)
            self.out[link.source].append(link)
        self.inside = {id: list(nodes) for id, nodes in members_of_all(graph).items()}
        self.calls: dict[str, set[str]] = {}
        for node in graph.nodes.values():
            self.calls.setdefault(node.layer, set()).add(node.id)
        self.origins: dict[str, str] = {}
        self.done: list[Unrolled] = []
        self.problems: list[Problem] = []
        self._order: dict[str, tuple[Any, ...]] = {id: (float(place),) for place, id in enumerate(graph.nodes)}
        self._layer_origins: dict[str, str] = {}

    def all(self) -> Graph:
        """The drawing with every group written out that can be; the others' problems are in `problems`."""
        for group in repeated_groups(self.drawn):
            inside = self.inside[group.id]
            if not inside:
                continue
            ways = ways_of(self.drawn, group, set(inside), self.nodes, self.layers, self.into, self.out)
            if isinstance(ways, Problem):
                self.problems.append(ways)
            else:
                self._unroll(group, tuple(inside), ways)
        order = sorted(self.nodes, key=self._order.__getitem__)
        links = (link for id in order for link in self.into[id])
        groups = {id: replace(group, count=1) for id, group in self.drawn.groups.items()}
        nodes = {id: self.nodes[id] for id in order}
        return replace(self.drawn, layers=self._named(order), nodes=nodes, links=tuple(links), groups=groups)

    def _unroll(self, group: Group, inside: tuple[str, ...], ways: Ways) -> None:
        """Put the copies 1 to n-1 before the drawn one, which becomes the last."""
        around = [other.id for other in ancestors(self.drawn, group.id)]
        first = min(self._order[id][0] for id in inside if id not in self.origins)
        chosen = set(inside)
        drawn_into = {id: list(self.into[id]) for id in inside}
        copies: list[tuple[str, ...]] = []
        before = ways.entry
        for number in range(1, group.count):
            ids = self._copy_nodes(inside, number, (first - 0.5, len(around)))
            for id in inside:
                for link in drawn_into[id]:
                    self._add(_copied(link, ids, chosen, ways.entry, before), ids[id])
            copies.append(tuple(ids.values()))
            before = (ids[ways.exit[0]], ways.exit[1])
            for holder in around:
                self.inside[holder] += ids.values()
        self._feed_last(inside, chosen, ways.entry, before)
        self.done.append(Unrolled(group.id, (*copies, inside), ways))

    def _feed_last(
        self, inside: Iterable[str], chosen: set[str], entry: tuple[str, int], before: tuple[str, int]
    ) -> None:
        """What entered the drawn copy from outside comes out of the copy before it now."""
        for id in inside:
            for link in list(self.into[id]):
                if link.source not in chosen and (link.source, link.source_port) == entry:
                    self.into[id].remove(link)
                    self.out[link.source].remove(link)
                    self._add(replace(link, source=before[0], source_port=before[1]), id)

    def _copy_nodes(self, inside: Sequence[str], number: int, place: tuple[Any, ...]) -> dict[str, str]:
        """Copies of nodes and of the layers that only they call; returns new node ids by old."""
        chosen, layer_ids = set(inside), dict[str, str]()
        ids: dict[str, str] = {}
        for id in inside:
            node = self.nodes[id]
            if node.layer not in layer_ids:
                own = self.calls[node.layer] <= chosen
                layer_ids[node.layer] = self._copy_layer(node.layer, number) if own else node.layer
            new = ids[id] = _free(self.nodes, f"{id}~{number}")
            # Written out: `replace` takes four times as long, and there may be ten thousand copies.
            self.nodes[new] = Node(new, layer_ids[node.layer], node.x, node.y, False, node.bypassed, node.group)
            self.into[new], self.out[new] = [], []
            self.calls.setdefault(layer_ids[node.layer], set()).add(new)
            self.origins[new] = self.origins.get(id, id)
            self._order[new] = (*place, number, self._order[id])
        return ids

    def _copy_layer(self, id: str, number: int) -> str:
        new = _free(self.layers, f"{id}~{number}")
        old = self.layers[id]
        self.layers[new] = Layer(new, old.kind, old.name, old.config, old.model, old.code, old.output_shapes)
        self._layer_origins[new] = self._layer_origins.get(id, id)
        return new

    def _add(self, link: Link, target: str) -> None:
        self.into[target].append(link)
        self.out[link.source].append(link)

    def _named(self, order: Iterable[str]) -> Mapping[str, Layer]:
        """Layers with names of their own: the first copy the drawn one, the others `name_2`, `name_3`…"""
        taken = {layer.name for layer in self.drawn.layers.values()}
        copied = set(self._layer_origins.values())
        numbers: dict[str, int] = {}
        named: dict[str, Layer] = {}
        for layer_id in dict.fromkeys(self.nodes[id].layer for id in order):
            layer = self.layers[layer_id]
            origin = self._layer_origins.get(layer_id, layer_id)
            if origin in copied:
                number = numbers[origin] = numbers.get(origin, 0) + 1
                if number > 1:
                    name = _free(taken, f"{layer.name}_{number}", "_")
                    taken.add(name)
                    layer = Layer(
                        layer.id, layer.kind, name, layer.config, layer.model, layer.code, layer.output_shapes
                    )
            named[layer_id] = layer
        return named


def _copied(
    link: Link, ids: Mapping[str, str], chosen: set[str], entry: tuple[str, int], before: tuple[str, int]
) -> Link:
    """A link into a drawn node as the copy has it: inner ones inside the copy, the main way in from `before`."""
    if link.source in chosen:
        return Link(ids[link.source], ids[link.target], link.source_port, link.target_port)
    if (link.source, link.source_port) == entry:
        return Link(before[0], ids[link.target], before[1], link.target_port)
    return Link(link.source, ids[link.target], link.source_port, link.target_port)


def _free(taken: Mapping[str, Any] | set[str], wish: str, mark: str = "~") -> str:
    while wish in taken:
        wish += mark
    return wish
