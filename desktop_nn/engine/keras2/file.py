"""A model as the bytes of an .h5 file in Keras 2's layout."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop_nn.engine.keras2 import layers, optimizers, ordering, training
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import marks

VERSION = "2.15.0"
"""The last Keras 2; what is written is its layout, and all since 2.2 read it."""


def content(model: Any, mark: marks.Mark) -> bytes:
    """The file, made in memory. Raises ProblemError with all that Keras 2 has no words for."""
    import h5py

    config = layers.layer(load_keras().saving.serialize_keras_object(model))
    trained, _ = ordering.weights(model, config)
    optimizer = optimizers.written(model.optimizer, trained) if model.compiled and model.optimizer else None
    compiled = training.training_config(model, optimizer.config) if optimizer else None
    texts = [json.dumps(part) for part in (config, compiled) if part is not None]
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        _say_version(file)
        for name, text in zip(("model_config", "training_config"), texts, strict=False):
            file.attrs[name] = text.encode()
        digest = marks.digest(texts[0], texts[1] if len(texts) > 1 else "")
        file.attrs[marks.NAME] = marks.dumps(marks.Mark(mark.project, digest, mark.random_states))
        _write_weights(file.create_group("model_weights"), model, config)
        if optimizer and optimizer.state:
            _write(file.create_group("optimizer_weights"), optimizer.state)
    return memory.getvalue()


def _say_version(group: Any) -> None:
    group.attrs["keras_version"] = VERSION.encode()
    group.attrs["backend"] = b"tensorflow"


def _write_weights(group: Any, model: Any, config: Mapping[str, Any]) -> None:
    found = ordering.layers(model, config)
    _say_version(group)
    _write_names(group, "layer_names", [layer.name for layer, _ in found])
    _write(group.create_group("top_level_model_weights"), {})
    for layer, said in found:
        trained, others = ordering.weights(layer, said)
        arrays: dict[str, Any] = {}
        for weight in (*trained, *others):
            arrays[_free(_weight_name(layer.name, weight.path), arrays)] = weight.numpy()
        _write(group.create_group(layer.name), arrays)


def _weight_name(layer: str, path: str) -> str:
    """`dense/kernel:0`: the layer's name, and what comes after it in the weight's path."""
    parts = path.split("/")
    inside = parts[parts.index(layer) + 1 :] if layer in parts else parts
    return "/".join((layer, *inside))


def _free(name: str, taken: Mapping[str, Any]) -> str:
    number, free = 0, f"{name}:0"
    while free in taken:
        number += 1
        free = f"{name}_{number}:0"
    return free


def _write(group: Any, arrays: Mapping[str, Any]) -> None:
    _write_names(group, "weight_names", list(arrays))
    for name, array in arrays.items():
        group.create_dataset(name, data=array)


def _write_names(group: Any, attribute: str, names: Sequence[str]) -> None:
    """Names as an attribute, in several where one would be longer than HDF5 takes."""
    from keras.src.legacy.saving.legacy_h5_format import save_attributes_to_hdf5_group

    save_attributes_to_hdf5_group(group, attribute, [name.encode() for name in names])
