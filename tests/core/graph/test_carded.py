"""Room in a drawing with folded groups: a card counts as one node, and takes what it holds along."""

from __future__ import annotations

from desktop_nn.graph import carded, edits, groups, room
from desktop_nn.graph.model import Graph
from tests.helpers.drawings import chain

SIZE = (208.0, 86.0)


def folded() -> tuple[Graph, tuple[str, ...], str]:
    """in → [a → b] → c at every 140, the two in the middle folded."""
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph = edits.move(graph, {id: (0.0, 140.0 * number) for number, id in enumerate(ids)})
    graph, group = groups.make_group(graph, ids[1:3])
    return groups.fold(graph, (group,)), ids, group


def test_that_a_card_is_moved_as_one_with_what_it_holds() -> None:
    graph, ids, group = folded()

    def down(graph: Graph) -> Graph:
        return edits.move(graph, {group: (graph.nodes[group].x, graph.nodes[group].y + 50)})

    moved = carded.as_seen(graph, {group: SIZE}, SIZE, down)
    assert [moved.nodes[id].y for id in ids] == [0, 190, 330, 420]
    assert moved.groups == graph.groups


def test_that_what_stands_behind_a_card_makes_room_below_the_card() -> None:
    graph, ids, group = folded()
    graph = edits.move(graph, {ids[3]: (0.0, 240.0)})  # right below the card
    sizes = {**dict.fromkeys(ids, SIZE), group: SIZE}
    made = carded.as_seen(graph, sizes, SIZE, lambda graph: room.make_room(graph, (ids[3],), sizes, 24.0))
    assert made.nodes[ids[3]].y == 140 + SIZE[1] + 24
    assert made.nodes[ids[1]].y == 140


def test_that_without_cards_the_edit_sees_the_drawing_itself() -> None:
    graph, _ = chain("InputLayer", "Dense")
    assert carded.as_seen(graph, {}, SIZE, lambda same: same) is graph
