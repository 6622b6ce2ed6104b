"""What layers cost, counted by hand for small cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_nn.graph import edits
from desktop_nn.graph.costs import cost, cost_of_all, cost_of_group, cost_text, costs, memory, multiply_adds
from desktop_nn.graph.facts import Counts, GraphFacts, NodeFacts, Shape
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Graph, Group, Layer
from tests.helpers.drawings import chain

LSTM = {"class_name": "LSTM", "config": {"units": 8}}


@pytest.mark.parametrize(
    ("kind", "config", "incoming", "output", "parameters", "count"),
    [
        ("Dense", {"units": 300}, [(None, 784)], (None, 300), 235_500, 784 * 300),
        ("Dense", {"units": 5}, [(None, 9, 4)], (None, 9, 5), 25, 9 * 4 * 5),
        ("Conv2D", {"filters": 8, "kernel_size": 3}, [(None, 6, 6, 4)], (None, 4, 4, 8), 296, 4 * 4 * 8 * 9 * 4),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": [3, 3], "groups": 2},
            [(None, 6, 6, 4)],
            (None, 4, 4, 8),
            152,
            4 * 4 * 8 * 9 * 2,
        ),
        (
            "Conv2DTranspose",
            {"filters": 2, "kernel_size": 2, "strides": 2},
            [(None, 3, 3, 4)],
            (None, 6, 6, 2),
            34,
            3 * 3 * 4 * 4 * 2,
        ),
        ("DepthwiseConv2D", {"kernel_size": 3}, [(None, 6, 6, 4)], (None, 4, 4, 4), 40, 4 * 4 * 4 * 9),
        (
            "SeparableConv2D",
            {"filters": 8, "kernel_size": 3},
            [(None, 6, 6, 4)],
            (None, 4, 4, 8),
            76,
            16 * (4 * 9 + 4 * 8),
        ),
        ("LSTM", {"units": 8}, [(None, 10, 3)], (None, 8), 384, 10 * 4 * (3 + 8) * 8),
        ("Bidirectional", {"layer": LSTM}, [(None, 10, 3)], (None, 16), 768, 2 * 10 * 4 * (3 + 8) * 8),
        ("LSTM", {"units": 8}, [(None, None, 3)], (None, 8), 384, None),
        ("MaxPooling2D", {}, [(None, 6, 6, 4)], (None, 3, 3, 4), 0, 0),
        ("Embedding", {"input_dim": 9, "output_dim": 4}, [(None, 5)], (None, 5, 4), 36, 0),
        ("EinsumDense", {}, [(None, 5)], (None, 4), 24, None),
        ("Dot", {"axes": 1}, [(None, 5), (None, 5)], (None, 1), 0, None),
        (
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 3},
            [(None, 5, 8), (None, 7, 8)],
            (None, 5, 8),
            200,
            5 * 8 * 6 + 2 * 7 * 8 * 6 + 2 * 5 * 7 * 6 + 5 * 6 * 8,
        ),
    ],
)
def test_that_multiply_adds_are_counted_or_not_told(
    kind: str, config: dict[str, Any], incoming: list[Shape], output: Shape, parameters: int, count: int | None
) -> None:
    facts = NodeFacts((output,), "float32", parameters, parameters)
    assert multiply_adds(Layer("l", kind, "x", config), incoming, facts) == count


def test_that_memory_follows_the_data_type_and_all_outputs() -> None:
    assert memory(NodeFacts(((None, 28, 28),), "float32")) == 28 * 28 * 4
    assert memory(NodeFacts(((None, 10),), "float16")) == 20
    assert memory(NodeFacts(((None, 10), (None, 4)), "float32")) == 56
    assert memory(NodeFacts(((None, None, 4),), "float32")) is None


def _two() -> tuple[Graph, GraphFacts]:
    graph, one = edits.place(Graph(), "Dense", 0, 0, config={"units": 3})
    graph, two = edits.place(graph, "Dense", 0, 200, config={"units": 3})
    facts = GraphFacts({id: NodeFacts(((None, 3),), "float32", 12, 12) for id in (one, two)})
    nodes = {id: replace(node, group="g1") for id, node in graph.nodes.items()}
    return replace(graph, nodes=nodes, groups={"g1": Group("g1", count=4)}), facts


def test_that_a_group_costs_what_its_nodes_cost_as_often_as_it_is_repeated() -> None:
    graph, facts = _two()
    found = costs(graph, facts, "parameters")
    assert list(found.values()) == [12, 12]
    assert cost_of_group(graph, GraphFacts(), found, "g1", "memory") == 96
    assert cost_of_group(graph, GraphFacts(), {**found, "n1": None}, "g1", "memory") is None


def test_that_a_bypassed_node_costs_nothing_and_an_unknown_one_is_not_told() -> None:
    graph, facts = _two()
    first = next(iter(graph.nodes))
    graph = replace(graph, nodes={**graph.nodes, first: replace(graph.nodes[first], bypassed=True)})
    assert cost(graph, facts, first, "parameters") == 0
    assert cost(graph, GraphFacts(), first, "parameters") is None


def test_that_costs_read_well() -> None:
    texts = [cost_text(value, "parameters") for value in (0, 235_500, 3_860_000, 1_200_000_000, None)]
    assert texts == ["0", "235,500", "3.86 M", "1.2 G", "not known"]
    assert cost_text(1200, "memory") == "1.17 KB"


def test_that_groups_in_groups_are_counted_as_often_as_they_are_built() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, outer = make_group(graph, ids[1:3])
    graph, inner = make_group(graph, ids[2:3])
    graph = change_group(change_group(graph, outer, count=3), inner, count=2)
    found: dict[str, int | None] = dict(zip(ids, (0, 10, 100, 1000), strict=True))
    assert cost_of_group(graph, GraphFacts(), found, inner, "memory") == 200
    assert cost_of_group(graph, GraphFacts(), found, outer, "memory") == 3 * (10 + 2 * 100)
    assert cost_of_all(graph, GraphFacts(), found, "memory") == (630 + 1000, 0)


def test_that_keras_counts_the_weights_of_groups_and_of_the_whole() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    graph, group = make_group(graph, ids[1:])
    facts = GraphFacts(parameters=70, groups={group: Counts(70, 70)})
    found: dict[str, int | None] = dict(zip(ids, (0, 70, 70), strict=True))  # one layer, called twice
    assert cost_of_group(graph, facts, found, group, "parameters") == 70
    assert cost_of_all(graph, facts, found, "parameters") == (70, 0)


def test_that_a_nested_model_costs_what_its_layers_cost() -> None:
    inner, facts = _two()
    inner, start = edits.place(inner, INPUT_KIND, 0, 0, config={"shape": [3]})
    facts = replace(facts, nodes={**facts.nodes, start: NodeFacts(((None, 3),), "float32")})
    graph, node = edits.place(Graph(), MODEL_KIND, 0, 0)
    layer = graph.layer_of(node)
    graph = replace(graph, layers={layer.id: replace(layer, model=inner)})
    outside = GraphFacts({node: NodeFacts(((None, 3),), "float32", 96, 96)}, inner={layer.id: facts})
    assert cost(graph, outside, node, "parameters") == 96
    assert cost(graph, outside, node, "memory") == 2 * 4 * 12
    assert cost(graph, replace(outside, inner={}), node, "memory") is None
