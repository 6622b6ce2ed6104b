"""Files of Keras 2 open as far as their parts have a plain meaning today. They are written here by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from desktop_nn.engine.model_files import read, restore
from desktop_nn.graph.model import Graph
from desktop_nn.training.choices import Configured

DICE = np.random.default_rng(0)
KERNEL, BIAS = DICE.normal(size=(4, 3)).astype("float32"), DICE.normal(size=3).astype("float32")
Arrays = Mapping[str, Any]


def write(
    path: Path, config: Any, weights: Mapping[str, Arrays], training: Any = None, version: str = "2.15.0"
) -> Path:
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(config).encode()
        if training:
            file.attrs["training_config"] = json.dumps(training).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [name.encode() for name in weights]
        for layer, arrays in weights.items():
            inner = group.create_group(layer)
            inner.attrs["weight_names"] = [name.encode() for name in arrays]
            for name, values in arrays.items():
                inner[name] = values
        if training:
            state = file.create_group("optimizer_weights")
            state.attrs["weight_names"] = [b"iteration:0"]
            state["iteration:0"] = 5
    return path


def dense(name: str, **more: Any) -> dict[str, Any]:
    config = {
        "name": name,
        "trainable": True,
        "dtype": "float32",
        "units": 3,
        "activation": "relu",
        "use_bias": True,
        "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None,
        "activity_regularizer": None,
    }
    return {"class_name": "Dense", "config": {**config, **more}}


def dense_weights(name: str) -> Arrays:
    return {f"{name}/kernel:0": KERNEL, f"{name}/bias:0": BIAS}


def relu(inputs: Any) -> Any:
    return np.maximum(inputs @ KERNEL + BIAS, 0)


def kinds(graph: Graph) -> list[str]:
    return [layer.kind for layer in graph.layers.values()]


@pytest.mark.parametrize("bare_list", [False, True])
def test_that_a_sequential_of_keras_2_opens_and_predicts(bare_list: bool, tmp_path: Path) -> None:
    layers = [dense("dense", batch_input_shape=[None, 4])]
    config: Any = layers if bare_list else {"name": "sequential", "layers": layers}
    path = write(tmp_path / "old.h5", {"class_name": "Sequential", "config": config}, {"dense": dense_weights("dense")})
    file = read(path)
    assert kinds(file.graph) == ["InputLayer", "Dense"]
    assert file.changes == ()
    assert file.format == "Keras 2.15 HDF5"
    inputs = DICE.normal(size=(5, 4)).astype("float32")
    assert np.allclose(restore(file).predict(inputs, verbose=0), relu(inputs), atol=1e-6)


def functional(layers: Sequence[dict[str, Any]], inputs: Any, outputs: Any) -> dict[str, Any]:
    config = {"name": "model", "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": "Functional", "config": config}


def called(layer: dict[str, Any], *sources: Any) -> dict[str, Any]:
    return {**layer, "name": layer["config"]["name"], "inbound_nodes": list(sources)}


def start(name: str, *shape: int) -> dict[str, Any]:
    config = {"batch_input_shape": [None, *shape], "dtype": "float32", "sparse": False, "ragged": False, "name": name}
    return called({"class_name": "InputLayer", "config": config})


def test_that_a_functional_model_of_keras_2_opens_and_predicts(tmp_path: Path) -> None:
    join = {"class_name": "Concatenate", "config": {"name": "join", "trainable": True, "dtype": "float32", "axis": -1}}
    layers = [
        start("wide", 4),
        start("deep", 4),
        called(dense("dense"), [["deep", 0, 0, {}]]),
        called(join, [["wide", 0, 0, {}], ["dense", 0, 0, {}]]),
    ]
    config = functional(layers, [["wide", 0, 0], ["deep", 0, 0]], [["join", 0, 0]])
    weights = {"wide": {}, "deep": {}, "dense": dense_weights("dense"), "join": {}}
    model = restore(read(write(tmp_path / "old.h5", config, weights)))
    wide, deep = (DICE.normal(size=(5, 4)).astype("float32") for _ in range(2))
    expected = np.concatenate([wide, relu(deep)], axis=1)
    assert np.allclose(model.predict([wide, deep], verbose=0), expected, atol=1e-6)


def test_that_a_layer_called_with_tensors_by_name_is_linked(tmp_path: Path) -> None:
    attention = {
        "class_name": "MultiHeadAttention",
        "config": {"name": "attention", "num_heads": 2, "key_dim": 3, "query_shape": [None, 5, 4]},
    }
    layers = [
        start("query", 5, 4),
        start("memory", 5, 4),
        called(attention, [["query", 0, 0, {"value": ["memory", 0, 0]}]]),
    ]
    file = read(write(tmp_path / "old.h5", functional(layers, ["query", 0, 0], ["attention", 0, 0]), {}))
    assert [(file.graph.name_of(link.source), link.target_port) for link in file.graph.links] == [
        ("query", 0),
        ("memory", 1),
    ]
    assert file.changes == ()


def test_that_choices_of_keras_2_are_understood(tmp_path: Path) -> None:
    config = {
        "class_name": "Sequential",
        "config": {"name": "s", "layers": [dense("dense", batch_input_shape=[None, 4])]},
    }
    decay = {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5, "staircase": False, "name": None}
    schedule = {"class_name": "ExponentialDecay", "config": decay}
    training = {
        "loss": {
            "class_name": "MeanSquaredError",
            "config": {"reduction": "auto", "name": "mean_squared_error", "fn": "x"},
        },
        "metrics": [[{"class_name": "MeanMetricWrapper", "config": {"name": "mae", "dtype": "float32", "fn": "y"}}]],
        "loss_weights": None,
        "optimizer_config": {
            "class_name": "Custom>Adam",
            "config": {"name": "Adam", "jit_compile": True, "is_legacy_optimizer": False, "learning_rate": schedule},
        },
    }
    file = read(write(tmp_path / "old.h5", config, {"dense": dense_weights("dense")}, training))
    assert file.training is not None
    (output,) = file.training.outputs.values()
    assert output.loss == Configured("MeanSquaredError")
    assert output.metrics == (Configured("mae"),)
    del decay["staircase"], decay["name"]
    kept = {"class_name": "ExponentialDecay", "config": decay}
    assert file.training.optimizer == Configured("Adam", {"learning_rate": kept})
    assert "form of Keras 2" in file.changes[-1]
    assert restore(file).compiled


def test_that_parameters_of_keras_2_are_renamed_or_left_out(tmp_path: Path) -> None:
    layers = [
        {"class_name": "LeakyReLU", "config": {"name": "leaky", "alpha": 0.125, "batch_input_shape": [None, 6, 4]}},
        {"class_name": "LSTM", "config": {"name": "lstm", "units": 3, "time_major": False, "implementation": 2}},
        dense(
            "dense", kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None, "dtype": "float32"}}
        ),
        {"class_name": "Dropout", "config": {"name": "drop", "rate": 0.5, "frobnicate": 7}},
    ]
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": layers}}
    file = read(write(tmp_path / "old.h5", config, {}))
    found = [dict(layer.config) for layer in file.graph.layers.values()]
    assert found[1:] == [
        {"negative_slope": 0.125},
        {"units": 3},
        {"units": 3, "activation": "relu"},
        {"rate": 0.5},
    ]
    assert file.changes == (
        "leaky: “alpha” of LeakyReLU became “negative_slope”, because Keras 3 calls it so.",
        "drop: “frobnicate” was left out, because Keras 3 has no such parameter here.",
    )


def test_that_a_metric_named_after_its_output_keeps_its_own_name(tmp_path: Path) -> None:
    import tf_keras

    layers = tf_keras.layers
    start = tf_keras.Input((4,), name="x")
    outputs = [layers.Dense(1, name="price")(start), layers.Dense(3, activation="softmax", name="kind")(start)]
    old = tf_keras.Model(start, outputs)
    metrics = {"price": ["mae"], "kind": ["accuracy", tf_keras.metrics.TopKCategoricalAccuracy(2)]}
    old.compile("sgd", ["mse", "categorical_crossentropy"], metrics=metrics)
    old.fit(np.zeros((4, 4)), [np.zeros((4, 1)), np.eye(3)[[0, 1, 2, 0]]], verbose=0)
    old.save(tmp_path / "old.h5")
    file = read(tmp_path / "old.h5")
    assert file.training is not None
    kept = {file.graph.name_of(node): output.metrics for node, output in file.training.outputs.items()}
    assert [metric.kind for metric in kept["price"]] == ["mae"]
    assert [metric.kind for metric in kept["kind"]] == ["accuracy", "TopKCategoricalAccuracy"]
    assert not any("metric" in change for change in file.changes)
