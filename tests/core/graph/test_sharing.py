"""Calls of one layer: shared, made independent; inputs in another order."""

from __future__ import annotations

import pytest

from desktop_nn.catalogue import load
from desktop_nn.graph import port_order, sharing
from desktop_nn.graph.model import Link
from desktop_nn.problems import ProblemError
from tests.core.engine.drawings import Drawing


def test_that_a_shared_call_lies_in_the_same_group_and_has_the_same_layer() -> None:
    drawing = Drawing()
    dense = drawing.add("Dense", drawing.add("InputLayer", shape=[2]), units=2)
    graph, new = sharing.share(drawing.graph, dense, 10, 20)
    assert graph.nodes[new].layer == graph.nodes[dense].layer
    assert sharing.siblings(graph, dense) == (new,)


def test_that_an_input_is_not_shared() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[2])
    with pytest.raises(ProblemError, match="cannot be shared"):
        sharing.share(drawing.graph, start, 0, 0)


def test_that_one_call_always_keeps_the_layer() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[2])
    first = drawing.add("Dense", start, units=2)
    second, third = drawing.call(first, first), drawing.call(first, first)
    layer = drawing.graph.nodes[first].layer
    graph = sharing.make_independent(drawing.graph, {first, second, third})
    assert graph.nodes[first].layer == layer
    assert len({graph.nodes[id].layer for id in (first, second, third)}) == 3
    assert len({layer.name for layer in graph.layers.values()}) == 4


def test_that_a_layer_that_is_not_shared_stays_as_it_is() -> None:
    drawing = Drawing()
    dense = drawing.add("Dense", drawing.add("InputLayer", shape=[2]), units=2)
    assert sharing.make_independent(drawing.graph, {dense}) is drawing.graph


def test_that_a_link_cannot_leave_the_inputs_of_its_layer() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[2])
    drawing.add("Add", start, start)
    first, second = drawing.graph.links
    assert not port_order.can_move(drawing.graph, first, -1, load())
    assert port_order.can_move(drawing.graph, first, 1, load())
    assert not port_order.can_move(drawing.graph, second, 1, load())
    assert not port_order.can_move(drawing.graph, Link("x", "y"), 1, load())
