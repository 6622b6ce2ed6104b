"""Reads the shape of a model's input, wherever the version of Keras that wrote the file put it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.graph.facts import Shape

_WITH_BATCH = ("batch_shape", "batch_input_shape", "build_input_shape")


def input_config(config: Mapping[str, Any], where: str) -> dict[str, Any]:
    """An InputLayer's config as the document holds it: `shape` without the batch axis, `batch_size` if fixed.

    Raises ProblemError if the config does not say the shape.
    """
    batch_size, shape = _batch_and_shape(config, where)
    found: dict[str, Any] = {"shape": shape, "dtype": config.get("dtype"), "name": config.get("name")}
    if batch_size is not None:
        found["batch_size"] = batch_size
    if found["dtype"] == "float32":
        found["dtype"] = None
    return {**found, **{name: True for name in ("sparse", "optional", "ragged") if config.get(name) is True}}


def says_shape(config: Mapping[str, Any]) -> bool:
    """Whether a first layer's (or a Sequential's) config tells the shape of the input."""
    return any(config.get(name) is not None for name in (*_WITH_BATCH, "input_shape", "input_dim"))


def built_for(data: Mapping[str, Any]) -> tuple[Shape, ...]:
    """The one shape for which a serialized layer says that it was built, or nothing."""
    build = data.get("build_config")
    value = build.get("input_shape") if isinstance(build, dict) else None
    shape = shape_of(value)
    return () if shape is None else (shape,)


def shape_of(value: Any) -> Shape | None:
    """A stored shape with the batch axis, which is made unknown; None if it is none."""
    plain = isinstance(value, list) and all(size is None or (type(size) is int and size >= 0) for size in value)
    return (None, *value[1:]) if plain and 0 < len(value) <= 32 else None


def _batch_and_shape(config: Mapping[str, Any], where: str) -> tuple[int | None, list[int | None]]:
    for name in _WITH_BATCH:
        if config.get(name) is not None:
            batch_size, *shape = _sizes(config[name], where) or [None]
            return batch_size, shape
    if config.get("input_shape") is not None:
        return None, _sizes(config["input_shape"], where)
    if config.get("input_dim") is not None:
        return None, _sizes([config["input_dim"]], where)
    raise refused("It does not say which shape the input has.", "Save the model once more after model.build.", where)


def _sizes(value: Any, where: str) -> list[int | None]:
    plain = isinstance(value, list) and all(size is None or (type(size) is int and size >= 0) for size in value)
    if not plain or len(value) > 32:
        raise refused("The shape of the input is not stored as Keras stores it.", DAMAGED, where)
    return list(value)
