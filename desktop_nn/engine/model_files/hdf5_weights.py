"""Puts the weights of an .h5 file into a model: by layer name, and in a layer in Keras's order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop_nn.engine.model_files.model_file import ModelFile, StoredArray
from desktop_nn.engine.model_files.refusals import RESAVE, refused


def fill(model: Any, model_file: ModelFile) -> None:
    """Assign every weight. Raises ProblemError, before anything is assigned, if a layer's weights do not fit."""
    layers = [layer for layer in model.layers if layer.weights or model_file.weights.get(layer.name)]
    for layer in layers:
        _check(layer.name, ordered_weights(layer), model_file.weights.get(layer.name, ()))
    for layer in layers:
        arrays = model_file.arrays(model_file.weights[layer.name])
        for variable, array in zip(ordered_weights(layer), arrays, strict=True):
            variable.assign(array)
        if hasattr(layer, "finalize_state"):  # Normalization computes with copies of its weights
            layer.finalize_state()


def ordered_weights(layer: Any) -> list[Any]:
    """A layer's weights in the order of .h5 files: trainable before the others."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def _check(name: str, weights: Sequence[Any], stored: Sequence[StoredArray]) -> None:
    expected = [tuple(weight.shape) for weight in weights]
    found = [item.shape for item in stored]
    if expected != found:
        what = f"The layer's weights should have the shapes {_text(expected)}, but the file holds {_text(found)}."
        raise refused(what, RESAVE, name)


def _text(shapes: Sequence[tuple[int, ...]]) -> str:
    return ", ".join("×".join(str(size) for size in shape) or "one number" for shape in shapes) or "none"
