"""What follows a node in a link moves on, and so does what would be covered by that."""

from __future__ import annotations

import pytest

from desktop_nn.graph.edits import move
from desktop_nn.graph.model import Direction, Graph, Layer, Link, Node
from desktop_nn.graph.room import make_room
from tests.benchmarks.drawings import grid

NAMES = ("a", "new", "b", "c", "beside", "below")
SIZES = dict.fromkeys(NAMES, (100.0, 50.0))


def drawing(*links: Link) -> Graph:
    layers = {name: Layer(name, "Dense", name) for name in NAMES}
    return Graph("model", layers, {name: Node(name, name, 1000.0, -500.0) for name in NAMES}, links)


def placed(**tops: float) -> Graph:
    """a, new, b and c in a row of links, standing at these heights."""
    graph = drawing(Link("a", "new"), Link("new", "b"), Link("b", "c"))
    return move(graph, {name: (0.0, top) for name, top in tops.items()})


def tops(graph: Graph, *names: str) -> list[float]:
    return [graph.nodes[name].y for name in names]


def overlapping(graph: Graph, sizes: dict[str, tuple[float, float]]) -> bool:
    boxes = [(node.x, node.y, node.x + sizes[id][0], node.y + sizes[id][1]) for id, node in graph.nodes.items()]
    return any(
        one is not other and one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for one in boxes
        for other in boxes
    )


def test_that_what_follows_makes_room() -> None:
    graph = make_room(placed(a=0, new=80, b=90, c=200), ("new",), SIZES, 20)
    assert {name: graph.nodes[name].y for name in ("a", "new", "b", "c")} == {"a": 0, "new": 80, "b": 150, "c": 260}


def test_that_a_node_gives_way_to_what_feeds_it() -> None:
    graph = make_room(placed(a=0, new=30, b=400, c=500), ("new",), SIZES, 20)
    assert {name: graph.nodes[name].y for name in ("a", "new", "b")} == {"a": 0, "new": 70, "b": 400}


def test_that_nothing_moves_where_there_is_room() -> None:
    before = placed(a=0, new=100, b=200, c=300)
    assert make_room(before, ("new",), SIZES, 20) == before


def test_that_room_is_made_along_the_flow() -> None:
    graph = move(placed(), {"a": (0.0, 0.0), "new": (110.0, 5.0), "b": (150.0, 5.0), "c": (300.0, 5.0)})
    graph = make_room(graph, ("new",), SIZES, 20, "right")
    assert {name: graph.nodes[name].x for name in ("new", "b", "c")} == {"new": 120, "b": 240, "c": 390}
    assert graph.nodes["b"].y == 5


def test_that_a_card_below_what_moves_gives_way() -> None:
    before = placed(a=0, new=80, b=90, c=200, below=265)
    graph = make_room(before, ("new",), SIZES, 20)
    assert tops(graph, "b", "c", "below") == [150, 260, 325]


def test_that_a_card_beside_what_moves_stays() -> None:
    before = move(placed(a=0, new=80, b=90, c=200), {"beside": (120.0, 90.0)})
    graph = make_room(before, ("new",), SIZES, 20)
    assert tops(graph, "beside") == [90]
    assert not overlapping(graph, SIZES)


def test_that_what_feeds_the_node_never_moves() -> None:
    links = (Link("beside", "a"), Link("a", "new"), Link("new", "b"))
    graph = move(drawing(*links), {"beside": (0.0, 145.0), "a": (0.0, 0.0), "new": (0.0, 60.0), "b": (0.0, 90.0)})
    after = make_room(graph, ("new",), SIZES, 20)
    assert tops(after, "beside", "a") == [145, 0]


def test_that_what_gives_way_takes_its_own_followers_along() -> None:
    links = (Link("a", "new"), Link("new", "b"), Link("below", "beside"))
    graph = move(drawing(*links), {"a": (0.0, 0.0), "new": (0.0, 80.0), "b": (0.0, 90.0), "below": (60.0, 150.0),
                                   "beside": (300.0, 150.0)})  # fmt: skip
    after = make_room(graph, ("new",), SIZES, 20)
    assert tops(after, "b", "below", "beside") == [150, 210, 210]


def test_that_a_row_of_nodes_has_room_for_each() -> None:
    graph = move(
        drawing(Link("a", "new"), Link("new", "beside"), Link("beside", "b"), Link("b", "c")),
        {"a": (0.0, 0.0), "new": (0.0, 30.0), "beside": (0.0, 100.0), "b": (0.0, 90.0), "c": (0.0, 180.0)},
    )
    graph = make_room(graph, ("new", "beside"), SIZES, 20)
    assert tops(graph, "a", "new", "beside", "b") == [0, 70, 140, 210]
    assert not overlapping(graph, SIZES)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_that_room_among_three_thousand_loses_no_node(direction: Direction) -> None:
    graph = grid(3000)
    sizes = dict.fromkeys(graph.nodes, (208.0, 86.0))
    after = make_room(graph, ("n512",), sizes, 60.0, direction)
    assert after.nodes.keys() == graph.nodes.keys()
