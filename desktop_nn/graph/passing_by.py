"""Leaves bypassed nodes out of a drawing: what fed their first input feeds what they fed.

Which nodes are bypassed is the user's choice (`Node.bypassed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from desktop_nn.graph.edits import close_ports
from desktop_nn.graph.model import INPUT_KIND, Graph, Link
from desktop_nn.problems import Problem

Tensor: TypeAlias = tuple[str, int]
"""A node and the number of its output."""


def without_bypassed(graph: Graph) -> tuple[Graph, Mapping[str, Tensor], Mapping[str, Problem]]:
    """The drawing without its bypassed nodes, what passes by each, and the problems of those that cannot be left out.

    All by node id; nodes with a problem stay in the drawing. A bypassed node at the end makes the one before it an
    output of the model.
    """
    bypassed = {id for id, node in graph.nodes.items() if node.bypassed}
    if not bypassed:
        return graph, {}, {}
    problems: dict[str, Problem] = {}
    ways = _ways(graph, bypassed, problems)
    fed = {link.source for link in graph.links}
    ends = [id for id in ways if graph.nodes[id].output or id not in fed]
    for link in graph.links:
        if link.source in ways and link.source_port and link.target not in ways:
            problems[link.source] = _no_such_output(graph, link)
    for id in ends:
        if ways[id][1]:
            problems[id] = _no_first_output(graph, id)
    gone = {id: source for id, source in ways.items() if id not in problems}
    links = tuple(_led_round(link, gone) for link in graph.links if link.target not in gone)
    nodes = {id: replace(node, bypassed=False) for id, node in graph.nodes.items() if id not in gone}
    for id in ends:
        if id in gone:
            before = gone[id][0]
            nodes[before] = replace(nodes[before], output=True)
    called = {node.layer for node in nodes.values()}
    layers = {id: layer for id, layer in graph.layers.items() if id in called}
    return close_ports(replace(graph, layers=layers, nodes=nodes, links=links)), gone, problems


def _ways(graph: Graph, bypassed: set[str], problems: dict[str, Problem]) -> dict[str, Tensor]:
    """For each bypassed node the tensor that passes by it, from a node that is not bypassed; fills `problems`."""
    first: dict[str, Link] = {}
    for link in graph.links:
        if link.target in bypassed:
            known = first.get(link.target)
            if known is None or link.target_port < known.target_port:
                first[link.target] = link
    ways: dict[str, Tensor] = {}
    for id in graph.nodes:
        if id not in bypassed or id in ways or id in problems:
            continue
        row, end = _row(graph, id, first, ways)
        for node in row:
            if end is None:
                problems[node] = _nothing_passes(graph, node)
            else:
                ways[node] = end
    return ways


def _row(
    graph: Graph, id: str, first: Mapping[str, Link], ways: Mapping[str, Tensor]
) -> tuple[list[str], Tensor | None]:
    """Bypassed nodes one before the other, and the tensor that feeds the first; None if there is none, or a loop."""
    row: list[str] = []
    while True:
        if id in row or id not in first or graph.layer_of(id).kind == INPUT_KIND:
            return (row if id in row else [*row, id]), None
        row.append(id)
        link = first[id]
        if link.source in ways:
            return row, ways[link.source]
        if not graph.nodes[link.source].bypassed:
            return row, (link.source, link.source_port)
        id = link.source


def _led_round(link: Link, gone: Mapping[str, Tensor]) -> Link:
    if link.source not in gone:
        return link
    source, port = gone[link.source]
    return replace(link, source=source, source_port=port)


def _nothing_passes(graph: Graph, id: str) -> Problem:
    name = graph.name_of(id)
    if graph.layer_of(id).kind == INPUT_KIND:
        return Problem(f"The Input {name} is bypassed, so no data come in.", name, "Turn the bypass off.", node=id)
    what = f"{name} is bypassed, but nothing feeds it that could pass by."
    return Problem(what, name, "Link the layer before it to it, or delete it.", node=id)


def _no_such_output(graph: Graph, link: Link) -> Problem:
    name = graph.name_of(link.source)
    what = f"{name} is bypassed and has only the output that passes by, but its output {link.source_port + 1} is used."
    return Problem(what, name, "Turn the bypass off, or delete the link from that output.", node=link.source)


def _no_first_output(graph: Graph, id: str) -> Problem:
    name = graph.name_of(id)
    what = f"{name} is bypassed, and what passes by it cannot be an output of the model."
    return Problem(what, name, "Turn the bypass off, or feed it from a first output.", node=id)
