"""The drawing as the engine sees it: bypassed nodes left out, repeated groups written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_nn.graph import edits
from desktop_nn.graph.effective import effective
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import MODEL_KIND, Graph, Layer, Link, Node
from desktop_nn.graph.topology import nodes_on_loops, output_nodes, topological_order
from tests.core.engine.drawings import Drawing, chain


def _ids(graph: Graph) -> dict[str, str]:
    return {graph.name_of(id): id for id in graph.nodes}


def _bypassed(graph: Graph, *names: str) -> Graph:
    ids = _ids(graph)
    changed = {ids[name]: replace(graph.nodes[ids[name]], bypassed=True) for name in names}
    return replace(graph, nodes={**graph.nodes, **changed})


def _repeated(graph: Graph, count: int, *names: str) -> Graph:
    ids = _ids(graph)
    grouped, group = make_group(graph, [ids[name] for name in names])
    return change_group(grouped, group, count=count)


def _wires(graph: Graph) -> set[tuple[str, str, int]]:
    return {(graph.name_of(link.source), graph.name_of(link.target), link.target_port) for link in graph.links}


def _mlp(*units: int) -> Graph:
    return chain(*(("Dense", {"units": number}) for number in units))


def test_that_a_plain_drawing_is_its_own_effective_drawing() -> None:
    graph = _mlp(8, 8)
    assert effective(graph).graph is graph


def test_that_asking_twice_gives_the_same_object() -> None:
    graph = _bypassed(_mlp(8, 8), "dense")
    assert effective(graph) is effective(graph)
    built = effective(graph).graph
    assert effective(built).graph is built


def test_that_what_fed_a_bypassed_node_feeds_what_it_fed() -> None:
    built = effective(_bypassed(_mlp(8, 8, 1), "dense_1")).graph
    assert _wires(built) == {("input", "dense", 0), ("dense", "dense_2", 0)}
    assert "dense_1" not in {layer.name for layer in built.layers.values()}


def test_that_several_bypassed_nodes_in_a_row_are_all_left_out() -> None:
    graph = _bypassed(_mlp(8, 8, 1), "dense", "dense_1")
    found = effective(graph)
    assert _wires(found.graph) == {("input", "dense_2", 0)}
    start = (_ids(graph)["input"], 0)
    assert found.passed == {_ids(graph)["dense"]: start, _ids(graph)["dense_1"]: start}


def test_that_a_bypassed_end_makes_the_node_before_it_an_output() -> None:
    graph = _bypassed(_mlp(8, 1), "dense_1")
    built = effective(graph).graph
    assert [built.name_of(id) for id in output_nodes(built)] == ["dense"]


def test_that_a_bypassed_input_is_a_problem_at_the_input() -> None:
    graph = _bypassed(_mlp(8), "input")
    (problem,) = effective(graph).problems
    assert problem.node == _ids(graph)["input"]
    assert "no data come in" in problem.what


def test_that_a_bypassed_node_without_an_input_is_a_problem() -> None:
    drawing = Drawing()
    lonely = drawing.add("Dense", units=1)
    graph = _bypassed(drawing.graph, "dense")
    (problem,) = effective(graph).problems
    assert problem.node == lonely
    assert lonely in effective(graph).graph.nodes


def test_that_a_loop_of_bypassed_nodes_ends_and_is_a_problem() -> None:
    drawing = Drawing()
    first = drawing.add("Dense", units=1)
    second = drawing.add("Dense", first, units=1)
    drawing.force(Link(second, first))
    found = effective(_bypassed(drawing.graph, "dense", "dense_1"))
    assert {problem.node for problem in found.problems} == {first, second}


def test_that_a_bypassed_merging_layer_passes_its_first_input() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    left, right = drawing.add("Dense", start, units=4), drawing.add("Dense", start, units=4)
    both = drawing.add("Add", left, right)
    drawing.add("Dense", both, units=1)
    built = effective(_bypassed(drawing.graph, "add")).graph
    assert ("dense", "dense_2", 0) in _wires(built)
    assert not any(source == "dense_1" for source, _, __ in _wires(built))


def test_that_the_second_output_of_a_bypassed_node_is_a_problem() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4, 2])
    lstm = drawing.add("LSTM", start, units=3, return_state=True)
    drawing.add("Dense", (lstm, 1), units=1)
    (problem,) = effective(_bypassed(drawing.graph, "lstm")).problems
    assert "its output 2 is used" in problem.what


def test_that_a_repeated_group_becomes_copies_one_behind_the_other() -> None:
    graph = _repeated(_mlp(8, 8, 1), 3, "dense_1")
    built = effective(graph).graph
    assert _wires(built) == {
        ("input", "dense", 0),
        ("dense", "dense_1", 0),
        ("dense_1", "dense_1_2", 0),
        ("dense_1_2", "dense_1_3", 0),
        ("dense_1_3", "dense_2", 0),
    }


def test_that_the_last_copy_keeps_the_drawn_ids() -> None:
    graph = _repeated(_mlp(8, 8), 3, "dense_1")
    found, drawn = effective(graph), _ids(graph)["dense_1"]
    assert found.copies[drawn][-1] == drawn
    assert output_nodes(found.graph) == (drawn,)
    assert [found.repetition(id) for id in found.copies[drawn]] == [1, 2, 3]
    assert {found.drawn_id(id) for id in found.copies[drawn]} == {drawn}
    assert found.repetition(_ids(graph)["dense"]) == 0


def test_that_a_name_that_is_taken_is_not_given_to_a_copy() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    hidden = drawing.add("Dense", start, name="hidden", units=4)
    drawing.add("Dense", hidden, name="hidden_2", units=4)
    built = effective(_repeated(drawing.graph, 2, "hidden")).graph
    assert [built.name_of(id) for id in topological_order(built)] == ["input", "hidden", "hidden_2_", "hidden_2"]


def test_that_counts_of_nested_groups_multiply() -> None:
    graph = _repeated(_mlp(8, 8, 8), 3, "dense_1")
    graph = _repeated(graph, 2, "dense", "dense_1")
    built = effective(graph).graph
    assert [built.name_of(id) for id in topological_order(built)] == [
        "input",
        *("dense", "dense_1", "dense_1_2", "dense_1_3"),
        *("dense_2_", "dense_1_4", "dense_1_5", "dense_1_6"),
        "dense_2",
    ]


def test_that_a_layer_shared_inside_a_group_is_shared_inside_each_copy_only() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    first = drawing.add("Dense", start, units=4)
    again = drawing.call(first, first)
    grouped, group = make_group(drawing.graph, [first, again])
    built = effective(change_group(grouped, group, count=2)).graph
    names = [built.name_of(id) for id in topological_order(built)]
    assert names == ["input", "dense", "dense", "dense_2", "dense_2"]


def test_that_a_layer_called_outside_the_group_too_is_one_layer_in_all_copies() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    first = drawing.add("Dense", start, units=4)
    again = drawing.call(first, first)
    grouped, group = make_group(drawing.graph, [again])
    built = effective(change_group(grouped, group, count=3)).graph
    assert [built.name_of(id) for id in topological_order(built)] == ["input", "dense", "dense", "dense", "dense"]


def _residual_block() -> tuple[Graph, str]:
    """A block that adds its input to what a Dense makes of it, in a group."""
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    added = drawing.add("Add", start, dense)
    drawing.add("Dense", added, units=1, name="out")
    return make_group(drawing.graph, [dense, added])


def test_that_a_skip_inside_a_copy_starts_at_the_copy_before() -> None:
    graph, group = _residual_block()
    wires = _wires(effective(change_group(graph, group, count=2)).graph)
    assert {("input", "add", 0), ("dense", "add", 1), ("add", "add_2", 0), ("dense_2", "add_2", 1)} <= wires
    assert {("add", "dense_2", 0), ("add_2", "out", 0)} <= wires
    assert ("input", "add_2", 0) not in wires


def test_that_what_enters_at_a_second_input_feeds_every_copy() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", name="x", shape=[4])
    condition = drawing.add("InputLayer", name="condition", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    added = drawing.add("Add", dense, condition)
    graph, group = make_group(drawing.graph, [dense, added])
    wires = _wires(effective(change_group(graph, group, count=3)).graph)
    assert {("condition", f"add{end}", 1) for end in ("", "_2", "_3")} <= wires
    assert [wire for wire in wires if wire[0] == "x"] == [("x", "dense", 0)]


def test_that_two_tensors_at_first_inputs_are_a_problem_at_the_group() -> None:
    drawing = Drawing()
    one, two = (drawing.add("InputLayer", shape=[4]) for _ in range(2))
    left, right = drawing.add("Dense", one, units=4), drawing.add("Dense", two, units=4)
    both = drawing.add("Add", left, right)
    graph, group = make_group(drawing.graph, [left, right, both], "Twins")
    found = effective(change_group(graph, group, count=2))
    (problem,) = found.problems
    assert problem.what == "A repeated group needs one way in and one way out."
    assert problem.where == "Twins"
    assert len(found.graph.nodes) == 5


def test_that_two_tensors_that_leave_are_a_problem() -> None:
    graph = _mlp(8, 8, 8)
    ids = _ids(graph)
    graph = replace(graph, links=(*graph.links, Link(ids["dense"], "n99")))
    graph = replace(graph, layers={**graph.layers, "l99": Layer("l99", "Add", "add")})
    graph = replace(graph, nodes={**graph.nodes, "n99": Node("n99", "l99")})
    (problem,) = effective(_repeated(graph, 2, "dense", "dense_1")).problems
    assert problem.fix.startswith("2 tensors leave it")


def test_that_an_input_inside_a_repeated_group_is_a_problem() -> None:
    graph = _repeated(_mlp(8, 8), 2, "input", "dense")
    (problem,) = effective(graph).problems
    assert problem.node == _ids(graph)["input"]


def test_that_an_unlinked_group_is_a_problem_and_nothing_worse() -> None:
    drawing = Drawing()
    drawing.add("Dense", units=4)
    (problem,) = effective(_repeated(drawing.graph, 4, "dense")).problems
    assert problem.fix == "Link the layer before the group to its first layer."


def test_that_an_unknown_kind_in_a_repeated_group_is_repeated_like_any_other() -> None:
    built = effective(_repeated(chain(("Mystery", {}), ("Dense", {"units": 1})), 2, "mystery")).graph
    assert [layer.kind for layer in built.layers.values()].count("Mystery") == 2


def test_that_a_way_out_of_a_group_and_back_into_it_is_a_problem() -> None:
    graph = _repeated(_mlp(8, 8, 8), 2, "dense", "dense_2")
    (problem,) = effective(graph).problems
    assert "one way in" in problem.what


def test_that_more_than_ten_thousand_layers_are_a_problem_and_stay_unmade() -> None:
    graph = _repeated(_mlp(8, 8, 8), 1000, "dense_1")
    graph = _repeated(graph, 1000, "dense", "dense_1")
    found = effective(graph)
    assert "1,001,002 layers" in found.problems[0].what
    assert len(found.graph.nodes) == 4


def test_that_nested_models_are_seen_the_same_way() -> None:
    inside = _repeated(_mlp(8, 8), 3, "dense")
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[8])
    node = drawing.add(MODEL_KIND, start, name="block")
    layer = drawing.graph.layer_of(node)
    graph = replace(drawing.graph, layers={**drawing.graph.layers, layer.id: replace(layer, model=inside)})
    found = effective(graph)
    built = found.graph.layers[layer.id].model
    assert built is not None
    assert len(built.nodes) == 5
    assert layer.id in found.models


def test_that_a_problem_inside_a_nested_model_is_told_at_its_node() -> None:
    inside = _bypassed(_mlp(8), "input")
    drawing = Drawing()
    node = drawing.add(MODEL_KIND, drawing.add("InputLayer", shape=[8]), name="block")
    layer = drawing.graph.layer_of(node)
    graph = replace(drawing.graph, layers={**drawing.graph.layers, layer.id: replace(layer, model=inside)})
    (problem,) = effective(graph).problems
    assert (problem.node, problem.where) == (node, "block › input")


def test_that_a_bypassed_node_inside_a_repeated_group_is_missing_in_every_copy() -> None:
    graph = _bypassed(_repeated(_mlp(8, 8, 1), 3, "dense", "dense_1"), "dense_1")
    built = effective(graph).graph
    assert [built.name_of(id) for id in topological_order(built)] == [
        "input",
        "dense",
        "dense_2_",
        "dense_3",
        "dense_2",
    ]


def test_that_a_group_of_bypassed_nodes_only_is_gone() -> None:
    graph = _bypassed(_repeated(_mlp(8, 8), 5, "dense"), "dense")
    found = effective(graph)
    assert not found.problems
    assert _wires(found.graph) == {("input", "dense_1", 0)}


def test_that_ten_thousand_nodes_are_unrolled() -> None:
    graph = _repeated(_mlp(*(8 for _ in range(99))), 100, *("dense", *(f"dense_{k}" for k in range(1, 99))))
    built = effective(graph).graph
    assert len(built.nodes) == 9901


@st.composite
def _drawings(draw: st.DrawFn) -> tuple[Graph, Mapping[str, int]]:
    """A chain with groups, one in the other, and some bypassed nodes."""
    length = draw(st.integers(3, 8))
    graph = _mlp(*(4 for _ in range(length)))
    names = ["dense", *(f"dense_{number}" for number in range(1, length))]
    low = draw(st.integers(0, length - 2))
    high = draw(st.integers(low + 1, length - 1))
    inner = draw(st.integers(low, high))
    counts = (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    graph = _repeated(graph, counts[0], *names[inner : high + 1])
    if inner > low:
        graph = _repeated(graph, counts[1], *names[low : high + 1])
    skipped = draw(st.sets(st.sampled_from(names), max_size=2))
    times = dict.fromkeys(names, 1)
    for number, name in enumerate(names):
        if inner <= number <= high:
            times[name] *= counts[0]
        if inner > low and low <= number <= high:
            times[name] *= counts[1]
        if name in skipped:
            times[name] = 0
    return _bypassed(graph, *skipped), times


@given(_drawings())
@settings(max_examples=100, deadline=None)
def test_that_an_unrolled_drawing_has_no_loop_the_right_copies_and_names_of_their_own(
    drawn: tuple[Graph, Mapping[str, int]],
) -> None:
    graph, times = drawn
    found = effective(graph)
    built = found.graph
    assert not found.problems
    assert not nodes_on_loops(built)
    assert len({layer.name for layer in built.layers.values()}) == len(built.layers) == len(built.nodes)
    by_drawn: dict[str, int] = {}
    for id in built.nodes:
        name = graph.name_of(found.drawn_id(id))
        by_drawn[name] = by_drawn.get(name, 0) + 1
    assert by_drawn == {"input": 1, **{name: count for name, count in times.items() if count}}
    assert len(built.links) == len(built.nodes) - 1
    assert edits.close_ports(built) is built
