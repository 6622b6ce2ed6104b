"""Lays out JSON so that people can read it and line-by-line diffs stay small. Knows nothing of projects.

Sections are opened line by line, objects in them (a layer, a link) stand on one line each where they fit.
"""

from __future__ import annotations

import json
from typing import Any

WIDTH = 118
_SECTIONS = 1
"""Containers down to this depth are always opened…"""
_TABLES = 3
"""…and down to this one if they hold nothing but containers: one object a line."""


def layout(value: Any) -> str:
    """The JSON text of a value, with a final line break. Raises ValueError for NaN and infinity."""
    return _text(value, 0, 0) + "\n"


def _text(value: Any, depth: int, column: int) -> str:
    short = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or not value:
        return short
    margin = "  " * depth
    if not _opened(value, depth) and len(margin) + column + len(short) < WIDTH:
        return short
    if isinstance(value, dict):
        keys = [json.dumps(key, ensure_ascii=False) + ": " for key in value]
        items = [key + _text(item, depth + 1, len(key)) for key, item in zip(keys, value.values(), strict=True)]
    else:
        items = [_text(item, depth + 1, 0) for item in value]
    start, end = "{}" if isinstance(value, dict) else "[]"
    inner = margin + "  "
    return f"{start}\n{inner}" + f",\n{inner}".join(items) + f"\n{margin}{end}"


def _opened(value: dict[str, Any] | list[Any], depth: int) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return depth <= _SECTIONS or (depth <= _TABLES and all(isinstance(item, dict | list) for item in items))
