"""Parses JSON that nobody vouches for, without room for two readings of it and in a time that grows with its length.

Refused are: nested too deep, a key twice in one object, NaN and infinity (also as 1e999), integers beyond 64 bits,
halves of surrogate pairs. How long a text may be is the caller's to say.
"""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, Final, NoReturn

_LONGEST_INTEGER: Final = 20
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""Every quote begins a match, also one that is never closed: a search that began anew at each would never end."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class StrictError(ValueError):
    """JSON that is refused although it can be parsed; the text says why, as the end of “it …”."""


def loads(text: str, deepest: int, *, any_integer: bool = False) -> Any:
    """The value of a JSON text. Raises StrictError for what is refused, json.JSONDecodeError for what is no JSON.

    With `any_integer` whole numbers may be as long as Python takes them (ValueError beyond): of a file that somebody's
    own typing may have put them into.
    """
    if depth(text, deepest) > deepest:
        raise StrictError(f"is nested more than {deepest} levels deep")
    value = json.loads(
        text,
        parse_constant=_no_number,
        parse_float=_finite,
        parse_int=int if any_integer else _integer,
        object_pairs_hook=_object,
    )
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise StrictError("holds half of a letter (a lone surrogate)") from None
    return value


def depth(text: str, deepest: int) -> int:
    """How deep lists and objects are nested, found without parsing; it is not looked further than `deepest`.

    Of a text whose brackets do not match it is at least how many are open at once, as a parser would see it.
    """
    bare = _STRINGS.sub(b"", text.encode("utf-8", "surrogatepass"))
    left = bare.translate(_ONE_KIND, _ALL_BUT_BRACKETS)
    found = 0
    while found <= deepest:
        smaller = left.replace(b"[]", b"")
        if len(smaller) == len(left):
            break
        left, found = smaller, found + 1
    return found + left.count(b"[")


def _no_number(name: str) -> NoReturn:
    raise StrictError(f"holds {name[:_LONGEST_INTEGER]}, which is no number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    return _no_number(text) if isinf(number) else number


def _integer(text: str) -> int:
    number = int(text) if len(text) <= _LONGEST_INTEGER else 2**64
    if not -(2**63) <= number < 2**64:
        raise StrictError(f"holds {text[:_LONGEST_INTEGER]}…, a whole number of more than 64 bits")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers may take different ones of two values for a key, so that one would check what the other uses."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise StrictError("holds a key twice in one object")
    return found
