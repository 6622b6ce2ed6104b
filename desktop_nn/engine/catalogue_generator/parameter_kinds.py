"""Decides of what `ParameterKind` an argument is: by its name, its default, and the first words of its help."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

from desktop_nn.catalogue import ParameterKind
from desktop_nn.engine.catalogue_generator.choices import choices

_BY_SUFFIX: tuple[tuple[str, ParameterKind], ...] = (
    ("_initializer", "initializer"),
    ("_regularizer", "regularizer"),
    ("_constraint", "constraint"),
    ("activation", "activation"),
    ("dtype", "dtype"),
)

_BY_NAME: Mapping[str, ParameterKind] = {
    "axes": "ints",
    "axis": "ints",
    "backward_layer": "layer",
    "batch_shape": "shape",
    "cell": "layer",
    "dilation_rate": "ints",
    "flash_attention": "bool",
    "inner_optimizer": "optimizer",
    "kernel_size": "ints",
    "layer": "layer",
    "learning_rate": "schedule",
    "mean": "floats",
    "noise_shape": "shape",
    "output_padding": "ints",
    "output_shape": "shape",
    "pool_size": "ints",
    "salt": "ints",
    "shape": "shape",
    "size": "ints",
    "sparse": "bool",
    "ragged": "bool",
    "strides": "ints",
    "target_shape": "shape",
    "thresholds": "floats",
    "top_k": "int",
    "use_cudnn": "json",
    "variance": "floats",
    "vocabulary": "json",
    "weights": "json",
}

_BY_KIND: Mapping[tuple[str, str], ParameterKind] = {
    # One of two types, which the form cannot tell apart in one field of theirs.
    ("BackupAndRestore", "save_freq"): "json",
    ("ModelCheckpoint", "save_freq"): "json",
    ("TensorBoard", "update_freq"): "json",
    ("IntegerLookup", "mask_token"): "int",
    ("RandomNormal", "mean"): "float",
    ("TruncatedNormal", "mean"): "float",
    # Tell of several values in their help although the default is one.
    ("AUC", "thresholds"): "floats",
    ("F1Score", "threshold"): "float",
    ("FBetaScore", "threshold"): "float",
}

_WHOLE = re.compile(r"\b(int|integer|integers|ints|number of|size of|whole)\b", re.IGNORECASE)
_DECIMAL = re.compile(r"\b(float|floats|floating|scalar|number|value|coefficient|factor|slope)\b", re.IGNORECASE)
_TRUTH = re.compile(r"\b(bool|boolean|whether|if true)\b", re.IGNORECASE)
_WORD = re.compile(r"\b(string|str|name|path|token)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(tuple|list|sequence|array)\b", re.IGNORECASE)
_FIRST_WORDS = 90


def kind_of(owner: str, name: str, default: Any, text: str) -> ParameterKind:
    """The kind of argument `name` of the Keras object `owner`. `text` is the argument's help."""
    if (owner, name) in _BY_KIND:
        return _BY_KIND[owner, name]
    if choices(owner, name) and (default in (None, inspect.Parameter.empty) or isinstance(default, str)):
        return "choice"
    for suffix, kind in _BY_SUFFIX:
        if name.endswith(suffix):
            return kind
    return _BY_NAME.get(name) or _by_default(default, text[:_FIRST_WORDS])


def _by_default(default: Any, text: str) -> ParameterKind:
    if isinstance(default, bool):
        return "bool"
    if isinstance(default, str):
        return "string"
    if isinstance(default, int):
        return "floats" if _SEVERAL.search(text) and "float" in text else _whole(text)
    if isinstance(default, float):
        return "floats" if _SEVERAL.search(text) else "float"
    if isinstance(default, tuple | list):
        return _by_entries(default)
    return _by_words(text)


def _whole(text: str) -> ParameterKind:
    return "ints" if _SEVERAL.search(text) else "float" if re.search(r"\bfloat\b", text, re.IGNORECASE) else "int"


def _by_entries(default: tuple[Any, ...] | list[Any]) -> ParameterKind:
    if all(isinstance(entry, int) for entry in default):
        return "ints"
    return "floats" if all(isinstance(entry, int | float) for entry in default) else "json"


def _by_words(text: str) -> ParameterKind:
    """For arguments whose default says nothing: what their help begins with."""
    found = [
        (match.start(), kind)
        for pattern, kind in ((_TRUTH, "bool"), (_WHOLE, "int"), (_DECIMAL, "float"), (_WORD, "string"))
        if (match := pattern.search(text))
    ]
    if not found:
        return "json"
    kind = min(found)[1]
    if _SEVERAL.search(text):
        return {"int": "ints", "float": "floats"}.get(kind, "json")  # type: ignore[return-value]
    return kind  # type: ignore[return-value]
