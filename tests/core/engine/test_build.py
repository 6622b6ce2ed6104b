"""Building: the right model, with the weights of a plain script."""

from __future__ import annotations

import random
import threading
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.build import build
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.model import Graph
from desktop_nn.problems import ProblemError
from tests.core.engine.drawings import Drawing, chain, two_outputs


def assert_equal_weights(one: Any, other: Any) -> None:
    mine, theirs = one.get_weights(), other.get_weights()
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        np.testing.assert_array_equal(a, b)


def mixed_chain() -> Graph:
    return chain(
        ("Dense", {"units": 16, "kernel_initializer": {"class_name": "HeNormal", "config": {}}}),
        ("Dropout", {"rate": 0.3}),
        ("Dense", {"units": 8, "activation": "relu", "kernel_initializer": "lecun_uniform"}),
        ("Dense", {"units": 3, "activation": "softmax"}),
    )


def test_that_a_chain_becomes_a_sequential_with_the_drawings_names() -> None:
    model = build(mixed_chain(), 0)
    assert type(model).__name__ == "Sequential"
    assert [layer.name for layer in model.layers] == ["dense", "dropout", "dense_1", "dense_2"]


def test_that_other_drawings_become_functional_with_inputs_and_outputs_in_order() -> None:
    model = build(two_outputs()[0], 0)
    assert type(model).__name__ == "Functional"
    assert [tensor.name for tensor in model.inputs] == ["wide", "deep"]
    assert model.output_names == ["main_output", "aux_output"]
    assert model.name == "two_outputs"


def test_that_a_chain_has_the_weights_of_a_plain_script() -> None:
    keras = load_keras()
    keras.utils.set_random_seed(7)
    plain = keras.Sequential(
        [
            keras.Input((8,)),
            keras.layers.Dense(16, kernel_initializer=keras.initializers.HeNormal()),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(8, activation="relu", kernel_initializer="lecun_uniform"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    assert_equal_weights(build(mixed_chain(), 7), plain)


def test_that_a_functional_model_has_the_weights_of_a_plain_script() -> None:
    keras = load_keras()
    keras.utils.set_random_seed(3)
    wide, deep = keras.Input((5,), name="wide"), keras.Input((6,), name="deep")
    first = keras.layers.Dense(30, activation="relu")(deep)
    second = keras.layers.Dense(20, activation="relu")(first)
    both = keras.layers.Concatenate()([wide, second])
    outputs = [keras.layers.Dense(1, name="main_output")(both), keras.layers.Dense(1, name="aux_output")(second)]
    assert_equal_weights(build(two_outputs()[0], 3), keras.Model([wide, deep], outputs))


def test_that_another_seed_gives_other_weights() -> None:
    one, other = build(mixed_chain(), 1), build(mixed_chain(), 2)
    assert not np.array_equal(one.get_weights()[0], other.get_weights()[0])


def test_that_weights_and_names_do_not_depend_on_what_was_built_before() -> None:
    graph = chain(("Bidirectional", {"layer": {"class_name": "LSTM", "config": {"units": 3}}}), shape=(4, 2))
    one = build(graph, 5)
    random.random()
    build(mixed_chain(), 9)
    other = build(graph, 5)
    assert_equal_weights(one, other)
    assert [weight.path for weight in one.weights] == [weight.path for weight in other.weights]


def test_that_shape_inference_on_another_thread_does_not_disturb_the_seed() -> None:
    graph = chain(*[("Dense", {"units": 5})] * 12)
    alone = build(graph, 11)
    done = threading.Event()

    def infer_all_the_time() -> None:
        number = 0
        while not done.is_set():
            number += 1
            ShapeInference().infer(chain(("Dense", {"units": number})))

    thread = threading.Thread(target=infer_all_the_time)
    thread.start()
    try:
        for _ in range(2):
            assert_equal_weights(build(graph, 11), alone)
    finally:
        done.set()
        thread.join()


def test_that_a_shared_layer_is_one_layer() -> None:
    drawing = Drawing()
    left, right = drawing.add("InputLayer", shape=[8]), drawing.add("InputLayer", shape=[8])
    dense = drawing.add("Dense", left, units=4)
    drawing.add("Subtract", dense, drawing.call(dense, right))
    model = build(drawing.graph, 0)
    assert len(model.trainable_weights) == 2
    same = np.ones((1, 8), "float32")
    np.testing.assert_array_equal(model.predict([same, same], verbose=0), np.zeros((1, 4)))


def test_that_named_ports_and_states_are_wired() -> None:
    drawing = Drawing()
    source = drawing.add("InputLayer", shape=[7, 3])
    encoder = drawing.add("LSTM", source, units=5, return_state=True)
    decoder = drawing.add("LSTM", source, (encoder, 1), (encoder, 2), units=5, return_sequences=True)
    attention = drawing.add("MultiHeadAttention", decoder, source, num_heads=2, key_dim=3)
    model = build(drawing.graph, 0)
    assert model.output_shape == (None, 7, 5)
    assert model.output_names == [drawing.graph.name_of(encoder), drawing.graph.name_of(attention)][1:]


def test_that_a_drawing_with_problems_is_not_built() -> None:
    with pytest.raises(ProblemError) as raised:
        build(chain(("Dense", {"units": 0}), ("Dense", {})), 0)
    assert raised.value.problem.where == "dense"


def test_that_a_model_beyond_memory_is_refused_with_the_layer_to_shrink() -> None:
    graph = chain(("Dense", {"units": 10}), ("Dense", {"units": 1_000_000_000}), ("Dense", {"units": 1000}))
    with pytest.raises(ProblemError) as raised:
        build(graph, 0)
    problem = raised.value.problem
    assert "4.04 TB of memory" in problem.what
    assert "dense_2 with 1,000,000,001,000 parameters" in problem.fix


def test_that_the_drawings_name_is_made_fit_for_keras() -> None:
    drawing = Drawing("Mein Modell / ü")
    drawing.add("Dense", drawing.add("InputLayer", shape=[8]), units=4)
    assert build(drawing.graph, 0).name == "Mein_Modell"
