"""The several forms in which Keras writes the same config: Keras 2's words, and values that only repeat others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from desktop_nn.catalogue import Kind

_GONE: Final = frozenset(
    {
        # Where the input's shape stood; `inputs.py` reads it.
        "batch_input_shape",
        "batch_shape",
        "build_input_shape",
        "input_dim",
        "input_length",
        "input_shape",
        # How it was computed, which changes no number.
        "fn",
        "implementation",
        "jit_compile",
        "is_legacy_optimizer",
        "fused",
        "ragged",
        "softmax_robust_masking",
        # Known from the inputs.
        "key_shape",
        "query_shape",
        "value_shape",
        # Set by a wrapper.
        "zero_output_for_mask",
    }
)
_DEPTHWISE: Final = frozenset({"groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"})
_PUBLIC: Final = {"GroupedQueryAttention": "GroupQueryAttention"}
"""Classes that Keras offers under another name than their own, which is the one it stores."""
_CHANNELS = ("channels_last", "default")


def public_name(class_name: str) -> str:
    """The name in the catalogue of a class that is stored under its own name."""
    return _PUBLIC.get(class_name, class_name)


def is_operation(data: Mapping[str, Any]) -> bool:
    """Whether an entry among the layers is an operation on tensors (`x[:, 0]`, `keras.ops.relu(x)`)."""
    config = data.get("config")
    return isinstance(config, dict) and "trainable" not in config and "dtype" not in config


def plain(config: Mapping[str, Any]) -> dict[str, Any]:
    """The config with Keras 3's words for what is so by default."""
    found = dict(config)
    if found.get("reduction") == "auto":
        del found["reduction"]
    if found.get("data_format") in _CHANNELS:  # this app's Keras always has it so by default
        found["data_format"] = None
    return found


def tidied(kind: str, found: dict[str, Any]) -> dict[str, Any]:
    """Without values that only repeat another parameter."""
    if kind.endswith(("Pooling1D", "Pooling2D", "Pooling3D")) and "strides" in found:
        size = found.get("pool_size", 2)
        if _listed(found["strides"], 3) == _listed(size, 3):
            del found["strides"]
    if kind == "Bidirectional":
        for layer in (found["layer"], found.get("backward_layer") or {}):
            layer.get("config", {}).pop("zero_output_for_mask", None)  # Bidirectional sets it by itself
        if _mirrored(found["layer"], found.get("backward_layer")):
            del found["backward_layer"]
    if kind == "MultiHeadAttention" and found.get("value_dim") == found["key_dim"]:
        del found["value_dim"]
    return found


def means_nothing(kind: Kind, name: str, value: Any) -> bool:
    """Whether an entry that Keras 3 does not know may be left out without a word."""
    if name in _GONE or value in (None, False, "", [], {}):
        return True
    if name == "dtype" and kind.group != "layers":
        return True
    if kind.name.startswith(("Depthwise", "Separable")) and name in _DEPTHWISE:
        return name != "groups" or value == 1
    return name == "axis_lengths"


def wrapped_function(value: Mapping[str, Any]) -> str:
    """The name in compile ("accuracy") that Keras 2 stored as a wrapper round a function, or nothing."""
    config = value.get("config")
    wrapped = value.get("class_name") in ("MeanMetricWrapper", "LossFunctionWrapper") and isinstance(config, dict)
    name = config.get("name") if wrapped and isinstance(config, dict) else None
    return name if isinstance(name, str) else ""


def _mirrored(forward: Mapping[str, Any], backward: Mapping[str, Any] | None) -> bool:
    """Whether a Bidirectional's backward layer is just what Keras makes out of the forward one."""
    if backward is None:
        return False
    one, other = dict(forward["config"]), dict(backward["config"])
    turned = one.pop("go_backwards", False) != other.pop("go_backwards", False)
    return turned and one == other and forward["class_name"] == backward["class_name"]


def _listed(value: Any, length: int) -> list[Any]:
    return list(value) + [value[-1]] * (length - len(value)) if isinstance(value, list) and value else [value] * length
