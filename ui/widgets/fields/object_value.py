"""How a Keras object stands in a configuration: a plain name, or its class name with a config. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.catalogue import Group, Kind, Parameter, load
from desktop_nn.catalogue.values import GROUP_OF


def object_of(group: Group, value: Any) -> tuple[str, Mapping[str, Any]]:
    """The catalogue's name and the config of a value; `("", {})` for None and for anything else."""
    if isinstance(value, str):
        return _known(group, value), {}
    if isinstance(value, Mapping) and isinstance(value.get("class_name"), str):
        return _known(group, value["class_name"]), value.get("config") or {}
    return "", {}


def object_value(parameter: Parameter, name: str, config: Mapping[str, Any]) -> Any:
    """The value of the object `name` with `config`: the parameter's own default where it means the same."""
    group = GROUP_OF[parameter.kind]
    if object_of(group, parameter.default) == (name, config):
        return parameter.default
    if config or group in ("layers", "schedules"):
        return {"class_name": name, "config": dict(config)}
    return name


def selectable(group: Group) -> tuple[Kind, ...]:
    """What a user may choose in a group; layers only those that can stand inside another one."""
    kinds = (kind for kind in load().groups[group].values() if not kind.locked)
    if group == "layers":
        kinds = (kind for kind in kinds if [port.many for port in kind.ports if not port.optional] == [False])
    return tuple(sorted(kinds, key=lambda kind: kind.name.lower()))


def _known(group: Group, name: str) -> str:
    kind = load().find(group, name)
    return kind.name if kind else name
