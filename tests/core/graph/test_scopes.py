"""Scopes: the drawing at one, changing it, what is left of one, where a change or a problem is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.nesting import DEEPEST, make_model
from desktop_nn.graph.scopes import (
    changed_scope,
    existing,
    facts_at,
    graph_at,
    inner_scopes,
    layer_key,
    layer_titles,
    origin,
    problems_of,
    titles,
    with_graph_at,
)
from desktop_nn.problems import Problem, ProblemError
from tests.core.engine.drawings import chain


def nested() -> tuple[Graph, str, str]:
    """input → outer(input → inner(input → dense) → dense_1) → dense_2, and the layer ids of the two models."""
    graph, node = make_model(chain(*(("Dense", {"units": units}) for units in (6, 5, 4))), ["n2", "n3"], "outer")
    outer = graph.nodes[node].layer
    drawing, inside = make_model(graph_at(graph, (outer,)), ["n2"], "inner")
    return with_graph_at(graph, (outer,), drawing), outer, drawing.nodes[inside].layer


def names(graph: Graph) -> list[str]:
    return [graph.name_of(id) for id in graph.nodes]


def test_that_a_scope_leads_to_the_drawing_inside() -> None:
    graph, outer, inner = nested()
    assert graph_at(graph, ()) is graph
    assert names(graph_at(graph, (outer,))) == ["input", "inner", "dense_1"]
    assert names(graph_at(graph, (outer, inner))) == ["input", "dense"]
    assert titles(graph, (outer, inner)) == ("outer", "inner")
    with pytest.raises(KeyError):
        graph_at(graph, (graph.nodes["n1"].layer,))


def test_that_a_drawing_inside_is_changed_in_its_place() -> None:
    graph, outer, inner = nested()
    drawing = edits.move(graph_at(graph, (outer, inner)), {"n2": (700.0, 70.0)})
    changed = with_graph_at(graph, (outer, inner), drawing)
    assert graph_at(changed, (outer, inner)) is drawing
    assert (changed.nodes, changed.links) == (graph.nodes, graph.links)
    assert with_graph_at(graph, (outer, inner), graph_at(graph, (outer, inner))) is graph


def test_that_a_name_inside_is_the_name_of_the_layer_outside() -> None:
    graph, outer, _ = nested()
    drawing = replace(graph_at(graph, (outer,)), name="encoder")
    assert with_graph_at(graph, (outer,), drawing).layers[outer].name == "encoder"
    with pytest.raises(ProblemError, match="Another layer"):
        with_graph_at(graph, (outer,), replace(drawing, name="input"))
    assert graph_at(edits.rename(graph, outer, "decoder"), (outer,)).name == "decoder"


def test_that_only_so_many_models_come_to_lie_one_in_the_other() -> None:
    graph, node = chain(("Dense", {"units": 8})), "n2"
    for _ in range(DEEPEST):
        graph, node = make_model(graph, [node], "level")
    outer = graph.nodes[node].layer
    pasted, _ = edits.paste(graph_at(graph, (outer,)), edits.copy(graph, [node]))
    with pytest.raises(ProblemError, match="16 models"):
        with_graph_at(graph, (outer,), pasted)


def test_that_the_nearest_outer_drawing_is_left_of_a_scope_that_is_gone() -> None:
    graph, outer, inner = nested()
    assert existing(graph, (outer, inner)) == (outer, inner)
    drawing = edits.delete(graph_at(graph, (outer,)), graph_at(graph, (outer,)).calls_of(inner))
    assert existing(with_graph_at(graph, (outer,), drawing), (outer, inner)) == (outer,)
    assert existing(edits.delete(graph, graph.calls_of(outer)), (outer, inner)) == ()


def test_that_the_place_of_a_change_is_the_innermost_drawing_that_holds_it() -> None:
    graph, outer, inner = nested()
    moved = with_graph_at(graph, (outer, inner), edits.move(graph_at(graph, (outer, inner)), {"n2": (9.0, 9.0)}))
    assert changed_scope(graph, moved) == (outer, inner)
    assert changed_scope(moved, graph) == (outer, inner)
    assert changed_scope(graph, edits.move(moved, {"n1": (9.0, 9.0)})) == ()
    assert changed_scope(graph, graph) == ()


def test_that_all_nested_drawings_are_found_with_their_scopes() -> None:
    graph, outer, inner = nested()
    assert [scope for scope, _ in inner_scopes(graph)] == [(outer,), (outer, inner)]


def test_that_facts_and_problems_belong_to_their_drawing() -> None:
    graph, outer, inner = nested()
    wrong = Problem("It is wrong.", "dense", node="n2")
    innermost = GraphFacts({"n2": NodeFacts(problem=wrong)})
    middle = next(id for id in graph_at(graph, (outer,)).calls_of(inner))
    told = GraphFacts({middle: NodeFacts(problem=replace(wrong, node=middle))}, inner={inner: innermost})
    facts = GraphFacts(inner={outer: told})
    assert facts_at(facts, (outer, inner)) is innermost
    assert facts_at(GraphFacts(), (outer, inner)) == GraphFacts()
    assert problems_of(innermost) == (wrong,)
    (node,) = graph.calls_of(outer)
    assert origin(graph, facts, node) == ((outer, inner), "n2")
    assert origin(graph, facts, "n1") == ((), "n1")
    whole = GraphFacts(inner={outer: GraphFacts(problems=(Problem("It has no output."),))})
    assert origin(graph, whole, node) == ((outer,), "")


def test_that_layers_inside_follow_their_model_and_say_where_they_are() -> None:
    graph, outer, _ = nested()
    found = layer_titles(graph)
    assert found[outer] == "outer"
    assert "outer / inner / dense" in found.values(), "also the innermost one"
    names_ = list(found.values())
    assert names_.index("outer") < names_.index("outer / dense_1")


def test_that_layers_of_one_id_in_several_drawings_are_told_apart() -> None:
    graph, outer, inner = nested()
    assert outer == inner, "ids are only unique within a drawing"
    found = layer_titles(graph)
    assert found[layer_key((), outer)] == "outer"
    assert found[layer_key((outer,), inner)].startswith("outer / ")
