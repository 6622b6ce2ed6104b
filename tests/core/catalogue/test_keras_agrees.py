"""Defaults, choices and configs of the catalogue are those of real Keras objects."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import keras
import numpy as np
import pytest

from desktop_nn.catalogue import Group, Kind, Parameter, load
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.catalogue.values import check, faults, missing
from tests.core.catalogue.keras_objects import build, classes, plain_config, target

GROUPS = [group for group in load().groups if group != "activations"]


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


@pytest.mark.parametrize("group", GROUPS)
def test_that_every_default_can_be_given_to_keras(group: Group) -> None:
    found = {kind.name: refusal(kind, {**kind.defaults, **start(kind)}) for kind in classes(group)}
    assert {name: reason for name, reason in found.items() if reason} == {}


@pytest.mark.parametrize("group", GROUPS)
def test_that_giving_the_defaults_changes_nothing(group: Group) -> None:
    for kind in classes(group):
        keras.utils.set_random_seed(0)  # some layers without a seed draw one
        bare = build(kind, start(kind))
        keras.utils.set_random_seed(0)
        explicit = build(kind, {**kind.defaults, **start(kind)})
        assert _settings(bare) == _settings(explicit), kind.name


@pytest.mark.parametrize("group", GROUPS)
def test_that_the_config_that_keras_saves_fits_the_parameters(group: Group) -> None:
    for kind in classes(group):
        made = build(kind, start(kind))
        if hasattr(made, "get_config"):
            assert faults(kind, plain_config(made.get_config())) == {}, kind.name


@pytest.mark.parametrize("group", load().groups)
def test_that_every_default_fits_its_own_parameter(group: Group) -> None:
    wrong = {
        (kind.name, item.name): check(item, item.default)
        for kind in load().groups[group].values()
        for item in kind.parameters
        if not item.required
    }
    assert {place: reason for place, reason in wrong.items() if reason} == {}


@pytest.mark.parametrize("group", GROUPS)
def test_that_every_starting_config_is_complete_and_fits(group: Group) -> None:
    for kind in classes(group):
        assert missing(kind, start(kind)) == (), kind.name
        assert faults(kind, start(kind)) == {}, kind.name


@pytest.mark.parametrize("group", GROUPS)
def test_that_keras_takes_every_choice(group: Group) -> None:
    for kind in classes(group):
        for parameter in kind.parameters:
            if parameter.kind == "choice":
                for config in _choosing(kind, parameter):
                    assert refusal(kind, config) == "", (kind.name, parameter.name)


def _choosing(kind: Kind, parameter: Parameter) -> Iterator[dict[str, Any]]:
    for choice in (*parameter.choices, *([None] if parameter.optional else [])):
        beside = CHOSEN_TOGETHER.get((kind.name, parameter.name, str(choice)), {})
        yield {**start(kind), parameter.name: choice, **beside}


def test_that_keras_takes_the_smallest_number_that_the_catalogue_allows() -> None:
    for kind in classes("layers"):
        for parameter in kind.parameters:
            if parameter.minimum is None or (kind.name, parameter.name) in BOUND_TO_OTHERS:
                continue
            number = float(parameter.minimum) if parameter.kind in ("float", "floats") else int(parameter.minimum)
            value = [number] * (parameter.length or 1) if parameter.list_only else number
            assert refusal(kind, {**start(kind), parameter.name: value}) == "", (kind.name, parameter.name)


def test_that_a_dense_layer_takes_every_activation_by_name() -> None:
    for kind in load().groups["activations"].values():
        if not kind.locked:
            result = keras.layers.Dense(4, activation=kind.name)(np.ones((2, 3), "float32"))
            assert np.isfinite(keras.ops.convert_to_numpy(result)).all(), kind.name


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


def start(kind: Kind) -> dict[str, Any]:
    """The config that a new object of the kind begins with."""
    return starting_config(kind.name, kind.group)


def refusal(kind: Kind, config: Mapping[str, Any]) -> str:
    """Keras's words for a config that it does not take, "" for one that it takes."""
    try:
        build(kind, config)
    except Exception as error:
        return repr(error)
    return ""


def _settings(made: Any) -> Any:
    """What an object was told, without its name."""
    if hasattr(made, "get_config"):
        return _nameless(plain_config(made.get_config()))
    return {name: value for name, value in vars(made).items() if value is None or isinstance(value, int | float | str)}


def _nameless(config: Any) -> Any:
    """Without the names that Keras numbers, at any depth."""
    if isinstance(config, dict):
        return {key: _nameless(value) for key, value in config.items() if key != "name"}
    return [_nameless(entry) for entry in config] if isinstance(config, list) else config
