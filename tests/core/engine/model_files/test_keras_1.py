"""Files of Keras 1, written here by hand: classes and parameters of old names, merging, gates of recurrent layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.model_files import ModelFile, read, restore
from tests.core.engine.model_files.test_older_files import called, write

DICE = np.random.default_rng(0)


def drawn(*shape: int) -> Any:
    return DICE.normal(size=shape).astype("float32")


def file_of(folder: Path, layers: Any, weights: Any, version: str = "1.2.2", training: Any = None) -> ModelFile:
    config = layers if isinstance(layers, dict) else {"class_name": "Sequential", "config": layers}
    return read(write(folder / "old.h5", config, weights, training, version))


def old_dense(name: str, size: int, **more: Any) -> dict[str, Any]:
    config = {"name": name, "output_dim": size, "init": "uniform", "activation": "linear", "bias": True}
    return {"class_name": "Dense", "config": {**config, "W_regularizer": None, **more}}


@pytest.mark.parametrize("version", ["1.2.2", "0.3", ""])
def test_that_a_chain_of_keras_1_opens_and_predicts(version: str, tmp_path: Path) -> None:
    kernel, bias = drawn(4, 3), drawn(3)
    regularizer = {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.5}
    layers = [
        old_dense("dense_1", 3, batch_input_shape=[None, 4], input_dim=4, W_regularizer=regularizer),
        {"class_name": "Dropout", "config": {"name": "dropout_1", "p": 0.25}},
    ]
    weights = {"dense_1": {"dense_1_W": kernel, "dense_1_b": bias}, "dropout_1": {}}
    file = file_of(tmp_path, layers, weights, version)
    config = next(layer.config for layer in file.graph.layers.values() if layer.name == "dense_1")
    assert config["units"] == 3
    assert config["kernel_regularizer"] == {"class_name": "L1L2", "config": {"l2": 0.5}}
    assert "dropout_1: “p” became “rate”, because Keras calls it so since version 2." in file.changes
    inputs = drawn(5, 4)
    assert np.allclose(restore(file).predict(inputs, verbose=0), inputs @ kernel + bias, atol=1e-6)


def convolution(**more: Any) -> dict[str, Any]:
    config = {"name": "conv", "nb_filter": 2, "nb_row": 3, "nb_col": 2, "border_mode": "same", "subsample": [1, 1]}
    return {
        "class_name": "Convolution2D",
        "config": {**config, "dim_ordering": "tf", "init": "he_normal", "batch_input_shape": [None, 5, 5, 1], **more},
    }


def test_that_a_convolution_of_keras_1_opens(tmp_path: Path) -> None:
    kernel = drawn(3, 2, 1, 2)
    file = file_of(tmp_path, [convolution()], {"conv": {"conv_W": kernel, "conv_b": drawn(2)}})
    layer = next(layer for layer in file.graph.layers.values() if layer.name == "conv")
    assert (layer.kind, layer.config["kernel_size"], layer.config["padding"]) == ("Conv2D", [3, 2], "same")
    assert np.array_equal(restore(file).get_layer("conv").kernel, kernel)
    assert "conv: Convolution2D became Conv2D, because Keras calls it so since version 2." in file.changes


def test_that_theanos_order_is_told(tmp_path: Path) -> None:
    old = convolution(dim_ordering="th", batch_input_shape=[None, 1, 5, 5])
    file = file_of(tmp_path, [old], {"conv": {"conv_W": drawn(2, 1, 3, 2), "conv_b": drawn(2)}})
    assert "channels before the rows" in file.report.lost[0].what
    assert next(layer for layer in file.graph.layers.values() if layer.name == "conv").config["data_format"]


@pytest.mark.parametrize(("mode", "kind"), [("sum", "Add"), ("concat", "Concatenate"), ("mul", "Multiply")])
def test_that_merge_becomes_the_layer_of_its_mode(mode: str, kind: str, tmp_path: Path) -> None:
    merge = {"class_name": "Merge", "config": {"name": "merge", "mode": mode, "concat_axis": -1, "dot_axes": -1}}
    starts = [
        called({"class_name": "InputLayer", "config": {"name": name, "batch_input_shape": [None, 3]}})
        for name in ("one", "two")
    ]
    layers = [*starts, called(merge, [["one", 0, 0], ["two", 0, 0]])]
    config = {"name": "m", "layers": layers, "input_layers": [["one", 0, 0], ["two", 0, 0]]}
    model = {"class_name": "Model", "config": {**config, "output_layers": [["merge", 0, 0]]}}
    file = file_of(tmp_path, model, {"one": {}, "two": {}, "merge": {}})
    assert [layer.kind for layer in file.graph.layers.values()][-1] == kind
    one, two = drawn(4, 3), drawn(4, 3)
    expected = {"sum": one + two, "mul": one * two, "concat": np.concatenate([one, two], axis=-1)}[mode]
    assert np.allclose(restore(file).predict([one, two], verbose=0), expected, atol=1e-6)


def sigmoid(values: Any) -> Any:
    return 1 / (1 + np.exp(-values))


def test_that_the_gates_of_an_lstm_find_their_places(tmp_path: Path) -> None:
    gates = {gate: (drawn(2, 3), drawn(3, 3), drawn(3)) for gate in "icfo"}
    stored = {f"lstm_{part}_{gate}": gates[gate][i] for gate in "icfo" for i, part in enumerate("WUb")}
    config = {"name": "lstm", "output_dim": 3, "init": "glorot_uniform", "inner_init": "orthogonal"}
    more = {"inner_activation": "sigmoid", "forget_bias_init": "one", "consume_less": "gpu", "dropout_W": 0.0}
    lstm = {"class_name": "LSTM", "config": {**config, **more, "batch_input_shape": [None, 4, 2]}}
    inputs = drawn(5, 4, 2)
    hidden, cell = np.zeros((5, 3)), np.zeros((5, 3))
    for step in range(4):
        at = {gate: inputs[:, step] @ w + hidden @ u + b for gate, (w, u, b) in gates.items()}
        cell = sigmoid(at["f"]) * cell + sigmoid(at["i"]) * np.tanh(at["c"])
        hidden = sigmoid(at["o"]) * np.tanh(cell)
    found = restore(file_of(tmp_path, [lstm], {"lstm": stored})).predict(inputs, verbose=0)
    assert np.allclose(found, hidden, atol=1e-6)


def test_that_a_class_that_only_keras_1_had_opens_locked(tmp_path: Path) -> None:
    layers = [
        {"class_name": "MaxoutDense", "config": {"name": "maxout", "output_dim": 3, "batch_input_shape": [None, 4]}},
        old_dense("dense_1", 3),
    ]
    weights = {"maxout": {"maxout_W": drawn(4, 4, 3)}, "dense_1": {"dense_1_W": drawn(3, 3), "dense_1_b": drawn(3)}}
    file = file_of(tmp_path, layers, weights)
    assert file.locked == ("maxout",)
    assert file.report.locked[0].weights == ((4, 4, 3),)


def test_that_choices_of_keras_1_are_understood(tmp_path: Path) -> None:
    training = {
        "optimizer_config": {"class_name": "Adam", "config": {"lr": 0.25, "beta_1": 0.5, "beta_2": 0.999}},
        "loss": "mse",
        "metrics": ["accuracy"],
        "sample_weight_mode": None,
    }
    weights = {"dense_1": {"dense_1_W": drawn(4, 3), "dense_1_b": drawn(3)}}
    file = file_of(tmp_path, [old_dense("dense_1", 3, batch_input_shape=[None, 4])], weights, training=training)
    assert file.training is not None
    assert file.training.optimizer.config["learning_rate"] == 0.25
    assert "optimizer: “lr” of Adam became “learning_rate”, because Keras 3 calls it so." in file.changes
    assert restore(file).compiled
