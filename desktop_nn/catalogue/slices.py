"""What stands between the brackets of `x[:, 0]`, as text and as Python's own objects. Nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

Entry: TypeAlias = "int | slice | Any | None"
"""A whole number, a slice, None for a new axis, or Ellipsis."""

_WHOLE = re.compile(r"^[+-]?\d{1,18}$")
_MOST = 64


def parse(text: str) -> tuple[Entry, ...]:
    """The entries of `:, 0, 1:3, ..., None`. Raises ValueError with a sentence for anything else."""
    parts = [part.strip() for part in text.strip().removeprefix("[").removesuffix("]").split(",")]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    if not 0 < len(parts) <= _MOST:
        raise ValueError("It names no entry.")
    return tuple(_entry(part) for part in parts)


def _entry(part: str) -> Entry:
    if part in ("...", "…"):
        return ...
    if part.casefold() in ("none", "newaxis"):
        return None
    if ":" not in part:
        return _whole(part)
    ends = [piece.strip() for piece in part.split(":")]
    if len(ends) > 3:
        raise ValueError(f"“{part}” is no slice.")
    return slice(*(None if end in ("", "None") else _whole(end) for end in ends))


def _whole(part: str) -> int:
    if not _WHOLE.match(part):
        raise ValueError(f"“{part[:20]}” is neither a whole number nor a slice such as 1:3.")
    return int(part)


def text_of(entries: Sequence[Entry]) -> str:
    """The entries as they stand between brackets: `parse` gives them back."""
    return ", ".join(_text(entry) for entry in entries) + ("," if len(entries) == 1 else "")


def _text(entry: Entry) -> str:
    if entry is ...:
        return "..."
    if not isinstance(entry, slice):
        return str(entry)
    start, stop, step = ("" if end is None else str(end) for end in (entry.start, entry.stop, entry.step))
    return f"{start}:{stop}" + (f":{step}" if step else "")
