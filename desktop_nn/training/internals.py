"""What can be seen inside a layer while it learns: figures and histograms, as frozen values.

How they are measured is the engine's; what they mean to the user is said here.
"""

from __future__ import annotations

from dataclasses import dataclass

BINS = 30
"""Bars of a histogram."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values are spread: `counts[i]` of them lie in the i-th of `len(counts)` equal steps from `low` to `high`."""

    low: float
    high: float
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerSeen:
    """One layer at the end of an epoch, measured on one batch of training samples without dropout.

    `layer` is the layer's id in the drawing, inside nested models with the ids that lead there (`scopes.layer_key`).
    Norms are Euclidean, over all trainable weights of the layer: of the weights themselves, of the loss's gradient.
    `activation_mean` and `activation_std` are those of its output, `silent` the share of its units (last axis) that
    were 0 for every sample of the batch, 0…1. A layer without trainable weights has no norms (None) and no histogram
    of them.
    """

    layer: str
    weight_norm: float | None = None
    gradient_norm: float | None = None
    weights: Histogram | None = None
    gradients: Histogram | None = None
    activation_mean: float | None = None
    activation_std: float | None = None
    activations: Histogram | None = None
    silent: float = 0.0
