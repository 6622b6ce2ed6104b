"""Folding and unfolding in place: room is made and given back, nothing overlaps, what moves moves as a whole."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_nn.graph import edits, folding, groups
from desktop_nn.graph.fold_memory import FoldMemory
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.layout import NODE_SIZE
from desktop_nn.graph.making_room import with_folded, with_frame
from desktop_nn.graph.membership import ancestors, members
from desktop_nn.graph.model import Comment, Graph
from tests.helpers.drawings import chain
from tests.helpers.grouped_drawings import grouped_drawings

Box = tuple[float, float, float, float]


def frame(graph: Graph, group: str, boxes: dict[str, Box]) -> Box:
    """The frame round what a group shows."""
    seen = folding.seen(graph)
    inside = [boxes[seen.holder(id)] for id in members(graph, group)]
    inside += [frame(graph, id, boxes) for id in seen.frames if graph.groups[id].parent == group]
    pad, title = folding.FRAME_PAD, folding.TITLE_HEIGHT
    left, top = min(box[0] for box in inside) - pad, min(box[1] for box in inside) - pad - title
    return left, top, max(box[2] for box in inside) + pad, max(box[3] for box in inside) + pad


def shown(graph: Graph) -> dict[str, Box]:
    """Rectangles of nodes, cards and frames that are seen."""
    seen = folding.seen(graph)
    corners = {id: (node.x, node.y) for id, node in graph.nodes.items() if seen.holder(id) == id}
    corners |= {id: folding.card_place(graph, card.members, NODE_SIZE) for id, card in seen.cards.items()}
    boxes = {id: (x, y, x + NODE_SIZE[0], y + NODE_SIZE[1]) for id, (x, y) in corners.items()}
    return {**boxes, **{id: frame(graph, id, boxes) for id in seen.frames}}


def overlaps(graph: Graph) -> list[tuple[str, str]]:
    """Pairs that lie on each other, but for a frame and what it holds."""
    boxes, found = list(shown(graph).items()), []
    for number, (one, a) in enumerate(boxes):
        for other, b in boxes[number + 1 :]:
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] and not within(graph, one, other):
                found.append((one, other))
    return found


def within(graph: Graph, one: str, other: str) -> bool:
    around = []
    for id in (one, other):
        start = graph.nodes[id].group if id in graph.nodes else graph.groups[id].parent
        around.append({group.id for group in ancestors(graph, start)})
    return one in around[1] or other in around[0]


def folded_chain() -> tuple[Graph, tuple[str, ...], str]:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:3])
    return groups.fold(graph, (group,)), ids, group


def spots(graph: Graph) -> dict[str, tuple[float, float]]:
    return {id: (node.x, node.y) for id, node in graph.nodes.items()}


def test_that_unfolding_pushes_what_follows_by_the_height_that_it_needs() -> None:
    graph, ids, group = folded_chain()
    graph = with_places(graph, places(graph))
    opened = with_folded(graph, group, False, {})
    assert opened.nodes[ids[3]].y > opened.nodes[ids[2]].y + NODE_SIZE[1] + folding.FRAME_PAD
    assert opened.nodes[ids[0]] == graph.nodes[ids[0]]


@given(grouped_drawings())
@settings(max_examples=80, deadline=None)
def test_that_nothing_overlaps_once_all_groups_are_unfolded_one_by_one(graph: Graph) -> None:
    assert not overlaps(graph)
    while cards := list(folding.seen(graph).cards):
        graph = with_folded(graph, cards[0], False, {})
        assert not overlaps(graph)


@given(grouped_drawings(), st.data())
@settings(max_examples=80, deadline=None)
def test_that_unfolding_and_folding_again_gives_back_every_place(graph: Graph, data: st.DataObject) -> None:
    cards = list(folding.seen(graph).cards)
    if cards:
        group = data.draw(st.sampled_from(cards))
        again = with_folded(with_folded(graph, group, False, {}), group, True, {})
        assert spots(again) == spots(graph)
        assert again.groups == graph.groups


@given(grouped_drawings(), st.data())
@settings(max_examples=80, deadline=None)
def test_that_folding_an_open_group_covers_nothing(graph: Graph, data: st.DataObject) -> None:
    frames = folding.seen(graph).frames
    if frames:
        assert not overlaps(with_folded(graph, data.draw(st.sampled_from(frames)), True, {}))


@given(grouped_drawings(), st.data())
@settings(max_examples=80, deadline=None)
def test_that_folding_and_unfolding_again_gives_back_every_place(graph: Graph, data: st.DataObject) -> None:
    frames = folding.seen(graph).frames
    if frames:
        group, memory = data.draw(st.sampled_from(frames)), FoldMemory()
        assert memory.with_folded(memory.with_folded(graph, group, True, {}), group, False, {}) == graph


def test_that_what_moved_while_a_group_was_folded_is_not_put_back() -> None:
    graph, ids, group = folded_chain()
    graph = with_places(groups.fold(graph, (group,), False), places(groups.fold(graph, (group,), False)))
    memory = FoldMemory()
    folded = memory.with_folded(graph, group, True, {})
    moved = edits.move(folded, {ids[0]: (-300.0, -50.0)})
    opened = memory.with_folded(moved, group, False, {})
    assert (opened.nodes[ids[0]].x, opened.nodes[ids[0]].y) != (graph.nodes[ids[0]].x, graph.nodes[ids[0]].y)
    assert not overlaps(opened)


@given(grouped_drawings(), st.data())
@settings(max_examples=60, deadline=None)
def test_that_other_groups_move_as_a_whole(graph: Graph, data: st.DataObject) -> None:
    cards = list(folding.seen(graph).cards)
    if not cards:
        return
    group = data.draw(st.sampled_from(cards))
    opened = with_folded(graph, group, False, {})
    for other, card in folding.seen(opened).cards.items():
        before, after = spots(graph), spots(opened)
        shifts = {(after[id][0] - before[id][0], after[id][1] - before[id][1]) for id in card.members}
        assert len(shifts) == 1, other


def test_that_a_note_behind_an_unfolded_group_moves_on() -> None:
    graph, ids, group = folded_chain()
    graph = with_places(graph, places(graph))
    last = graph.nodes[ids[3]]
    graph = replace(graph, comments={"c1": Comment("c1", "behind", last.x, last.y + 200)})
    opened = with_folded(graph, group, False, {})
    assert opened.comments["c1"].y - opened.nodes[ids[3]].y == 200


def test_that_a_group_hidden_in_a_folded_one_only_changes_its_mark() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, inner = groups.make_group(graph, ids[2:])
    graph, outer = groups.make_group(graph, ids[1:])
    graph = groups.fold(graph, (inner, outer))
    opened = with_folded(graph, inner, False, {})
    assert spots(opened) == spots(graph)
    assert not opened.groups[inner].folded


def test_that_what_was_put_into_the_way_is_not_run_over_when_a_group_folds() -> None:
    graph, ids = chain("InputLayer", *["Dense"] * 6)
    graph, group = groups.make_group(graph, ids[1:5])
    graph = with_places(graph, places(graph))
    beside = graph.nodes[ids[4]]
    graph, stray = edits.place(graph, "Dense", beside.x + 400, beside.y + 100)
    below = graph.nodes[ids[5]]
    graph = edits.move(graph, {ids[5]: (beside.x + 380, beside.y + 100 + NODE_SIZE[1] + 40)})
    assert below.y > beside.y
    folded = with_folded(graph, group, True, {})
    assert not overlaps(folded)
    assert folded.nodes[ids[5]].y > folded.nodes[stray].y


def test_that_unfolding_a_block_of_a_trunk_covers_nothing() -> None:
    graph, ids = chain("InputLayer", *["Dense"] * 9)
    for start in (1, 4, 7):
        graph, group = groups.make_group(graph, ids[start : start + 3])
        graph = groups.fold(graph, (group,))
    graph = with_places(graph, places(graph))
    for group in tuple(graph.groups):
        graph = with_folded(graph, group, False, {})
        assert not overlaps(graph)
    for group in reversed(tuple(graph.groups)):
        graph = with_folded(graph, group, True, {})
        assert not overlaps(graph)


def test_that_a_new_group_makes_room_only_where_its_frame_would_lie_on_something() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph = with_places(graph, places(graph))
    made, inner = groups.make_group(graph, ids[1:3])
    assert with_frame(graph, made, inner, {}) == made  # there is room in a tidy drawing
    twice, outer = groups.make_group(made, ids[1:3])
    assert overlaps(twice)
    roomy = with_frame(made, twice, outer, {})
    assert not overlaps(roomy)
    assert roomy.nodes[ids[0]] == twice.nodes[ids[0]]


@given(grouped_drawings(), st.data())
@settings(max_examples=60, deadline=None)
def test_that_a_group_made_of_what_stands_together_covers_nothing(graph: Graph, data: st.DataObject) -> None:
    loose = [id for id, node in graph.nodes.items() if not node.group]
    if loose:
        before = overlaps(graph)
        made, group = groups.make_group(graph, [data.draw(st.sampled_from(loose))])
        assert before or not overlaps(with_frame(graph, made, group, {}))
