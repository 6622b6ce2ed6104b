"""Sound files to spoil, written without Keras in a moment and laid out as Keras 3 lays them out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import h5py
import numpy as np

SECRET = b"the canary sings: 7f1d3c5a-not-for-you"
"""Stands in files that a hostile one names; it must turn up nowhere."""
CANARY = "canary.txt"
Config: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[list[Config]], object]


def canary(beside: Path) -> Path:
    """A file with the secret, beside the hostile one; as text a table and as bytes long enough for an array."""
    path = beside.parent / CANARY
    path.write_bytes((SECRET + b",1\n") * 40)
    return path


def config() -> Config:
    """A Sequential of two Dense layers on 4 columns."""
    return {
        "class_name": "Sequential",
        "config": {
            "name": "sound",
            "trainable": True,
            "layers": [
                keras("InputLayer", batch_shape=[None, 4], dtype="float32", name="input"),
                keras("Dense", units=3, activation="relu", name="first"),
                keras("Dense", units=1, activation="linear", name="second"),
            ],
            "build_input_shape": [None, 4],
        },
    }


def keras(class_name: str, **settings: Any) -> Config:
    """A serialized layer of Keras 3."""
    return {"module": "keras.layers", "class_name": class_name, "config": settings, "registered_name": None}


def training() -> Config:
    """What the model was compiled with."""
    optimizer = {"module": "keras.optimizers", "class_name": "SGD", "config": {"learning_rate": 0.01, "name": "SGD"}}
    return {"loss": "mean_squared_error", "metrics": ["mae"], "optimizer": {**optimizer, "registered_name": None}}


def weights() -> dict[str, tuple[tuple[str, np.ndarray], ...]]:
    """Arrays by layer."""
    numbers = np.random.default_rng(1)
    shapes = {"first": ((4, 3), (3,)), "second": ((3, 1), (1,))}
    return {
        layer: tuple(
            (name, numbers.normal(size=shape).astype("float32"))
            for name, shape in zip(("kernel", "bias"), pair, strict=True)
        )
        for layer, pair in shapes.items()
    }


def h5(
    path: Path, model: Config | str | None = None, compiled: Config | str | None = None, layout: str = "earliest"
) -> None:
    """Write a whole model as .h5; a text in place of a config is written as it is."""
    with h5py.File(path, "w", libver=layout) as file:
        file.attrs["backend"], file.attrs["keras_version"] = "tensorflow", "3.15.1"
        file.attrs["model_config"] = _text(config() if model is None else model)
        file.attrs["training_config"] = _text(training() if compiled is None else compiled)
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [name.encode() for name in weights()]
        for layer, arrays in weights().items():
            names = [f"sound/{layer}/{name}" for name, _ in arrays]
            inner = group.create_group(layer)
            inner.attrs["weight_names"] = [name.encode() for name in names]
            for name, (_, array) in zip(names, arrays, strict=True):
                inner.create_dataset(name, data=array)


def archive_entries(model: Config | None = None) -> dict[str, bytes]:
    """The entries of a .keras archive."""
    held = io.BytesIO()
    with h5py.File(held, "w") as file:
        for number, (layer, arrays) in enumerate(weights().items()):
            group = file.create_group(f"layers/{'dense' if not number else f'dense_{number}'}/vars")
            group.attrs["name"] = layer
            for place, (_, array) in enumerate(arrays):
                group.create_dataset(str(place), data=array)
    whole = {**(config() if model is None else model), "module": "keras", "registered_name": None}
    metadata = {"keras_version": "3.15.1", "date_saved": "2026-01-01@00:00:00"}
    return {
        "metadata.json": json.dumps(metadata).encode(),
        "config.json": json.dumps({**whole, "compile_config": training()}).encode(),
        "model.weights.h5": held.getvalue(),
    }


def archive(path: Path, model: Config | None = None) -> None:
    """Write a .keras archive."""
    with zipfile.ZipFile(path, "w") as target:
        for name, content in archive_entries(model).items():
            target.writestr(name, content)


def changed(change: Change) -> Config:
    """The sound config after `change` has spoilt its list of layers."""
    found = config()
    change(found["config"]["layers"])
    return found


def functional(layers: list[Config], inputs: list[Any], outputs: list[Any]) -> Config:
    """A functional model's config."""
    inside = {"name": "sound", "trainable": True, "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": "Functional", "config": inside}


def called(layer: Config, *sources: str) -> Config:
    """A layer of a functional model, called on the first outputs of others."""
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"shape": [None, 4], "keras_history": [name, 0, 0]}}
        for name in sources
    ]
    nodes = [{"args": [tensors if len(tensors) > 1 else tensors[0]], "kwargs": {}}] if tensors else []
    return {**layer, "name": layer["config"]["name"], "inbound_nodes": nodes}


def _text(value: Config | str) -> str:
    return value if isinstance(value, str) else json.dumps(value)
