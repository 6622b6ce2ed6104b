"""The category of each kind: Keras's own folders and modules, named as its documentation names them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from desktop_nn.engine.catalogue_generator.symbols import Symbol

_FOLDERS: Mapping[str, str] = {
    "activations": "activation",
    "attention": "attention",
    "convolutional": "convolution",
    "core": "core",
    "merging": "merging",
    "normalization": "normalization",
    "pooling": "pooling",
    "preprocessing": "preprocessing",
    "regularization": "regularization",
    "reshaping": "reshaping",
    "rnn": "recurrent",
}
"""Folders of `keras.src.layers`; a layer from anywhere else is "other"."""

_LAYERS: Mapping[str, str] = {
    "Bidirectional": "wrappers",
    "SpectralNormalization": "wrappers",
    "TimeDistributed": "wrappers",
    "Wrapper": "wrappers",
}
"""Layers that Keras keeps beside those that they wrap."""

_LOSSES: Mapping[str, tuple[str, ...]] = {
    "probabilistic": ("Crossentropy", "CrossEntropy", "KLDivergence", "Poisson", "CTC"),
    "hinge": ("Hinge",),
    "segmentation": ("Dice", "Tversky"),
    "regression": ("Mean", "Huber", "LogCosh", "CosineSimilarity"),
}
"""Parts of the names: Keras keeps all losses in one module, and groups them in its documentation only."""


def category_of(symbol: Symbol) -> str:
    """The category's name, "other" if Keras has none for the kind, "" for groups without categories."""
    if symbol.group == "layers":
        return _LAYERS.get(symbol.name) or _FOLDERS.get(_module(symbol.target).split(".")[3], "other")
    if symbol.group == "losses":
        return next((name for name, parts in _LOSSES.items() if any(part in symbol.name for part in parts)), "other")
    if symbol.group == "metrics":
        return _metric_category(symbol.target)
    return ""


def _metric_category(target: Any) -> str:
    """`keras.src.metrics.accuracy_metrics` -> accuracy; functions that are losses as well are in `losses`."""
    name = _module(target).rsplit(".", maxsplit=1)[-1]
    return {"metric": "other", "losses": "probabilistic"}.get(name, name.removesuffix("_metrics"))


def _module(target: Any) -> str:
    module = inspect.getmodule(target)
    return module.__name__ if module else ""
