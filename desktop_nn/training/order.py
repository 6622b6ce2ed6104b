"""The order in which samples are fed: one seeded permutation an epoch. The engine and generated code share this rule.

It is our own because Keras on TensorFlow repeats a single permutation for every epoch once a seed is set.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def permutation(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """The order of `count` training samples in epoch `epoch` (from 0): int64 indices of shape (count,).

    The same arguments always give the same order; another epoch or another seed gives another one.
    Raises ValueError for a negative argument.
    """
    if min(seed, epoch, count) < 0:
        raise ValueError("seed, epoch and count must not be negative.")
    return np.random.default_rng([seed, epoch]).permutation(count).astype(np.int64, copy=False)
