"""The catalogue as JSON text: sorted, one field a line, nothing that equals its default, so that it diffs well."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any

from desktop_nn.catalogue import Catalogue, Kind, Parameter, Port


def to_text(catalogue: Catalogue) -> str:
    """The whole file, as `desktop_nn.catalogue.load` reads it."""
    groups = {group: [kind_to_json(kinds[name]) for name in sorted(kinds)] for group, kinds in catalogue.groups.items()}
    data = {"keras_version": catalogue.keras_version, "groups": groups}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def kind_to_json(kind: Kind) -> dict[str, Any]:
    """A kind without its group, which is the key that it stands under."""
    data = _changed(kind)
    del data["group"]
    for name in ("parameters", "ports"):
        if name in data:
            data[name] = [_changed(item) for item in data[name]]
    return data


def _changed(value: Kind | Parameter | Port) -> dict[str, Any]:
    """The fields that have no default, or differ from it."""
    return {
        field.name: getattr(value, field.name)
        for field in fields(value)
        if field.default is MISSING or getattr(value, field.name) != field.default
    }
