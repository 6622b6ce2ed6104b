"""The loss and metrics that are proposed for an output."""

from __future__ import annotations

import pytest

from desktop_nn.data.columns import Column
from desktop_nn.graph.facts import Shape
from desktop_nn.training.checks import output_problems
from desktop_nn.training.choices import Configured
from desktop_nn.training.output_view import OutputView
from desktop_nn.training.suggest import suggest

KIND = Column("kind", "category", categories=("a", "b", "c"))
ILL = Column("ill", "category", categories=("no", "yes"))
PRICE = Column("price", "number")


@pytest.mark.parametrize(
    ("target", "shape", "activation", "one_hot", "loss"),
    [
        (PRICE, (None, 1), "linear", False, Configured("MeanSquaredError")),
        (ILL, (None, 1), "sigmoid", False, Configured("BinaryCrossentropy")),
        (ILL, (None, 1), "linear", False, Configured("BinaryCrossentropy", {"from_logits": True})),
        (ILL, (None, 2), "softmax", False, Configured("SparseCategoricalCrossentropy")),
        (KIND, (None, 3), "softmax", False, Configured("SparseCategoricalCrossentropy")),
        (KIND, (None, 3), "linear", False, Configured("SparseCategoricalCrossentropy", {"from_logits": True})),
        (KIND, (None, 3), "softmax", True, Configured("CategoricalCrossentropy")),
        (ILL, None, "sigmoid", False, Configured("BinaryCrossentropy")),
        (KIND, None, "", False, Configured("SparseCategoricalCrossentropy")),
    ],
)
def test_that_the_proposal_fits_and_passes_the_checks(
    target: Column, shape: Shape | None, activation: str, one_hot: bool, loss: Configured
) -> None:
    choices = suggest(target, shape, activation, one_hot=one_hot)
    assert choices.loss == loss
    output = OutputView("n1", "out", shape, activation, choices.loss, choices.metrics, 1.0, target, one_hot)
    assert list(output_problems(output)) == []


def test_that_classes_are_judged_by_accuracy_and_numbers_by_their_error() -> None:
    assert suggest(KIND, (None, 3), "softmax").metrics == (Configured("accuracy"),)
    assert suggest(PRICE, (None, 1), "linear").metrics == (Configured("MeanAbsoluteError"),)
