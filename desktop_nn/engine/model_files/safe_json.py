"""Parses JSON out of files that nobody vouches for, within bounds and without room for two readings of it.

Refused are: too large, too deep, a key twice in one object, NaN and infinity (also as 1e999), integers beyond 64 bits,
halves of surrogate pairs. The depth is found before parsing, in a time that grows with the length only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import isinf
from typing import Any, NoReturn

from desktop_nn.engine.model_files import limits
from desktop_nn.engine.model_files.refusals import DAMAGED, refused

_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""Every quote begins a match, also one that is never closed: a search that began anew at each would never end."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def parse(text: str, name: str, largest: int = limits.JSON_BYTES) -> Any:
    """The value of a JSON text; `name` says what it is in messages. Raises ProblemError."""
    if len(text) > largest:
        raise refused(f"Its {name} is larger than {largest // limits.MEBIBYTE} MB.", DAMAGED)
    if depth(text) > limits.JSON_DEPTH:
        raise refused(f"Its {name} is nested more than {limits.JSON_DEPTH} levels deep.", DAMAGED)
    try:
        value = json.loads(
            text, parse_constant=_no_number, parse_float=_finite, parse_int=_integer, object_pairs_hook=_object
        )
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:  # a UnicodeError is a ValueError
        raise refused(f"Its {name} is no valid JSON.", DAMAGED) from error
    return value


def depth(text: str) -> int:
    """How deep lists and objects are nested, found without parsing.

    Of a text whose brackets do not match it is at least how many are open at once, as a parser would see it.
    """
    bare = _STRINGS.sub(b"", text.encode("utf-8", "surrogatepass"))
    left = bare.translate(_ONE_KIND, _ALL_BUT_BRACKETS)
    found = 0
    while found <= limits.JSON_DEPTH:
        smaller = left.replace(b"[]", b"")
        if len(smaller) == len(left):
            break
        left, found = smaller, found + 1
    return found + left.count(b"[")


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


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    return _no_number(text[:20]) if isinf(number) else number


def _integer(text: str) -> int:
    """Keras's own numbers have 64 bits; longer ones would only be trouble later."""
    number = int(text) if len(text) <= limits.LONGEST_INTEGER else 2**64
    return number if -(2**63) <= number < 2**64 else _no_number(text[:20])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers may take different ones of two values for a key, so that one would check what the other uses."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found
