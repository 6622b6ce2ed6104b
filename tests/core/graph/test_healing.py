"""Links at a nested model while its Inputs and outputs come, go and change places."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.graph import edits
from desktop_nn.graph.model import INPUT_KIND, Graph, Link
from desktop_nn.graph.nesting import make_model
from desktop_nn.graph.scopes import graph_at, with_graph_at
from tests.core.engine.drawings import Drawing, chain


class Made:
    """A model `part` with the inputs a and b and the outputs sum and product, each led on outside."""

    def __init__(self) -> None:
        drawing = Drawing()
        a, b = (drawing.add(INPUT_KIND, name=name, shape=[4]) for name in "ab")
        added, product = drawing.add("Add", a, b, name="sum"), drawing.add("Multiply", a, b, name="product")
        drawing.add("Dense", added, units=1, name="first")
        drawing.add("Dense", product, units=1, name="second")
        self.graph, self.node = make_model(drawing.graph, [added, product], "part")
        self.layer = self.graph.nodes[self.node].layer

    @property
    def inside(self) -> Graph:
        return graph_at(self.graph, (self.layer,))

    def named(self, name: str) -> str:
        return next(id for id in self.inside.nodes if self.inside.name_of(id) == name)

    def change(self, inside: Graph) -> set[tuple[str, int, str, int]]:
        """The links outside after another drawing was put inside."""
        self.graph = with_graph_at(self.graph, (self.layer,), inside)
        name = self.graph.name_of
        return {(name(link.source), link.source_port, name(link.target), link.target_port) for link in self.graph.links}


ALL = {("a", 0, "part", 0), ("b", 0, "part", 1), ("part", 0, "first", 0), ("part", 1, "second", 0)}


def test_that_one_more_input_or_output_leaves_the_links_as_they_are() -> None:
    made = Made()
    inside, added = edits.place(made.inside, INPUT_KIND, 0, 0, config={"shape": [4]})
    assert made.change(inside) == ALL
    inside, end = edits.place(inside, "Dense", 0, 0, config={"units": 2})
    assert made.change(replace(inside, links=(*inside.links, Link(added, end)))) == ALL


def test_that_a_link_goes_with_its_input() -> None:
    made = Made()
    assert made.change(edits.delete(made.inside, [made.named("a")])) == {("b", 0, "part", 0)} | {
        link for link in ALL if link[0] == "part"
    }


def test_that_links_follow_outputs_that_change_places() -> None:
    made = Made()
    first = {made.named("product"): made.inside.nodes[made.named("product")]}
    assert made.change(replace(made.inside, nodes={**first, **made.inside.nodes})) == {
        ("a", 0, "part", 0), ("b", 0, "part", 1), ("part", 1, "first", 0), ("part", 0, "second", 0),
    }  # fmt: skip


def test_that_the_layer_that_comes_behind_an_output_takes_its_place() -> None:
    made = Made()
    inside, end = edits.place(made.inside, "Dense", 0, 0, config={"units": 2})
    assert made.change(inside) == ALL  # not linked yet, it is a third output
    linked = made.change(replace(inside, links=(*inside.links, Link(made.named("sum"), end))))
    assert {link for link in linked if link[0] == "part"} == {("part", 1, "first", 0), ("part", 0, "second", 0)}


def test_that_what_fed_a_deleted_output_takes_its_place() -> None:
    graph, node = make_model(chain(*(("Dense", {"units": units}) for units in (6, 5, 4))), ["n2", "n3"], "part")
    layer = graph.nodes[node].layer
    shorter = with_graph_at(graph, (layer,), edits.delete(graph_at(graph, (layer,)), ["n3"]))
    assert shorter.links == graph.links


def test_that_links_of_an_output_that_is_gone_are_removed_and_merging_closes_up() -> None:
    drawing = Drawing()
    start = drawing.add(INPUT_KIND, shape=[4])
    one, other = drawing.add("Dense", start, units=4, name="one"), drawing.add("Dense", start, units=4, name="other")
    third = drawing.add("Dense", start, units=4, name="third")
    both = drawing.add("Add", one, other, third, name="both")
    graph, node = make_model(drawing.graph, [one, other, third], "part")
    layer = graph.nodes[node].layer
    left = with_graph_at(graph, (layer,), edits.delete(graph_at(graph, (layer,)), [one]))
    into = [(link.source_port, link.target_port) for link in left.links_into(both)]
    assert into[-2:] == [(0, 0), (1, 1)] or into == [(0, 0), (1, 1)]


def test_that_every_call_of_a_shared_model_is_healed() -> None:
    made = Made()
    graph, again = edits.place_call(made.graph, made.layer, 500, 0)
    a, b = (next(id for id in graph.nodes if graph.name_of(id) == name) for name in "ab")
    made.graph = replace(graph, links=(*graph.links, Link(a, again), Link(b, again, 0, 1)))
    made.change(edits.delete(made.inside, [made.named("a")]))
    for call in (made.node, again):
        assert [(link.source, link.target_port) for link in made.graph.links_into(call)] == [(b, 0)]
