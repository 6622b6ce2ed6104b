"""How Keras lays out a whole model in one HDF5 file (`.h5`): configurations as attributes, weights in groups."""

from __future__ import annotations

from typing import Any

from desktop_nn.engine.model_files import marks, safe_json
from desktop_nn.engine.model_files.contents import Contents, Stored
from desktop_nn.engine.model_files.hdf5 import CheckedFile
from desktop_nn.engine.model_files.nameless import with_names
from desktop_nn.engine.model_files.refusals import DAMAGED, refused

FORMAT = "HDF5"
_WEIGHTS, _OPTIMIZER = "model_weights", "optimizer_weights"


def read(file: CheckedFile) -> Contents:
    """The file's contents. Raises ProblemError for a file without a model in it."""
    text = file.text("", "model_config")
    if text is None:
        raise _without_model(file)
    training_text = file.text("", "training_config")
    return Contents(
        FORMAT,
        _version(file),
        with_names(_unwrapped(safe_json.parse(text, "model configuration")), _layers(file)),
        _training(training_text),
        {layer: _stored(file, f"{_WEIGHTS}/{layer}") for layer in _layers(file)},
        _stored(file, _OPTIMIZER) if _OPTIMIZER in file.groups else (),
        file.text("", marks.NAME),
        marks.digest(text, training_text or ""),
    )


def weights_alone(file: CheckedFile) -> dict[str, tuple[Stored, ...]] | None:
    """By layer what Keras 1 and 2 wrote with `save_weights`, all layers at the top, or the weights of a whole model;
    None if it is neither."""
    whole = _WEIGHTS in file.groups
    if "layers" in file.groups or not (whole or file.texts("", "layer_names")):
        return None
    top = f"{_WEIGHTS}/" if whole else ""
    return {layer: _stored(file, f"{top}{layer}") for layer in _layers(file, top.rstrip("/"))}


def _layers(file: CheckedFile, group: str = _WEIGHTS) -> list[str]:
    names = file.texts(group, "layer_names")
    if len(set(names)) != len(names):
        raise refused("The weights of a layer are there twice.", DAMAGED)
    for name in names:
        if (f"{group}/{name}" if group else name) not in file.groups:
            raise refused("The weights of a layer are missing.", DAMAGED, name)
    return names


def _stored(file: CheckedFile, group: str) -> tuple[Stored, ...]:
    stored = tuple((name, f"{group}/{name}") for name in file.texts(group, "weight_names"))
    for name, path in stored:
        if path not in file.datasets:
            raise refused("One of its weights is missing.", DAMAGED, name)
    return stored


def _version(file: CheckedFile) -> str:
    return file.text("", "keras_version") or file.text(_WEIGHTS, "keras_version") or "1"


def _training(text: str | None) -> dict[str, Any] | None:
    return (
        dict(safe_json.mapping(safe_json.parse(text, "training configuration"), "training configuration"))
        if text
        else None
    )


def _unwrapped(model: Any) -> Any:
    return safe_json.mapping(model, "model configuration")


def _without_model(file: CheckedFile) -> Exception:
    only_weights = "layers" in file.groups or bool(file.texts("", "layer_names"))
    if only_weights:
        what = "The file holds weights only and does not say how the model is built."
        return refused(what, "Draw or open its model first, then choose “Load weights…” in the File menu.")
    return refused("The HDF5 file holds no Keras model.", "Choose a file that model.save has written.")
