"""What a text that the user typed means for a parameter. Whether the value then fits is the word of `checks`."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from desktop_nn.catalogue.checks import GROUP_OF, check
from desktop_nn.catalogue.kinds import Parameter, ParameterKind

_NONE = frozenset({"none", "null", "?", "…"})
_TRUTH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_SEPARATOR = re.compile(r"\s*[,;×x]\s*|\s+")
_BRACKETS = re.compile(r"^[(\[]\s*(.*?)\s*,?\s*[)\]]$")
_FRACTION = re.compile(r"^([-+\d.eE]+)\s*/\s*([-+\d.eE]+)$")
_WORD = re.compile(r"^[\w./:-]+$")
_LONGEST = 100_000


def parse(parameter: Parameter, text: str) -> Any:
    """The JSON value that the text stands for. Raises ValueError with one sentence if it stands for none that fits.

    Lists are typed `3, 3`, `3 3`, `3x3` or in brackets; None as nothing or as `none`; fractions as `1/255`.
    """
    text = text.strip() if parameter.kind != "string" else text
    if parameter.optional and text.strip().casefold() in ("", "none", "null"):
        return None
    if not text and parameter.kind != "string":
        raise ValueError(f"{parameter.name} needs a value.")
    value = _object(text) if parameter.kind in GROUP_OF else _READERS[parameter.kind](parameter, text)
    reason = check(parameter, value)
    if reason:
        raise ValueError(reason)
    return value


def _whole(_parameter: Parameter, text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        return text


def _number(_parameter: Parameter, text: str) -> Any:
    fraction = _FRACTION.match(text)
    try:
        return float(fraction[1]) / float(fraction[2]) if fraction else float(text)
    except (ValueError, ZeroDivisionError):
        return text


def _truth(_parameter: Parameter, text: str) -> Any:
    return _TRUTH.get(text.casefold(), text)


def _text(_parameter: Parameter, text: str) -> Any:
    return text


def _choice(parameter: Parameter, text: str) -> Any:
    return next((choice for choice in parameter.choices if choice.casefold() == text.casefold()), text)


def _wholes(parameter: Parameter, text: str) -> Any:
    return _entries(parameter, text, _whole)


def _numbers(parameter: Parameter, text: str) -> Any:
    return _entries(parameter, text, _number)


def _entries(parameter: Parameter, text: str, read: Callable[[Parameter, str], Any]) -> Any:
    """One number, or a list if the text has brackets or separators."""
    parts = _parts(text)
    bare = len(parts) == 1 and parts[0] == text and not parameter.list_only
    return read(parameter, text) if bare else [read(parameter, part) for part in parts]


def _shape(parameter: Parameter, text: str) -> Any:
    return [None if part.casefold() in _NONE else _whole(parameter, part) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    inner = _BRACKETS.match(text)
    text = inner[1] if inner else text.removesuffix(",").rstrip()
    return _SEPARATOR.split(text) if text else []


def _json(parameter: Parameter, text: str) -> Any:
    """JSON, or Python's writing of the same, or a bare word."""
    if len(text) > _LONGEST:
        raise ValueError(f"{parameter.name} is too long.")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        pass
    try:
        return _plain(ast.literal_eval(text))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        pass
    if _WORD.match(text):
        return text
    raise ValueError(f'{parameter.name} must be written as JSON, such as 1, "text" or [1, 2].')


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _plain(value: Any) -> Any:
    """Tuples as lists. Raises ValueError for what JSON cannot hold."""
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError(value)


def _object(text: str) -> Any:
    """A name, a number (for schedules) or a JSON object."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text


_READERS: Mapping[ParameterKind, Callable[[Parameter, str], Any]] = {
    "int": _whole,
    "float": _number,
    "bool": _truth,
    "string": _text,
    "choice": _choice,
    "ints": _wholes,
    "floats": _numbers,
    "shape": _shape,
    "dtype": _text,
    "json": _json,
}
