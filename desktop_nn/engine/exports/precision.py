"""A model that computes in float32: TensorFlow Lite and ONNX have no layers of mixed precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.engine.keras_state import own_keras_state, sowing_nothing


def in_float32(model: Any) -> Any:
    """The model itself, or a twin of one with mixed precision that computes its weights' way, in float32."""
    config = model.get_config()
    full = _full(config)
    if full == config:
        return model
    with own_keras_state(), sowing_nothing():
        twin = type(model).from_config(full)
        twin.set_weights(model.get_weights())
    return twin


def _full(said: Any) -> Any:
    if isinstance(said, Mapping):
        if said.get("class_name") == "DTypePolicy" and str(said["config"].get("name")).startswith("mixed_"):
            return {**said, "config": {**said["config"], "name": "float32"}}
        return {key: _full(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return type(said)(_full(item) for item in said)
    return said
