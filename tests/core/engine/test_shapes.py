"""Shape inference: what Keras says of each node, in plain words, without making weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import Problem
from tests.core.engine.drawings import Drawing, chain, two_outputs


def problems_of(facts: GraphFacts) -> list[Problem]:
    return [node.problem for node in facts.nodes.values() if node.problem is not None]


def only_problem(graph: Graph) -> Problem:
    facts = ShapeInference().infer(graph)
    found = problems_of(facts)
    assert len(found) == 1, [str(problem) for problem in found]
    assert found[0].fix
    assert found[0].node in graph.nodes
    assert "\n" not in str(found[0])
    return found[0]


def test_that_a_chain_has_shapes_and_counts() -> None:
    dense = [("Dense", {"units": units}) for units in (300, 100, 10)]
    facts = ShapeInference().infer(chain(("Flatten", {}), *dense, shape=(28, 28)))
    assert [node.output_shapes for node in facts.nodes.values()] == [
        ((None, 28, 28),),
        ((None, 784),),
        ((None, 300),),
        ((None, 100),),
        ((None, 10),),
    ]
    assert [node.parameters for node in facts.nodes.values()] == [0, 0, 235_500, 30_100, 1_010]
    assert (facts.parameters, facts.trainable, facts.problems) == (266_610, 266_610, ())


def test_that_batch_normalization_counts_weights_that_are_not_trained() -> None:
    facts = ShapeInference().infer(chain(("BatchNormalization", {})))
    assert (facts.parameters, facts.trainable) == (32, 16)


def test_that_a_shared_layer_counts_once_in_the_total() -> None:
    drawing = Drawing()
    left, right = drawing.add("InputLayer", shape=[8]), drawing.add("InputLayer", shape=[8])
    dense = drawing.add("Dense", left, units=4)
    again = drawing.call(dense, right)
    drawing.add("Add", dense, again)
    facts = ShapeInference().infer(drawing.graph)
    assert facts.nodes[dense].parameters == facts.nodes[again].parameters == facts.parameters == 36


def test_that_a_shared_layer_refuses_another_size_at_its_second_call() -> None:
    drawing = Drawing()
    left, right = drawing.add("InputLayer", shape=[8]), drawing.add("InputLayer", shape=[9])
    dense = drawing.add("Dense", left, units=4)
    drawing.add("Add", dense, drawing.call(dense, right))
    problem = only_problem(drawing.graph)
    assert "made for 8 features, but it gets 9" in problem.what


def test_that_a_layer_with_several_outputs_has_several_shapes() -> None:
    drawing = Drawing()
    source = drawing.add("InputLayer", shape=[7, 3])
    lstm = drawing.add("LSTM", source, units=5, return_state=True, return_sequences=True)
    again = drawing.add("LSTM", lstm, (lstm, 1), (lstm, 2), units=5)
    facts = ShapeInference().infer(drawing.graph)
    assert facts.nodes[lstm].output_shapes == ((None, 7, 5), (None, 5), (None, 5))
    assert facts.nodes[again].output_shapes == ((None, 5),)


def test_that_named_ports_reach_attention() -> None:
    drawing = Drawing()
    query, value = drawing.add("InputLayer", shape=[4, 8]), drawing.add("InputLayer", shape=[6, 8])
    attention = drawing.add("MultiHeadAttention", query, value, num_heads=2, key_dim=3)
    facts = ShapeInference().infer(drawing.graph)
    assert facts.nodes[attention].output_shapes == ((None, 4, 8),)


def test_that_a_layer_of_a_trillion_weights_costs_nothing() -> None:
    facts = ShapeInference().infer(chain(("Dense", {"units": 1_000_000}), shape=(1_000_000,)))
    assert facts.parameters == 1_000_001_000_000


@pytest.mark.parametrize(
    ("graph", "what", "fix"),
    [
        (
            chain(("Conv2D", {"filters": 3, "kernel_size": 3}), shape=(28, 28)),
            "Conv2D needs inputs of at least 3 axes a sample (height, width, channels), but gets 28 × 28.",
            "Insert a Reshape with target shape (28, 28, 1) before it.",
        ),
        (
            chain(("LSTM", {"units": 3})),
            "LSTM needs inputs of 2 axes a sample (steps, features), but gets 8.",
            "Insert a Reshape with target shape (8, 1) before it.",
        ),
        (
            chain(("RepeatVector", {"n": 3}), shape=(2, 3)),
            "RepeatVector needs inputs of 1 axis a sample, but gets 2 × 3.",
            "Insert a Flatten or a global pooling layer before it.",
        ),
        (
            chain(("Dense", {"units": 3}), shape=()),
            "Dense needs inputs of at least 1 axis a sample, but gets one number.",
            "Give the Input a shape of at least one size, such as 1.",
        ),
        (
            chain(("MaxPooling2D", {"pool_size": [5, 5]}), shape=(3, 3, 1)),
            "The input of MaxPooling2D (3 × 3 × 1) is too small for its window: nothing would be left.",
            "Make the kernel, pool or strides smaller, use padding “same”, or take out a pooling layer before it.",
        ),
        (
            chain(("Reshape", {"target_shape": [3, 3]})),
            "Reshape cannot turn 8 into 3 × 3: the number of values must stay the same.",
            "Choose a target shape whose sizes multiply to the same number; -1 stands for “the rest”.",
        ),
        (chain(("Dense", {"units": 0})), "“units” of Dense cannot be 0.", "Change “units” to a positive whole number."),
        (chain(("Dense", {})), "Dense needs a value for “units”.", "Set “units”."),
        (chain(("Dense", {"units": 3, "foo": 1})), "Dense has no parameter “foo”.", "Remove it."),
        (
            chain(("Dropout", {"rate": 2.0})),
            "“rate” of Dropout cannot be 2.0.",
            "Change “rate” to a number between 0 and 1.",
        ),
        (
            chain(("Dense", {"units": 3, "activation": "rulu"})),
            "There is no activation called “rulu” in Keras 3.15.1.",
            "Choose another activation.",
        ),
        (chain(("Dense", {"units": 3}), shape=(-2,)), "“(-2,)” is no shape that InputLayer can have.", ""),
    ],
)
def test_that_what_keras_refuses_is_told_in_one_sentence_with_a_way_out(graph: Graph, what: str, fix: str) -> None:
    problem = only_problem(graph)
    assert problem.what == what
    assert problem.fix.startswith(fix)


def test_that_sizes_that_cannot_be_joined_are_named() -> None:
    drawing = Drawing()
    left, right = drawing.add("InputLayer", shape=[3]), drawing.add("InputLayer", shape=[4, 2])
    drawing.add("Concatenate", left, right)
    problem = only_problem(drawing.graph)
    assert problem.what == "Concatenate cannot join 3 and 4 × 2: all sizes but the joined one must be the same."
    assert problem.fix == "Insert a Flatten or a Reshape before the one with more axes."


def test_that_an_input_without_shape_asks_for_one() -> None:
    drawing = Drawing()
    drawing.add("Dense", drawing.add("InputLayer"), units=3)
    assert only_problem(drawing.graph).what == "This Input has no shape yet."


def test_that_a_layer_without_input_says_so_and_what_follows_stays_unknown() -> None:
    drawing = Drawing()
    drawing.add("Dense", drawing.add("InputLayer", shape=[8]), units=2)
    lonely = drawing.add("Dense", units=3)
    behind = drawing.add("Dense", lonely, units=3)
    problem = only_problem(drawing.graph)
    assert (problem.what, problem.node) == ("dense_1 has no input.", lonely)
    facts = ShapeInference().infer(drawing.graph)
    assert facts.nodes[behind].output_shapes == ()


def test_that_a_missing_port_is_named() -> None:
    drawing = Drawing()
    source = drawing.add("InputLayer", shape=[4, 8])
    drawing.add("MultiHeadAttention", source, num_heads=2, key_dim=3)
    assert only_problem(drawing.graph).what == "multi_head_attention has nothing at its input “value”."


def test_that_one_state_of_two_is_not_enough() -> None:
    drawing = Drawing()
    source, state = drawing.add("InputLayer", shape=[4, 8]), drawing.add("InputLayer", shape=[3])
    drawing.add("LSTM", source, state, units=3)
    assert only_problem(drawing.graph).what == "lstm has nothing at its input “initial_state_c”."


def test_that_two_links_into_one_port_are_refused() -> None:
    drawing = Drawing()
    left, right = drawing.add("InputLayer", shape=[8]), drawing.add("InputLayer", shape=[8])
    dense = drawing.add("Dense", left, units=3)
    drawing.force(Link(right, dense))
    problem = only_problem(drawing.graph)
    assert problem.what == "2 links end at the input of dense, which takes one."
    assert "Concatenate" in problem.fix


def test_that_a_loop_is_refused_once_and_what_follows_stays_unknown() -> None:
    drawing = Drawing()
    source = drawing.add("InputLayer", shape=[8])
    first = drawing.add("Add", source)
    second = drawing.add("Dense", first, units=8)
    drawing.force(Link(second, first, 0, 1))
    drawing.add("Dense", second, units=1)
    problem = only_problem(drawing.graph)
    assert problem.what == "The links of add and dense close a loop."
    assert problem.node == first


def test_that_an_output_that_is_not_there_is_refused() -> None:
    drawing = Drawing()
    source = drawing.add("InputLayer", shape=[8])
    drawing.add("Dense", (source, 1), units=8)
    assert only_problem(drawing.graph).what == "input has no output number 2."


def test_that_an_input_that_leads_nowhere_is_told() -> None:
    drawing = Drawing()
    drawing.add("Dense", drawing.add("InputLayer", shape=[8]), units=1)
    drawing.add("InputLayer", shape=[8])
    assert only_problem(drawing.graph).what == "input_1 leads nowhere."


def test_that_two_layers_of_one_name_are_refused() -> None:
    graph = chain(("Dense", {"units": 1}))
    twice = {id: replace(layer, name="same") for id, layer in graph.layers.items()}
    facts = ShapeInference().infer(replace(graph, layers=twice))
    assert {problem.what for problem in problems_of(facts)} == {"Two layers are called same."}


def test_that_a_name_that_keras_refuses_is_told() -> None:
    graph = chain(("Dense", {"units": 1}))
    bad = {id: replace(layer, name=f"é{id}") for id, layer in graph.layers.items()}
    facts = ShapeInference().infer(replace(graph, layers=bad))
    assert "cannot be a layer's name" in problems_of(facts)[0].what


def test_that_a_layer_that_runs_code_is_refused() -> None:
    problem = only_problem(chain(("Lambda", {"function": "print"})))
    assert "code" in problem.what


@pytest.mark.parametrize(
    ("graph", "what"),
    [
        (Graph(), "The drawing is empty."),
        (chain(), "The model has no output."),
    ],
)
def test_that_a_drawing_that_is_no_model_says_why(graph: Graph, what: str) -> None:
    facts = ShapeInference().infer(graph)
    assert [problem.what for problem in facts.problems] == [what]


def test_that_a_drawing_without_input_says_so() -> None:
    drawing = Drawing()
    drawing.add("Dense", units=1)
    facts = ShapeInference().infer(drawing.graph)
    assert [problem.what for problem in facts.problems] == ["The model has no input."]


def test_that_two_outputs_of_one_shared_layer_are_refused() -> None:
    drawing = Drawing()
    left, right = drawing.add("InputLayer", shape=[8]), drawing.add("InputLayer", shape=[8])
    drawing.call(drawing.add("Dense", left, units=4), right)
    facts = ShapeInference().infer(drawing.graph)
    assert "shared layer dense" in facts.problems[0].what


def test_that_a_second_look_asks_keras_nothing() -> None:
    inference = ShapeInference()
    graph = two_outputs()[0]
    first = inference.infer(graph)
    asked = inference.asked
    assert inference.infer(graph) == first
    assert inference.asked == asked


def test_that_an_edit_costs_only_what_lies_downstream() -> None:
    inference = ShapeInference()
    graph = chain(*[("Dense", {"units": 10 + number}) for number in range(6)])
    inference.infer(graph)
    asked = inference.asked
    fifth = [layer.id for layer in graph.layers.values() if layer.kind == "Dense"][4]
    facts = inference.infer(edits.configure(graph, fifth, {"units": 99}))
    assert inference.asked - asked == 2
    assert facts.parameters > 0


def test_that_moving_and_renaming_cost_nothing() -> None:
    inference = ShapeInference()
    graph = chain(("Dense", {"units": 3}))
    inference.infer(graph)
    asked = inference.asked
    moved = edits.move(graph, dict.fromkeys(graph.nodes, (50, 50)))
    inference.infer(edits.rename(moved, list(graph.layers)[1], "other"))
    assert inference.asked == asked


def test_that_inference_can_be_left_early() -> None:
    answers = iter([False, False, True])
    graph = chain(*[("Dense", {"units": 3})] * 5)
    facts = ShapeInference().infer(graph, lambda: next(answers))
    assert sum(1 for node in facts.nodes.values() if node.output_shapes) == 2


def test_that_inference_leaves_no_state_in_keras() -> None:
    from desktop_nn.engine.loading import load_keras

    keras = load_keras()
    from keras.src.backend.common import global_state

    before = dict(vars(global_state.GLOBAL_STATE_TRACKER))
    ShapeInference().infer(chain(("Dense", {"units": 3}), ("Dropout", {"rate": 0.5})))
    assert dict(vars(global_state.GLOBAL_STATE_TRACKER)) == before
    assert keras.layers.Dense(3).name  # Keras still works on this thread
