"""Layers that cannot be built here, as a drawing holds them: the class by its name, the settings as the file has them.

The name is the class's own without its package, so that code of the user's own that has such a class makes the layer
usable (`graph/own_layers.py`). Nothing in the settings is ever made or run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from desktop_nn.catalogue import Catalogue, Kind
from desktop_nn.catalogue.catalogue import UNKNOWN_PORTS
from desktop_nn.engine.model_files.report import Notes

LOCKED: Final = "locked"
"""The category of a kind that only stands for a class that is not here."""
_LENGTH: Final = 2**20
"""Of a layer's settings as text; what is longer is no setting."""
_DEPTH: Final = 20
_NAME_LENGTH: Final = 100
_BAD: Final = re.compile(r"[^A-Za-z0-9_.>]")
_SAID_ELSEWHERE: Final = frozenset({"name", "build_config", "batch_input_shape", "batch_shape"})


def kind_of(data: Mapping[str, Any], catalogue: Catalogue) -> Kind:
    """The kind of a locked layer: its class's name. A class of the user's own that is called as one of Keras's gets
    its package before it, for it must never be taken for that."""
    whole = _BAD.sub("_", str(data.get("registered_name") or data.get("class_name")))[-_NAME_LENGTH:] or "Unknown"
    name = _BAD.sub("_", str(data.get("class_name"))).rpartition(">")[2][:_NAME_LENGTH] or whole
    known = catalogue.layers.get(name)
    if known is None:
        return Kind("layers", name, "", LOCKED, ports=UNKNOWN_PORTS)
    if known.locked and not _foreign(data):
        return known
    return Kind("layers", whole if ">" in whole else f"Custom>{name}", "", LOCKED, ports=UNKNOWN_PORTS)


def settings(config: Mapping[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    """A locked layer's settings as they are in the file."""
    found = {name: value for name, value in config.items() if name not in _SAID_ELSEWHERE}
    if len(json.dumps(found)) > _LENGTH or _deep(found, _DEPTH):
        notes.left_out(where, "its settings were left out", "they are larger than settings are")
        return {}
    return found


def setting(value: Any) -> Any:
    """One setting that cannot be made: a plain name if it is one, else as it is in the file."""
    if isinstance(value, dict) and value.get("class_name") == "function" and isinstance(value.get("config"), str):
        return value["config"]
    if isinstance(value, dict) and not _deep(value, _DEPTH) and len(json.dumps(value)) <= _LENGTH:
        return {"class_name": str(value.get("class_name")), "config": value.get("config") or {}}
    return value if isinstance(value, str) else None


def _foreign(data: Mapping[str, Any]) -> bool:
    module = data.get("module")
    return module is not None and str(module).split(".")[0] != "keras"


def _deep(value: Any, left: int) -> bool:
    if isinstance(value, dict | list):
        return left == 0 or any(
            _deep(item, left - 1) for item in (value.values() if isinstance(value, dict) else value)
        )
    return False
