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

_NAMES: Mapping[ParameterKind, str] = {
    "bool": "flash_attention ragged sparse",
    "float": "b label_smoothing logit_soft_cap max_value min_delta threshold",
    "floats": "bin_boundaries boundaries idf_weights label_weights mean thresholds value_range values variance",
    "int": "class_id decay_steps height ignore_class seed top_k vocabulary_size width",
    "ints": "attention_axes axes dilation_rate dims input_axes kernel_size ngrams output_axes output_padding "
    "output_size pool_size salt shared_axes size strides target_class_ids",
    "json": "embeddings_metadata use_cudnn vocabulary weights",
    "layer": "backward_layer cell layer",
    "optimizer": "inner_optimizer",
    "schedule": "learning_rate",
    "shape": "batch_shape noise_shape output_shape shape target_shape",
    "string": "call_training_endpoint filename name",
}
_BY_NAME: Mapping[str, ParameterKind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
"""Arguments that are of one kind wherever they stand."""

_BY_KIND: Mapping[tuple[str, str], ParameterKind] = {
    # A word or a number, which one field of the form cannot hold.
    ("BackupAndRestore", "save_freq"): "json",
    ("ModelCheckpoint", "save_freq"): "json",
    ("OrbaxCheckpoint", "save_freq"): "json",
    ("TensorBoard", "update_freq"): "json",
    # One number or pairs of numbers an axis.
    ("Cropping2D", "cropping"): "json",
    ("Cropping3D", "cropping"): "json",
    ("ZeroPadding2D", "padding"): "json",
    ("ZeroPadding3D", "padding"): "json",
    ("ZeroPadding1D", "padding"): "ints",
    # A number or a range of numbers, which the help tells too late.
    ("AugMix", "factor"): "floats",
    ("CategoricalFocalCrossentropy", "alpha"): "floats",
    ("RandAugment", "factor"): "floats",
    ("RandomColorJitter", "brightness_factor"): "floats",
    ("RandomColorJitter", "contrast_factor"): "floats",
    ("RandomColorJitter", "hue_factor"): "floats",
    ("RandomColorJitter", "saturation_factor"): "floats",
    ("RandomPosterization", "factor"): "ints",
    ("TensorBoard", "profile_batch"): "ints",
    # What the layer looks up are whole numbers, in its twin words.
    ("IntegerLookup", "mask_token"): "int",
    ("StringLookup", "mask_token"): "string",
    # One number only, where others of the same name take several.
    ("RandomNormal", "mean"): "float",
    ("TruncatedNormal", "mean"): "float",
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
    if name.startswith("num_"):
        return "int"
    if name == "axis":
        return "ints" if default is None or _SEVERAL.search(text) else "int"
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
