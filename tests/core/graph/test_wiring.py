"""Links that exist are re-plugged, reordered, and led through a new node."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.catalogue import load
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.graph.wiring import bridge, insert, join, loose_chain, may_insert, replug, with_source
from desktop_nn.problems import ProblemError

KINDS = {"in": "InputLayer", "a": "Dense", "b": "Dense", "c": "Dense", "sum": "Add", "new": "Dropout"}
NODES = {name: Node(name, name) for name in KINDS}
LAYERS = {name: Layer(name, kind, name) for name, kind in KINDS.items()}


def drawing(*links: Link) -> Graph:
    """All nodes with these links."""
    return Graph("model", LAYERS, NODES, links)


def test_that_joining_a_merging_layer_leaves_no_gap() -> None:
    graph = join(drawing(), Link("a", "sum", 0, 1), load())
    assert graph.links == (Link("a", "sum", 0, 0),)


def test_that_a_link_gets_another_target() -> None:
    graph = replug(drawing(Link("a", "b")), Link("a", "b"), Link("a", "c"), load())
    assert graph.links == (Link("a", "c"),)


def test_that_a_link_gets_another_source() -> None:
    graph = replug(drawing(Link("a", "b")), Link("a", "b"), Link("in", "b"), load())
    assert graph.links == (Link("in", "b"),)


def test_that_re_plugging_to_the_same_place_changes_nothing() -> None:
    before = drawing(Link("a", "b"))
    assert replug(before, Link("a", "b"), Link("a", "b"), load()) is before


def test_that_re_plugging_into_a_loop_is_refused() -> None:
    with pytest.raises(ProblemError, match="loop"):
        replug(drawing(Link("a", "b"), Link("in", "c")), Link("in", "c"), Link("b", "a"), load())


def test_that_re_plugging_into_a_taken_port_is_refused() -> None:
    with pytest.raises(ProblemError, match="has a link already"):
        replug(drawing(Link("a", "b"), Link("in", "c")), Link("in", "c"), Link("in", "b"), load())


def test_that_inputs_of_a_merging_layer_change_places() -> None:
    links = (Link("a", "sum", 0, 0), Link("b", "sum", 0, 1), Link("c", "sum", 0, 2))
    graph = replug(drawing(*links), links[0], Link("a", "sum", 0, 2), load())
    assert [link.source for link in graph.links_into("sum")] == ["b", "c", "a"]
    assert [link.target_port for link in graph.links_into("sum")] == [0, 1, 2]


def test_that_a_merging_layers_link_gets_another_source_at_its_place() -> None:
    links = (Link("a", "sum", 0, 0), Link("b", "sum", 0, 1))
    graph = replug(drawing(*links), links[0], Link("c", "sum", 0, 0), load())
    assert [link.source for link in graph.links_into("sum")] == ["c", "b"]


def test_that_a_merging_layers_link_cannot_close_a_loop() -> None:
    links = (Link("a", "sum", 0, 0), Link("b", "sum", 0, 1), Link("sum", "c"))
    with pytest.raises(ProblemError, match="loop"):
        replug(drawing(*links), links[0], Link("c", "sum", 0, 0), load())


def test_that_a_link_is_led_through_a_new_node() -> None:
    graph = insert(drawing(Link("a", "sum", 0, 0), Link("b", "sum", 0, 1)), Link("a", "sum", 0, 0), "new", load())
    assert set(graph.links) == {Link("a", "new"), Link("new", "sum", 0, 0), Link("b", "sum", 0, 1)}


def test_that_an_input_cannot_stand_in_a_link() -> None:
    graph = drawing(Link("a", "b"))
    assert may_insert(graph, Link("a", "b"), "Dropout", load())
    assert not may_insert(graph, Link("a", "b"), "InputLayer", load())
    assert not may_insert(graph, Link("b", "c"), "Dropout", load())


def test_that_a_link_is_led_through_a_row_of_nodes() -> None:
    graph = insert(drawing(Link("a", "c"), Link("new", "b")), Link("a", "c"), "new", load(), "b")
    assert set(graph.links) == {Link("a", "new"), Link("new", "b"), Link("b", "c")}


def test_that_a_row_of_nodes_is_known_from_first_to_last() -> None:
    graph = drawing(Link("a", "b"), Link("b", "c"))
    assert loose_chain(graph, {"c", "a", "b"}) == ("a", "b", "c")
    assert loose_chain(graph, {"new"}) == ("new",)


@pytest.mark.parametrize("chosen", [{"a", "b"}, {"b"}, {"a", "c"}, {"a", "new"}, {"a", "b", "c", "new"}, set()])
def test_that_what_hangs_on_others_or_falls_apart_is_no_row(chosen: set[str]) -> None:
    assert loose_chain(drawing(Link("a", "b"), Link("b", "c")), chosen) == ()


def test_that_a_fork_is_no_row() -> None:
    assert loose_chain(drawing(Link("a", "b"), Link("a", "c")), {"a", "b", "c"}) == ()


def test_that_deleting_with_a_bridge_keeps_the_way() -> None:
    graph = bridge(drawing(Link("in", "a"), Link("a", "b"), Link("a", "c")), ["a"])
    assert set(graph.links) == {Link("in", "b"), Link("in", "c")}
    assert "a" not in graph.nodes


def test_that_a_bridge_keeps_the_place_in_a_merging_layer() -> None:
    links = (Link("in", "a"), Link("a", "sum", 0, 0), Link("b", "sum", 0, 1))
    graph = bridge(drawing(*links), ["a"])
    assert [link.source for link in graph.links_into("sum")] == ["in", "b"]


def test_that_a_run_of_nodes_is_bridged_as_a_whole() -> None:
    graph = bridge(drawing(Link("in", "a"), Link("a", "b"), Link("b", "c")), ["a", "b"])
    assert graph.links == (Link("in", "c"),)


def test_that_a_layer_behind_a_merging_layer_gets_its_first_input() -> None:
    links = (Link("a", "sum", 0, 0), Link("b", "sum", 0, 1), Link("sum", "c"))
    assert bridge(drawing(*links), ["sum"]).links == (Link("a", "c"),)


def test_that_a_merging_layer_behind_a_merging_layer_gets_all_its_inputs_in_their_place() -> None:
    graph = drawing(
        Link("a", "sum", 0, 0), Link("b", "sum", 0, 1), Link("in", "more", 0, 0), Link("sum", "more", 0, 1),
        Link("c", "more", 0, 2),
    )  # fmt: skip
    layers = {**LAYERS, "more": Layer("more", "Concatenate", "more")}
    graph = replace(graph, layers=layers, nodes={**NODES, "more": Node("more", "more")})
    healed = bridge(graph, ["sum"])
    assert [(link.source, link.target_port) for link in healed.links_into("more")] == [
        ("in", 0), ("a", 1), ("b", 2), ("c", 3)
    ]  # fmt: skip
    assert len(healed.links) == 4


def test_that_a_layer_without_inputs_is_only_deleted() -> None:
    assert bridge(drawing(Link("in", "a"), Link("a", "b")), ["in"]).links == (Link("a", "b"),)


def test_that_links_get_another_source_together() -> None:
    links = (Link("a", "b"), Link("a", "sum", 0, 0), Link("c", "sum", 0, 1))
    graph = with_source(drawing(*links), links[:2], "in")
    assert graph.links == (Link("in", "b"), Link("in", "sum", 0, 0), links[2])


def test_that_links_cannot_start_below_their_target() -> None:
    links = (Link("a", "b"), Link("b", "c"))
    with pytest.raises(ProblemError, match="loop"):
        with_source(drawing(*links), links[:1], "c")
