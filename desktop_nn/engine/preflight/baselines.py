"""What a model that knows nothing would lose: answers that are the same for every sample, judged by the loss itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from desktop_nn.data.columns import Array
from desktop_nn.engine.output_losses import OutputLoss
from desktop_nn.training.losses import PROBABILITY_LOSSES

_TINY = 1e-7


def for_classes(loss: OutputLoss) -> bool:
    """Whether the loss judges probabilities of classes."""
    return loss.family in PROBABILITY_LOSSES


def classes(loss: OutputLoss, shape: Sequence[int]) -> int:
    """Between how many classes an output of this shape decides."""
    return 2 if loss.family == "binary" else int(shape[-1])


def undecided(loss: OutputLoss, targets: Array, shape: Sequence[int]) -> float:
    """The loss if all classes are equally likely: ln K for a plain cross-entropy of K classes."""
    return _judged(loss, targets, np.full(shape, 1 / classes(loss, shape)))


def best_constant(loss: OutputLoss, targets: Array, shape: Sequence[int]) -> float:
    """The smallest loss that one answer for all samples can have: a mean, a median, the classes' frequencies."""
    return min(_judged(loss, targets, answer) for answer in _constants(loss, targets, shape))


def at_zero(loss: OutputLoss, targets: Array, shape: Sequence[int]) -> float:
    """The loss of answering 0."""
    return float(loss.of(targets, np.zeros(shape, np.float32)))


def floor(loss: OutputLoss, targets: Array) -> float:
    """What not even a perfect answer can save: the entropy of targets that are shares and not classes."""
    smoothing = float(getattr(loss.loss, "label_smoothing", 0.0) or 0.0)
    if loss.family == "binary":
        shares = np.asarray(targets, np.float64) * (1 - smoothing) + smoothing / 2
        return float(np.mean(_information(shares) + _information(1 - shares)))
    if loss.family == "categorical":
        number = targets.shape[-1]
        shares = np.asarray(targets, np.float64) * (1 - smoothing) + smoothing / number
        return float(np.mean(_information(shares).sum(-1)))
    return 0.0


def _information(shares: Array) -> Array:
    kept: Array = -shares * np.log(np.clip(shares, _TINY, None))
    return kept


def _constants(loss: OutputLoss, targets: Array, shape: Sequence[int]) -> Iterator[Array]:
    if loss.family == "sparse":
        codes = np.asarray(targets).reshape(-1).astype(int)
        counts = np.bincount(codes, minlength=shape[-1])[: shape[-1]]
        yield np.broadcast_to(counts / max(1, counts.sum()), shape)
        return
    values = np.asarray(targets, np.float64)
    values = values.reshape(len(values), -1)
    for answer in (values.mean(0), np.median(values, 0)):
        fitting = answer.reshape(shape[1:]) if answer.size == math.prod(shape[1:]) else np.resize(answer, shape[1:])
        yield np.broadcast_to(fitting, shape)


def _judged(loss: OutputLoss, targets: Array, answer: Array) -> float:
    answer = np.asarray(answer, np.float64)
    if for_classes(loss):
        answer = np.clip(answer, _TINY, 1 - _TINY)
        if loss.from_logits:
            answer = np.log(answer / (1 - answer)) if loss.family == "binary" else np.log(answer)
    return float(loss.of(targets, answer.astype(np.float32)))
