"""Finds nodes of a drawing by what people type: names, kinds, shapes, and parameters with their values.

“strides 2” means the parameter; “relu”, “300” or “28 × 28” mean any value or shape; every word must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_nn.catalogue import Catalogue
from desktop_nn.graph.facts import GraphFacts, shape_text
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.own_layers import kind_of

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CROSS = re.compile(r"(?<=\d)\s*[x×*]\s*(?=\d)")
_WORD = re.compile(r"[^\s,()\[\]×=:]+")


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a node: one behind the other, to look for parts, and by themselves, to look for numbers."""

    text: str
    words: frozenset[str]


class Finder:
    """Finds in one drawing after the other; the words of a drawing are read once, however often is asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._read: tuple[Graph, GraphFacts, dict[str, _Said]] | None = None

    def find(self, graph: Graph, text: str, facts: GraphFacts) -> tuple[str, ...]:
        """Ids of the nodes that the text may mean; those whose names begin with it first, then as they are read."""
        wanted, begins = _words(text), text.strip().casefold()
        said = self._said(graph, facts)
        found = [id for id in graph.nodes if self._means(graph.layer_of(id), said[id], wanted)]
        down = graph.direction == "down"

        def rank(id: str) -> tuple[bool, float, float]:
            x, y = graph.nodes[id].x, graph.nodes[id].y
            return not graph.name_of(id).casefold().startswith(begins), y if down else x, x if down else y

        return tuple(sorted(found, key=rank))

    def _said(self, graph: Graph, facts: GraphFacts) -> dict[str, _Said]:
        if self._read is None or self._read[0] is not graph or self._read[1] is not facts:
            of_layer = {id: _of_layer(layer) for id, layer in graph.layers.items()}
            said = {id: _with_facts(of_layer[node.layer], facts, id) for id, node in graph.nodes.items()}
            self._read = (graph, facts, said)
        return self._read[2]

    def _means(self, layer: Layer, said: _Said, wanted: list[str]) -> bool:
        rest = list(wanted)
        while rest:
            values = _values_of(layer, rest[0], self._catalogue) if len(rest) > 1 else None
            if values is not None and any(_fits(value, rest[1]) for value in values):
                rest = rest[2:]
            elif values is not None and _NUMBER.fullmatch(rest[1]):
                return False
            elif rest[0] in (said.words if _NUMBER.fullmatch(rest[0]) else said.text):
                rest = rest[1:]
            else:
                return False
        return True


def _of_layer(layer: Layer) -> list[str]:
    parameters = (f"{name} {' '.join(_values(value))}" for name, value in layer.config.items())
    return _words(" ".join((layer.name, layer.kind, *parameters)))


def _with_facts(words: list[str], facts: GraphFacts, id: str) -> _Said:
    known = facts.nodes.get(id)
    if known is not None:
        words = [*words, *_words(" ".join((known.dtype, *map(shape_text, known.output_shapes))))]
    return _Said(" ".join(words), frozenset(words))


def _values_of(layer: Layer, name: str, catalogue: Catalogue) -> list[str] | None:
    """The words of a parameter's value, its default if none is set; None if the layer has no such parameter."""
    kind = kind_of(layer, catalogue)
    defaults: Mapping[str, Any] = kind.defaults if kind is not None else {}
    for given in (layer.config, defaults):
        for own, value in given.items():
            if own.casefold() == name:
                return [word for one in _values(value) for word in _words(one)]
    return None


def _values(value: Any) -> Iterator[str]:
    """The words of a value; of objects inside (an activation, a wrapped layer) their names and values."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("class_name", "config"):
                yield from _values(inner)
            else:
                yield str(key)
                yield from _values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner)
    elif isinstance(value, float) and value.is_integer():
        yield str(int(value))
    else:
        yield str(value)


def _words(text: str) -> list[str]:
    return _WORD.findall(_CROSS.sub(" ", text.casefold()))


def _fits(word: str, wanted: str) -> bool:
    """Numbers are whole words, because “3” does not mean 300; other words may be a part."""
    return word == wanted if _NUMBER.fullmatch(wanted) else wanted in word
