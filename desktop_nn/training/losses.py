"""What each Keras loss expects of target and output, by family. The names are the catalogue's."""

from __future__ import annotations

from typing import Literal, TypeAlias

from desktop_nn.catalogue import load

Family: TypeAlias = Literal["binary", "sparse", "categorical", "hinge", "regression", "other"]
"""binary: one probability a unit · sparse: class codes · categorical: one-hot classes · hinge: -1 or 1 a unit ·
regression: numbers · other: nothing is said about them here."""

_FAMILIES: dict[str, Family] = {
    "BinaryCrossentropy": "binary",
    "BinaryFocalCrossentropy": "binary",
    "SparseCategoricalCrossentropy": "sparse",
    "CategoricalCrossentropy": "categorical",
    "CategoricalFocalCrossentropy": "categorical",
    "CategoricalGeneralizedCrossEntropy": "categorical",
    "CategoricalHinge": "categorical",
    "KLDivergence": "categorical",
    "Hinge": "hinge",
    "SquaredHinge": "hinge",
    "CosineSimilarity": "regression",
    "Huber": "regression",
    "LogCosh": "regression",
    "MeanAbsoluteError": "regression",
    "MeanAbsolutePercentageError": "regression",
    "MeanSquaredError": "regression",
    "MeanSquaredLogarithmicError": "regression",
    "Poisson": "regression",
}

PROBABILITY_LOSSES: dict[Family, str] = {"binary": "sigmoid", "sparse": "softmax", "categorical": "softmax"}
"""Families whose losses judge probabilities, with the activation that gives them."""

RAW_LOSSES = frozenset({"CategoricalHinge"})
"""Losses of those families that judge raw numbers all the same."""

PROBABILITIES = frozenset({"hard_sigmoid", "sigmoid", "softmax", "sparse_sigmoid", "sparsemax"})
"""Activations whose values lie between 0 and 1."""


def loss_name(kind: str) -> str | None:
    """The class name of a loss, which may be given by an alias ("mse"); None if Keras has no such loss."""
    found = load().find("losses", kind)
    return found.name if found is not None and found.name != "Loss" else None


def family_of(name: str) -> Family:
    """The family of a loss by its class name."""
    return _FAMILIES.get(name, "other")
