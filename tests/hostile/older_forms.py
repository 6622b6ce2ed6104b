"""Other files under a model's name: weights alone, an architecture as JSON, pickles, what other programs wrote."""

from __future__ import annotations

import json
from pathlib import Path

import h5py

from tests.hostile import sound
from tests.hostile.case import hostile
from tests.hostile.sound import keras


@hostile(".h5", "a Python pickle with the suffix of a model")
def pickle_called_h5(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95" + b"cposix\nsystem\n(S'true'\ntR.".ljust(200, b"\0"))


@hostile(".h5", "an empty file")
def nothing_at_all(path: Path) -> None:
    path.write_bytes(b"")


@hostile(".h5", "Keras 1 from before there was a list of what it may name", "harmless")
def lambda_of_keras_1(path: Path) -> None:
    layer = {"class_name": "Lambda", "config": {"name": "l", "function": "4wEAAAA=", "function_type": "lambda"}}
    first = {"class_name": "Dense", "config": {"name": "d", "output_dim": 3, "batch_input_shape": [None, 4]}}
    sound.h5(path, json.dumps({"class_name": "Sequential", "config": [first, layer]}))
    with h5py.File(path, "r+") as file:
        file.attrs["keras_version"] = "1.2.2"


@hostile(".h5", "a version of Keras that is no number and a million letters long")
def endless_version(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+", libver="latest") as file:
        file.attrs["keras_version"] = "9" * 10_000


@hostile(".json", "an architecture as JSON with code in it", "harmless")
def architecture_with_code(path: Path) -> None:
    evil = keras("Lambda", name="l", function={"class_name": "__lambda__", "config": {"code": "4wEAAAA="}})
    path.write_text(json.dumps(sound.changed(lambda layers: layers.insert(1, evil))), "utf-8")


@hostile(".json", "an architecture as JSON, a hundred thousand levels deep")
def deep_architecture(path: Path) -> None:
    path.write_text("[" * 100_000 + "]" * 100_000, "utf-8")


@hostile(".weights.h5", "weights alone, with an array that lies in another file")
def weights_of_another_file(path: Path) -> None:
    with h5py.File(path, "w") as file:
        group = file.create_group("layers/dense/vars")
        group.create_dataset("0", (4, 3), "float32", external=[(str(sound.canary(path)), 0, 48)])
