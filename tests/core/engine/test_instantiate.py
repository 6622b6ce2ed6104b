"""Making Keras objects: from the catalogue, with parameters in JSON form, and from nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_nn.engine.instantiate import make
from desktop_nn.problems import Problem, ProblemError


def refused(*arguments: Any) -> Problem:
    with pytest.raises(ProblemError) as raised:
        make(*arguments)
    assert raised.value.problem.fix
    return raised.value.problem


def test_that_lists_become_tuples() -> None:
    layer = make("layers", "Conv2D", {"filters": 4, "kernel_size": [3, 5], "strides": [1, 2]})
    assert (layer.kernel_size, layer.strides) == ((3, 5), (1, 2))


def test_that_nested_objects_are_made_through_the_catalogue() -> None:
    config = {
        "units": 4,
        "activation": "swish",
        "kernel_initializer": {"class_name": "RandomNormal", "config": {"stddev": 0.5, "seed": 3}},
        "kernel_regularizer": {"class_name": "L1L2", "config": {"l1": 0.1, "l2": 0.2}},
        "bias_constraint": "non_neg",
    }
    layer = make("layers", "Dense", config)
    assert layer.activation.__name__ == "silu"
    assert layer.kernel_initializer.get_config() == {"mean": 0.0, "stddev": 0.5, "seed": 3}
    assert float(layer.kernel_regularizer.l2) == pytest.approx(0.2)
    assert type(layer.bias_constraint).__name__ == "NonNeg"


def test_that_a_layer_can_wrap_another_one() -> None:
    inner = {"class_name": "LSTM", "config": {"units": 3, "name": "inside"}}
    layer = make("layers", "Bidirectional", {"layer": inner})
    assert layer.forward_layer.units == 3
    assert layer.forward_layer.name == "forward_inside"


def test_that_a_layer_can_be_an_activation() -> None:
    layer = make("layers", "Dense", {"units": 3, "activation": {"class_name": "LeakyReLU", "config": {}}})
    assert type(layer.activation).__name__ == "LeakyReLU"


def test_that_an_optimizer_takes_a_schedule() -> None:
    schedule = {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}
    optimizer = make(
        "optimizers", "Adam", {"learning_rate": {"class_name": "ExponentialDecay", "config": schedule}, "clipnorm": 1.0}
    )
    assert float(optimizer.learning_rate) == pytest.approx(0.1)
    assert optimizer.clipnorm == 1.0


def test_that_a_data_type_policy_is_taken_by_name_only() -> None:
    policy = {"class_name": "DTypePolicy", "config": {"name": "float16"}}
    assert make("layers", "Dense", {"units": 3, "dtype": policy}).compute_dtype == "float16"
    other = {"class_name": "QuantizedDTypePolicy", "config": {"name": "int8_from_float32"}}
    assert "data type" in refused("layers", "Dense", {"units": 3, "dtype": other}).what


@pytest.mark.parametrize(
    ("group", "name"),
    [("layers", "os.system"), ("layers", "Dense_"), ("initializers", "keras.utils.get_file"), ("losses", "")],
)
def test_that_names_outside_the_catalogue_are_refused(group: Any, name: str) -> None:
    assert "There is no" in refused(group, name).what


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("Lambda", {"function": "x"}),
        ("TFSMLayer", {"filepath": "/tmp"}),
        ("Bidirectional", {"layer": {"class_name": "Lambda", "config": {"function": "x"}}}),
        ("Dense", {"units": 1, "activation": {"class_name": "Lambda", "config": {"function": "x"}}}),
        ("Dense", {"units": 1, "kernel_initializer": {"class_name": "Lambda", "config": {}}}),
        ("Dense", {"units": 1, "quantization_config": {"class_name": "X", "config": {}}}),
        ("Dense", {"units": 1, "quantization_config": [{"a": {"class_name": "X"}}]}),
        ("StringLookup", {"vocabulary": "/etc/passwd"}),
        ("TextVectorization", {"vocabulary": "/etc/passwd"}),
    ],
)
def test_that_nothing_that_runs_code_or_opens_files_is_made(kind: str, config: dict[str, Any]) -> None:
    assert refused("layers", kind, config).what


def test_that_a_wrong_choice_names_the_right_ones() -> None:
    problem = refused("layers", "Conv1D", {"filters": 3, "kernel_size": 3, "padding": "smae"})
    assert problem.what == "“padding” of Conv1D cannot be “smae”."
    assert "same" in problem.fix


def test_that_what_the_engine_adds_wins_over_the_document() -> None:
    callback = make("callbacks", "CSVLogger", {"filename": "/elsewhere.csv"}, filename="here.csv")
    assert callback.filename == "here.csv"
