"""Folding gives back the room that unfolding took, whatever else was folded and unfolded between the two."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_nn.graph import edits, folding, groups
from desktop_nn.graph.fold_memory import FoldMemory
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.model import Graph
from tests.core.graph.test_making_room import overlaps
from tests.helpers.grouped_drawings import grouped_drawings


def spots(graph: Graph) -> dict[str, tuple[float, float]]:
    return {id: (round(node.x, 3), round(node.y, 3)) for id, node in graph.nodes.items()}


def siblings() -> tuple[Graph, str, str, dict[str, str]]:
    """Two folded columns beside each other, and a layer below both."""
    graph, ids = Graph(), {}
    for name, x, y in (("a", 0, 0), ("b", 0, 140), ("c", 300, 0), ("d", 300, 140), ("end", 150, 160)):
        graph, ids[name] = edits.place(graph, "Dense", x, y, name=name)
    graph, left = groups.make_group(graph, (ids["a"], ids["b"]), "left")
    graph, right = groups.make_group(graph, (ids["c"], ids["d"]), "right")
    return groups.fold(graph, (left, right)), left, right, ids


@given(grouped_drawings(), st.data())
@settings(max_examples=80, deadline=None)
def test_that_groups_unfolded_and_folded_in_any_order_give_back_every_place(graph: Graph, data: st.DataObject) -> None:
    memory, cards, before = FoldMemory(), list(folding.seen(graph).cards), spots(graph)
    for folded in (False, True, False, True):
        for group in data.draw(st.permutations(cards)):
            graph = memory.with_folded(graph, group, folded, {})
            assert not overlaps(graph)
    assert spots(graph) == before


def test_that_siblings_give_their_room_back_in_the_other_order() -> None:
    graph, left, right, _ = siblings()
    memory, now = FoldMemory(), graph
    for group, folded in ((left, False), (right, False), (left, True), (right, True)):
        now = memory.with_folded(now, group, folded, {})
    assert spots(now) == spots(graph)
    for group, folded in ((right, False), (left, False), (right, True), (left, True)):
        now = memory.with_folded(now, group, folded, {})
    assert spots(now) == spots(graph)


def test_that_what_the_user_moved_meanwhile_is_not_pulled_along() -> None:
    graph, left, _, ids = siblings()
    memory = FoldMemory()
    opened = memory.with_folded(graph, left, False, {})
    moved = edits.move(opened, {ids["end"]: (20.0, -400.0)})
    closed = memory.with_folded(moved, left, True, {})
    assert spots(closed)[ids["end"]] == (20.0, -400.0)
    assert not overlaps(closed)


def test_that_what_was_added_meanwhile_is_covered_by_nothing() -> None:
    graph, left, right, _ = siblings()
    memory = FoldMemory()
    graph = memory.with_folded(memory.with_folded(graph, left, False, {}), right, False, {})
    graph, _ = edits.place(graph, "Dense", 0.0, 700.0)
    for group in (right, left):
        graph = memory.with_folded(graph, group, True, {})
        assert not overlaps(graph)


def test_that_a_tidied_drawing_is_folded_anew() -> None:
    graph, left, right, _ = siblings()
    memory = FoldMemory()
    graph = memory.with_folded(memory.with_folded(graph, left, False, {}), right, False, {})
    graph = with_places(graph, places(graph))
    assert not overlaps(memory.with_folded(graph, left, True, {}))
