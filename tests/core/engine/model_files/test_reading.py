"""What plain Keras wrote opens as a laid-out drawing with sparse parameters and training choices."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from desktop_nn.catalogue import load
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import ModelFile, ReadingCancelledError, read, reader
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured, OutputChoices
from tests.core.engine.model_files import plain_keras


def links(graph: Graph) -> list[tuple[str, int, str, int]]:
    name = graph.name_of
    return [(name(link.source), link.source_port, name(link.target), link.target_port) for link in graph.links]


def configs(graph: Graph) -> dict[str, Any]:
    return {layer.name: dict(layer.config) for layer in graph.layers.values()}


def of(model: Any, folder: Path, suffix: str = ".h5") -> ModelFile:
    return read(plain_keras.saved(model, folder / f"model{suffix}"))


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_chain_opens_as_a_straight_line(suffix: str, tmp_path: Path) -> None:
    file = of(plain_keras.chain(), tmp_path, suffix)
    kinds = [file.graph.layer_of(node).kind for node in file.graph.nodes]
    assert kinds == ["InputLayer", "Dense", "BatchNormalization", "Dense"]
    tops = [node.y for node in file.graph.nodes.values()]
    assert len({node.x for node in file.graph.nodes.values()}) == 1
    assert tops == sorted(set(tops))


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_only_parameters_other_than_the_defaults_are_kept(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 3, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=3), name="conv"),
            layers.MaxPooling2D(name="pool"),
            layers.LayerNormalization(name="norm"),
            layers.Flatten(name="flat"),
            layers.Dense(5, "relu", kernel_regularizer=keras.regularizers.L2(0.5), name="dense"),
            layers.Dense(
                2, kernel_initializer="he_normal", kernel_regularizer="l2", bias_constraint="non_neg", name="end"
            ),
        ]
    )
    found = configs(of(model, tmp_path, suffix).graph)
    henormal = {"class_name": "HeNormal", "config": {"seed": 3}}
    assert found["conv"] == {
        "filters": 4,
        "kernel_size": [3, 3],
        "activation": "relu",
        "kernel_initializer": henormal,
    }
    assert found["pool"] == found["norm"] == found["flat"] == {}
    assert found["dense"] == {
        "units": 5,
        "activation": "relu",
        "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}},
    }
    assert found["end"] == {
        "units": 2,
        "kernel_initializer": "he_normal",
        "kernel_regularizer": "l2",
        "bias_constraint": "non_neg",
    }


def test_that_inputs_and_outputs_keep_their_order(tmp_path: Path) -> None:
    graph = of(plain_keras.two_outputs(), tmp_path).graph
    assert [graph.name_of(node) for node in input_nodes(graph)] == ["wide", "deep"]
    assert [graph.name_of(node) for node in output_nodes(graph)] == ["main", "aux"]
    assert ("wide", 0, "join", 0) in links(graph)
    assert ("second", 0, "join", 1) in links(graph)


def test_that_an_output_that_is_used_further_on_is_marked(tmp_path: Path) -> None:
    keras = load_keras()
    start = keras.Input((4,))
    middle = keras.layers.Dense(3, name="middle")(start)
    end = keras.layers.Dense(1, name="end")(middle)
    graph = of(keras.Model(start, [end, middle]), tmp_path).graph
    assert [graph.name_of(node) for node in output_nodes(graph)] == ["end", "middle"]


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_tensors_given_by_keyword_reach_their_ports(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    query, value = keras.Input((5, 4), name="query"), keras.Input((5, 4), name="value")
    attended = keras.layers.MultiHeadAttention(2, 3, name="attention")(query, key=query, value=value)
    found = links(of(keras.Model([query, value], attended), tmp_path, suffix).graph)
    assert found == [("query", 0, "attention", 0), ("value", 0, "attention", 1), ("query", 0, "attention", 2)]


def test_that_states_of_a_recurrent_layer_come_from_their_ports(tmp_path: Path) -> None:
    keras = load_keras()
    start = keras.Input((3, 4), name="start")
    _, hidden, cell = keras.layers.LSTM(2, return_state=True, name="encoder")(start)
    end = keras.layers.LSTM(2, name="decoder")(start, initial_state=[hidden, cell])
    found = links(of(keras.Model(start, end), tmp_path).graph)
    assert ("encoder", 1, "decoder", 1) in found
    assert ("encoder", 2, "decoder", 2) in found


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_adding_tensors_with_plus_becomes_an_add_layer(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    start = keras.Input((4,), name="start")
    model = keras.Model(start, start + keras.layers.Dense(4, name="dense")(start))
    file = of(model, tmp_path, suffix)
    assert [layer.kind for layer in file.graph.layers.values()] == ["InputLayer", "Dense", "Add"]
    assert "Add" in file.changes[0]


def test_that_adding_a_number_to_a_tensor_is_an_operation(tmp_path: Path) -> None:
    keras = load_keras()
    start = keras.Input((4,))
    file = of(keras.Model(start, keras.layers.Dense(4)(start) + 2.0), tmp_path)
    (added,) = [layer for layer in file.graph.layers.values() if layer.kind == "ops.add"]
    assert added.config["constant"] == 2.0


def test_that_a_sequential_without_an_input_layer_gets_one(tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.layers.Dense(2, name="first"), keras.layers.Dense(1, name="end")])
    model.build((None, 7))
    path = plain_keras.saved(model, tmp_path / "model.h5")
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        config["config"]["layers"] = [item for item in config["config"]["layers"] if item["class_name"] == "Dense"]
        file.attrs["model_config"] = json.dumps(config)
    graph = read(path).graph
    assert configs(graph)["input"] == {"shape": [7]}
    assert links(graph) == [("input", 0, "first", 0), ("first", 0, "end", 0)]


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_choices_of_training_come_with_the_file(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    model = plain_keras.two_outputs()
    model.compile(
        keras.optimizers.Adam(0.01, beta_1=0.8),
        loss={"main": keras.losses.Huber(), "aux": "mean_squared_error"},
        loss_weights={"main": 0.9, "aux": 0.1},
        metrics={"main": ["mae", keras.metrics.RootMeanSquaredError()], "aux": []},
    )
    file = of(model, tmp_path, suffix)
    assert file.training is not None
    main, aux = output_nodes(file.graph)
    assert file.training.optimizer == Configured("Adam", {"learning_rate": 0.01, "beta_1": 0.8})
    metrics = (Configured("mae"), Configured("RootMeanSquaredError"))
    assert file.training.outputs == {
        main: OutputChoices(Configured("Huber"), 0.9, metrics),
        aux: OutputChoices(Configured("MeanSquaredError"), 0.1),
    }


@pytest.mark.parametrize("name", ["mse", "mae", "MSE", "sparse_categorical_crossentropy", "log_cosh"])
def test_that_every_name_of_a_loss_is_understood(name: str, tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile("sgd", name)
    training = of(model, tmp_path).training
    assert training is not None
    (choices,) = training.outputs.values()
    assert choices.loss is not None
    assert choices.loss.kind in load().groups["losses"]


def test_that_a_loss_of_somebodys_own_is_left_open(tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])

    def my_loss(truth: Any, prediction: Any) -> Any:
        return keras.ops.mean(truth - prediction)

    model.compile("sgd", my_loss)
    file = of(model, tmp_path)
    assert file.training is not None
    assert [choices.loss for choices in file.training.outputs.values()] == [None]
    assert "my_loss" in file.changes[0]


def test_that_the_format_is_named(tmp_path: Path) -> None:
    version = ".".join(load_keras().__version__.split(".")[:2])
    assert of(plain_keras.chain(), tmp_path).format == f"Keras {version} HDF5"
    assert of(plain_keras.chain(), tmp_path, ".keras").format == f"Keras {version} archive"


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_weights_can_be_fetched_with_their_names(suffix: str, tmp_path: Path) -> None:
    model = plain_keras.chain()
    file = of(model, tmp_path, suffix)
    first = next(iter(file.weights.values()))
    assert [item.shape for item in first] == [(8, 6), (6,)]
    assert np.array_equal(file.arrays(first)[0], model.layers[0].kernel.numpy())
    assert file.parameters == model.count_params()


def test_that_the_kind_is_told_by_the_content_and_not_by_the_suffix(tmp_path: Path) -> None:
    plain_keras.saved(plain_keras.chain(), tmp_path / "model.keras").rename(tmp_path / "model.h5")
    assert read(tmp_path / "model.h5").archive


def test_that_long_configurations_beyond_64_kb_are_read(tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.Input((2,)), *(keras.layers.Dense(2) for _ in range(120))])
    path = plain_keras.saved(model, tmp_path / "model.h5")
    with h5py.File(path, "r") as file:
        assert len(file.attrs["model_config"]) > 65536
    assert len(read(path).graph.nodes) == 121


def test_that_a_name_that_keras_3_refuses_is_changed_and_told(tmp_path: Path) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = file.attrs["model_config"].replace('"dense"', '"block/dense 1"')
        file.attrs["model_config"] = file.attrs["model_config"].replace('"price"', '"block_dense_1"')
    opened = read(path)
    names = [layer.name for layer in opened.graph.layers.values()]
    assert "block/dense 1" not in names
    assert len(set(names)) == len(names)
    assert any("block/dense 1" in change for change in opened.changes)


def test_that_a_newer_keras_is_named_where_it_is_too_new(tmp_path: Path) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    with h5py.File(path, "r+") as file:
        file.attrs["keras_version"] = "3.99.0"
    assert "3.99" in read(path).changes[-1]
    with h5py.File(path, "r+") as file:
        file.attrs["keras_version"] = "4.0.0"
    with pytest.raises(ProblemError, match="newer Desktop NN"):
        read(path)


def test_that_reading_stops_when_it_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    endless = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(reader, "command", lambda path, folder, values: endless)
    with pytest.raises(ReadingCancelledError):
        read(path, cancelled=lambda: True)


def test_that_reading_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    endless = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(reader, "command", lambda path, folder, values: endless)
    with pytest.raises(ProblemError, match="longer than its size explains"):
        read(path, seconds=0.0)


def test_that_a_reading_process_that_dies_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    monkeypatch.setattr(reader, "command", lambda path, folder, values: [sys.executable, "-c", "import os; os.abort()"])
    with pytest.raises(ProblemError, match="damaged"):
        read(path)


def test_that_reading_loads_no_keras() -> None:
    code = (
        "import sys, desktop_nn.engine.model_files.child, desktop_nn.engine.model_files.reader;"
        "bad = {'keras', 'tensorflow', 'h5py', 'pandas', 'sklearn', 'pydantic', 'numpy'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_that_a_module_in_the_current_folder_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    (tmp_path / "h5py.py").write_text("raise SystemExit('somebody else')")
    monkeypatch.chdir(tmp_path)
    assert read(path).graph.nodes


@pytest.mark.skipif(sys.platform == "win32", reason="there the app itself watches the process")
def test_that_a_file_that_keeps_the_reader_busy_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = "from desktop_nn.engine.model_files import limits\nlimits.limit_this_process(20_000)\nwhile True: pass"
    monkeypatch.setattr(reader, "command", lambda *_, **__: [sys.executable, "-c", busy])
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5")
    with pytest.raises(ProblemError, match="far more computing than its size explains"):
        read(path)


def test_that_a_reader_that_says_nothing_is_told_apart_where_no_alarm_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGPROF", raising=False)
    assert "breaks off its reading" in str(reader._nothing_found(0))
