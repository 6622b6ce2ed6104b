"""How nodes hang together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.graph import edits, topology
from desktop_nn.graph.model import Graph, Layer, Link, Node
from tests.helpers.drawings import CATALOGUE, chain


def diamond() -> tuple[Graph, tuple[str, str, str, str]]:
    """An input with two layers beside each other, joined again."""
    graph, (start, left, join) = chain("InputLayer", "Dense", "Concatenate")
    graph, right = edits.place(graph, "Dense", 0, 0)
    graph = edits.connect(graph, Link(start, right), CATALOGUE)
    return edits.connect(graph, Link(right, join, 0, 1), CATALOGUE), (start, left, right, join)


def test_that_every_link_leads_forward_in_the_order() -> None:
    graph, _ = diamond()
    order = topology.topological_order(graph)
    assert sorted(order) == sorted(graph.nodes)
    assert all(order.index(link.source) < order.index(link.target) for link in graph.links)


def test_that_nodes_on_and_behind_a_loop_are_named() -> None:
    graph, (_, b, c, d) = chain("InputLayer", "Concatenate", "Dense", "Dense")
    looped = replace(graph, links=(*graph.links, Link(c, b, 0, 1)))
    assert topology.nodes_on_loops(looped) == (b, c, d)
    assert topology.nodes_on_loops(graph) == ()


def test_that_closing_links_are_those_without_which_there_is_no_loop() -> None:
    graph, (_, b, c, d) = chain("InputLayer", "Concatenate", "Dense", "Dense")
    back = (Link(c, b, 0, 1), Link(d, b, 0, 2))
    looped = replace(graph, links=(*graph.links, *back))
    assert set(topology.closing_links(looped)) == set(back)
    assert topology.closing_links(graph) == ()


def test_that_a_node_linked_to_itself_closes_a_loop() -> None:
    graph = Graph("model", {"l1": Layer("l1", "Add", "add")}, {"n1": Node("n1", "l1")}, (Link("n1", "n1"),))
    assert topology.closing_links(graph) == graph.links


def test_that_what_can_be_reached_is_found_both_ways() -> None:
    graph, (start, left, right, join) = diamond()
    assert topology.reachable(graph, (left,)) == {left, join}
    assert topology.reachable(graph, (join,), upstream=True) == {start, left, right, join}
    assert topology.reachable(graph, ("n99",)) == frozenset()


def test_that_a_link_back_would_loop_and_one_forward_would_not() -> None:
    graph, (start, left, _, join) = diamond()
    assert topology.would_loop(graph, join, left)
    assert topology.would_loop(graph, left, left)
    assert not topology.would_loop(graph, start, join)


def test_that_neighbours_come_in_link_order() -> None:
    graph, (start, left, right, join) = diamond()
    assert topology.successors(graph)[start] == [left, right]
    assert topology.predecessors(graph)[join] == [left, right]


def test_that_inputs_and_outputs_are_found() -> None:
    graph, (start, _, _, join) = diamond()
    assert topology.input_nodes(graph) == (start,)
    assert topology.output_nodes(graph) == (join,)


def test_that_a_marked_node_is_an_output_as_well() -> None:
    graph, (_, left, _, join) = diamond()
    assert topology.output_nodes(edits.mark_output(graph, left, True)) == (left, join)


def test_that_an_input_that_leads_nowhere_is_no_output() -> None:
    graph, _ = chain("InputLayer")
    assert topology.output_nodes(graph) == ()


def test_that_one_line_is_a_chain() -> None:
    graph, _ = chain("InputLayer", "Flatten", "Dense")
    assert topology.is_chain(graph)


@pytest.mark.parametrize("kinds", [(), ("InputLayer",), ("Dense", "Dense")])
def test_that_a_line_without_an_input_or_a_layer_is_none(kinds: tuple[str, ...]) -> None:
    assert not topology.is_chain(chain(*kinds)[0])


def test_that_a_fork_is_no_chain() -> None:
    assert not topology.is_chain(diamond()[0])


def test_that_two_lines_are_no_chain() -> None:
    one, ids = chain("InputLayer", "Dense")
    both, _ = edits.paste(one, edits.copy(one, ids))
    assert not topology.is_chain(both)


def test_that_a_shared_layer_or_a_second_output_makes_no_chain() -> None:
    graph, (_, middle, end) = chain("InputLayer", "Dense", "Dense")
    assert not topology.is_chain(edits.mark_output(graph, middle, True))
    shared = replace(graph, nodes={**graph.nodes, end: replace(graph.nodes[end], layer=graph.nodes[middle].layer)})
    assert not topology.is_chain(shared)


def test_that_a_chain_may_be_drawn_in_any_order() -> None:
    graph, _ = chain("InputLayer", "Flatten", "Dense")
    backwards = replace(graph, nodes=dict(reversed(tuple(graph.nodes.items()))))
    assert topology.is_chain(backwards)


def test_that_a_loose_end_is_no_chain() -> None:
    graph, _ = chain("InputLayer", "Dense")
    assert not topology.is_chain(edits.place(graph, "Dense", 0, 0)[0])
