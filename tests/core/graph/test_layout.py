"""Automatic layout: readable, without overlaps, stable, quick to give up when asked."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_nn.graph.layering import layering
from desktop_nn.graph.layout import LAYER_GAP, NODE_SIZE, SIBLING_GAP, Point, arranged, layered
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Link, Node

WIDTH, HEIGHT = NODE_SIZE


def drawing(links: Iterable[tuple[str, str]], nodes: Iterable[str] = ()) -> Graph:
    """Nodes named as in `links` (those named "in…" are inputs); ports are given in the order of the links."""
    pairs = list(links)
    names = list(dict.fromkeys([*nodes, *(name for pair in pairs for name in pair)]))
    kinds = {name: INPUT_KIND if name.startswith("in") else "Dense" for name in names}
    layers = {name: Layer(name, kinds[name], name) for name in names}
    ports = dict.fromkeys(names, 0)
    made = []
    for source, target in pairs:
        made.append(Link(source, target, 0, ports[target]))
        ports[target] += 1
    return Graph("model", layers, {name: Node(name, name) for name in names}, tuple(made))


def chain(*names: str) -> list[tuple[str, str]]:
    return list(itertools.pairwise(names))


TWO_INPUTS = [*chain("in_deep", "h1", "h2"), ("in_wide", "join"), ("h2", "join"), ("join", "main"), ("h2", "aux")]


def overlaps(positions: Mapping[str, Point], sizes: Mapping[str, Point], gap: float = 0.0) -> list[tuple[str, str]]:
    boxes = [(x, y, x + sizes[name][0], y + sizes[name][1], name) for name, (x, y) in positions.items()]
    return [
        (one[4], other[4])
        for i, one in enumerate(boxes)
        for other in boxes[i + 1 :]
        if one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] and other[1] < one[3]
    ]


def test_that_an_empty_drawing_has_no_positions() -> None:
    assert layered(Graph()) == {}


def test_that_a_chain_is_one_straight_line() -> None:
    sizes = {"in": (100.0, 40.0), "a": (240.0, 60.0), "b": (120.0, 50.0)}
    positions = layered(drawing(chain("in", "a", "b")), sizes)
    assert {x + sizes[name][0] / 2 for name, (x, _) in positions.items()} == {120.0}
    assert [y for _, y in positions.values()] == [0.0, 40.0 + LAYER_GAP, 40.0 + 60.0 + 2 * LAYER_GAP]


def test_that_the_other_direction_runs_to_the_right() -> None:
    positions = layered(drawing(chain("in", "a", "b")), direction="right")
    assert {y for _, y in positions.values()} == {0.0}
    assert [x for x, _ in positions.values()] == [0.0, WIDTH + LAYER_GAP, 2 * (WIDTH + LAYER_GAP)]


def test_that_the_main_path_stays_straight_beside_a_skip_and_a_second_output() -> None:
    positions = layered(drawing(TWO_INPUTS, ["in_wide", "in_deep"]))
    assert len({positions[name][0] for name in ("in_deep", "h1", "h2", "join", "main")}) == 1
    assert positions["aux"][1] == positions["join"][1]


def test_that_inputs_keep_the_order_of_the_drawing() -> None:
    for first, second in (("in_wide", "in_deep"), ("in_deep", "in_wide")):
        positions = layered(drawing([(first, "a"), (second, "b"), ("a", "z"), ("b", "z")], [first, second]))
        assert positions[first][0] < positions[second][0]


def test_that_branches_stand_evenly_about_the_node_they_leave() -> None:
    positions = layered(drawing([("in", "a"), ("in", "b"), ("a", "z"), ("b", "z")]))
    assert positions["in"][0] == positions["z"][0] == (positions["a"][0] + positions["b"][0]) / 2
    assert positions["b"][0] - positions["a"][0] == WIDTH + SIBLING_GAP


def test_that_a_skip_link_is_led_round_the_nodes_between() -> None:
    graph = drawing([("in", "z"), *chain("in", "a", "b", "z"), ("z", "out")])
    arrangement = arranged(graph)
    (link,) = arrangement.routes
    assert (link.source, link.target) == ("in", "z")
    left, right = arrangement.positions["a"][0], arrangement.positions["a"][0] + WIDTH
    assert all(x < left or x > right for x, _ in arrangement.routes[link])


def test_that_disconnected_parts_stand_side_by_side() -> None:
    positions = layered(drawing([*chain("in", "a"), *chain("in2", "b")], ["in", "in2", "lonely"]))
    assert positions["in"][0] == positions["a"][0] < positions["in2"][0] == positions["b"][0] < positions["lonely"][0]
    assert {positions[name][1] for name in ("in", "in2", "lonely")} == {0.0}


def test_that_a_loop_and_a_link_to_itself_are_tolerated() -> None:
    positions = layered(drawing([*chain("in", "a", "b"), ("b", "a"), ("b", "b")]))
    assert [positions[name][1] for name in ("in", "a", "b")] == [0.0, HEIGHT + LAYER_GAP, 2 * (HEIGHT + LAYER_GAP)]


def test_that_links_uncross_where_they_can() -> None:
    straight = drawing([("in1", "b"), ("in2", "a"), ("in3", "c"), ("a", "z"), ("b", "z"), ("c", "z")])
    positions = layered(straight)
    assert positions["in2"][0] < positions["in1"][0] < positions["in3"][0]
    assert positions["a"][0] < positions["b"][0] < positions["c"][0]


def test_that_stand_ins_are_capped_and_the_longest_links_do_without() -> None:
    names = [f"n{i}" for i in range(12)]
    graph = drawing([*chain(*names), ("n0", "n2"), ("n0", "n11")])
    layers = layering(tuple(graph.nodes), graph.links, dummy_limit=5)
    assert {(link.source, link.target) for link in layers.chains} == {("n0", "n2")}


def test_that_a_cancelled_layout_moves_nothing() -> None:
    assert layered(drawing(TWO_INPUTS), cancelled=lambda: True) == {}


def test_that_the_same_drawing_gives_the_same_layout() -> None:
    graph = tangle(120, seed=3)
    assert layered(graph) == layered(graph)


@pytest.mark.parametrize("direction", ["down", "right"])
@given(seed=st.integers(0, 10_000), count=st.integers(2, 40))
@settings(max_examples=40, deadline=None)
def test_that_boxes_never_overlap_and_links_lead_on(direction: str, seed: int, count: int) -> None:
    graph = tangle(count, seed)
    dice = random.Random(seed)
    sizes = {name: (dice.uniform(60, 300), dice.uniform(30, 120)) for name in graph.nodes}
    positions = layered(graph, sizes, direction="down" if direction == "down" else "right")
    assert not overlaps(positions, sizes)
    axis = 1 if direction == "down" else 0
    for link in graph.links:
        assert positions[link.source][axis] + sizes[link.source][axis] < positions[link.target][axis]


def tangle(count: int, seed: int) -> Graph:
    """A random drawing without loops."""
    dice = random.Random(seed)
    links = [(f"n{dice.randrange(i)}", f"n{i}") for i in range(1, count) for _ in range(dice.choice((0, 1, 1, 2, 3)))]
    return drawing(dict.fromkeys(links), [f"n{i}" for i in range(count)])
