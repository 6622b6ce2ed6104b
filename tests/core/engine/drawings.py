"""Drawings for the engine's tests, drawn in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link


class Drawing:
    """A graph under the pencil: `add` places a layer and links it, and returns the new node's id."""

    def __init__(self, name: str = "model") -> None:
        self.graph = Graph(name)

    def add(self, kind: str, *sources: str | tuple[str, int], name: str = "", **config: Any) -> str:
        self.graph, node = edits.place(self.graph, kind, 0, 0, name=name, config=config)
        return self.link(node, *sources)

    def call(self, other: str, *sources: str | tuple[str, int]) -> str:
        """One more call of the layer of node `other`."""
        self.graph, node = edits.place_call(self.graph, self.graph.nodes[other].layer, 0, 0)
        return self.link(node, *sources)

    def link(self, node: str, *sources: str | tuple[str, int]) -> str:
        for port, source in enumerate(sources):
            start, start_port = source if isinstance(source, tuple) else (source, 0)
            self.force(Link(start, node, start_port, port))
        return node

    def force(self, link: Link) -> None:
        """A link as a file might hold it, without asking whether it is allowed."""
        self.graph = replace(self.graph, links=(*self.graph.links, link))


def chain(*layers: tuple[str, dict[str, Any]], shape: tuple[int, ...] = (8,)) -> Graph:
    """An Input and layers behind one another."""
    drawing = Drawing()
    last = drawing.add("InputLayer", shape=list(shape))
    for kind, config in layers:
        last = drawing.add(kind, last, **config)
    return drawing.graph


def two_outputs() -> tuple[Graph, str, str]:
    """Two overlapping inputs, two Dense layers, a main and an auxiliary output; also the outputs' node ids."""
    drawing = Drawing("two_outputs")
    wide = drawing.add("InputLayer", name="wide", shape=[5])
    deep = drawing.add("InputLayer", name="deep", shape=[6])
    first = drawing.add("Dense", deep, units=30, activation="relu")
    second = drawing.add("Dense", first, units=20, activation="relu")
    both = drawing.add("Concatenate", wide, second)
    main = drawing.add("Dense", both, units=1, name="main_output")
    auxiliary = drawing.add("Dense", second, units=1, name="aux_output")
    return drawing.graph, main, auxiliary
