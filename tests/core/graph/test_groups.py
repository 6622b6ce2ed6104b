"""Groups of nodes: made, taken apart, nested, copied, and gone with what they held."""

from __future__ import annotations

import pytest

from desktop_nn.graph import edits, groups, membership
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import ProblemError
from desktop_nn.project import file
from desktop_nn.project.document import Project
from tests.helpers.drawings import chain


def test_that_a_group_holds_the_nodes_it_was_made_of() -> None:
    graph, (_, one, two, _end) = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, group = groups.make_group(graph, (one, two), "Block")
    assert membership.members(graph, group) == (one, two)
    assert graph.groups[group].title == "Block"


def test_that_a_group_of_nothing_is_refused() -> None:
    with pytest.raises(ProblemError, match="nothing to group"):
        groups.make_group(chain("Dense")[0], ())


def test_that_a_group_round_a_group_takes_it_in_whole() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, inner = groups.make_group(graph, ids[1:3], "Inner")
    graph, outer = groups.make_group(graph, ids[1:], "Outer")
    assert graph.groups[inner].parent == outer
    assert membership.members(graph, outer) == ids[1:]
    assert membership.subgroups(graph, outer) == (inner,)


def test_that_a_group_inside_a_group_lies_in_it() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, outer = groups.make_group(graph, ids[1:], "Outer")
    graph, inner = groups.make_group(graph, ids[1:3], "Inner")
    assert graph.groups[inner].parent == outer
    assert membership.members(graph, outer) == ids[1:]


def test_that_a_group_that_loses_all_its_nodes_is_gone() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:])
    assert group not in edits.delete(graph, ids[1:]).groups


def test_that_ungrouping_gives_the_content_to_the_group_around_it() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, inner = groups.make_group(graph, ids[1:3])
    graph, outer = groups.make_group(graph, ids[1:])
    graph = groups.ungroup(graph, inner)
    assert membership.members(graph, outer) == ids[1:]
    assert inner not in graph.groups


def test_that_a_folded_group_stands_for_all_that_lies_in_it() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, inner = groups.make_group(graph, ids[1:3])
    graph, outer = groups.make_group(graph, ids[1:])
    graph = groups.fold(graph, (inner, outer))
    assert membership.shown_as(graph) == {ids[0]: ids[0], ids[1]: outer, ids[2]: outer, ids[3]: outer}


def test_that_a_copied_group_is_a_group_of_its_own() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:3], "Block")
    graph, pasted = edits.paste(graph, edits.copy(graph, ids[1:3]), 10, 20)
    (copied,) = set(graph.groups) - {group}
    assert membership.members(graph, copied) == pasted
    assert graph.groups[copied].title == "Block"


def test_that_a_part_of_a_group_is_copied_without_it() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    graph, _ = groups.make_group(graph, ids[1:])
    assert not edits.copy(graph, ids[2:]).graph.groups


@pytest.mark.parametrize("count", [0, -1, 1001, 2.5, True, "3"])
def test_that_a_count_that_cannot_be_is_refused(count: object) -> None:
    graph, ids = chain("InputLayer", "Dense")
    graph, group = groups.make_group(graph, ids[1:])
    with pytest.raises(ProblemError, match="whole number from 1"):
        groups.change_group(graph, group, count=count)


def test_that_groups_come_back_from_a_file() -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:], "Block", colour="core")
    graph = groups.change_group(graph, group, count=3, folded=True)
    text = file.dumps(Project(graph), GraphFacts())
    assert file.loads(text).project.graph == graph


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        ('{"id": "g1", "title": "A", "parent": "g9"}', "cannot hold it"),
        ('{"id": "g1", "title": "A", "parent": "g1"}', "cannot hold it"),
        ('{"id": "g1", "title": "A", "count": -3}', "repeated -3 times"),
        ('{"id": "g1", "title": "A"}, {"id": "g2", "title": "Empty"}', "held nothing"),
    ],
)
def test_that_groups_that_cannot_be_are_mended_with_a_word(entry: str, change: str) -> None:
    text = (
        '{"format": "desktop-nn project", "version": 2, "graph": {"layers": [{"id": "l1", "kind": "Dense",'
        f' "name": "d"}}], "nodes": [{{"id": "n1", "layer": "l1", "group": "g1"}}], "groups": [{entry}]}}}}'
    )
    opened = file.loads(text)
    assert any(change in sentence for sentence in opened.changes)
    assert set(opened.project.graph.groups) == {"g1"}


def test_that_nodes_are_called_by_their_name_their_groups_title_or_their_number() -> None:
    graph = Graph()
    for name in ("a", "b", "c"):
        graph, _ = edits.place(graph, "Dense", 0, 0, name=name)
    a, b, c = graph.nodes
    graph, _ = groups.make_group(graph, {a, b}, "block")
    assert membership.called(graph, {c}) == "c"
    assert membership.called(graph, {a, b}) == "block"
    assert membership.called(graph, {a, b, c}) == "3 layers"
    assert membership.called(graph, {b, c}) == "2 layers"


def nested() -> tuple[Graph, dict[str, str], str, str]:
    """in → [a → [b → c]] → d, the groups called outer and inner."""
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense", "Dense")
    named = dict(zip(("in", "a", "b", "c", "d"), ids, strict=True))
    graph, outer = groups.make_group(graph, ids[1:4], "outer")
    graph, inner = groups.make_group(graph, ids[2:4], "inner")
    return graph, named, outer, inner


def test_that_a_layer_goes_from_one_group_into_another() -> None:
    graph, ids, outer, inner = nested()
    graph = groups.put_into(graph, (ids["b"],), outer)
    assert membership.members(graph, inner) == (ids["c"],)
    assert graph.nodes[ids["b"]].group == outer


def test_that_a_whole_group_goes_into_another_as_it_is() -> None:
    graph, ids, outer, inner = nested()
    graph, other = groups.make_group(graph, (ids["d"],), "other")
    graph = groups.put_into(graph, membership.members(graph, inner), other, (inner,))
    assert graph.groups[inner].parent == other
    assert membership.members(graph, other) == (ids["b"], ids["c"], ids["d"])
    assert membership.members(graph, outer) == (ids["a"],)


def test_that_a_group_goes_into_nothing_that_it_holds_itself() -> None:
    graph, _, outer, inner = nested()
    assert groups.put_into(graph, membership.members(graph, outer), inner, (outer,)).groups[outer].parent == ""


def test_that_taking_out_leads_one_level_out() -> None:
    graph, ids, outer, inner = nested()
    graph = groups.take_out(graph, (ids["b"],))
    assert graph.nodes[ids["b"]].group == outer
    graph = groups.take_out(graph, (ids["b"],))
    assert graph.nodes[ids["b"]].group == ""
    assert graph.groups[inner].parent == outer


def test_that_a_group_taken_out_whole_stays_a_group() -> None:
    graph, ids, outer, inner = nested()
    graph = groups.take_out(graph, (ids["b"], ids["c"]))
    assert graph.groups[inner].parent == ""
    assert membership.members(graph, outer) == (ids["a"],)


def test_that_the_last_layer_of_a_group_is_itself_and_not_the_group() -> None:
    graph, ids, _, inner = nested()
    graph = groups.take_out(graph, (ids["b"],))
    assert membership.units(graph, (ids["c"],)) == ()
    assert membership.units(graph, (ids["c"],), grabbed=(inner,)) == (inner,)
    assert inner not in groups.take_out(graph, (ids["c"],)).groups
