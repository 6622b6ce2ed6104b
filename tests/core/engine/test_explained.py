"""What nodes say of their layers, held against what Keras counts."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_nn.catalogue import load
from desktop_nn.catalogue.catalogue import of_keras
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.engine.shapes import Call, Spec, ask
from desktop_nn.graph.effects import told
from desktop_nn.graph.facts import NodeFacts, Shape
from desktop_nn.graph.model import Layer


def said(kind: str, config: dict[str, Any], *incoming: Shape) -> tuple[str, ...]:
    """What a node says of a layer that Keras called on these shapes."""
    dtype = "int32" if kind == "Embedding" else "float32"
    call: Call = tuple((port, Spec(shape, dtype)) for port, shape in enumerate(incoming))
    outcome = ask(Layer("l", kind, "x", config), (call,))
    assert outcome.refused is None, outcome.refused
    facts = NodeFacts(tuple(spec.shape for spec in outcome.outputs), dtype, outcome.parameters, outcome.trainable)
    return told(Layer("l", kind, "x", config), incoming, facts)


LSTM = {"class_name": "LSTM", "config": {"units": 16}}
DENSE = {"class_name": "Dense", "config": {"units": 5}}


@pytest.mark.parametrize(
    ("kind", "config", "incoming", "text"),
    [
        ("Dense", {"units": 300}, (None, 784), "784 × 300 + 300 = 235,500"),
        ("Dense", {"units": 4096, "use_bias": False}, (None, 1000), "1,000 × 4,096 = 4,096,000"),
        ("Conv1D", {"filters": 8, "kernel_size": [5]}, (None, 20, 4), "5 × 4 × 8 + 8 = 168"),
        ("Conv2D", {"filters": 32, "kernel_size": 3}, (None, 28, 28, 1), "3 × 3 × 1 × 32 + 32 = 320"),
        ("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 4}, (None, 9, 9, 4), "3 × 3 × 1 × 8 + 8 = 80"),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": 3, "data_format": "channels_first"},
            (None, 3, 9, 9),
            "3 × 3 × 3 × 8 + 8 = 224",
        ),
        ("Conv3D", {"filters": 2, "kernel_size": 3}, (None, 5, 5, 5, 1), "3 × 3 × 3 × 1 × 2 + 2 = 56"),
        ("Conv1DTranspose", {"filters": 8, "kernel_size": 3}, (None, 5, 4), "3 × 4 × 8 + 8 = 104"),
        ("Conv2DTranspose", {"filters": 8, "kernel_size": 3}, (None, 5, 5, 4), "3 × 3 × 4 × 8 + 8 = 296"),
        ("DepthwiseConv2D", {"kernel_size": 3}, (None, 9, 9, 4), "3 × 3 × 4 + 4 = 40"),
        ("DepthwiseConv1D", {"kernel_size": 3, "depth_multiplier": 2}, (None, 9, 4), "3 × 4 × 2 + 8 = 32"),
        ("SeparableConv2D", {"filters": 8, "kernel_size": 3}, (None, 9, 9, 4), "3 × 3 × 4 + 4 × 8 + 8 = 76"),
        ("SimpleRNN", {"units": 20}, (None, 50, 1), "(1 + 20 + 1) × 20 = 440"),
        ("LSTM", {"units": 20}, (None, 50, 1), "4 × (1 + 20 + 1) × 20 = 1,760"),
        ("GRU", {"units": 20}, (None, 50, 1), "3 × (1 + 20 + 2) × 20 = 1,380"),
        ("Bidirectional", {"layer": LSTM}, (None, 50, 4), "2 × 4 × (4 + 16 + 1) × 16 = 2,688"),
        ("TimeDistributed", {"layer": DENSE}, (None, 50, 4), "4 × 5 + 5 = 25"),
        (
            "ConvLSTM2D",
            {"filters": 2, "kernel_size": 3},
            (None, 6, 8, 8, 1),
            "4 × (3 × 3 × (1 + 2) + 1) × 2 = 224",
        ),
        ("Embedding", {"input_dim": 1000, "output_dim": 64}, (None, 10), "1,000 × 64 = 64,000"),
        ("BatchNormalization", {}, (None, 300), "4 × 300 = 1,200"),
        ("LayerNormalization", {}, (None, 10, 64), "2 × 64 = 128"),
        ("GroupNormalization", {"groups": 2}, (None, 9, 9, 4), "2 × 4 = 8"),
        ("Normalization", {}, (None, 8), "2 × 8 + 1 = 17"),
        ("PReLU", {"shared_axes": [1, 2]}, (None, 9, 9, 4), "1 × 1 × 4 = 4"),
    ],
)
def test_that_weights_are_written_out_as_keras_counts_them(
    kind: str, config: dict[str, Any], incoming: Shape, text: str
) -> None:
    assert said(kind, config, incoming)[0] == text


def test_that_self_attention_is_written_out() -> None:
    shape = (None, 10, 64)
    text = said("MultiHeadAttention", {"num_heads": 4, "key_dim": 32}, shape, shape)[0]
    assert text == "4 × 64 × 128 + 3 × 128 + 64 = 33,216"


def test_that_attention_over_another_size_only_gives_the_count() -> None:
    words = said("MultiHeadAttention", {"num_heads": 4, "key_dim": 32}, (None, 10, 64), (None, 10, 48))
    assert words == ("29,120 weights",)


@pytest.mark.parametrize(
    ("kind", "config", "incoming", "text"),
    [
        ("InputLayer", {"shape": [28, 28]}, (), "28 × 28 = 784 values a sample"),
        ("InputLayer", {"shape": [8]}, (), "8 values a sample"),
        ("InputLayer", {"shape": [None, 4]}, (), "any number of steps × 4"),
        ("Flatten", {}, ((None, 28, 28),), "28 × 28 → 784"),
        ("Reshape", {"target_shape": [28, 28, 1]}, ((None, 784),), "784 → 28 × 28 × 1"),
        ("MaxPooling2D", {}, ((None, 8, 8, 3),), "2 × 2 windows, keeps the largest"),
        ("AveragePooling1D", {"pool_size": 3}, ((None, 9, 3),), "3 steps, keeps the mean"),
        ("GlobalAveragePooling2D", {}, ((None, 7, 7, 512),), "mean of all 7 × 7 places"),
        ("GlobalMaxPooling1D", {}, ((None, 7, 12),), "largest of all 7 steps"),
        ("Dropout", {"rate": 0.2}, ((None, 30),), "drops 20 % while training"),
        ("Concatenate", {}, ((None, 30), (None, 5)), "30 + 5 = 35"),
        ("Add", {}, ((None, 30), (None, 30)), "a + b, value by value"),
        ("Average", {}, ((None, 30), (None, 30)), "mean of 2 inputs, value by value"),
        ("Rescaling", {"scale": 1 / 255}, ((None, 8, 8, 3),), "× 0.00392"),
        ("Rescaling", {"scale": 1 / 127.5, "offset": -1.0}, ((None, 8, 8, 3),), "× 0.00784 − 1"),
        ("Activation", {"activation": "relu"}, ((None, 8),), "max(0, x)"),
        ("UpSampling2D", {}, ((None, 8, 8, 3),), "8 × 8 × 3 → 16 × 16 × 3"),
        ("UnitNormalization", {}, ((None, 8),), "scales each row to length 1"),
    ],
)
def test_that_layers_without_weights_say_what_they_do(
    kind: str, config: dict[str, Any], incoming: tuple[Shape, ...], text: str
) -> None:
    assert said(kind, config, *incoming)[0] == text


_SHAPES: tuple[Shape, ...] = ((None, 8), (None, 8, 6), (None, 12, 12, 4), (None, 6, 8, 8, 3))


@pytest.mark.parametrize("kind", [name for name, kind in sorted(of_keras().layers.items()) if not kind.locked])
def test_that_every_kind_of_the_catalogue_says_something(kind: str) -> None:
    config, wanted = starting_config(kind), max(1, sum(not port.optional for port in load().ports(kind)))
    wanted = 2 if load().ports(kind) and load().ports(kind)[-1].many else wanted if load().ports(kind) else 0
    for shape in _SHAPES:
        call = tuple((port, Spec(shape, "float32")) for port in range(wanted))
        outcome = ask(Layer("l", kind, "x", config), (call,))
        if outcome.refused is None:
            shapes = tuple(spec.shape for spec in outcome.outputs)
            facts = NodeFacts(shapes, "float32", outcome.parameters, outcome.trainable)
            words = told(Layer("l", kind, "x", config), (shape,) * wanted, facts)
            assert words
            assert all(words), kind
            return
