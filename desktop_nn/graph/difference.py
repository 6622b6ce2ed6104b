"""What is different between two drawings, as layers and links that came, went or changed; places do not count.

Layers are known by name, then by id under another name. How it is said in words is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_nn.graph.model import Graph, Layer, Link

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class LayerChange:
    """One layer in both drawings. `values` are parameters by name with what they were and are; None: the default."""

    before: Layer
    after: Layer
    values: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    inside: GraphDifference | None = None
    """What is different inside a nested model."""


@dataclass(frozen=True, slots=True)
class GraphDifference:
    """Everything that differs. `added` and `removed` name layers with those they hang on; links are pairs of names."""

    added: tuple[tuple[Layer, tuple[str, ...]], ...] = ()
    removed: tuple[tuple[Layer, tuple[str, ...]], ...] = ()
    changed: tuple[LayerChange, ...] = ()
    new_links: tuple[tuple[str, str], ...] = ()
    lost_links: tuple[tuple[str, str], ...] = ()
    bypassed: tuple[str, ...] = ()
    """Names of layers that data pass by in the second drawing only."""
    used_again: tuple[str, ...] = ()
    """Names of layers that data pass by in the first drawing only."""
    repeats: tuple[tuple[str, int, int], ...] = ()
    """Groups with another number of copies: title, before, after."""

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        parts = (self.added, self.removed, self.changed, self.new_links, self.lost_links)
        return any((*parts, self.bypassed, self.used_again, self.repeats))


def difference(before: Graph, after: Graph) -> GraphDifference:
    """How to come from one drawing to the other."""
    pairs = matched(before, after)
    twins = {new: old for old, new in pairs.items()}
    lost, new = _ways(before, set(pairs)), _ways(after, set(twins))
    names = {old: after.layers[new].name for old, new in pairs.items()}
    old_links = {(names[a], names[b], start, end) for a, b, start, end in lost}
    new_links = {(names[twins[a]], names[twins[b]], start, end) for a, b, start, end in new}
    return GraphDifference(
        added=tuple((item, _feeding(after, id)) for id, item in after.layers.items() if id not in twins),
        removed=tuple((item, _feeding(before, id)) for id, item in before.layers.items() if id not in pairs),
        changed=tuple(_changes(before, after, pairs)),
        new_links=_pairs(new_links - old_links),
        lost_links=_pairs(old_links - new_links),
        bypassed=tuple(sorted(_bypassed(after) - _bypassed(before))),
        used_again=tuple(sorted(_bypassed(before) - _bypassed(after))),
        repeats=tuple(_repeats(before, after)),
    )


def matched(before: Graph, after: Graph) -> dict[str, str]:
    """Ids of layers of the first drawing -> the same layers' ids in the second.

    The same name and kind; then the same id and kind under another name; then the same name with another kind.
    """
    pairs: dict[str, str] = {}
    free = dict(after.layers)

    def pair(old: Layer, new: Layer | None) -> None:
        if old.id not in pairs and new is not None and new.id in free:
            pairs[old.id] = new.id
            del free[new.id]

    by_name = {item.name: item for item in after.layers.values()}
    for item in before.layers.values():
        same = by_name.get(item.name)
        pair(item, same if same is not None and same.kind == item.kind else None)
    names_before = {item.name for item in before.layers.values()}
    for item in before.layers.values():
        same = free.get(item.id)
        renamed = same is not None and same.kind == item.kind
        pair(item, same if renamed and same is not None and same.name not in names_before else None)
    for item in before.layers.values():
        pair(item, by_name.get(item.name))
    return pairs


def changed_values(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Entries that differ; None stands for one that is not there."""
    names = dict.fromkeys((*before, *after))
    return {
        name: (before.get(name), after.get(name))
        for name in names
        if before.get(name, _ABSENT) != after.get(name, _ABSENT)
    }


def _changes(before: Graph, after: Graph, pairs: Mapping[str, str]) -> list[LayerChange]:
    changes = []
    for old_id, new_id in pairs.items():
        old, new = before.layers[old_id], after.layers[new_id]
        inside = None
        if old.model is not None and new.model is not None:
            inside = difference(old.model, new.model) or None
        values = changed_values(old.config, new.config) if old.kind == new.kind else {}
        if values or inside or old.name != new.name or old.kind != new.kind:
            changes.append(LayerChange(old, new, values, inside))
    return changes


def _ways(graph: Graph, known: set[str]) -> set[tuple[str, str, int, int]]:
    """From which known layer to which one data go, straight or through unknown layers only, with the ports there."""
    into: dict[str, list[Link]] = {}
    for link in graph.links:
        into.setdefault(link.source, []).append(link)
    ways = set()
    for node in graph.nodes.values():
        if node.layer not in known:
            continue
        for first in into.get(node.id, ()):
            waiting, seen = [first], set[str]()
            while waiting:
                link = waiting.pop()
                layer = graph.nodes[link.target].layer
                if layer in known:
                    port = link.target_port if len(graph.links_into(link.target)) > 1 else 0
                    ways.add((node.layer, layer, first.source_port, port))
                elif link.target not in seen:
                    seen.add(link.target)
                    waiting += into.get(link.target, ())
    return ways


def _feeding(graph: Graph, layer: str) -> tuple[str, ...]:
    """Names of the layers that a layer gets its data from."""
    sources = (link.source for node in graph.calls_of(layer) for link in graph.links_into(node))
    return tuple(dict.fromkeys(graph.name_of(source) for source in sources))


def _pairs(links: set[tuple[str, str, int, int]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(a, b) for a, b, _, _ in links}))


def _bypassed(graph: Graph) -> set[str]:
    return {graph.name_of(node.id) for node in graph.nodes.values() if node.bypassed}


def _repeats(before: Graph, after: Graph) -> list[tuple[str, int, int]]:
    """Groups are known by their title."""
    counts = {group.title: group.count for group in before.groups.values()}
    now = {group.title: group.count for group in after.groups.values()}
    titles = dict.fromkeys((*counts, *now))
    pairs = ((title, counts.get(title, 1), now.get(title, 1)) for title in titles)
    return [(title, old, new) for title, old, new in pairs if old != new]
