"""Values of a Keras 3 configuration as Keras 2 writes them: initializers, activations, dtypes, and what holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from desktop_nn.engine.keras2.known import Kind2, defaults_of, find, has_function, unsaid
from desktop_nn.engine.loading import load_keras

Config: TypeAlias = dict[str, Any]
Layer: TypeAlias = Callable[[Mapping[str, Any]], Config]
"""Turns the description of a layer inside another one (a wrapped layer, a cell)."""

ROOMS = {
    "keras.initializers": "initializers",
    "keras.regularizers": "regularizers",
    "keras.constraints": "constraints",
    "keras.optimizers.schedules": "optimizers.schedules",
    "keras.losses": "losses",
    "keras.metrics": "metrics",
}
_LAYERS = ("keras.layers", "keras", "keras.models")
_ACTIVATIONS = {"silu": "swish"}
_OTHERWISE_COMPUTED = {"hard_sigmoid", "hard_silu", "hard_swish"}
"""Keras 2 computes these in another way under the same name, which nobody would notice."""
_ALWAYS_THE_SAME = {
    "data_format": "channels_last",
    "reduction": "sum_over_batch_size",
    "rms_scaling": False,
}
"""What Keras 3 writes although nothing was said."""
_WITHOUT_EFFECT = {"seed", "use_cudnn", "quantization_config", "vocabulary_size"}
"""Parameters that may be left out whatever they say: the weights and what the model computes are the same."""


def settled(
    config: Mapping[str, Any], kind: Kind2, keras3: type | None, layer: Layer, *, keep: frozenset[str] = frozenset()
) -> Config:
    """A class's parameters as Keras 2 takes them. Those of `keep` are written even if they are the default.

    What Keras 2 does not know is left out if it says what Keras 3 does anyway. Raises ProblemError otherwise.
    """
    own = defaults_of(keras3)
    found: Config = {}
    for name, said in config.items():
        if name in kind.parameters or name in keep:
            value = plain(said, layer, name)
            if name in keep or name not in kind.defaults or kind.defaults[name] != value:
                found[name] = value
        elif not _may_be_left_out(name, said, own):
            raise unsaid(f"Keras 2 does not know the parameter {name} (here {_short(said)}).")
    return found


def plain(said: Any, layer: Layer, name: str = "") -> Any:
    """One value. Raises ProblemError for objects that Keras 2 does not know."""
    if isinstance(said, list | tuple):
        return [plain(item, layer, name) for item in said]
    if isinstance(said, str) and name.endswith("activation"):
        return _activation(said)
    if not isinstance(said, Mapping):
        return said
    if "class_name" not in said:
        return {key: plain(value, layer, key) for key, value in said.items()}
    return _object(said, layer, name)


def _object(said: Mapping[str, Any], layer: Layer, name: str) -> Any:
    kind, module, config = said["class_name"], said.get("module"), said.get("config")
    if kind == "DTypePolicy":
        return dtype(str(config["name"] if isinstance(config, Mapping) else config))
    if kind == "__tuple__":
        return [plain(item, layer, name) for item in said["items"]]
    if kind in ("__numpy__", "__tensor__"):
        return config["value"] if isinstance(config, Mapping) else config
    if kind == "function" and name.endswith("activation"):
        return _activation(str(config))
    if module in _LAYERS:
        return layer(said)
    if module in ROOMS and isinstance(config, Mapping):
        return described(ROOMS[module], kind, config, layer)
    raise unsaid(f"Keras 2 has no {kind}.")


def described(room: str, kind: str, config: Mapping[str, Any], layer: Layer) -> Config:
    """An object of a room other than the layers, as `{"class_name", "config"}`. Raises ProblemError."""
    known = find(room, kind)
    if known is None:
        raise unsaid(f"Keras 2 has no {kind}.")
    if room == "regularizers" and kind in ("L1", "L2"):  # under these names since TensorFlow 2.3 only
        return {"class_name": "L1L2", "config": {key.lower(): value for key, value in config.items()}}
    keras3 = getattr(_room(room), kind, None)
    return {"class_name": kind, "config": settled(config, known, keras3, layer)}


def dtype(name: str) -> Any:
    """A policy by its name. Raises ProblemError for those of quantization."""
    if name.startswith("mixed_"):
        return {"class_name": "Policy", "config": {"name": name}}
    if "_from_" in name:
        raise unsaid(f"Keras 2 knows no quantized layers ({name}).")
    return name


def nothing_inside(said: Mapping[str, Any]) -> Config:
    """For objects in which no layer can lie. Raises ProblemError."""
    raise unsaid(f"Keras 2 has no {said['class_name']} in this place.")


def _room(room: str) -> Any:
    found = load_keras()
    for part in room.split("."):
        found = getattr(found, part)
    return found


def _activation(name: str) -> str:
    known = _ACTIVATIONS.get(name, name)
    if known in _OTHERWISE_COMPUTED:
        raise unsaid(f"Keras 2 computes the activation {name} in another way.")
    if not has_function("activations", known):
        raise unsaid(f"Keras 2 has no activation {name}.")
    return known


def _may_be_left_out(name: str, said: Any, own: Mapping[str, Any]) -> bool:
    if name in _WITHOUT_EFFECT or said is None:
        return True
    return bool((name in own and own[name] == said) or _ALWAYS_THE_SAME.get(name) == said)


def _short(said: Any) -> str:
    text = str(said)
    return text if len(text) <= 40 else f"{text[:39]}…"
