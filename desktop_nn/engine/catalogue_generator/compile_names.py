"""Metric names that are no classes: `compile` turns them into a metric that fits the loss and the output's shape."""

from __future__ import annotations

from desktop_nn.catalogue import Kind

COMPILE_NAMES = (
    Kind(
        group="metrics",
        name="accuracy",
        path="",
        category="accuracy",
        summary="The share of right answers, counted as it suits the output.",
        help=(
            "Keras chooses when it compiles the model: BinaryAccuracy for an output with one unit, "
            "CategoricalAccuracy for one-hot targets, SparseCategoricalAccuracy for class numbers. "
            "This is what most classifiers want; Accuracy with a capital letter compares values directly instead."
        ),
        aliases=("acc",),
    ),
    Kind(
        group="metrics",
        name="crossentropy",
        path="",
        category="probabilistic",
        summary="The crossentropy of targets and predictions, computed as it suits the output.",
        help=(
            "Keras chooses when it compiles the model: BinaryCrossentropy for an output with one unit, "
            "CategoricalCrossentropy for one-hot targets, SparseCategoricalCrossentropy for class numbers."
        ),
        aliases=("ce",),
    ),
)
