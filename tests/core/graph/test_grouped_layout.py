"""Layout with groups: frames enclose their content, cards stand for it, notes stay beside their nodes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.graph import blocks
from desktop_nn.graph.folding import FRAME_PAD, TITLE_HEIGHT
from desktop_nn.graph.grouped_layout import Places, places, with_places
from desktop_nn.graph.layout import NODE_SIZE, layered
from desktop_nn.graph.membership import members, shown_as
from desktop_nn.graph.model import Comment, Direction, Graph, Group
from tests.core.graph.test_blocks import resnet
from tests.core.graph.test_layout import chain, drawing, overlaps

WIDTH, HEIGHT = NODE_SIZE
LINE = drawing(chain("in", "a", "b", "c", "out"))


def grouped(graph: Graph, title: str, nodes: str, *, folded: bool = False, parent: str = "") -> Graph:
    """The drawing with some nodes in a group whose id is its title."""
    inside = {id: replace(node, group=title) if id in nodes.split() else node for id, node in graph.nodes.items()}
    return replace(graph, nodes=inside, groups={**graph.groups, title: Group(title, title, parent, folded=folded)})


def box(graph: Graph, found: Places, group: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a group's nodes."""
    corners = [found.nodes[id] for id in members(graph, group)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs) + WIDTH, max(ys) + HEIGHT


def test_that_a_drawing_without_groups_is_laid_out_as_before() -> None:
    assert places(LINE).nodes == layered(LINE)


def test_that_a_frame_has_room_for_its_content_and_title() -> None:
    graph = grouped(LINE, "g", "a b")
    found = places(graph)
    left, top, right, bottom = box(graph, found, "g")
    frame = (left - FRAME_PAD, top - FRAME_PAD - TITLE_HEIGHT, right + FRAME_PAD, bottom + FRAME_PAD)
    for outside in ("in", "c", "out"):
        x, y = found.nodes[outside]
        assert x + WIDTH <= frame[0] or x >= frame[2] or y + HEIGHT <= frame[1] or y >= frame[3]


def test_that_a_folded_group_takes_the_room_of_its_card() -> None:
    graph = grouped(LINE, "g", "a b c", folded=True)
    found = places(graph, {"g": (100.0, 50.0)})
    gap = found.nodes["out"][1] - found.nodes["in"][1] - HEIGHT
    assert gap == 50.0 + 2 * 48.0


@pytest.mark.parametrize("direction", ["down", "right"])
def test_that_a_card_stands_at_the_middle_of_the_first_edge_of_its_nodes(direction: Direction) -> None:
    graph = replace(grouped(LINE, "g", "a b c", folded=True), direction=direction)
    found = places(graph)
    left, top, right, bottom = box(graph, found, "g")
    x, y = found.nodes["in"]
    if direction == "down":
        assert (left + right) / 2 == x + WIDTH / 2
        assert top == y + HEIGHT + 48.0
    else:
        assert (top + bottom) / 2 == y + HEIGHT / 2
        assert left == x + WIDTH + 48.0


def test_that_groups_in_groups_are_laid_out_from_the_inside() -> None:
    graph = grouped(LINE, "outer", "a")
    graph = grouped(graph, "inner", "b c", parent="outer")
    found = places(graph)
    left, top, right, _ = box(graph, found, "inner")
    x, y = found.nodes["a"]
    assert y + HEIGHT < top - FRAME_PAD - TITLE_HEIGHT
    assert left <= x + WIDTH / 2 <= right


def test_that_cards_and_nodes_do_not_overlap() -> None:
    graph = blocks.folded(resnet(12, stages=3))
    found = places(graph)
    shown = shown_as(graph)
    tops = {}
    for id, card in shown.items():
        if card in graph.groups:
            left, top, right, _ = box(graph, found, card)
            tops[card] = ((left + right - WIDTH) / 2, top)
        else:
            tops[card] = found.nodes[id]
    assert overlaps(tops, dict.fromkeys(tops, NODE_SIZE)) == []


def test_that_the_same_drawing_is_laid_out_the_same_way() -> None:
    graph = blocks.folded(resnet(12, stages=3))
    assert places(graph) == places(graph)


def test_that_a_note_stays_beside_its_node() -> None:
    graph = replace(LINE, nodes={id: replace(node, y=900.0 * i) for i, (id, node) in enumerate(LINE.nodes.items())})
    note = Comment("note", "why", graph.nodes["b"].x + 220.0, graph.nodes["b"].y - 10.0)
    result = with_places(replace(graph, comments={"note": note}), places(replace(graph, comments={"note": note})))
    moved = result.comments["note"]
    assert (moved.x - result.nodes["b"].x, moved.y - result.nodes["b"].y) == (220.0, -10.0)


def test_that_nothing_is_placed_once_cancelled() -> None:
    assert places(blocks.folded(resnet(12)), cancelled=lambda: True) == Places()


def test_that_groups_that_lie_in_each_other_do_not_hang_it() -> None:
    graph = grouped(grouped(LINE, "one", "a", parent="two"), "two", "b", parent="one")
    assert set(places(graph).nodes) >= {"in", "c", "out"}


def test_that_three_thousand_nodes_are_placed() -> None:
    graph = resnet(375)
    assert len(places(graph).nodes) == len(graph.nodes) > 3000
