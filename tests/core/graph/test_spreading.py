"""Room for what comes out of a nested model."""

from __future__ import annotations

from itertools import combinations

from desktop_nn.graph import edits
from desktop_nn.graph.layout import NODE_SIZE
from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.graph.nesting import make_model
from desktop_nn.graph.unpacking import unpack
from tests.core.engine.drawings import Drawing


def packed() -> tuple[Graph, str]:
    """x → model(a → b → c) → y, one close behind the other."""
    drawing = Drawing()
    before = drawing.add(INPUT_KIND, name="x", shape=[4])
    for name in "abcy":
        before = drawing.add("Dense", before, units=3, name=name)
    graph = edits.move(drawing.graph, {id: (0.0, 130.0 * row) for row, id in enumerate(drawing.graph.nodes)})
    return make_model(graph, [id for id in graph.nodes if graph.name_of(id) in "abc"], "model")


def on_each_other(graph: Graph) -> list[tuple[str, str]]:
    return [
        (graph.name_of(one.id), graph.name_of(other.id))
        for one, other in combinations(graph.nodes.values(), 2)
        if abs(one.x - other.x) < NODE_SIZE[0] and abs(one.y - other.y) < NODE_SIZE[1]
    ]


def at(graph: Graph, name: str) -> tuple[float, float]:
    node = next(node for id, node in graph.nodes.items() if graph.name_of(id) == name)
    return node.x, node.y


def test_that_what_was_just_packed_comes_back_to_its_places() -> None:
    graph, node = packed()
    back, _ = unpack(graph, node)
    assert [at(back, name) for name in "xabcy"] == [(0.0, 130.0 * row) for row in range(5)]


def test_that_layers_that_have_moved_up_meanwhile_make_room() -> None:
    graph, node = packed()
    end = next(id for id in graph.nodes if graph.name_of(id) == "y")
    close = edits.move(graph, {node: (0.0, 130.0), end: (0.0, 260.0)})
    back, out = unpack(close, node)
    assert not on_each_other(back)
    assert at(back, "x") == (0.0, 0.0)
    rows = [at(back, name)[1] for name in "xabcy"]
    assert rows == sorted(rows)
    assert rows[3] - rows[1] == 260.0
    assert len(out) == 3
    assert not back.groups


def test_that_every_call_of_a_shared_model_gets_room() -> None:
    graph, node = packed()
    graph, again = edits.place_call(graph, graph.nodes[node].layer, 0.0, 390.0)
    end = next(id for id in graph.nodes if graph.name_of(id) == "y")
    links = tuple(link for link in graph.links if link.target != end)
    links += tuple(type(links[0])(one, other) for one, other in ((node, again), (again, end)))
    graph = Graph(graph.name, graph.layers, graph.nodes, links)
    assert not on_each_other(unpack(graph, node)[0])
