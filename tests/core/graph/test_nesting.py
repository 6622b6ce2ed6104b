"""Nested models: layers put into one and taken out of it again, and what cannot be one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Graph, Link
from desktop_nn.graph.nesting import DEEPEST, depth_of, make_model
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.graph.unpacking import unpack
from desktop_nn.problems import ProblemError
from tests.core.engine.drawings import Drawing, chain, two_outputs


def mlp() -> Graph:
    """Input n1 → Dense n2 → Dense n3 → Dense n4."""
    return chain(*(("Dense", {"units": units}) for units in (6, 5, 4)))


def known(graph: Graph, **shapes: tuple[int | None, ...]) -> GraphFacts:
    return GraphFacts({id: NodeFacts((shape,), "float32") for id, shape in shapes.items()})


def refusal(graph: Graph, *ids: str, facts: GraphFacts | None = None) -> str:
    with pytest.raises(ProblemError) as raised:
        make_model(graph, ids, "part", facts)
    return raised.value.problem.what


def wiring(graph: Graph) -> set[tuple[str, int, str, int]]:
    """Links by the layers' names."""
    return {
        (graph.name_of(link.source), link.source_port, graph.name_of(link.target), link.target_port)
        for link in graph.links
    }


def inside(graph: Graph, node: str) -> Graph:
    model = graph.layer_of(node).model
    assert model is not None
    return model


def test_that_the_chosen_layers_become_the_drawing_of_one_node() -> None:
    graph, node = make_model(mlp(), ["n2", "n3"], "encoder")
    assert graph.layer_of(node).kind == MODEL_KIND
    assert [graph.name_of(id) for id in graph.nodes] == ["input", "encoder", "dense_2"]
    assert wiring(graph) == {("input", 0, "encoder", 0), ("encoder", 0, "dense_2", 0)}
    inner = inside(graph, node)
    assert inner.name == "encoder"
    assert wiring(inner) == {("input", 0, "dense", 0), ("dense", 0, "dense_1", 0)}
    assert [inner.name_of(id) for id in output_nodes(inner)] == ["dense_1"]


def test_that_an_input_inside_has_the_shape_of_what_feeds_it() -> None:
    graph, node = make_model(mlp(), ["n2"], "part")
    assert inside(graph, node).layer_of(input_nodes(inside(graph, node))[0]).config == {"shape": [8]}
    facts = GraphFacts({"n2": NodeFacts(((4, 6),), "float16")})
    graph, node = make_model(mlp(), ["n3"], "part", facts)
    config = inside(graph, node).layer_of(input_nodes(inside(graph, node))[0]).config
    assert config == {"shape": [6], "batch_size": 4, "dtype": "float16"}


def test_that_a_shape_that_is_not_known_is_told() -> None:
    assert refusal(mlp(), "n3").startswith("The shape of what dense gives is not known yet")


def test_that_every_tensor_that_enters_has_one_input() -> None:
    drawing = Drawing()
    one, other = drawing.add("InputLayer", name="one", shape=[4]), drawing.add("InputLayer", name="two", shape=[4])
    added = drawing.add("Add", one, other, one, name="sum")
    scaled = drawing.add("Multiply", added, other, name="product")
    graph, node = make_model(drawing.graph, [added, scaled], "part")
    inner = inside(graph, node)
    assert [inner.name_of(id) for id in input_nodes(inner)] == ["one", "two"]
    assert wiring(inner) == {
        ("one", 0, "sum", 0), ("two", 0, "sum", 1), ("one", 0, "sum", 2), ("sum", 0, "product", 0),
        ("two", 0, "product", 1),
    }  # fmt: skip
    assert wiring(graph) == {("one", 0, "part", 0), ("two", 0, "part", 1)}


