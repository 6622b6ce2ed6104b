"""The drawing as a value: what it answers about itself."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.graph.topology import same_calls

LINKS = (Link("a", "c", 0, 1), Link("b", "c", 0, 0), Link("a", "d"))


def graph() -> Graph:
    """Four nodes."""
    ids = "abcd"
    return Graph("model", {id: Layer(id, "Dense", id) for id in ids}, {id: Node(id, id) for id in ids}, LINKS)


def test_that_links_into_a_node_come_in_the_order_of_its_ports() -> None:
    assert graph().links_into("c") == (LINKS[1], LINKS[0])


def test_that_links_from_a_node_come_as_drawn() -> None:
    assert graph().links_from("a") == (LINKS[0], LINKS[2])


def test_that_a_node_without_links_has_none() -> None:
    assert graph().links_into("a") == ()
    assert graph().links_from("d") == ()
    assert graph().links_into("unknown") == ()


def test_that_another_drawing_s_links_are_not_mixed_up() -> None:
    before = graph()
    assert len(before.links_into("c")) == 2
    after = replace(before, links=LINKS[:1])
    assert after.links_into("c") == LINKS[:1]
    assert before.links_into("c") == (LINKS[1], LINKS[0])


def test_that_places_do_not_tell_calls_apart() -> None:
    before = graph().nodes
    assert same_calls(before, {id: replace(node, x=9.0, y=4.0) for id, node in before.items()})


def test_that_calls_differ_by_layer_mark_bypass_order_and_number() -> None:
    before = dict(graph().nodes)
    for change in ({"layer": "b"}, {"output": True}, {"bypassed": True}):
        assert not same_calls(before, {**before, "a": replace(before["a"], **change)})
    assert not same_calls(before, dict(reversed(before.items())))
    assert not same_calls(before, {"a": before["a"]})
