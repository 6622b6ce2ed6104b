"""A sensible loss and metrics for an output, from its target and its last layer."""

from __future__ import annotations

from typing import Any

from desktop_nn.data.columns import Column
from desktop_nn.graph.facts import Shape
from desktop_nn.training.choices import Configured, OutputChoices
from desktop_nn.training.losses import PROBABILITIES


def suggest(target: Column, output_shape: Shape | None, activation: str, *, one_hot: bool = False) -> OutputChoices:
    """The choices to begin with. `output_shape` has the batch axis first, None while unknown.

    Numbers and images get the squared error; two classes on one unit binary, all other classes categorical
    cross-entropy, on logits if the last activation is linear. A loss that fits the target but not the output is
    possible where the output fits no loss at all: the checks then say what to change.
    """
    if target.kind != "category":
        return OutputChoices(Configured("MeanSquaredError"), metrics=(Configured("MeanAbsoluteError"),))
    unknown = output_shape is None and activation in ("sigmoid", "hard_sigmoid")
    single = unknown or (output_shape is not None and output_shape[1:] in ((1,), ()))
    if one_hot:
        loss = "CategoricalCrossentropy"
    elif single and len(target.categories) == 2:
        loss = "BinaryCrossentropy"
    else:
        loss = "SparseCategoricalCrossentropy"
    raw = bool(activation) and activation not in PROBABILITIES
    config: dict[str, Any] = {"from_logits": True} if raw else {}
    return OutputChoices(Configured(loss, config), metrics=(Configured("accuracy"),))
