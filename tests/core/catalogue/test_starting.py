"""A layer that was just placed works on a fitting input without a single parameter being set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

from desktop_nn.catalogue import Kind, load
from desktop_nn.catalogue.calls import call_arguments
from desktop_nn.catalogue.catalogue import of_keras
from desktop_nn.catalogue.starting import starting_config
from tests.core.catalogue.keras_objects import build

PLACEABLE = [kind for kind in of_keras().layers.values() if not kind.locked and kind.ports]


def _floats(*shape: int) -> Any:
    return np.linspace(0.0, 1.0, int(np.prod(shape)), dtype="float32").reshape(shape)


def _codes(*shape: int) -> Any:
    return (np.arange(int(np.prod(shape))) % 5).reshape(shape)


TABLE, SEQUENCE, IMAGE, VOLUME = (2, 8), (2, 8, 4), (2, 32, 32, 3), (2, 8, 8, 8, 3)
INPUTS: dict[str, Callable[[], Any]] = {
    "CategoryEncoding": lambda: _codes(*TABLE),
    "CenterCrop": lambda: _floats(*IMAGE),
    "ConvLSTM1D": lambda: _floats(2, 4, 8, 3),
    "ConvLSTM2D": lambda: _floats(2, 4, 8, 8, 3),
    "ConvLSTM3D": lambda: _floats(2, 4, 8, 8, 8, 3),
    "Embedding": lambda: _codes(*TABLE),
    "HashedCrossing": lambda: _codes(2, 1),
    "Hashing": lambda: _codes(*TABLE),
    "IntegerLookup": lambda: _codes(*TABLE),
    "Masking": lambda: _floats(*SEQUENCE),
    "MelSpectrogram": lambda: _floats(2, 4096),
    "Permute": lambda: _floats(*SEQUENCE),
    "ReversibleEmbedding": lambda: _codes(*TABLE),
    "STFTSpectrogram": lambda: _floats(2, 1024, 1),
    "StringLookup": lambda: np.array([["a"], ["z"]]),
    "TextVectorization": lambda: np.array([["a b"], ["c"]]),
    "TimeDistributed": lambda: _floats(*SEQUENCE),
    "Bidirectional": lambda: _floats(*SEQUENCE),
}
TABLES = {"Discretization", "Normalization", "RepeatVector", "Rescaling"}


def fitting_input(kind: Kind) -> Any:
    """An array of the sort that the layer is made for."""
    if kind.name in INPUTS:
        return INPUTS[kind.name]()
    for mark, shape in (("1D", SEQUENCE), ("2D", IMAGE), ("3D", VOLUME)):
        if mark in kind.name:
            return _floats(*shape)
    if kind.category in ("recurrent", "attention"):
        return _floats(*SEQUENCE)
    if kind.category == "preprocessing" and kind.name not in TABLES:
        return _floats(*IMAGE) * 255
    return _floats(*TABLE)


@pytest.mark.parametrize("kind", PLACEABLE, ids=lambda kind: kind.name)
def test_that_a_placed_layer_works_at_once(kind: Kind) -> None:
    layer = build(kind, starting_config(kind.name))
    needed = 2 if kind.ports[0].many else sum(not port.optional for port in kind.ports)
    first, others = call_arguments(kind.ports, {port: fitting_input(kind) for port in range(needed)})
    assert keras.ops.shape(layer(first, **others))[0] == 2


def test_that_a_placed_input_has_a_shape() -> None:
    assert build(load().layers["InputLayer"], starting_config("InputLayer")).output.shape == (None, 1)


def test_that_a_starting_config_may_be_changed_without_harm() -> None:
    starting_config("Bidirectional")["layer"]["config"]["units"] = 1
    assert starting_config("Bidirectional")["layer"]["config"]["units"] == 64


def test_that_an_unknown_kind_starts_with_nothing() -> None:
    assert starting_config("NoSuchLayer") == {}
    assert starting_config("EarlyStopping") == {}
    assert starting_config("EarlyStopping", "callbacks")["restore_best_weights"] is True
