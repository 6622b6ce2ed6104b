"""Weights of Keras 1 as later versions lay them: gates of recurrent layers side by side, kernels without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from desktop_nn.engine.model_files.model_file import Array

_GATES: Final = {"LSTM": (4, (0, 2, 1, 3)), "GRU": (3, (0, 1, 2))}
"""By class: how many gates there are, each with a kernel, a recurrent kernel and a bias one after the other, and in
which order they lie side by side today (input, forget, cell, output; update, reset, new)."""


def in_order_of_today(layer: Any, arrays: Sequence[Array]) -> list[Array]:
    """A layer's arrays as `ordered_weights` of the layer has them; those of other layers come back as they are."""
    import numpy as np

    count, order = _GATES.get(type(layer).__name__, (0, ()))
    if count and len(arrays) == 3 * count:
        return [np.concatenate([arrays[3 * gate + part] for gate in order], axis=-1) for part in range(3)]
    if type(layer).__name__ == "Conv1D" and arrays and arrays[0].ndim == 4 and arrays[0].shape[1] == 1:
        return [arrays[0][:, 0], *arrays[1:]]
    first_last = getattr(layer, "data_format", "") == "channels_first" and arrays and arrays[0].ndim == 4
    if first_last and type(layer).__name__ in ("Conv2D", "Conv2DTranspose"):
        return [np.transpose(arrays[0], (2, 3, 1, 0)), *arrays[1:]]
    return list(arrays)
