"""Runs what was exported, with the libraries of the programs that it is meant for."""

from __future__ import annotations

import importlib
import warnings
from pathlib import Path
from typing import Any

import numpy as np


def saved_model(path: Path, names: list[str], inputs: list[Any]) -> list[Any]:
    """What a SavedModel's signature answers to the inputs of these names."""
    import tensorflow as tf

    signature = tf.saved_model.load(str(path)).signatures["serving_default"]
    found = signature(**{name: tf.constant(array) for name, array in zip(names, inputs, strict=True)})
    return [found[name].numpy() for name in sorted(found)]


def tflite(path: Path, names: list[str], inputs: list[Any]) -> list[Any]:
    """What TensorFlow Lite answers, sample by sample."""
    import tensorflow as tf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runner = tf.lite.Interpreter(model_path=str(path)).get_signature_runner("serving_default")
    rows: list[dict[str, Any]] = []
    for number in range(len(inputs[0])):
        fed = {name: array[number : number + 1] for name, array in zip(names, inputs, strict=True)}
        rows.append({name: np.array(value) for name, value in runner(**fed).items()})
    return [np.concatenate([row[name] for row in rows]) for name in sorted(rows[0])]


def onnx(path: Path, names: list[str], inputs: list[Any]) -> list[Any]:
    """What ONNX Runtime answers."""
    runtime = importlib.import_module("onnxruntime")
    session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert [item.name for item in session.get_inputs()] == names
    found: list[Any] = session.run(None, dict(zip(names, inputs, strict=True)))
    return found
