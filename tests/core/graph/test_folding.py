"""What is seen of folded drawings, and that folding and unfolding makes room and gives it back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_nn.graph import edits, folding, groups
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.layout import NODE_SIZE
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph, Link
from tests.helpers.drawings import CATALOGUE, chain


def folded_chain() -> tuple[Graph, tuple[str, ...], str]:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:3])
    return groups.fold(graph, (group,)), ids, group


def test_that_links_inside_a_folded_group_are_not_seen() -> None:
    graph, ids, group = folded_chain()
    seen = folding.seen(graph)
    assert seen.links == (Link(ids[0], ids[1]), Link(ids[2], ids[3]))
    assert seen.holder(ids[1]) == group
    assert seen.holder(ids[0]) == ids[0]


def test_that_the_ends_of_links_are_the_cards_ports() -> None:
    graph, ids, group = folded_chain()
    seen = folding.seen(graph)
    assert seen.target_end(seen.links[0]) == (group, 0)
    assert seen.source_end(seen.links[1]) == (group, 0)
    assert seen.cards[group].inputs == ((ids[1], 0),)
    assert seen.cards[group].outputs == ((ids[2], 0),)


def test_that_a_folded_group_at_the_end_keeps_an_output_to_wire() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:])
    assert folding.seen(groups.fold(graph, (group,))).cards[group].outputs == ((ids[2], 0),)


def test_that_open_groups_are_frames_with_the_outer_ones_first() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, inner = groups.make_group(graph, ids[2:])
    graph, outer = groups.make_group(graph, ids[1:])
    assert folding.seen(graph).frames == (outer, inner)
    assert folding.seen(groups.fold(graph, (outer,))).frames == ()


def test_that_a_drawing_without_groups_is_seen_as_it_is() -> None:
    graph, _ = chain("InputLayer", "Dense")
    assert folding.seen(graph).links is graph.links


def test_that_unfolding_pushes_what_follows_by_the_height_that_it_needs() -> None:
    graph, ids, group = folded_chain()
    graph = with_places(graph, places(graph))
    opened = folding.with_folded(graph, group, False, {})
    assert opened.nodes[ids[3]].y > opened.nodes[ids[2]].y + NODE_SIZE[1] + folding.FRAME_PAD
    assert opened.nodes[ids[0]] == graph.nodes[ids[0]]


def boxes(graph: Graph) -> list[tuple[float, float, float, float]]:
    """What is seen: cards and nodes, as rectangles."""
    seen = folding.seen(graph)
    found = []
    for id, node in graph.nodes.items():
        if seen.holder(id) == id:
            found.append((node.x, node.y))
    found += [folding.card_place(graph, card.members, NODE_SIZE) for card in seen.cards.values()]
    return [(x, y, x + NODE_SIZE[0], y + NODE_SIZE[1]) for x, y in found]


def overlap(graph: Graph) -> bool:
    cards = boxes(graph)
    return any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for number, one in enumerate(cards)
        for other in cards[number + 1 :]
    )


@st.composite
def grouped(draw: st.DrawFn) -> Graph:
    """A laid out drawing of several layers with some folded groups."""
    count = draw(st.integers(4, 14))
    graph, ids = Graph(), list[str]()
    for number in range(count):
        graph, node = edits.place(graph, "Concatenate" if number else "InputLayer", 0, 0)
        for source in draw(st.sets(st.sampled_from(ids), min_size=1, max_size=2)) if ids else ():
            port = edits.free_port(graph, node, CATALOGUE)
            graph = edits.connect(graph, Link(source, node, 0, port or 0), CATALOGUE)
        ids.append(node)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, count - 2))
        graph, group = groups.make_group(graph, ids[start : start + draw(st.integers(2, 4))])
        graph = groups.fold(graph, (group,), draw(st.booleans()))
    return with_places(graph, places(graph))


@given(grouped())
@settings(max_examples=60, deadline=None)
def test_that_every_link_between_things_is_seen_once_with_ports_that_exist(graph: Graph) -> None:
    seen = folding.seen(graph)
    expected = [link for link in graph.links if seen.holder(link.source) != seen.holder(link.target)]
    assert list(seen.links) == expected
    for link in seen.links:
        for (id, port), side in ((seen.source_end(link), "outputs"), (seen.target_end(link), "inputs")):
            assert id not in seen.cards or port < len(getattr(seen.cards[id], side))


@given(grouped(), st.data())
@settings(max_examples=60, deadline=None)
def test_that_unfolding_and_folding_again_gives_back_every_place(graph: Graph, data: st.DataObject) -> None:
    cards = list(folding.seen(graph).cards)
    if cards:
        group = data.draw(st.sampled_from(cards))
        opened = folding.with_folded(graph, group, False, {})
        again = folding.with_folded(opened, group, True, {})
        assert {id: (node.x, node.y) for id, node in again.nodes.items() if id in members(graph, group)} == {
            id: (node.x, node.y) for id, node in graph.nodes.items() if id in members(graph, group)
        }
        assert again.groups == graph.groups


def test_that_unfolding_a_block_of_a_trunk_covers_nothing() -> None:
    graph, ids = chain("InputLayer", *["Dense"] * 9)
    for start in (1, 4, 7):
        graph, group = groups.make_group(graph, ids[start : start + 3])
        graph = groups.fold(graph, (group,))
    graph = with_places(graph, places(graph))
    for group in tuple(graph.groups):
        graph = folding.with_folded(graph, group, False, {})
        assert not overlap(graph)
    for group in reversed(tuple(graph.groups)):
        graph = folding.with_folded(graph, group, True, {})
        assert not overlap(graph)
