"""Puts the weights of an .h5 file into a model: by layer name, and in a layer in Keras's order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from desktop_nn.engine.model_files import keras_1_weights
from desktop_nn.engine.model_files.model_file import Array, ModelFile, StoredArray
from desktop_nn.engine.model_files.refusals import RESAVE, refused


def fill(model: Any, model_file: ModelFile, fresh: Collection[str] = ()) -> None:
    """Assign every weight but those of `fresh` layers.

    Raises ProblemError, before anything is assigned, if a layer's weights do not fit.
    """
    layers = [layer for layer in model.layers if layer.weights or model_file.weights.get(layer.name)]
    layers = [layer for layer in layers if layer.name not in fresh]
    for layer in layers:
        _check(layer.name, ordered_weights(layer), _shapes(layer, model_file))
    for layer in layers:
        for variable, array in zip(ordered_weights(layer), _arrays(layer, model_file), strict=True):
            variable.assign(array)
        for part in _parts(layer):
            if hasattr(part, "finalize_state"):  # Normalization computes with copies of its weights
                part.finalize_state()


def _arrays(layer: Any, model_file: ModelFile) -> list[Array]:
    arrays = model_file.arrays(stored_weights(layer, model_file))
    return keras_1_weights.in_order_of_today(layer, arrays) if model_file.of_keras_1 else arrays


def _shapes(layer: Any, model_file: ModelFile) -> list[tuple[int, ...]]:
    if model_file.of_keras_1:
        return [tuple(array.shape) for array in _arrays(layer, model_file)]
    return [item.shape for item in stored_weights(layer, model_file)]


def ordered_weights(layer: Any) -> list[Any]:
    """A layer's weights in the order of .h5 files: trainable before the others."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def stored_weights(layer: Any, model_file: ModelFile) -> tuple[StoredArray, ...]:
    """The file's arrays for a layer in the order of `ordered_weights`.

    Those of a nested model lie together, and versions of Keras order its layers in different ways, so there they are
    found by the names of layer and weight; by their order only if the names do not tell.
    """
    stored = model_file.weights.get(layer.name, ())
    if not hasattr(layer, "layers"):
        return stored
    paths = [weight.path.split("/") for weight in ordered_weights(layer)]
    names = [item.name.removesuffix(":0").split("/") for item in stored]
    for length in range(2, max(map(len, (*paths, [])), default=0) + 1):
        ours, theirs = ([tuple(path[-length:]) for path in row] for row in (paths, names))
        if len(set(ours)) == len(ours) and sorted(ours) == sorted(theirs):
            place = {path: number for number, path in enumerate(theirs)}
            return tuple(stored[place[path]] for path in ours)
    return stored


def _parts(layer: Any) -> Iterator[Any]:
    """The layer and, of a nested model, all layers in it."""
    yield layer
    for part in getattr(layer, "layers", ()):
        yield from _parts(part)


def _check(name: str, weights: Sequence[Any], found: Sequence[tuple[int, ...]]) -> None:
    expected = [tuple(weight.shape) for weight in weights]
    if expected != list(found):
        what = f"The layer's weights should have the shapes {_text(expected)}, but the file holds {_text(found)}."
        raise refused(what, RESAVE, name)


def _text(shapes: Sequence[tuple[int, ...]]) -> str:
    return ", ".join("×".join(str(size) for size in shape) or "one number" for shape in shapes) or "none"
