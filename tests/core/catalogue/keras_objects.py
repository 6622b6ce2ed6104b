"""Builds Keras objects straight from the catalogue's paths and configs, as a plain script would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import keras

from desktop_nn.catalogue import Group, Kind, load
from desktop_nn.catalogue.catalogue import of_keras
from desktop_nn.catalogue.values import GROUP_OF


def target(kind: Kind) -> Any:
    """The class or function that the kind's path names."""
    found: Any = keras
    for part in kind.path.split(".")[1:]:
        found = getattr(found, part)
    return found


def build(kind: Kind, config: Mapping[str, Any]) -> Any:
    """The object with that config; objects inside are built first."""
    return target(kind)(**{name: _value(kind, name, value) for name, value in kind.of_making(config).items()})


def _value(kind: Kind, name: str, value: Any) -> Any:
    parameter = kind.parameter(name)
    if not isinstance(value, dict) or "class_name" not in value or parameter is None:
        return value
    inner = load().find(GROUP_OF[parameter.kind], value["class_name"])
    assert inner is not None
    return build(inner, value["config"])


def plain_config(value: Any) -> Any:
    """A config as a file holds it: lists for tuples, objects by name and config only."""
    if isinstance(value, dict) and "class_name" in value:
        return {"class_name": value["class_name"], "config": plain_config(value.get("config"))}
    if isinstance(value, dict):
        return {name: plain_config(entry) for name, entry in value.items()}
    return [plain_config(entry) for entry in value] if isinstance(value, list | tuple) else value


def classes(*groups: Group) -> Iterator[Kind]:
    """Every kind of these groups (of all, if none is named) that is a class and may be built."""
    for group in groups or tuple(of_keras().groups):
        for kind in of_keras().groups[group].values():
            if kind.path and not kind.locked and isinstance(target(kind), type):
                yield kind