def test_that_every_tensor_that_leaves_has_one_output() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[5, 3])
    lstm = drawing.add("LSTM", start, units=4, return_state=True, name="lstm")
    first = drawing.add("Dense", lstm, units=1, name="first")
    second = drawing.add("Dense", (lstm, 2), units=1, name="second")
    third = drawing.add("Dense", (lstm, 2), units=1, name="third")
    graph, node = make_model(drawing.graph, [lstm], "part")
    inner = inside(graph, node)
    assert wiring(graph) == {
        ("input", 0, "part", 0), ("part", 0, "first", 0), ("part", 1, "second", 0), ("part", 1, "third", 0)
    }  # fmt: skip
    assert [inner.name_of(id) for id in output_nodes(inner)] == ["lstm", "lstm_output_3"]
    assert ("lstm", 2, "lstm_output_3", 0) in wiring(inner)
    assert {first, second, third} < set(graph.nodes)


def test_that_an_output_of_the_model_keeps_its_id() -> None:
    graph, node = make_model(mlp(), ["n3", "n4"], "head", known(mlp(), n2=(None, 6)))
    assert node == "n4"
    assert output_nodes(graph) == ("n4",)


def test_that_two_outputs_of_the_model_stay_two_under_their_ids() -> None:
    drawn, main, auxiliary = two_outputs()
    ids = [id for id in drawn.nodes if drawn.layer_of(id).kind != INPUT_KIND]
    graph, node = make_model(drawn, ids, "all")
    assert output_nodes(graph) == (main, auxiliary)
    assert [graph.name_of(id) for id in output_nodes(graph)] == ["all", "aux_output"]
    assert Link(node, auxiliary, 1, 0) in graph.links
    inner = inside(graph, node)
    assert [inner.name_of(id) for id in output_nodes(inner)] == ["main_output", "aux_output"]


def test_that_a_marked_output_that_leads_on_stays_an_output() -> None:
    marked = replace(mlp(), nodes={**mlp().nodes, "n3": replace(mlp().nodes["n3"], output=True)})
    graph, node = make_model(marked, ["n2", "n3"], "part")
    assert (node, graph.nodes["n3"].output) == ("n3", True)
    assert output_nodes(graph) == ("n3", "n4")


def test_that_bypassed_layers_at_the_end_still_lead_to_the_right_output() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    body = drawing.add("Dense", start, units=3, name="body")
    drop = drawing.add("Dropout", body, rate=0.5, name="drop")
    drawing.add("Concatenate", body, drop, name="both")
    graph, node = make_model(set_bypassed(drawing.graph, [drop], True), [body, drop], "part")
    assert wiring(graph) == {("input", 0, "part", 0), ("part", 0, "both", 0), ("part", 0, "both", 1)}
    assert len(output_nodes(built(inside(graph, node)))) == 1


def test_that_whole_groups_go_with_their_layers_and_the_node_stays_in_the_one_around() -> None:
    graph, outer = make_group(mlp(), ["n2", "n3", "n4"], "outer")
    graph, small = make_group(graph, ["n2", "n3"], "small")
    made, node = make_model(change_group(graph, small, count=3), ["n2", "n3"], "part")
    assert made.nodes[node].group == outer
    assert set(made.groups) == {outer}
    assert inside(made, node).groups[small].count == 3


def test_that_a_part_of_a_repeated_group_and_something_else_cannot_be_a_model() -> None:
    graph, group = make_group(mlp(), ["n2", "n3"], "Block")
    graph = change_group(graph, group, count=3)
    assert "Only a part of the group Block" in refusal(graph, "n3", "n4", facts=known(graph, n2=(None, 6)))


def test_that_what_cannot_be_a_model_is_told_in_a_sentence() -> None:
    assert refusal(mlp()) == "There is nothing to make a model of."
    assert "belongs to the outer model" in refusal(mlp(), "n1", "n2")
    assert refusal(mlp(), "n2", "n4").startswith("dense_1 lies between these layers")
    loose = replace(mlp(), links=mlp().links[1:])
    assert refusal(loose, "n2").startswith("Nothing leads into these layers")
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    drawing.call(dense, dense)
    assert refusal(drawing.graph, dense).startswith("dense is shared with a layer outside")


