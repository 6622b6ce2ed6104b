"""Models in all the shapes that Keras 2 has words for, and how one of its files is opened with Keras 2 itself."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.engine.keras2 import file
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import marks
from tests.core.engine.model_files import plain_keras


def keras2() -> Any:
    """Keras 2, which the package tf-keras keeps alive."""
    load_keras()
    return importlib.import_module("tf_keras")


def write(model: Any, path: Path) -> Path:
    """The model in Keras 2's layout."""
    path.write_bytes(file.content(model, marks.Mark("", "")))
    return path


def answers(model: Any, inputs: Any) -> list[Any]:
    """What a model of either Keras says to the inputs."""
    found = model.predict(inputs, verbose=0)
    return [np.asarray(item) for item in (found if isinstance(found, list) else [found])]


def apart(one: list[Any], other: list[Any]) -> float:
    """The largest difference between two lists of arrays."""
    return max(float(np.abs(a.astype("float64") - b.astype("float64")).max()) for a, b in zip(one, other, strict=True))


def _nested() -> Any:
    """A nested chain that is called twice, and a nested model of two outputs; outputs of both."""
    keras = load_keras()
    layers = keras.layers
    start = keras.Input((6,), name="start")
    inner = keras.Sequential([keras.Input((6,)), layers.Dense(6, "tanh"), layers.BatchNormalization()], name="inner")
    first, second = keras.Input((6,)), keras.Input((6,))
    both = layers.Add()([layers.Dense(3)(first), layers.Dense(3)(second)])
    pair = keras.Model([first, second], [both, layers.Activation("relu")(both)], name="pair")
    once = inner(start)
    sums = pair([inner(layers.Dense(6, name="between")(once)), once])
    return keras.Model(start, [layers.Dense(1, name="end")(sums[0]), sums[1], once], name="nested")


def _shared() -> Any:
    """One layer at several depths."""
    keras = load_keras()
    start, other = keras.Input((4,), name="one"), keras.Input((4,), name="other")
    shared, late = keras.layers.Dense(4, name="shared"), keras.layers.Dense(4, name="late")
    deep = shared(late(shared(start)))
    return keras.Model(
        [start, other], keras.layers.Concatenate()([deep, shared(other), late(other)]), name="shared_one"
    )


def _sequences() -> Any:
    keras = load_keras()
    layers = keras.layers
    start = keras.Input((5, 3), name="start")
    found = layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="both_ways")(start)
    found = layers.MultiHeadAttention(2, 3, name="attention")(found, value=found, key=found)
    found = layers.LayerNormalization()(found)
    found, state = layers.GRU(4, return_sequences=True, return_state=True)(found)
    found = layers.SimpleRNN(4)(found, initial_state=state)
    return keras.Model(start, layers.Dense(1)(found), name="sequences")


def _pictures() -> Any:
    keras = load_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            layers.SeparableConv2D(4, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.1),
            layers.Conv2D(3, 3, kernel_regularizer="l2", activation="silu"),
            layers.DepthwiseConv2D(3),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2, "softmax"),
        ]
    )


def _text() -> Any:
    """Words as numbers, of which 0 means none."""
    keras = load_keras()
    layers = keras.layers
    start = keras.Input((5,), name="start")
    found = layers.Embedding(20, 4, mask_zero=True)(layers.ReLU(max_value=19)(start))
    found = layers.Bidirectional(layers.GRU(3))(found)
    return keras.Model(start, layers.Dense(1)(layers.Dropout(0.5)(found)), name="text")


def _frozen() -> Any:
    keras = load_keras()
    body = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), keras.layers.BatchNormalization()], name="body")
    body.trainable = False
    return keras.Sequential([keras.Input((4,)), body, keras.layers.Dense(1)], name="frozen")


def _half() -> Any:
    keras = load_keras()
    policy = {"dtype": "mixed_float16"}
    return keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(8, "relu", **policy), keras.layers.Dense(1, dtype="float32")],
        name="half",
    )


ARCHITECTURES: Mapping[str, Callable[[], Any]] = {
    "chain": lambda: plain_keras.chain("Adam"),
    "two_outputs": lambda: plain_keras.two_outputs("RMSprop"),
    "nested": _nested,
    "shared": _shared,
    "sequences": _sequences,
    "pictures": _pictures,
    "text": _text,
    "frozen": _frozen,
    "half": _half,
}


def trained(name: str) -> Any:
    """One of the architectures, compiled and fitted for an epoch."""
    keras = load_keras()
    keras.utils.set_random_seed(3)
    model = ARCHITECTURES[name]()
    if not model.compiled:
        model.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
    plain_keras.fit(model)
    return model
