"""Copies are fed from where the originals were fed."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.graph import edits
from desktop_nn.graph.feeding import fed, outer
from desktop_nn.graph.model import Graph, Layer, Link, Node

KINDS = {"in": "InputLayer", "a": "Dense", "b": "Dense", "sum": "Add"}
LAYERS = {name: Layer(name, kind, name) for name, kind in KINDS.items()}
NODES = {name: Node(name, name) for name in KINDS}


def pasted(graph: Graph, *names: str, into: Graph | None = None) -> list[tuple[str, str, int]]:
    """Links into the copies, as names, after pasting copies of these nodes."""
    clip = edits.copy(graph, names)
    known = outer(graph, clip)
    after, new = edits.paste(into or graph, clip)
    after = fed(after, dict(zip(clip.graph.nodes, new, strict=True)), known)
    ends = [(link.target_port, link) for id in new for link in after.links_into(id)]
    return [(after.name_of(link.source), after.name_of(link.target), port) for port, link in ends]


def test_that_a_copy_is_fed_by_the_same_layer() -> None:
    graph = Graph("m", LAYERS, NODES, (Link("in", "a"), Link("a", "b")))
    assert pasted(graph, "a") == [("in", "a_1", 0)]
    assert pasted(graph, "a", "b") == [("in", "a_1", 0), ("a_1", "b_1", 0)]


def test_that_inputs_of_a_merging_layer_keep_their_order() -> None:
    graph = Graph("m", LAYERS, NODES, (Link("in", "sum", 0, 0), Link("a", "sum", 0, 1), Link("b", "sum", 0, 2)))
    assert pasted(graph, "a", "sum") == [("in", "sum_1", 0), ("a_1", "sum_1", 1), ("b", "sum_1", 2)]
    assert pasted(graph, "b", "sum") == [("in", "sum_1", 0), ("a", "sum_1", 1), ("b_1", "sum_1", 2)]
    assert pasted(graph, "in", "sum")[0] == ("in_1", "sum_1", 0)


def test_that_sources_that_are_gone_are_left_out() -> None:
    graph = Graph("m", LAYERS, NODES, (Link("in", "sum", 0, 0), Link("a", "sum", 0, 1)))
    assert pasted(graph, "sum", into=edits.delete(graph, {"in"})) == [("a", "sum_1", 0)]


def test_that_an_id_that_is_another_layers_now_is_left_out() -> None:
    graph = Graph("m", LAYERS, NODES, (Link("in", "a"),))
    other = replace(graph, layers={**LAYERS, "in": Layer("in", "InputLayer", "other")})
    assert pasted(graph, "a", into=other) == []
