"""Pure edits that mends are made of: put a layer into a link, behind a node or before one, and make room for it."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.layout import LAYER_GAP, NODE_SIZE, Point
from desktop_nn.graph.model import Config, Graph, Link


def inserted(graph: Graph, link: Link, kind: str, config: Config | None = None, name: str = "") -> tuple[Graph, str]:
    """The drawing with a layer in the middle of a link, in the place of what the link fed; that makes room."""
    target = graph.nodes[link.target]
    graph, node = _placed(graph, kind, (target.x, target.y), target.group, config, name)
    return wiring.insert(graph, link, node, load()), node


def appended(graph: Graph, before: str, kind: str, config: Config | None = None, name: str = "") -> tuple[Graph, str]:
    """The drawing with a layer behind a node, linked to its first output."""
    node = graph.nodes[before]
    step = _step(graph)
    place = (node.x, node.y + step) if graph.direction == "down" else (node.x + step, node.y)
    graph, new = _placed(graph, kind, place, node.group, config, name)
    return wiring.join(graph, Link(before, new), load()), new


def prepended(graph: Graph, after: str, kind: str, config: Config | None = None, name: str = "") -> tuple[Graph, str]:
    """The drawing with a layer before a node's first free input."""
    node = graph.nodes[after]
    graph, new = _placed(graph, kind, (node.x, node.y), node.group, config, name)
    port = edits.free_port(graph, after, load())
    return wiring.join(graph, Link(new, after, 0, port or 0), load()), new


def _placed(graph: Graph, kind: str, place: Point, group: str, config: Config | None, name: str) -> tuple[Graph, str]:
    graph = _opened(graph, place)
    graph, node = edits.place(graph, kind, *place, name=name, config=config)
    return replace(graph, nodes={**graph.nodes, node: replace(graph.nodes[node], group=group)}), node


def _opened(graph: Graph, place: Point) -> Graph:
    """If another card stands there, everything from there on moves on by a row, so that nothing comes to overlap."""
    width, height = NODE_SIZE
    covered = any(abs(node.x - place[0]) < width and abs(node.y - place[1]) < height for node in graph.nodes.values())
    if not covered:
        return graph
    axis = 1 if graph.direction == "down" else 0
    step = _step(graph)
    moved = {}
    for id, node in graph.nodes.items():
        here = (node.x, node.y)
        if here[axis] > place[axis] - NODE_SIZE[axis] / 2:
            moved[id] = (node.x, node.y + step) if axis else (node.x + step, node.y)
    return edits.move(graph, moved)


def _step(graph: Graph) -> float:
    return (NODE_SIZE[1] if graph.direction == "down" else NODE_SIZE[0]) + LAYER_GAP
