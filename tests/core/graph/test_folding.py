"""What is seen of folded drawings: cards, frames, links and their ends."""

from __future__ import annotations

from hypothesis import given, settings

from desktop_nn.graph import folding, groups
from desktop_nn.graph.model import Graph, Link
from tests.helpers.drawings import chain
from tests.helpers.grouped_drawings import grouped_drawings


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


@given(grouped_drawings())
@settings(max_examples=60, deadline=None)
def test_that_every_link_between_things_is_seen_once_with_ports_that_exist(graph: Graph) -> None:
    seen = folding.seen(graph)
    expected = [link for link in graph.links if seen.holder(link.source) != seen.holder(link.target)]
    assert list(seen.links) == expected
    for link in seen.links:
        for (id, port), side in ((seen.source_end(link), "outputs"), (seen.target_end(link), "inputs")):
            assert id not in seen.cards or port < len(getattr(seen.cards[id], side))
