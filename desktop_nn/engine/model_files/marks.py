"""What this app adds to the model files it writes: the project with its drawing, and random states.

Keras passes over it when it loads such a file. A mark counts only while the file's configurations are the ones
that it was made for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NAME = "desktop_nn"
"""The attribute's name in HDF5, and the entry's in a `.keras` archive's metadata."""

RandomStates = Mapping[str, tuple[tuple[int, ...], ...]]
"""States of a layer's random generators (dropout), by layer name; Keras itself does not save them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`project` is the text of a .dnn file."""

    project: str
    digest: str
    random_states: RandomStates = field(default_factory=dict)


def digest(*texts: str) -> str:
    """Identifies configurations."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def dumps(mark: Mark) -> str:
    """The mark as text."""
    return json.dumps({"project": mark.project, "digest": mark.digest, "random_states": dict(mark.random_states)})


def from_json(value: Any) -> Mark | None:
    """The mark out of parsed JSON, or None if it is none."""
    if not isinstance(value, dict) or not isinstance(value.get("project"), str):
        return None
    states = value.get("random_states")
    return Mark(value["project"], str(value.get("digest")), _states(states) if isinstance(states, dict) else {})


def _states(value: Mapping[Any, Any]) -> RandomStates:
    found: dict[str, tuple[tuple[int, ...], ...]] = {}
    for layer, states in value.items():
        if isinstance(states, list) and all(_is_state(state) for state in states):
            found[str(layer)] = tuple(tuple(state) for state in states)
    return found


def _is_state(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(n) is int and 0 <= n < 2**32 for n in value)
