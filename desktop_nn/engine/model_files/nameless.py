"""Names for layers that are stored without one.

Keras writes a layer's name into its configuration only if the layer's class asks for it: that of a user's class without
a `get_config` of its own is missing in a Sequential model. Where the file keeps weights it knows the name all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_nn.graph.edits import snake_case
from desktop_nn.graph.model import INPUT_KIND


def with_names(
    model: Mapping[str, Any], ordered: Sequence[str] = (), grouped: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """A model's configuration in which each layer of a Sequential model has a name; the same one if all have.

    `ordered` are the names of all layers but Inputs in their order (HDF5); `grouped` names by the group that Keras
    gives a layer in an archive: its class in snake case, numbered. A layer that neither knows is called as its group.
    """
    config = model.get("config")
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        return model
    items: list[Any] = [with_names(item) if isinstance(item, dict) else item for item in config["layers"]]
    if model.get("class_name") == "Sequential":
        items = _named(items, ordered, grouped or {})
    if all(old is new for old, new in zip(config["layers"], items, strict=True)):
        return model
    return {**model, "config": {**config, "layers": items}}


def _named(items: list[Any], ordered: Sequence[str], grouped: Mapping[str, str]) -> list[Any]:
    if all(_name(item) for item in items):
        return items
    layers = [item for item in items if not _is_input(item)]
    by_place = list(ordered) if len(ordered) == len(layers) else []
    taken, counts, place = {_name(item) for item in items} - {""}, dict[str, int](), 0
    found = []
    for item in items:
        group = _group(item, counts)
        if not _name(item) and isinstance(item, dict) and isinstance(item.get("config"), dict):
            name = grouped.get(group) or (by_place[place] if by_place and not _is_input(item) else "") or group
            while name in taken:
                name = f"{name}_1"
            taken.add(name)
            item = {**item, "config": {**item["config"], "name": name}}  # noqa: PLW2901
        place += not _is_input(item)
        found.append(item)
    return found


def _name(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    config = item.get("config")
    name = item.get("name") or (config.get("name") if isinstance(config, dict) else "")
    return name if isinstance(name, str) else ""


def _is_input(item: Any) -> bool:
    return isinstance(item, dict) and item.get("class_name") == INPUT_KIND


def _group(item: Any, counts: dict[str, int]) -> str:
    name = snake_case(str(item.get("class_name"))) if isinstance(item, dict) else ""
    number = counts.get(name, 0)
    counts[name] = number + 1
    return f"{name}_{number}" if number else name
