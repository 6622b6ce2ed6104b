"""What a model answered beside the truth, and what can be read off it: labels, confusion, residuals. numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class OutputPredictions:
    """One output's answers. `predicted` is (n, …) as Keras gave it; `truth` is (n,) numbers or integer codes.

    `class_names` is empty for a regression.
    """

    output: str
    predicted: Array
    truth: Array
    class_names: tuple[str, ...] = ()

    @property
    def is_classification(self) -> bool:
        """Whether the truth is a class."""
        return bool(self.class_names)

    def labels(self) -> Array:
        """Predicted class codes (n,) int64: the largest probability, or one probability over a half."""
        flat = self.predicted.reshape(len(self.predicted), -1)
        if flat.shape[1] == 1:
            return np.asarray(flat[:, 0] > 0.5, dtype=np.int64)
        return np.asarray(flat.argmax(axis=1), dtype=np.int64)

    def confidence(self) -> Array:
        """The probability (n,) that the model gave to its own answer."""
        flat = self.predicted.reshape(len(self.predicted), -1)
        if flat.shape[1] == 1:
            return np.asarray(np.maximum(flat[:, 0], 1 - flat[:, 0]))
        return np.asarray(flat.max(axis=1))

    def confusion(self) -> Array:
        """Counts (k, k) int64: row is the true class, column the predicted one."""
        size = len(self.class_names)
        labels = np.clip(self.labels(), 0, size - 1)
        counts = np.bincount(self.truth.astype(np.int64) * size + labels, minlength=size * size)
        return np.asarray(counts.reshape(size, size))

    def residuals(self) -> Array:
        """Prediction minus truth (n,), for a regression with one number a sample."""
        return np.asarray(self.predicted.reshape(len(self.predicted), -1)[:, 0] - self.truth)

    def worst(self, count: int) -> Array:
        """Indices of the worst answers: wrong ones by confidence, or the largest residuals."""
        if self.is_classification:
            wrong = np.flatnonzero(self.labels() != self.truth)
            return np.asarray(wrong[np.argsort(-self.confidence()[wrong], kind="stable")][:count])
        return np.asarray(np.argsort(-np.abs(self.residuals()), kind="stable")[:count])


@dataclass(frozen=True, slots=True)
class Predictions:
    """All outputs' answers on a part of the data. `figures` has Keras's names; `index` the samples' numbers (n,)."""

    part: str
    figures: Mapping[str, float]
    outputs: tuple[OutputPredictions, ...]
    index: Array
