"""Says in plain words what pydantic found wrong in a project file. No rule of the file lives here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_nn.problems import Problem

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_KINDS = {
    "bool_type": "true or false",
    "dataclass_type": "an object in braces",
    "dict_type": "an object in braces",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "mapping_type": "an object in braces",
    "string_type": "a text in quotes",
    "tuple_type": "a list in brackets",
}
_UNION_TAGS = frozenset({"int", "float"})
"""pydantic ends the path of a number that may be whole or not with the kind it tried."""


def problem_of(error: ValidationError) -> Problem:
    """The first thing that is wrong, with the path of its field."""
    first = error.errors()[0]
    path = first["loc"]
    name = str(path[-1]) if path else ""
    if first["type"] == "missing":
        return Problem(f"The field “{name}” is missing.", path_text(path[:-1]), "Add it.")
    if first["type"] == "unexpected_keyword_argument":
        return Problem(
            f"The field “{name}” is not known here.", path_text(path[:-1]), "Check its spelling or remove it."
        )
    what, fix = _wrong_value(first)
    return Problem(what, path_text(path), fix)


def path_text(path: Sequence[int | str]) -> str:
    """A field's place as people read it, counting from 1: `graph › layers › 3 › name`."""
    parts = list(path[:-1]) if path and path[-1] in _UNION_TAGS else list(path)
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in parts)


def _wrong_value(error: ErrorDetails) -> tuple[str, str]:
    shown = repr(error["input"])
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    if error["type"] == "literal_error":
        return f"{shown} is not possible here.", f"Use {error['ctx']['expected']}."
    kind = _KINDS.get(error["type"], "")
    if error["loc"] and error["loc"][-1] in _UNION_TAGS:
        kind = "a number"
    if kind:
        return f"{shown} stands where {kind} belongs.", f"Put {kind} there."
    return f"{shown} is wrong: {error['msg']}.", "Correct it."
