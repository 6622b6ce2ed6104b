"""Nested models as the engine makes them: plain Keras's weights and numbers, their shapes, and what is wrong inside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_nn.engine.build import build
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import MODEL_KIND, Graph, Layer, Link
from desktop_nn.graph.nesting import make_model
from desktop_nn.graph.unpacking import unpack
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.project.mends.finding import mends
from tests.core.engine.drawings import Drawing, chain
from tests.core.engine.model_files import plain_keras
from tests.core.engine.nested_models import PAIRS, SEED, shared_encoder, twice_nested, two_by_two
from tests.core.engine.test_build import assert_equal_weights


def model_layer(graph: Graph) -> Layer:
    return next(layer for layer in graph.layers.values() if layer.model is not None)


def model_node(graph: Graph) -> str:
    return graph.calls_of(model_layer(graph).id)[0]


def with_inner(graph: Graph, model: Graph) -> Graph:
    layer = model_layer(graph)
    return replace(graph, layers={**graph.layers, layer.id: replace(layer, model=model)})


def inner(graph: Graph) -> Graph:
    model = model_layer(graph).model
    assert model is not None
    return model


def named(graph: Graph, name: str) -> str:
    return next(id for id in graph.nodes if graph.name_of(id) == name)


@pytest.mark.parametrize("case", PAIRS)
def test_that_a_drawing_with_nested_models_trains_bit_equal_with_plain_keras(case: str) -> None:
    drawn, by_hand = PAIRS[case]
    plain, model = by_hand(), build(drawn(), SEED)
    assert_equal_weights(model, plain)
    for one in (model, plain):
        one.compile("adam", "mean_squared_error")
    assert plain_keras.equal(plain_keras.fit(model), plain_keras.fit(plain))


def test_that_an_input_inside_is_mended_to_what_comes_in_now() -> None:
    graph, node = make_model(chain(*(("Dense", {"units": units}) for units in (6, 5, 4))), ["n3", "n4"], "part",
                             ShapeInference().infer(chain(("Dense", {"units": 6}))))  # fmt: skip
    wider = edits.configure(graph, graph.nodes["n2"].layer, {"units": 9})
    facts = ShapeInference().infer(wider)
    problem = facts.nodes[node].problem
    assert problem is not None
    (mend,) = mends(Project(wider), facts, None, problem)
    assert mend.label == "Set the Input dense inside part to 9"
    mended = mend.applied(Project(wider)).graph
    assert ShapeInference().infer(mended).nodes[node].output_shapes == ((None, 4),)
    assert mended.links == wider.links


def test_that_a_shared_model_is_one_object_with_its_weights_once() -> None:
    model = build(shared_encoder(), SEED)
    assert [layer.name for layer in model.layers] == ["one", "two", "encoder", "both", "code"]
    assert model.count_params() == 6 * 5 + 5 + 4 * 5 + 10 + 1


@pytest.mark.parametrize("case", PAIRS)
def test_that_shapes_and_weights_are_those_of_the_built_model(case: str) -> None:
    graph = PAIRS[case][0]()
    facts, model = ShapeInference().infer(graph), build(graph, SEED)
    assert facts.problems == ()
    assert facts.parameters == model.count_params()
    assert facts.trainable == sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    for id in graph.nodes:
        keras_layer = model.get_layer(graph.name_of(id))
        assert facts.nodes[id].problem is None
        assert facts.nodes[id].parameters == keras_layer.count_params()


def test_that_a_nested_model_has_a_shape_for_each_of_its_outputs() -> None:
    graph = two_by_two()
    assert ShapeInference().infer(graph).nodes[model_node(graph)].output_shapes == ((None, 4), (None, 3))


def test_that_the_drawings_inside_have_facts_of_their_own() -> None:
    graph = twice_nested()
    tower = model_layer(graph)
    facts = ShapeInference().infer(graph)
    inside = facts.inner[tower.id]
    assert inside.nodes[named(inner(graph), "dense")].output_shapes == ((None, 4),)
    block = model_layer(inner(graph))
    assert inside.inner[block.id].nodes[named(inner(inner(graph)), "added")].output_shapes == ((None, 4),)


def test_that_what_was_learnt_is_remembered_by_what_lies_inside() -> None:
    graph, inference = twice_nested(), ShapeInference()
    inference.infer(graph)
    asked = inference.asked
    moved = edits.move(inner(graph), dict.fromkeys(inner(graph).nodes, (7.0, 8.0)))
    inference.infer(with_inner(graph, moved))
    assert inference.asked == asked
    layer = inner(graph).layer_of(named(inner(graph), "last"))
    inference.infer(with_inner(graph, edits.configure(inner(graph), layer.id, {"units": 9})))
    assert asked < inference.asked <= asked + 3


def test_that_a_problem_inside_is_told_at_the_first_node_that_calls_the_model() -> None:
    graph = shared_encoder()
    layer = inner(graph).layer_of(named(inner(graph), "code"))
    wrong = with_inner(graph, edits.configure(inner(graph), layer.id, {"units": 0}))
    facts = ShapeInference().infer(wrong)
    told = {id: known.problem for id, known in facts.nodes.items() if known.problem is not None}
    assert set(told) == {model_node(graph)}
    (problem,) = told.values()
    assert problem.what.startswith("Inside encoder: ")
    assert problem.where == "encoder › code"
    assert problem.node == model_node(graph)
    with pytest.raises(ProblemError, match="Inside encoder"):
        build(wrong, 0)


def test_that_a_problem_two_models_down_names_both() -> None:
    graph = twice_nested()
    block = inner(inner(graph))
    layer = block.layer_of(named(block, "left"))
    broken = edits.configure(block, layer.id, {"units": 5})
    facts = ShapeInference().infer(with_inner(graph, with_inner(inner(graph), broken)))
    problem = facts.nodes[model_node(graph)].problem
    assert problem is not None
    assert problem.what.startswith("Inside tower: Inside block: ")


def test_that_an_empty_nested_model_is_told() -> None:
    facts = ShapeInference().infer(with_inner(shared_encoder(), Graph("encoder")))
    problem = facts.nodes[model_node(shared_encoder())].problem
    assert problem is not None
    assert "no Input inside" in problem.what


def test_that_an_input_that_is_not_wired_is_told_by_its_name() -> None:
    graph = two_by_two()
    node = model_node(graph)
    loose = replace(graph, links=tuple(link for link in graph.links if (link.target, link.target_port) != (node, 1)))
    problem = ShapeInference().infer(loose).nodes[node].problem
    assert problem is not None
    assert problem.what == "mixer has nothing at its input “wide”."


def test_that_an_output_that_is_not_there_any_more_is_told() -> None:
    graph = two_by_two()
    last = named(graph, "main")
    odd = replace(graph, links=(*graph.links[:-1], Link(model_node(graph), graph.links[-1].target, 5, 0)))
    known = ShapeInference().infer(odd)
    assert any("no output number 6" in item.problem.what for item in known.nodes.values() if item.problem), last


def test_that_a_model_called_on_another_shape_than_its_inputs_is_told_under_its_name() -> None:
    graph = shared_encoder()
    layer = graph.layer_of(named(graph, "two"))
    problem = (
        ShapeInference()
        .infer(edits.configure(graph, layer.id, {"shape": [9]}))
        .nodes[graph.calls_of(model_layer(graph).id)[1]]
        .problem
    )
    assert problem is not None
    assert "encoder" in problem.what
    assert "9" in problem.what


def test_that_bypass_and_repetition_inside_are_built() -> None:
    graph = shared_encoder()
    layers = inner(graph)
    code, drop = named(layers, "code"), named(layers, "drop")
    with_group, group = make_group(layers, [named(layers, "norm")], "Block")
    changed = set_bypassed(change_group(with_group, group, count=3), [drop], True)
    model = build(with_inner(graph, changed), 0)
    names = [layer.name for layer in model.get_layer("encoder").layers]
    assert names == ["one", "code", "norm", "norm_2", "norm_3"]
    facts = ShapeInference().infer(with_inner(graph, changed))
    assert facts.parameters == model.count_params()
    assert facts.inner[model_layer(graph).id].nodes[code].parameters == 35


def test_that_a_nested_model_in_a_repeated_group_has_weights_for_each_copy() -> None:
    graph, node = make_model(chain(("Dense", {"units": 8}), ("Dense", {"units": 1})), ["n2"], "block")
    grouped, group = make_group(graph, [node], "Blocks")
    repeated = change_group(grouped, group, count=3)
    model = build(repeated, 0)
    assert [layer.name for layer in model.layers] == ["input", "block", "block_2", "block_3", "dense_1"]
    facts = ShapeInference().infer(repeated)
    assert (facts.parameters, facts.groups[group].parameters) == (3 * 72 + 9, 3 * 72)
    assert facts.parameters == model.count_params()


def test_that_a_frozen_model_trains_nothing_inside() -> None:
    graph = shared_encoder()
    layer = model_layer(graph)
    frozen = edits.configure(graph, layer.id, {"trainable": False})
    facts, model = ShapeInference().infer(frozen), build(frozen, SEED)
    assert facts.trainable == 11 == sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    assert_equal_weights(build(graph, SEED).get_layer("code"), model.get_layer("code"))


def test_that_a_layer_that_keeps_its_state_can_lie_inside() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[5, 3], batch_size=4)
    lstm = drawing.add("LSTM", start, units=2, stateful=True, name="memory")
    drawing.add("Dense", lstm, units=1)
    graph, _ = make_model(drawing.graph, [lstm], "part")
    assert build(graph, 0).count_params() == ShapeInference().infer(graph).parameters


def test_that_making_and_unpacking_a_model_change_no_number() -> None:
    plain = chain(*(("Dense", {"units": 8, "activation": "relu"}) for _ in range(4)))
    facts = ShapeInference().infer(plain)
    made, node = make_model(plain, ["n3", "n4"], "part", facts)
    back, _ = unpack(made, node)
    inputs = np.ones((3, 8), "float32")
    answers = [build(graph, 3).predict(inputs, verbose=0) for graph in (plain, made, back)]
    np.testing.assert_array_equal(answers[0], answers[1])
    np.testing.assert_array_equal(answers[0], answers[2])


def test_that_two_outputs_of_a_nested_model_may_come_from_one_shared_layer() -> None:
    drawing = Drawing()
    one, two = (drawing.add("InputLayer", name=name, shape=[4]) for name in ("one", "two"))
    dense = drawing.add("Dense", one, units=3, name="code")
    again = drawing.call(dense, two)
    drawing.add("Concatenate", dense, again, name="both")
    graph, _ = make_model(drawing.graph, [dense, again], "encoder")
    assert ShapeInference().infer(graph).nodes[named(graph, "both")].output_shapes == ((None, 6),)
    assert build(graph, 0).count_params() == 15


def test_that_a_model_of_a_kind_without_a_drawing_is_a_problem_and_no_traceback() -> None:
    drawing = Drawing()
    node = drawing.add(MODEL_KIND, drawing.add("InputLayer", shape=[4]), name="empty")
    problem = ShapeInference().infer(drawing.graph).nodes[node].problem
    assert problem is not None
