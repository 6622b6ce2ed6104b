"""Reads the catalogue from `resources` and answers look-ups and searches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from desktop_nn.catalogue.kinds import Group, Kind, Parameter, Port
from desktop_nn.catalogue.operations import load_operations
from desktop_nn.catalogue.own import OWN

UNKNOWN_PORTS = (Port("inputs", many=True),)
"""Of a layer whose class is not here."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All kinds by group and name, and the Keras version that they were read from. Two catalogues are never equal."""

    keras_version: str
    groups: Mapping[Group, Mapping[str, Kind]]

    @property
    def layers(self) -> Mapping[str, Kind]:
        """The layer kinds by class name."""
        return self.groups["layers"]

    def find(self, group: Group, name: str) -> Kind | None:
        """The kind of that exact name or alias, or None. A name wins over another kind's alias."""
        return self.groups[group].get(name) or self._by_alias[group].get(name)

    @cached_property
    def _by_alias(self) -> Mapping[Group, Mapping[str, Kind]]:
        return {
            group: {alias: kind for kind in kinds.values() for alias in kind.aliases}
            for group, kinds in self.groups.items()
        }

    def ports(self, layer_kind: str) -> tuple[Port, ...]:
        """Input ports of a layer kind; of an unknown kind nobody knows how many inputs it takes."""
        kind = self.layers.get(layer_kind)
        return kind.ports if kind else UNKNOWN_PORTS


def kind_from_json(group: Group, data: Mapping[str, Any]) -> Kind:
    """A kind as the catalogue file holds it. Raises KeyError or TypeError for a malformed entry."""
    fields = dict(data)
    fields["parameters"] = tuple(
        Parameter(**{**item, "choices": tuple(item.get("choices", ()))}) for item in data.get("parameters", ())
    )
    fields["ports"] = tuple(Port(**item) for item in data.get("ports", ()))
    fields["aliases"] = tuple(data.get("aliases", ()))
    return Kind(group=group, **fields)


@cache
def load() -> Catalogue:
    """The catalogue shipped with the app and what it adds; read once (a few milliseconds), then shared."""
    found = of_keras()
    groups = {group: dict(kinds) for group, kinds in found.groups.items()}
    for kind in (*OWN, *(item.kind for item in load_operations().values())):
        groups[kind.group][kind.name] = kind
    return Catalogue(found.keras_version, groups)


@cache
def of_keras() -> Catalogue:
    """What was read from Keras alone."""
    text = files("resources").joinpath("catalogue", "keras.json").read_text("utf-8")
    data = json.loads(text)
    groups: dict[Group, dict[str, Kind]] = {
        group: {item["name"]: kind_from_json(group, item) for item in items} for group, items in data["groups"].items()
    }
    return Catalogue(data["keras_version"], groups)
