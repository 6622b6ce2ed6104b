"""How a model was compiled, as Keras 2 writes it: losses, metrics, weights of losses; not the optimizer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.engine.keras2.known import has_function, unsaid
from desktop_nn.engine.keras2.objects import ROOMS, Config, described, nothing_inside

_KNOWN_BY_COMPILE = {"accuracy", "acc", "crossentropy", "ce"}
_OLDER_NAMES: Mapping[str, str | Config] = {
    "kl_divergence": "kullback_leibler_divergence",
    "log_cosh": "logcosh",
    "huber": {"class_name": "Huber", "config": {}},
}
"""Losses as all of TensorFlow 2 know them."""


def training_config(model: Any, optimizer: Config) -> Config:
    """The attribute `training_config` of a compiled model's file. Raises ProblemError."""
    said = model.get_compile_config() or {}
    return {
        "loss": _each("losses", said.get("loss")),
        "metrics": _each("metrics", said.get("metrics")),
        "weighted_metrics": _each("metrics", said.get("weighted_metrics")),
        "loss_weights": said.get("loss_weights"),
        "sample_weight_mode": None,  # TensorFlow 2.0 and 2.1 look for it
        "optimizer_config": optimizer,
    }


def _each(room: str, said: Any) -> Any:
    """A structure of losses or metrics."""
    if isinstance(said, list | tuple):
        return [_each(room, item) for item in said]
    if isinstance(said, str):
        return _named(room, said)
    if not isinstance(said, Mapping):
        return said
    if "class_name" not in said:
        return {key: _each(room, value) for key, value in said.items()}
    if said["class_name"] == "function":
        return _named(room, str(said["config"]))
    return _object(room, said)


def _object(room: str, said: Mapping[str, Any]) -> Config:
    if ROOMS.get(said.get("module") or "") != room or said.get("registered_name"):
        raise unsaid(f"{said['class_name']} is none of Keras's own {room}.")
    config = dict(said["config"])
    if config.get("reduction") is None:
        config.pop("reduction", None)
    return described(room, said["class_name"], config, nothing_inside)


def _named(room: str, name: str) -> str | Config:
    if room == "metrics" and name in _KNOWN_BY_COMPILE:
        return name
    if not has_function(room, name):
        raise unsaid(f"Keras 2 has no {'loss' if room == 'losses' else 'metric'} {name}.")
    return _OLDER_NAMES.get(name, name) if room == "losses" else name
