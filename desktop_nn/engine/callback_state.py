"""What a Keras callback remembers from epoch to epoch (patience used up, the best value, the best weights).

Keras keeps it in plain attributes and forgets it when a new training begins, so it is read and put back from here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Plain: TypeAlias = dict[str, Any]
_KEPT = {
    "EarlyStopping": ("wait", "stopped_epoch", "best", "best_epoch", "best_weights"),
    "ReduceLROnPlateau": ("wait", "best", "cooldown_counter"),
    "ModelCheckpoint": ("best", "_batches_seen_since_last_saving", "_last_batch_seen"),
    "SwapEMAWeights": ("_ema_weights_in_model",),
    "TensorBoard": ("_global_train_batch", "_global_test_batch"),
}
"""Attributes by callback (Keras 3.15, src/callbacks); all others remember nothing."""
_ARRAYS = "best_weights"


def as_stored(callback: Any) -> tuple[Plain, dict[str, NDArray[Any]]]:
    """What the callback remembers: plain values by attribute, and arrays by their number.

    A callback of the user's own tells by itself: `state()` returns a dictionary of what JSON can hold.
    """
    names = _KEPT.get(keras_kind(callback), ())
    values = {name: _number(getattr(callback, name)) for name in names if name != _ARRAYS and hasattr(callback, name)}
    if callable(getattr(callback, "state", None)):
        values["state"] = callback.state()
    weights = getattr(callback, _ARRAYS, None) if _ARRAYS in names else None
    return values, {str(number): np.asarray(item) for number, item in enumerate(weights or ())}


def put_back(callback: Any, values: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Give the callback back what `as_stored` took; to be called after its `on_train_begin`.

    EarlyStopping that had ended the run gets its patience again, or it would end the next epoch at once.
    """
    kind = keras_kind(callback)
    for name in _KEPT.get(kind, ()):
        if name in values:
            setattr(callback, name, _value(values[name]))
    if "state" in values and callable(getattr(callback, "restore", None)):
        callback.restore(values["state"])
    if arrays and _ARRAYS in _KEPT.get(kind, ()):
        setattr(callback, _ARRAYS, [arrays[str(number)] for number in range(len(arrays))])
    if kind == "EarlyStopping" and callback.stopped_epoch > 0:
        callback.wait, callback.stopped_epoch = 0, 0


def keras_kind(callback: Any) -> str:
    """The nearest class of Keras that the callback is or comes from; one of the user's own may bear any name."""
    return next((item.__name__ for item in type(callback).__mro__ if item.__module__.startswith("keras.")), "")


def _number(value: Any) -> Any:
    """As JSON can hold it; numbers that are not finite, and NumPy's own, become text and plain numbers."""
    if hasattr(value, "item"):
        value = value.item()
    elif hasattr(value, "numpy"):
        value = value.numpy().item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": repr(value)}
    return value


def _value(value: Any) -> Any:
    return float(value["number"]) if isinstance(value, Mapping) and "number" in value else value
