"""Automatic layout: where the nodes of a drawing go, layer by layer (Sugiyama's method), without any screen.

The steps live in `layering.py`, `ordering.py`, `alignment.py` and `coordinates.py`; this module joins them. The
same drawing and sizes always give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_nn.graph.alignment import blocks
from desktop_nn.graph.coordinates import centres
from desktop_nn.graph.layering import Layering, layering
from desktop_nn.graph.model import Direction, Graph, Link
from desktop_nn.graph.ordering import ordered

Point: TypeAlias = tuple[float, float]

NODE_SIZE = (208.0, 86.0)
"""Size taken for a node whose size is not given: the window's usual one (width, height; pixels at 100 %)."""
LAYER_GAP, SIBLING_GAP, LINK_GAP, PART_GAP = 48.0, 32.0, 20.0, 64.0
"""Between layers; between neighbours in a layer; beside a passing link; between disconnected parts."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Top left corners of the nodes, and for links that skip layers the points that lead them round the nodes."""

    positions: Mapping[str, Point] = field(default_factory=dict)
    routes: Mapping[Link, tuple[Point, ...]] = field(default_factory=dict)


class _CancelledError(Exception):
    """Ends the work from within."""


def layered(
    graph: Graph,
    sizes: Mapping[str, Point] | None = None,
    direction: Direction = "down",
    cancelled: Callable[[], bool] = lambda: False,
) -> Mapping[str, Point]:
    """Top left corners by node id, starting at (0, 0); empty if `cancelled` turned true meanwhile.

    `sizes` holds (width, height) by node id. Links that close a loop are passed over.
    """
    return arranged(graph, sizes, direction, cancelled).positions


def arranged(
    graph: Graph,
    sizes: Mapping[str, Point] | None = None,
    direction: Direction = "down",
    cancelled: Callable[[], bool] = lambda: False,
) -> Arrangement:
    """As `layered`, and with the routes of the long links."""

    def check() -> None:
        if cancelled():
            raise _CancelledError

    across = direction == "right"
    known = sizes or {}
    turned = {node: _turned(known.get(node, NODE_SIZE), across) for node in graph.nodes}
    positions: dict[str, Point] = {}
    routes: dict[Link, tuple[Point, ...]] = {}
    left = 0.0
    try:
        for nodes, links in _parts(graph):
            part, width = _part(nodes, links, turned, check)
            positions.update({node: (x + left, y) for node, (x, y) in part.positions.items()})
            for link, points in part.routes.items():
                routes[link] = tuple((x + left, y) for x, y in points)
            left += width + PART_GAP
    except _CancelledError:
        return Arrangement()
    placed = {node: _turned(positions[node], across) for node in graph.nodes}
    return Arrangement(placed, {link: tuple(_turned(p, across) for p in points) for link, points in routes.items()})


def _turned(pair: Point, across: bool) -> Point:
    return (pair[1], pair[0]) if across else pair


def _parts(graph: Graph) -> list[tuple[list[str], list[Link]]]:
    """The drawing's disconnected parts, in the order of their first nodes."""
    leader = {node: node for node in graph.nodes}

    def find(node: str) -> str:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for link in graph.links:
        leader[find(link.source)] = find(link.target)
    parts: dict[str, tuple[list[str], list[Link]]] = {}
    for node in graph.nodes:
        parts.setdefault(find(node), ([], []))[0].append(node)
    for link in graph.links:
        parts[find(link.source)][1].append(link)
    return list(parts.values())


def _part(
    nodes: list[str], links: list[Link], sizes: Mapping[str, Point], check: Callable[[], None]
) -> tuple[Arrangement, float]:
    """One connected part with its left edge at 0, and its width."""
    layers = layering(nodes, links)
    rows = ordered(layers, check)
    widths = [sizes[node][0] for node in nodes]

    def distance(left: int, right: int) -> float:
        boxes = [vertex for vertex in (left, right) if vertex < len(nodes)]
        return sum(widths[vertex] for vertex in boxes) / 2 + (SIBLING_GAP if len(boxes) == 2 else LINK_GAP)

    centre = centres(layers, rows, blocks(layers, rows), distance, check)
    left = min(*centre, *(centre[vertex] - width / 2 for vertex, width in enumerate(widths)))
    right = max(*centre, *(centre[vertex] + width / 2 for vertex, width in enumerate(widths)))
    middle = [round(x - left) for x in centre]
    bands = _bands(rows, nodes, sizes)
    positions: dict[str, Point] = {}
    for vertex, node in enumerate(nodes):
        top, height = bands[layers.layer[vertex]]
        positions[node] = (middle[vertex] - widths[vertex] / 2, top + (height - sizes[node][1]) / 2)
    return Arrangement(positions, _routes(layers, middle, bands)), right - left


def _bands(rows: list[list[int]], nodes: list[str], sizes: Mapping[str, Point]) -> list[Point]:
    """Top and height of each layer."""
    bands: list[Point] = []
    top = 0.0
    for row in rows:
        height = max(sizes[nodes[vertex]][1] for vertex in row if vertex < len(nodes))
        bands.append((top, height))
        top += height + LAYER_GAP
    return bands


def _routes(layers: Layering, middle: list[int], bands: list[Point]) -> dict[Link, tuple[Point, ...]]:
    """A long link passes each layer straight down: by two points where it starts or stops being straight."""
    routes: dict[Link, tuple[Point, ...]] = {}
    for link, chain in layers.chains.items():
        points: list[Point] = []
        for vertex in chain:
            x, (top, height) = float(middle[vertex]), bands[layers.layer[vertex]]
            if len(points) > 1 and points[-1][0] == x:
                points.pop()
            else:
                points.append((x, top))
            points.append((x, top + height))
        routes[link] = tuple(points)
    return routes
