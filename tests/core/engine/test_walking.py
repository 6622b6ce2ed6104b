"""Walking a model layer by layer gives what Keras's own call gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.build import build
from desktop_nn.engine.walking import drawn_layers, walk
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from tests.core.engine import nested_models
from tests.core.engine.drawings import Drawing, chain, two_outputs

RNG = np.random.default_rng(4)


def masked_recurrent() -> Graph:
    """Words into an Embedding with a mask, through two recurrent layers."""
    drawing = Drawing("words")
    words = drawing.add("InputLayer", name="words", shape=[6], dtype="int32")
    vectors = drawing.add("Embedding", words, input_dim=9, output_dim=4, mask_zero=True)
    first = drawing.add("LSTM", vectors, units=3, return_sequences=True)
    both = drawing.add("Bidirectional", first, layer={"class_name": "GRU", "config": {"units": 2}})
    drawing.add("Dense", both, units=1)
    return drawing.graph


def residual() -> Graph:
    """A small CNN with batch norm and a way round."""
    drawing = Drawing("residual")
    image = drawing.add("InputLayer", name="image", shape=[8, 8, 2])
    first = drawing.add("Conv2D", image, filters=3, kernel_size=[3, 3], padding="same")
    norm = drawing.add("BatchNormalization", first)
    again = drawing.add("Conv2D", norm, filters=3, kernel_size=[1, 1])
    drop = drawing.add("Dropout", again, rate=0.5)
    joined = drawing.add("Add", norm, drop)
    flat = drawing.add("GlobalAveragePooling2D", joined)
    drawing.add("Dense", flat, units=2, activation="softmax")
    return drawing.graph


def attention() -> Graph:
    """Several inputs of one layer by name."""
    drawing = Drawing("attention")
    one = drawing.add("InputLayer", name="one", shape=[4, 6])
    two = drawing.add("InputLayer", name="two", shape=[5, 6])
    mixed = drawing.add("MultiHeadAttention", one, two, num_heads=2, key_dim=3)
    drawing.add("Dense", mixed, units=1)
    return drawing.graph


GRAPHS: dict[str, Any] = {
    "chain": lambda: chain(("Dense", {"units": 3}), ("Dropout", {"rate": 0.5}), ("Dense", {"units": 2})),
    "single number": lambda: chain(("Dense", {"units": 3}), shape=(1,)),
    "two outputs": lambda: two_outputs()[0],
    "recurrent": masked_recurrent,
    "residual": residual,
    "attention": attention,
    **{name: pair[0] for name, pair in nested_models.PAIRS.items()},
}


def inputs_of(model: Any) -> dict[str, Any]:
    """Six made samples for each input; whole numbers where it takes whole numbers."""
    made = {}
    for tensor in model.inputs:
        shape = (6, *tensor.shape[1:])
        whole = "int" in tensor.dtype
        made[tensor.name] = RNG.integers(0, 9, shape) if whole else RNG.normal(size=shape).astype("float32")
    return made


@pytest.mark.parametrize("name", GRAPHS)
def test_that_a_walk_gives_what_the_model_gives(name: str) -> None:
    graph = GRAPHS[name]()
    model = build(graph, 3)
    inputs = {graph.name_of(id): values for id, values in zip(_inputs(graph), inputs_of(model).values(), strict=True)}
    before = model.get_weights()
    found = walk(built(graph), model, inputs, lambda *_: None)
    values = list(inputs.values())
    expected = model(values if len(values) > 1 else values[0], training=False)
    expected = list(expected.values()) if isinstance(expected, dict) else expected
    for ours, theirs in zip(found, expected if isinstance(expected, list | tuple) else [expected], strict=True):
        np.testing.assert_array_equal(ours.numpy(), theirs.numpy())
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_that_a_single_number_a_sample_gets_its_axis() -> None:
    graph = chain(("Dense", {"units": 3}), shape=(1,))
    model = build(graph, 3)
    (name,) = (graph.name_of(id) for id in _inputs(graph))
    values = RNG.normal(size=5).astype("float32")
    (found,) = walk(graph, model, {name: values}, lambda *_: None)
    np.testing.assert_array_equal(found.numpy(), model(values, training=False).numpy())


def test_that_layers_inside_a_nested_model_are_told_with_their_place() -> None:
    graph = nested_models.twice_nested()
    model = build(graph, 3)
    told: list[tuple[tuple[str, ...], str]] = []
    walk(graph, model, {"start": np.ones((2, 4), "float32")}, lambda place, layer, *_: told.append((place, layer.name)))
    places = {name: place for place, name in told}
    assert len(places["added"]) == 3
    assert len(places["tower"]) == 1
    assert [name for _, name in told].index("added") < [name for _, name in told].index("tower")
    assert {layer.name for _, layer, _ in drawn_layers(graph, model)} == set(places)


def test_that_a_shared_layer_is_told_at_each_call_and_listed_once() -> None:
    graph = nested_models.shared_encoder()
    model = build(graph, 3)
    told: list[str] = []
    ones = np.ones((2, 6), "float32")
    walk(graph, model, {"one": ones, "two": ones}, lambda place, layer, *_: told.append(layer.name))
    assert told.count("encoder") == told.count("norm") == 2
    assert [layer.name for _, layer, _ in drawn_layers(graph, model)].count("encoder") == 1


def _inputs(graph: Graph) -> list[str]:
    from desktop_nn.graph.topology import input_nodes

    return list(input_nodes(graph))
