"""Which losses and metrics are offered first."""

from __future__ import annotations

import pytest

from desktop_nn.data.columns import Column
from desktop_nn.training.choices import Configured
from desktop_nn.training.output_view import OutputView
from ui.training.suitable import kinds, suitable_losses, suitable_metrics

CLASSES = Column("c", "category", categories=("a", "b", "c"))
YES_OR_NO = Column("c", "category", categories=("no", "yes"))
NUMBER = Column("y", "number")


def view(target: Column | None, units: int, activation: str, *, one_hot: bool = False) -> OutputView:
    return OutputView("n1", "out", (None, units), activation, target=target, one_hot=one_hot)


@pytest.mark.parametrize(
    ("output", "loss"),
    [
        (view(CLASSES, 3, "softmax"), Configured("SparseCategoricalCrossentropy")),
        (view(CLASSES, 3, "linear"), Configured("SparseCategoricalCrossentropy", {"from_logits": True})),
        (view(CLASSES, 3, "softmax", one_hot=True), Configured("CategoricalCrossentropy")),
        (view(YES_OR_NO, 1, "sigmoid"), Configured("BinaryCrossentropy")),
        (view(NUMBER, 1, "linear"), Configured("MeanSquaredError")),
    ],
)
def test_that_the_loss_made_for_the_target_stands_first(output: OutputView, loss: Configured) -> None:
    assert suitable_losses(output)[0] == loss


def test_that_no_loss_for_numbers_is_offered_for_classes() -> None:
    names = {loss.kind for loss in suitable_losses(view(CLASSES, 3, "softmax"))}
    assert not names & {"MeanSquaredError", "Huber", "BinaryCrossentropy"}


def test_that_without_a_target_nothing_is_preferred() -> None:
    assert suitable_losses(view(None, 3, "softmax")) == ()
    assert suitable_metrics(view(None, 3, "softmax")) == ()


def test_that_accuracy_is_for_classes_and_errors_are_for_numbers() -> None:
    assert suitable_metrics(view(CLASSES, 3, "softmax"))[0] == "accuracy"
    assert suitable_metrics(view(NUMBER, 1, "linear"))[0] == "MeanAbsoluteError"
    assert "accuracy" not in suitable_metrics(view(NUMBER, 1, "linear"))


def test_that_what_needs_code_is_never_offered() -> None:
    assert not {"LambdaCallback", "Callback"} & {kind.name for kind in kinds("callbacks")}
