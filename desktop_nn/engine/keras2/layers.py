"""A layer's configuration as Keras 2 writes it; of nested models `graphs.py` writes what lies in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop_nn.engine.keras2 import graphs
from desktop_nn.engine.keras2.known import find, unsaid
from desktop_nn.engine.keras2.objects import Config, settled
from desktop_nn.engine.loading import load_keras
from desktop_nn.problems import ProblemError

MODELS = ("Functional", "Model", "Sequential")
_RENAMED = {"LeakyReLU": {"negative_slope": "alpha"}}
_KEPT = frozenset({"name", "trainable", "dtype"})
_ALSO_TAKEN = frozenset({"zero_output_for_mask"})
"""What recurrent layers of Keras 2 take without saying so; True in those of a Bidirectional."""
_SPELT_OUT = {"TextVectorization": "string", "StringLookup": "int64", "IntegerLookup": "int64"}
"""Layers that Keras 2 wants to hear every parameter of, with the dtype that it calls theirs."""
_OTHERWISE_COMPUTED = {"RandomCrop"}
"""Keras 2 crops outside of training too."""


def layer(said: Mapping[str, Any]) -> Config:
    """`{"class_name", "config"}` of a layer or model. Raises ProblemError; the place is the layer's name."""
    kind, config = said["class_name"], said["config"]
    if kind in MODELS:
        return graphs.model(kind, config)
    try:
        return {"class_name": kind, "config": _config(kind, config, said)}
    except ProblemError as error:
        raise _placed(error, str(config.get("name", ""))) from error


def _config(kind: str, config: Mapping[str, Any], said: Mapping[str, Any]) -> Config:
    if said.get("registered_name") or said.get("module") != "keras.layers":
        raise unsaid(f"{kind} is no layer of Keras's own.")
    known = find("layers", kind)
    if known is None:
        raise unsaid(f"Keras 2 has no {kind}.")
    if kind in _OTHERWISE_COMPUTED:
        raise unsaid(f"Keras 2 computes {kind} in another way.")
    if kind == "InputLayer":
        return _input(config)
    if "return_sequences" in known.parameters:
        known = replace(known, parameters=known.parameters | _ALSO_TAKEN)
    renamed = _RENAMED.get(kind, {})
    config = {renamed.get(name, name): value for name, value in config.items()}
    keep = (known.parameters if kind in _SPELT_OUT else _KEPT) & set(config)
    found = settled(config, known, getattr(load_keras().layers, kind, None), layer, keep=keep)
    if kind in _SPELT_OUT and config.get("output_mode") == "int":
        found["dtype"] = _SPELT_OUT[kind]
    if kind == "MultiHeadAttention":
        found |= _attention_shapes(said)
    return found


def _input(config: Mapping[str, Any]) -> Config:
    """Keras 2 has another name for the shape, and every input must be given."""
    if config.get("optional"):
        raise unsaid("Keras 2 has no inputs that may be left out.")
    more = {name: True for name in ("sparse", "ragged") if config.get(name)}
    return {"batch_input_shape": config["batch_shape"], "dtype": config["dtype"], "name": config["name"], **more}


def _attention_shapes(said: Mapping[str, Any]) -> Config:
    """Keras 2 builds this layer from shapes in its configuration."""
    shapes = said.get("build_config", {}).get("shapes_dict", {})
    query, value = shapes.get("query_shape"), shapes.get("value_shape")
    return {"query_shape": query, "value_shape": value, "key_shape": shapes.get("key_shape") or value}


def _placed(error: ProblemError, name: str) -> ProblemError:
    return ProblemError(*(item if item.where else replace(item, where=name) for item in error.problems))
