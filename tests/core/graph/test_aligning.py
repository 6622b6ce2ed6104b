"""Lining up and spreading evenly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.graph.aligning import Box, Line, aligned, distributed, shifted
from desktop_nn.graph.model import Group
from tests.core.graph.test_layout import chain, drawing

BOXES = {"a": Box(0, 10, 100, 40), "b": Box(50, 200, 60, 80), "c": Box(300, 90, 100, 20)}


def moved(shifts: dict[str, tuple[float, float]]) -> dict[str, Box]:
    return {id: replace(box, x=box.x + shifts[id][0], y=box.y + shifts[id][1]) for id, box in BOXES.items()}


@pytest.mark.parametrize(
    ("line", "at"),
    [("left", 0.0), ("centre", 200.0), ("right", 400.0), ("top", 10.0), ("middle", 145.0), ("bottom", 280.0)],
)
def test_that_all_boxes_touch_the_line(line: Line, at: float) -> None:
    boxes = moved(aligned(BOXES, line))
    share = {"left": 0.0, "top": 0.0, "centre": 0.5, "middle": 0.5, "right": 1.0, "bottom": 1.0}[line]
    if line in ("left", "centre", "right"):
        touched = {box.x + box.width * share for box in boxes.values()}
    else:
        touched = {box.y + box.height * share for box in boxes.values()}
    assert touched == {at}


def test_that_lining_up_moves_along_one_axis_only() -> None:
    assert {dy for _, dy in aligned(BOXES, "left").values()} == {0.0}
    assert {dx for dx, _ in aligned(BOXES, "bottom").values()} == {0.0}


def test_that_gaps_become_equal_and_the_outermost_stay() -> None:
    boxes = moved(distributed(BOXES, "across"))
    assert (boxes["a"].x, boxes["c"].x) == (0, 300)
    assert boxes["b"].x - 100 == 300 - (boxes["b"].x + 60)


def test_that_gaps_become_equal_downwards_too() -> None:
    boxes = moved(distributed(BOXES, "down"))
    assert boxes["c"].y - (boxes["a"].y + 40) == boxes["b"].y - (boxes["c"].y + 20)
    assert (boxes["a"].y, boxes["b"].y) == (10, 200)


def test_that_two_boxes_have_nothing_to_spread() -> None:
    two = {id: BOXES[id] for id in "ab"}
    assert set(distributed(two, "across").values()) == {(0.0, 0.0)}


def test_that_no_boxes_are_no_error() -> None:
    assert aligned({}, "left") == {}
    assert distributed({}, "down") == {}


def test_that_the_nodes_of_a_folded_group_move_with_its_card() -> None:
    graph = drawing(chain("in", "a", "b", "out"))
    inside = {id: replace(node, group="g") if id in "ab" else node for id, node in graph.nodes.items()}
    graph = replace(graph, nodes=inside, groups={"g": Group("g", "g", folded=True)})
    result = shifted(graph, {"g": (5.0, 7.0), "in": (1.0, 0.0)})
    assert [(node.x, node.y) for node in result.nodes.values()] == [(1, 0), (5, 7), (5, 7), (0, 0)]


def test_that_nothing_moved_is_the_same_drawing() -> None:
    graph = drawing(chain("in", "a"))
    assert shifted(graph, {"a": (0.0, 0.0)}) is graph
