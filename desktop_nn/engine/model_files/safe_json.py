"""Parses JSON out of files that nobody vouches for: bounded size and depth, no NaN, no endless recursion."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from desktop_nn.engine.model_files import limits
from desktop_nn.engine.model_files.refusals import DAMAGED, refused

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def parse(text: str, name: str) -> Any:
    """The value of a JSON text; `name` says what it is in messages. Raises ProblemError."""
    if len(text) > limits.ATTRIBUTE_BYTES:
        raise refused(f"Its {name} is larger than {limits.ATTRIBUTE_BYTES // limits.MEBIBYTE} MB.", DAMAGED)
    if depth(text) > limits.JSON_DEPTH:
        raise refused(f"Its {name} is nested more than {limits.JSON_DEPTH} levels deep.", DAMAGED)
    try:
        return json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise refused(f"Its {name} is no valid JSON.", DAMAGED) from error


def depth(text: str) -> int:
    """How deep lists and objects are nested, found without parsing."""
    deepest = level = 0
    for match in _BRACKETS.finditer(text):
        mark = match.group()
        if mark in "[{":
            level += 1
            deepest = max(deepest, level)
        elif mark in "]}":
            level -= 1
    return deepest


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """The value if it is a JSON object. Raises ProblemError otherwise."""
    if not isinstance(value, dict):
        raise refused(f"Its {name} is not built as Keras builds it.", DAMAGED)
    return value


def items(value: Any, name: str) -> list[Any]:
    """The value if it is a JSON list. Raises ProblemError otherwise."""
    if not isinstance(value, list):
        raise refused(f"Its {name} is not built as Keras builds it.", DAMAGED)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