def test_that_models_lie_one_in_the_other_only_so_deep() -> None:
    graph = chain(("Dense", {"units": 8}))
    node = "n2"
    for _ in range(DEEPEST):
        graph, node = make_model(graph, [node], "level")
    assert depth_of(graph) == DEEPEST
    assert "16 models" in refusal(graph, node)


def test_that_unpacking_brings_back_what_was_put_in() -> None:
    graph, node = make_model(mlp(), ["n2", "n3"], "part")
    back, unpacked = unpack(graph, node)
    assert (back.nodes, wiring(back)) == (mlp().nodes, wiring(mlp()))
    assert unpacked == ("n2", "n3")
    assert not any(layer.model for layer in back.layers.values())


def test_that_an_output_of_the_model_has_its_id_again_after_unpacking() -> None:
    drawn, main, auxiliary = two_outputs()
    ids = [id for id in drawn.nodes if drawn.layer_of(id).kind != INPUT_KIND]
    graph, node = make_model(drawn, ids, "part")
    back, _ = unpack(graph, node)
    assert output_nodes(back) == (main, auxiliary)
    assert back.name_of(main) == "main_output"


def test_that_unpacking_gives_names_and_ids_of_their_own() -> None:
    made, node = make_model(mlp(), ["n2", "n3"], "part")
    drawing = Drawing()
    drawing.graph = made
    drawing.add("Dense", "n4", units=1, name="dense")
    assert set(inside(drawing.graph, node).nodes) & set(drawing.graph.nodes) != set()
    back, _ = unpack(drawing.graph, node)
    names = [layer.name for layer in back.layers.values()]
    assert len(set(names)) == len(names) == 5


def test_that_a_shared_model_is_unpacked_at_all_its_calls_with_shared_layers() -> None:
    drawing = Drawing()
    ends = [drawing.add("InputLayer", name=name, shape=[4]) for name in ("one", "two")]
    layer = drawing.add("Dense", ends[0], units=3, name="code")
    drawing.graph, node = make_model(drawing.graph, [layer], "encoder")
    again = drawing.call(node, ends[1])
    drawing.add("Concatenate", node, again, name="both")
    back, made = unpack(drawing.graph, again)
    assert len(made) == 2
    assert len(back.calls_of(back.nodes[made[0]].layer)) == 2
    assert wiring(back) == {
        ("one", 0, "code", 0), ("two", 0, "code", 0), ("code", 0, "both", 0), ("code", 0, "both", 1)
    }  # fmt: skip


def test_that_only_a_nested_model_whose_outputs_are_used_is_unpacked() -> None:
    with pytest.raises(ProblemError, match="is no nested model"):
        unpack(mlp(), "n2")
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    body = drawing.add("Dense", start, units=3, name="body")
    one, two = drawing.add("Dense", body, units=1, name="one"), drawing.add("Dense", body, units=1, name="two")
    graph, node = make_model(drawing.graph, [body, one, two], "part")
    unused = replace(
        graph,
        nodes={id: item for id, item in graph.nodes.items() if id != two},
        links=tuple(link for link in graph.links if link.target != two),
    )
    with pytest.raises(ProblemError, match="The output two of part leads nowhere"):
        unpack(unused, node)
    with pytest.raises(ProblemError, match="part is bypassed"):
        unpack(set_bypassed(graph, [node], True), node)


def test_that_groups_inside_come_out_in_the_group_around() -> None:
    graph, outer = make_group(mlp(), ["n2", "n3", "n4"], "outer")
    graph, small = make_group(graph, ["n2", "n3"], "small")
    made, node = make_model(graph, ["n2", "n3"], "part")
    back, _ = unpack(made, node)
    assert back.groups[small].parent == outer
    assert {id: item.group for id, item in back.nodes.items()} == {"n1": "", "n2": small, "n3": small, "n4": outer}
