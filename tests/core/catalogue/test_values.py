"""Typed texts and values: what fits, and the sentence for what does not."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_nn.catalogue import Group, Parameter, load
from desktop_nn.catalogue.values import check, faults, missing, parse


def parameter(kind: str, name: str, group: Group = "layers") -> Parameter:
    found = load().groups[group][kind].parameter(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        ("Dense", "units", "64", 64),
        ("Dense", "units", " 64 ", 64),
        ("Dropout", "rate", "0.5", 0.5),
        ("Dropout", "rate", "1e-1", 0.1),
        ("Dropout", "rate", "0", 0.0),
        ("Rescaling", "scale", "1/255", 1 / 255),
        ("Conv2D", "kernel_size", "3", 3),
        ("Conv2D", "kernel_size", "3, 5", [3, 5]),
        ("Conv2D", "kernel_size", "(3, 5)", [3, 5]),
        ("Conv2D", "kernel_size", "[3,5]", [3, 5]),
        ("Conv2D", "kernel_size", "3x5", [3, 5]),
        ("Conv2D", "kernel_size", "3 5", [3, 5]),
        ("Conv1D", "kernel_size", "3,", [3]),
        ("Conv2D", "padding", "Same", "same"),
        ("Conv2D", "data_format", "", None),
        ("Dense", "use_bias", "no", False),
        ("Dense", "use_bias", "True", True),
        ("InputLayer", "shape", "28, 28", [28, 28]),
        ("InputLayer", "shape", "28 × 28 × 1", [28, 28, 1]),
        ("InputLayer", "shape", "None, 3", [None, 3]),
        ("InputLayer", "shape", "?, 3", [None, 3]),
        ("InputLayer", "shape", "()", []),
        ("InputLayer", "shape", "8", [8]),
        ("Reshape", "target_shape", "-1, 4", [-1, 4]),
        ("Permute", "dims", "2 1", [2, 1]),
        ("Dense", "activation", "relu", "relu"),
        ("Dense", "activation", "none", None),
        ("Dense", "kernel_initializer", "he_normal", "he_normal"),
        ("Dense", "dtype", "float16", "float16"),
        ("ZeroPadding2D", "padding", "((1, 0), (1, 0))", [[1, 0], [1, 0]]),
        ("ZeroPadding2D", "padding", "2", 2),
        ("GRU", "use_cudnn", "auto", "auto"),
        ("RandomBrightness", "value_range", "0, 1", [0.0, 1.0]),
        ("RandomRotation", "factor", "0.1", 0.1),
        ("RandomRotation", "factor", "-0.1, 0.2", [-0.1, 0.2]),
        ("Dense", "lora_rank", "  ", None),
    ],
)
def test_that_a_typed_text_is_understood(kind: str, name: str, text: str, value: Any) -> None:
    parsed = parse(parameter(kind, name), text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("kind", "name", "text", "sentence"),
    [
        ("Dense", "units", "six", "units must be a whole number."),
        ("Dense", "units", "6.5", "units must be a whole number."),
        ("Dense", "units", "0", "units must be at least 1."),
        ("Dense", "units", "-3", "units must be at least 1."),
        ("Dense", "units", "", "units needs a value."),
        ("Dropout", "rate", "1.5", "rate must be between 0 and 1."),
        ("Dropout", "rate", "half", "rate must be a number."),
        ("Dropout", "rate", "nan", "rate must be a number."),
        ("Dropout", "rate", "inf", "rate must be a number."),
        ("Dropout", "rate", "1/0", "rate must be a number."),
        ("Conv2D", "padding", "causal", "padding must be valid or same."),
        ("Conv1D", "padding", "full", "padding must be valid, same or causal."),
        ("Conv2D", "kernel_size", "3, 3, 3", "kernel_size must be one whole number or 2, such as 3, 3."),
        ("Conv2D", "kernel_size", "3, 0", "kernel_size must be at least 1."),
        ("Conv2D", "kernel_size", "()", "kernel_size must be one whole number or 2, such as 3, 3."),
        ("Conv1D", "kernel_size", "3, 3", "kernel_size must be one whole number."),
        ("Permute", "dims", "a", "dims must be a list of whole numbers, such as 3, 3."),
        ("RandomBrightness", "value_range", "255", "value_range must be 2 numbers, such as 0.5, 0.5."),
        ("Reshape", "target_shape", "-1, -1", "target_shape may leave one size open with -1, not 2."),
        (
            "InputLayer",
            "shape",
            "28, x",
            "shape must be a list of sizes, such as 28, 28, with None for an unknown size.",
        ),
        ("InputLayer", "shape", "28, -1", "The sizes of shape must be at least 1."),
        ("Dense", "use_bias", "maybe", "use_bias must be true or false."),
        ("Dense", "dtype", "float33", "dtype must be a data type, such as float32."),
        ("Dense", "activation", "rlu", "activation knows no “rlu”."),
        ("Dense", "kernel_initializer", "[", "kernel_initializer knows no “[”."),
        ("ZeroPadding2D", "padding", "(1", 'padding must be written as JSON, such as 1, "text" or [1, 2].'),
    ],
)
def test_that_a_typed_text_that_does_not_fit_gets_one_sentence(kind: str, name: str, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        parse(parameter(kind, name), text)
    assert str(refused.value) == sentence


def test_that_a_word_is_kept_as_typed() -> None:
    assert parse(parameter("EarlyStopping", "monitor", "callbacks"), "val_loss") == "val_loss"


def test_that_true_is_no_number() -> None:
    assert check(parameter("Dense", "units"), True) == "units must be a whole number."
    assert check(parameter("Dropout", "rate"), False) == "rate must be a number."


def test_that_a_whole_number_may_stand_for_a_decimal_one() -> None:
    assert check(parameter("Dropout", "rate"), 1) is None
    assert check(parameter("Dense", "units"), 64.0) == "units must be a whole number."


def test_that_none_fits_only_where_keras_takes_it() -> None:
    assert check(parameter("Dense", "activation"), None) is None
    assert check(parameter("Dense", "units"), None) == "units needs a value."


def test_that_a_learning_rate_is_a_number_or_a_schedule() -> None:
    rate = parameter("Adam", "learning_rate", "optimizers")
    decay = {"initial_learning_rate": 0.1, "decay_steps": 100, "decay_rate": 0.9}
    assert check(rate, 0.01) is None
    assert check(rate, {"class_name": "ExponentialDecay", "config": decay}) is None
    assert check(rate, -0.01) == "learning_rate must be at least 0."
    assert check(rate, {"class_name": "ExponentialDecay", "config": {}}) == (
        "ExponentialDecay needs a value for initial_learning_rate."
    )
    assert parse(rate, "0.05") == 0.05


def test_that_a_wrapped_layer_is_checked_inside() -> None:
    layer = parameter("Bidirectional", "layer")
    assert check(layer, {"class_name": "LSTM", "config": {"units": 8, "name": "forward"}}) is None
    assert check(layer, {"class_name": "LSTM", "config": {"units": 0}}) == "LSTM: units must be at least 1."
    assert check(layer, {"class_name": "LSTM", "config": {"unit": 8, "units": 8}}) == (
        "LSTM: LSTM has no parameter “unit”."
    )
    assert check(layer, {"class_name": "os.system", "config": {}}) == "layer knows no “os.system”."


def test_that_a_layer_that_runs_code_may_not_stand_inside() -> None:
    reason = check(parameter("TimeDistributed", "layer"), {"class_name": "Lambda", "config": {"function": "f"}})
    assert reason is not None
    assert reason.startswith("Lambda cannot be used here")


def test_that_an_activation_may_be_a_layer_with_parameters_but_no_function_with_parameters() -> None:
    activation = parameter("Dense", "activation")
    assert check(activation, {"class_name": "LeakyReLU", "config": {"negative_slope": 0.1}}) is None
    assert check(activation, {"class_name": "leaky_relu", "config": {"negative_slope": 0.1}}) is not None
    assert check(activation, {"class_name": "function", "config": "relu"}) is None


def test_that_keras_forms_of_a_data_type_fit() -> None:
    dtype = parameter("Dense", "dtype")
    assert check(dtype, {"class_name": "DTypePolicy", "config": {"name": "mixed_float16"}}) is None
    assert check(dtype, {"class_name": "DTypePolicy", "config": None}) is not None
    assert check(dtype, 32) is not None


def test_that_broken_objects_are_refused_and_not_raised() -> None:
    initializer = parameter("Dense", "kernel_initializer")
    broken: tuple[object, ...] = (
        7,
        [],
        {},
        {"class_name": 3},
        {"class_name": "Zeros", "config": [1]},
        {"class_name": ["Zeros"]},
    )
    for value in broken:
        assert check(initializer, value) is not None, value


def test_that_missing_names_what_keras_requires() -> None:
    layers = load().layers
    assert missing(layers["Conv2D"], {"filters": 3}) == ("kernel_size",)
    assert missing(layers["Conv2D"], {"filters": 3, "kernel_size": 3}) == ()
    assert missing(layers["InputLayer"], {}) == ("shape",)
    assert missing(layers["InputLayer"], {"batch_shape": [None, 3]}) == ()
    assert missing(layers["Discretization"], {"num_bins": 3}) == ()


def test_that_faults_tell_every_wrong_parameter() -> None:
    found = faults(load().layers["Dense"], {"units": 0, "activation": "relu", "colour": "red", "name": "first"})
    assert found == {"units": "units must be at least 1.", "colour": "Dense has no parameter “colour”."}
