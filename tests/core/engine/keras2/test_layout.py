"""How a file for Keras 2 looks: what TensorFlow 2.0–2.15 expects to find, seen without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import pytest

from desktop_nn.engine.keras2 import layers
from desktop_nn.engine.loading import load_keras
from desktop_nn.problems import ProblemError
from tests.core.engine.keras2.models import ARCHITECTURES, write
from tests.core.engine.model_files import plain_keras


def described(model: Any) -> Any:
    return layers.layer(load_keras().saving.serialize_keras_object(model))


def refusals(*found: Any) -> list[str]:
    """What is said of a chain of these layers on pictures."""
    keras = load_keras()
    with pytest.raises(ProblemError) as caught:
        described(keras.Sequential([keras.Input((8, 8, 3)), *found]))
    return [str(problem) for problem in caught.value.problems]


def test_that_inputs_bear_the_older_word_for_their_shape() -> None:
    first = described(plain_keras.chain())["config"]["layers"][0]
    assert list(first["config"]["batch_input_shape"]) == [None, 8]
    assert "batch_shape" not in first["config"]


def test_that_calls_are_lists_and_those_of_nested_models_count_from_one() -> None:
    config = described(ARCHITECTURES["nested"]())["config"]
    nodes = {item["name"]: item["inbound_nodes"] for item in config["layers"]}
    assert nodes["inner"] == [[["start", 0, 0, {}]], [["between", 0, 0, {}]]]
    assert nodes["pair"] == [[["inner", 2, 0, {}], ["inner", 1, 0, {}]]]
    assert config["output_layers"] == [["end", 0, 0], ["pair", 1, 1], ["inner", 1, 0]]


def test_that_further_arguments_of_a_call_stand_beside_the_first() -> None:
    config = described(ARCHITECTURES["sequences"]())["config"]
    (call,) = next(item["inbound_nodes"] for item in config["layers"] if item["name"] == "attention")
    assert call == [["both_ways", 0, 0, {"value": ["both_ways", 0, 0], "key": ["both_ways", 0, 0]}]]


def test_that_weights_and_optimizer_lie_where_keras_2_looks(tmp_path: Path) -> None:
    model = plain_keras.chain("Adam")
    plain_keras.fit(model)
    with h5py.File(write(model, tmp_path / "chain.h5")) as file:
        names = list(file["model_weights/dense"].attrs["weight_names"])
        assert names == ["dense/kernel:0", "dense/bias:0"]
        assert file["model_weights/dense/dense/kernel:0"].shape == (8, 6)
        assert file.attrs["keras_version"] == "2.15.0"
        slots = file["optimizer_weights"].attrs["weight_names"]
        assert len(slots) == 1 + 2 * len(model.trainable_variables)
        training = json.loads(file.attrs["training_config"])
    optimizer = training["optimizer_config"]
    assert optimizer["class_name"] == "Adam"
    assert set(optimizer["config"]) == {"name", "learning_rate"}


def test_that_a_layer_that_keras_2_lacks_is_named_in_one_sentence() -> None:
    layer = load_keras().layers.RMSNormalization(name="norm")
    (said,) = refusals(layer)
    assert "TensorFlow 2.0–2.15" in said
    assert "RMSNormalization" in said
    assert "norm" in said


def test_that_all_such_layers_are_named_at_once() -> None:
    kinds = load_keras().layers
    assert len(refusals(kinds.RandomHue(0.1), kinds.RMSNormalization(), kinds.Flatten())) == 2


def test_that_a_parameter_that_keras_2_does_not_know_is_refused_only_if_it_says_something() -> None:
    keras = load_keras()
    (said,) = refusals(keras.layers.LayerNormalization(rms_scaling=True, name="norm"))
    assert "rms_scaling" in said
    row = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.LayerNormalization(name="norm")])
    assert "rms_scaling" not in described(row)["config"]["layers"][1]["config"]


def test_that_an_activation_that_keras_2_computes_in_another_way_is_refused() -> None:
    (said,) = refusals(load_keras().layers.Dense(2, activation="hard_sigmoid"))
    assert "hard_sigmoid" in said


def test_that_an_optimizer_that_keras_2_lacks_is_refused(tmp_path: Path) -> None:
    keras = load_keras()
    model = plain_keras.chain()
    model.compile(keras.optimizers.Lamb(), "mean_squared_error")
    with pytest.raises(ProblemError, match="Lamb"):
        write(model, tmp_path / "chain.h5")
    assert not (tmp_path / "chain.h5").exists()
