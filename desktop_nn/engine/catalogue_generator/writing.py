"""The catalogue as JSON text: sorted, one field a line, nothing that equals its default, so that it diffs well."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from desktop_nn.catalogue import Catalogue, Kind, Parameter, Port
from desktop_nn.catalogue.operations import Operation


def to_text(catalogue: Catalogue) -> str:
    """The whole file, as `desktop_nn.catalogue.load` reads it."""
    groups = {group: [kind_to_json(kinds[name]) for name in sorted(kinds)] for group, kinds in catalogue.groups.items()}
    data = {"keras_version": catalogue.keras_version, "groups": groups}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def operations_to_text(keras_version: str, operations: Sequence[Operation]) -> str:
    """The file of the operations, as `desktop_nn.catalogue.operations` reads it."""
    data = {"keras_version": keras_version, "operations": [_operation(item) for item in operations]}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _operation(item: Operation) -> dict[str, Any]:
    kind = kind_to_json(item.kind)
    del kind["category"]
    return {
        "class": item.class_name,
        "module": item.module,
        "made_with": item.made_with,
        "called_with": item.called_with,
        "order": item.order,
        "sided": item.sided,
        "start": item.start,
        "kind": kind,
    }


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
