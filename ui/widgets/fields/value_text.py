"""A parameter's value as the user reads and types it; the catalogue's `values.parse` reads it back."""

from __future__ import annotations

import json
from typing import Any

from desktop_nn.catalogue import Parameter


def value_text(parameter: Parameter, value: Any) -> str:
    """The text of a value: `3, 3` for lists and shapes, JSON where nothing else fits, nothing for None."""
    if value is None:
        return ""
    if parameter.kind == "json":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return ", ".join(_entry(item) for item in value)
    return _entry(value)


def _entry(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}" if value == float(f"{value:.15g}") else repr(value)
    return str(value)
