"""Nodes are found by name, kind, shape, and any parameter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.catalogue import load
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.finding import Finder
from desktop_nn.graph.model import Config, Graph

FINDER = Finder(load())
_LAYERS: tuple[tuple[str, str, Config], ...] = (
    ("InputLayer", "picture", {"shape": [28, 28, 1]}),
    ("Conv2D", "stem", {"filters": 32, "kernel_size": 3, "strides": 2}),
    ("Conv2D", "second", {"filters": 3, "kernel_size": [3, 5], "activation": "relu"}),
    ("Bidirectional", "both", {"layer": {"class_name": "LSTM", "config": {"units": 48}}}),
    ("Dense", "hidden", {"units": 300, "activation": {"class_name": "ReLU", "config": {"negative_slope": 0.25}}}),
    ("Dense", "out", {"units": 10}),
)


def made() -> tuple[Graph, GraphFacts]:
    graph, facts = Graph(), {}
    for row, (kind, name, config) in enumerate(_LAYERS):
        graph, id = edits.place(graph, kind, 0, 100 * row, name=name, config=config)
        if name == "hidden":
            facts[id] = NodeFacts(((None, 300),), "float32")
        if name == "picture":
            facts[id] = NodeFacts(((None, 28, 28, 1),), "uint8")
    return graph, GraphFacts(facts)


def found(text: str) -> list[str]:
    graph, facts = made()
    return [graph.name_of(id) for id in FINDER.find(graph, text, facts)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hidd", ["hidden"]),
        ("conv", ["stem", "second"]),
        ("CONV2D", ["stem", "second"]),
        ("relu", ["second", "hidden"]),
        ("300", ["hidden"]),
        ("3", ["stem", "second"]),
        ("strides 2", ["stem"]),
        ("strides 1", ["second"]),
        ("strides=2", ["stem"]),
        ("filters 3", ["second"]),
        ("conv filters 32", ["stem"]),
        ("kernel_size 5", ["second"]),
        ("28 × 28", ["picture"]),
        ("28x28", ["picture"]),
        ("uint8", ["picture"]),
        ("lstm", ["both"]),
        ("48", ["both"]),
        ("0.25", ["hidden"]),
        ("use_bias false", []),
        ("dense 10", ["out"]),
        ("nothing of the kind", []),
    ],
)
def test_that_words_find(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_that_names_that_begin_with_it_come_first() -> None:
    graph, facts = made()
    graph, _ = edits.place(graph, "Dense", 0, 900, name="conv_like", config={"units": 2})
    assert [graph.name_of(id) for id in FINDER.find(graph, "conv", facts)] == ["conv_like", "stem", "second"]


def test_that_the_rest_comes_as_it_is_read() -> None:
    graph, facts = made()
    ids = {graph.name_of(id): id for id in graph.nodes}
    moved = edits.move(graph, {ids["stem"]: (0, 900)})
    assert [moved.name_of(id) for id in FINDER.find(moved, "filters", facts)] == ["second", "stem"]
    right = edits.move(replace(graph, direction="right"), {ids["stem"]: (900, 0)})
    assert [right.name_of(id) for id in FINDER.find(right, "filters", facts)] == ["second", "stem"]


def test_that_nothing_typed_finds_all() -> None:
    assert len(found("")) == len(_LAYERS)


def test_that_what_keras_learns_meanwhile_and_edits_are_found() -> None:
    graph, facts = made()
    finder = Finder(load())
    assert not finder.find(graph, "float16", facts)
    (out,) = finder.find(graph, "out", facts)
    learnt = GraphFacts({**facts.nodes, out: NodeFacts(((None, 10),), "float16")})
    assert finder.find(graph, "float16", learnt) == (out,)
    renamed = edits.rename(graph, graph.nodes[out].layer, "last")
    assert finder.find(renamed, "last", learnt) == (out,)
