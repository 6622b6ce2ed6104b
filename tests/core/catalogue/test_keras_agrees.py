"""Defaults, choices and configs of the catalogue are those of real Keras objects."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import pytest

from desktop_nn.catalogue import Kind, Parameter, load
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.catalogue.values import check, faults, missing
from tests.core.catalogue.keras_objects import build, classes, plain_config, target

EVERY_CLASS = [pytest.param(kind, id=f"{kind.group}-{kind.name}") for kind in classes()]
ACTIVATIONS = [kind for kind in load().groups["activations"].values() if not kind.locked]
CHOICES = [
    pytest.param(kind, parameter, id=f"{kind.name}-{parameter.name}")
    for kind in classes()
    for parameter in kind.parameters
    if parameter.kind == "choice"
]

CHOSEN_TOGETHER: dict[tuple[str, str, str], dict[str, Any]] = {
    ("IntegerLookup", "output_mode", "tf_idf"): {"idf_weights": [0.5, 0.5, 0.5]},
    ("StringLookup", "output_mode", "tf_idf"): {"idf_weights": [0.5, 0.5, 0.5]},
    ("TextVectorization", "output_mode", "tf_idf"): {"idf_weights": [0.5, 0.5, 0.5]},
    ("CategoryEncoding", "output_mode", "count"): {"num_tokens": 10},
}
"""What a choice needs beside it."""

BOUND_TO_OTHERS = {
    ("Discretization", "num_bins"),  # instead of the boundaries, not beside them
    ("STFTSpectrogram", "fft_length"),  # no shorter than a frame
    ("GroupQueryAttention", "num_query_heads"),  # a multiple of the other heads
    *((kind, name) for kind in ("IntegerLookup", "StringLookup", "TextVectorization") for name in ("max_tokens",)),
}
"""Numbers whose smallest value depends on other parameters."""


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_that_every_default_can_be_given_to_keras(kind: Kind) -> None:
    build(kind, {**kind.defaults, **starting_config(kind.name, kind.group)})


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_that_giving_the_defaults_changes_nothing(kind: Kind) -> None:
    config = starting_config(kind.name, kind.group)
    keras.utils.set_random_seed(0)  # some layers without a seed draw one
    bare = build(kind, config)
    keras.utils.set_random_seed(0)
    explicit = build(kind, {**kind.defaults, **config})
    if not hasattr(bare, "get_config"):
        assert vars(bare).keys() == vars(explicit).keys()
        return
    assert _nameless(plain_config(bare.get_config())) == _nameless(plain_config(explicit.get_config()))


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_that_the_config_that_keras_saves_fits_the_parameters(kind: Kind) -> None:
    made = build(kind, starting_config(kind.name, kind.group))
    if hasattr(made, "get_config"):
        assert faults(kind, plain_config(made.get_config())) == {}


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_that_every_default_fits_its_own_parameter(kind: Kind) -> None:
    wrong = {item.name: check(item, item.default) for item in kind.parameters if not item.required}
    assert not any(wrong.values()), wrong


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_that_the_starting_config_is_complete_and_fits(kind: Kind) -> None:
    config = starting_config(kind.name, kind.group)
    assert missing(kind, config) == ()
    assert faults(kind, config) == {}


@pytest.mark.parametrize(("kind", "parameter"), CHOICES)
def test_that_keras_takes_every_choice(kind: Kind, parameter: Parameter) -> None:
    for choice in (*parameter.choices, *([None] if parameter.optional else [])):
        beside = CHOSEN_TOGETHER.get((kind.name, parameter.name, str(choice)), {})
        build(kind, {**starting_config(kind.name, kind.group), parameter.name: choice, **beside})


@pytest.mark.parametrize("kind", ACTIVATIONS, ids=lambda kind: kind.name)
def test_that_a_dense_layer_takes_the_activation_by_name(kind: Kind) -> None:
    layer = keras.layers.Dense(4, activation=kind.name)
    assert np.isfinite(keras.ops.convert_to_numpy(layer(np.ones((2, 3), "float32")))).all()


BOUNDED = [
    pytest.param(kind, parameter, id=f"{kind.name}-{parameter.name}")
    for kind in classes("layers")
    for parameter in kind.parameters
    if parameter.minimum is not None and (kind.name, parameter.name) not in BOUND_TO_OTHERS
]


@pytest.mark.parametrize(("kind", "parameter"), BOUNDED)
def test_that_keras_takes_the_smallest_number_that_the_catalogue_allows(kind: Kind, parameter: Parameter) -> None:
    assert parameter.minimum is not None
    number = float(parameter.minimum) if parameter.kind in ("float", "floats") else int(parameter.minimum)
    value = [number] * (parameter.length or 1) if parameter.list_only else number
    build(kind, {**starting_config(kind.name), parameter.name: value})


def test_that_a_loss_name_of_keras_leads_to_the_same_loss() -> None:
    for name in ("mse", "mae", "binary_crossentropy", "sparse_categorical_crossentropy", "huber", "kl_divergence"):
        kind = load().find("losses", name)
        assert kind is not None
        made = build(kind, {})
        truth, guess = np.array([[1.0], [0.0]]), np.array([[0.7], [0.4]])
        if name == "sparse_categorical_crossentropy":
            truth, guess = np.array([1, 0]), np.array([[0.2, 0.8], [0.6, 0.4]])
        theirs = float(np.mean(keras.ops.convert_to_numpy(keras.losses.get(name)(truth, guess))))
        assert math.isclose(float(made(truth, guess)), theirs, rel_tol=1e-6), name


def test_that_an_optimizer_name_of_keras_leads_to_the_same_class() -> None:
    for name in ("sgd", "adam", "rmsprop", "adamw", "nadam"):
        kind = load().find("optimizers", name)
        assert kind is not None
        assert target(kind) is type(keras.optimizers.get(name))


def _nameless(config: Any) -> Any:
    """Without the names that Keras numbers, at any depth."""
    if isinstance(config, dict):
        return {key: _nameless(value) for key, value in config.items() if key != "name"}
    return [_nameless(entry) for entry in config] if isinstance(config, list) else config
