"""Losses against outputs and targets: what fits, and what is said where it does not."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pytest

from desktop_nn.data.columns import Column
from desktop_nn.problems import Problem
from desktop_nn.training.checks import output_problems, problems
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.output_view import OutputView

KIND = Column("kind", "category", categories=("a", "b", "c"))
ILL = Column("ill", "category", categories=("no", "yes"))
PRICE = Column("price", "number", minimum=-2.0, maximum=7.0)
PHOTO = Column("photo", "image", (8, 8), minimum=0.0, maximum=255.0)


def view(
    target: Column | None, units: int | None, activation: str, loss: str | None, *, one_hot: bool = False, **config: Any
) -> OutputView:
    """An output of one row of units; the target's range is the column's."""
    return OutputView(
        node="n9",
        name="result",
        shape=None if units is None else (None, units),
        activation=activation,
        loss=Configured(loss, config) if loss else None,
        target=target,
        one_hot=one_hot,
        target_minimum=target.minimum if target else None,
        target_maximum=target.maximum if target else None,
    )


def only(output: OutputView) -> Problem:
    """The single problem of the output; it names the output and has a way out."""
    (problem,) = output_problems(output)
    assert (problem.where, problem.node) == ("result", "n9")
    assert problem.fix
    return problem


@pytest.mark.parametrize(
    "output",
    [
        view(KIND, 3, "softmax", "SparseCategoricalCrossentropy"),
        view(KIND, 3, "linear", "SparseCategoricalCrossentropy", from_logits=True),
        view(KIND, 3, "softmax", "CategoricalCrossentropy", one_hot=True),
        view(KIND, 3, "softmax", "KLDivergence", one_hot=True),
        view(KIND, 3, "linear", "CategoricalHinge", one_hot=True),
        view(ILL, 1, "sigmoid", "BinaryCrossentropy"),
        view(ILL, 1, "linear", "BinaryCrossentropy", from_logits=True),
        view(ILL, 2, "softmax", "SparseCategoricalCrossentropy"),
        view(ILL, 1, "tanh", "Hinge"),
        view(PRICE, 1, "linear", "MeanSquaredError"),
        view(PRICE, 1, "linear", "Huber"),
        view(PRICE, 1, "leaky_relu", "MeanAbsoluteError"),
        view(replace(PRICE, minimum=0.1), 1, "relu", "MeanSquaredError"),
        view(replace(PRICE, minimum=0.0, maximum=1.0), 1, "sigmoid", "BinaryCrossentropy"),
        view(KIND, None, "", "SparseCategoricalCrossentropy"),
        view(None, 3, "softmax", "MeanSquaredError"),
        view(PRICE, None, "", "MeanSquaredError"),
    ],
)
def test_that_fitting_outputs_have_no_problem(output: OutputView) -> None:
    assert list(output_problems(output)) == []


def test_that_three_units_with_binary_crossentropy_are_refused() -> None:
    problem = only(view(KIND, 3, "sigmoid", "BinaryCrossentropy"))
    assert problem.severity == "error"
    assert "two classes" in problem.what
    assert "“kind” has 3 and the output 3 units" in problem.what
    assert problem.fix == "Use SparseCategoricalCrossentropy with 3 units and softmax."


def test_that_one_unit_cannot_tell_three_classes_apart() -> None:
    assert "the output 1 unit." in only(view(KIND, 1, "sigmoid", "BinaryCrossentropy")).what


def test_that_two_units_with_binary_crossentropy_are_refused_with_both_ways_out() -> None:
    problem = only(view(ILL, 2, "softmax", "BinaryCrossentropy"))
    assert "single unit" in problem.what
    assert "1 unit and sigmoid, or SparseCategoricalCrossentropy with 2 units" in problem.fix


def test_that_binary_crossentropy_on_one_hot_classes_is_a_warning() -> None:
    problem = next(iter(output_problems(view(KIND, 3, "sigmoid", "BinaryCrossentropy", one_hot=True))))
    assert problem.severity == "warning"
    assert "CategoricalCrossentropy with softmax" in problem.fix


@pytest.mark.parametrize("column", [KIND, ILL, PRICE])
@pytest.mark.parametrize("loss", ["BinaryCrossentropy", "MeanSquaredError", "SparseCategoricalCrossentropy"])
def test_that_softmax_over_a_single_unit_is_refused(column: Column, loss: str) -> None:
    problem = only(view(column, 1, "softmax", loss))
    assert "always gives 1" in problem.what
    assert problem.severity == "error"


def test_that_too_few_units_are_refused_by_both_numbers() -> None:
    problem = only(view(KIND, 2, "softmax", "SparseCategoricalCrossentropy"))
    assert problem.what == "The output has 2 units, but the target “kind” has 3 classes."
    assert problem.fix == "Give the last layer 3 units."


def test_that_too_many_units_are_a_warning() -> None:
    problem = only(view(KIND, 10, "softmax", "SparseCategoricalCrossentropy"))
    assert problem.severity == "warning"


def test_that_class_codes_are_refused_by_categorical_crossentropy() -> None:
    problem = only(view(KIND, 3, "softmax", "CategoricalCrossentropy"))
    assert "class codes" in problem.what
    assert "one-hot step for “kind”" in problem.fix
    assert "SparseCategoricalCrossentropy" in problem.fix


def test_that_one_hot_classes_are_refused_by_sparse_crossentropy() -> None:
    problem = only(view(KIND, 3, "softmax", "SparseCategoricalCrossentropy", one_hot=True))
    assert "one-hot encoded" in problem.what
    assert "CategoricalCrossentropy" in problem.fix


def test_that_a_one_hot_target_needs_a_unit_a_class() -> None:
    problem = only(view(KIND, 5, "softmax", "CategoricalCrossentropy", one_hot=True))
    assert problem.what == "The output has 5 units, but the target “kind” has 3 classes."


def test_that_squared_error_on_one_hot_classes_is_a_warning() -> None:
    problem = only(view(KIND, 3, "softmax", "MeanSquaredError", one_hot=True))
    assert problem.severity == "warning"
    assert "CategoricalCrossentropy" in problem.fix


def test_that_squared_error_against_the_number_of_a_class_is_refused() -> None:
    problem = only(view(KIND, 3, "softmax", "MeanSquaredError"))
    assert problem.severity == "error"
    assert "SparseCategoricalCrossentropy with 3 units" in problem.fix


def test_that_squared_error_of_one_unit_on_two_classes_is_a_warning() -> None:
    problem = only(view(ILL, 1, "sigmoid", "MeanSquaredError"))
    assert problem.severity == "warning"
    assert "BinaryCrossentropy" in problem.fix


@pytest.mark.parametrize("name", ["mse", "MSE", "mean_squared_error", "MeanSquaredError"])
def test_that_a_loss_may_be_named_by_its_alias(name: str) -> None:
    assert list(output_problems(view(PRICE, 1, "linear", name))) == []
    assert "MeanSquaredError" in only(view(ILL, 1, "sigmoid", name)).what


@pytest.mark.parametrize("loss", ["SparseCategoricalCrossentropy", "CategoricalCrossentropy", "BinaryCrossentropy"])
def test_that_a_number_is_refused_by_a_loss_for_classes(loss: str) -> None:
    problem = only(view(PRICE, 1, "linear", loss))
    assert "“price” is a number" in problem.what
    assert "MeanSquaredError" in problem.fix
    assert "category" in problem.fix


def test_that_a_number_needs_a_single_unit() -> None:
    problem = only(view(PRICE, 3, "linear", "MeanSquaredError"))
    assert "(3,)" in problem.what
    assert problem.fix == "Give the last layer 1 unit."


def test_that_relu_cannot_reach_negative_targets() -> None:
    problem = only(view(PRICE, 1, "relu", "MeanSquaredError"))
    assert problem.severity == "warning"
    assert "goes down to -2" in problem.what


def test_that_relu_cannot_reach_standardized_targets() -> None:
    output = replace(view(PRICE, 1, "relu", "MeanSquaredError"), target_minimum=-inf, target_maximum=inf)
    problem = only(output)
    assert problem.severity == "warning"
    assert "standardized" in problem.what


def test_that_sigmoid_cannot_reach_targets_above_one() -> None:
    problem = only(view(replace(PRICE, minimum=0.0), 1, "sigmoid", "MeanSquaredError"))
    assert "goes up to 7" in problem.what


def test_that_raw_numbers_where_probabilities_are_due_are_a_warning() -> None:
    problem = only(view(KIND, 3, "linear", "SparseCategoricalCrossentropy"))
    assert problem.severity == "warning"
    assert problem.fix == "Set the last activation to softmax, or switch from_logits of the loss on."


def test_that_from_logits_is_not_advised_behind_relu() -> None:
    problem = only(view(ILL, 1, "relu", "BinaryCrossentropy"))
    assert problem.fix == "Set the last activation to sigmoid."


@pytest.mark.parametrize("activation", ["softmax", "sigmoid"])
def test_that_probabilities_where_raw_numbers_are_due_are_a_warning(activation: str) -> None:
    problem = only(view(KIND, 3, activation, "SparseCategoricalCrossentropy", from_logits=True))
    assert problem.severity == "warning"
    assert "from_logits" in problem.fix


def test_that_sigmoid_where_softmax_is_due_is_a_warning() -> None:
    problem = only(view(KIND, 3, "sigmoid", "SparseCategoricalCrossentropy"))
    assert problem.severity == "warning"
    assert "softmax" in problem.fix


def test_that_a_map_of_classes_for_one_class_is_refused() -> None:
    output = replace(view(KIND, 3, "softmax", "SparseCategoricalCrossentropy"), shape=(None, 28, 3))
    assert "Flatten" in only(output).fix


def test_that_hinge_loss_takes_two_classes_only() -> None:
    assert "two classes" in only(view(KIND, 3, "linear", "Hinge")).what


def test_that_a_single_class_is_a_warning() -> None:
    problem = only(view(replace(KIND, categories=("a",)), 1, "sigmoid", "BinaryCrossentropy"))
    assert "single class" in problem.what
    assert problem.severity == "warning"


def test_that_an_image_target_needs_its_own_shape() -> None:
    assert "(8, 8)" in only(view(PHOTO, 64, "relu", "MeanSquaredError")).fix
    good = replace(view(PHOTO, 1, "relu", "MeanSquaredError"), shape=(None, 8, 8, 1))
    assert list(output_problems(good)) == []


def test_that_pixels_must_be_scaled_for_binary_crossentropy() -> None:
    output = replace(view(PHOTO, 1, "sigmoid", "BinaryCrossentropy"), shape=(None, 8, 8))
    assert "pixels step" in next(iter(output_problems(output))).fix
    assert list(output_problems(replace(output, target_maximum=1.0))) == []


def test_that_an_unknown_loss_is_refused() -> None:
    problem = only(view(KIND, 3, "softmax", "PerfectLoss"))
    assert "PerfectLoss" in problem.what
    assert "SparseCategoricalCrossentropy" in problem.fix


@pytest.mark.parametrize(
    ("output", "loss"),
    [
        (view(KIND, 3, "softmax", None), "SparseCategoricalCrossentropy"),
        (view(ILL, 1, "sigmoid", None), "BinaryCrossentropy"),
        (view(PRICE, 1, "linear", None), "MeanSquaredError"),
        (view(None, 1, "linear", None), "Choose one"),
    ],
)
def test_that_a_missing_loss_comes_with_a_proposal(output: OutputView, loss: str) -> None:
    problem = only(output)
    assert "No loss" in problem.what
    assert loss in problem.fix


@pytest.mark.parametrize(
    ("output", "metric", "severity"),
    [
        (view(PRICE, 1, "linear", "MeanSquaredError"), "accuracy", "warning"),
        (view(KIND, 3, "softmax", "SparseCategoricalCrossentropy"), "CategoricalAccuracy", "error"),
        (view(KIND, 3, "softmax", "SparseCategoricalCrossentropy"), "Precision", "error"),
        (view(ILL, 1, "sigmoid", "BinaryCrossentropy"), "F1Score", "error"),
        (view(KIND, 3, "softmax", "CategoricalCrossentropy", one_hot=True), "SparseCategoricalAccuracy", "error"),
        (view(KIND, 3, "softmax", "SparseCategoricalCrossentropy"), "Perfection", "error"),
    ],
)
def test_that_a_metric_that_does_not_fit_is_reported(output: OutputView, metric: str, severity: str) -> None:
    problem = only(replace(output, metrics=(Configured(metric),)))
    assert metric in problem.what
    assert problem.severity == severity


@pytest.mark.parametrize(
    ("output", "metric"),
    [
        (view(KIND, 3, "softmax", "SparseCategoricalCrossentropy"), "accuracy"),
        (view(ILL, 1, "sigmoid", "BinaryCrossentropy"), "AUC"),
        (view(KIND, 3, "softmax", "CategoricalCrossentropy", one_hot=True), "F1Score"),
        (view(PRICE, 1, "linear", "MeanSquaredError"), "rmse"),
    ],
)
def test_that_a_fitting_metric_is_no_problem(output: OutputView, metric: str) -> None:
    assert list(output_problems(replace(output, metrics=(Configured(metric),)))) == []


GOOD = view(PRICE, 1, "linear", "MeanSquaredError")


def test_that_default_choices_have_no_problem() -> None:
    assert problems(TrainingChoices(), [GOOD], 1_000) == ()


@pytest.mark.parametrize(
    ("choices", "words", "severity"),
    [
        (TrainingChoices(epochs=0), "0 epochs", "error"),
        (TrainingChoices(batch_size=0), "0 samples", "error"),
        (TrainingChoices(batch_size=5_000), "larger than the 1,000 training samples", "warning"),
    ],
)
def test_that_impossible_sizes_are_reported(choices: TrainingChoices, words: str, severity: str) -> None:
    (problem,) = problems(choices, [GOOD], 1_000)
    assert words in problem.what
    assert problem.severity == severity


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_that_an_impossible_weight_is_refused(weight: float) -> None:
    (problem,) = problems(TrainingChoices(), [replace(GOOD, weight=weight)])
    assert "weigh" in problem.what


def test_that_not_all_losses_may_weigh_nothing() -> None:
    (problem,) = problems(TrainingChoices(), [replace(GOOD, weight=0.0), replace(GOOD, weight=0.0)])
    assert "nothing would be learnt" in problem.what
    assert problems(TrainingChoices(), [replace(GOOD, weight=0.0), GOOD]) == ()
