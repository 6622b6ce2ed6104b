"""Python expressions as values, and how they are laid out in lines. Nothing here knows Keras."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

WIDTH = 88
"""Of lines: what formatters take without being told."""
STEP = "    "
_MANY = 40
"""A list of more plain values than this fills its lines; a shorter one has one value a line."""


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of `function`; `arguments` are positional, `keywords` follow. `then` calls the result."""

    function: str
    arguments: Sequence[Expression] = ()
    keywords: Mapping[str, Expression] = field(default_factory=dict)
    then: Call | None = None


Expression: TypeAlias = "Code | Call | Sequence[Any] | Mapping[str, Any] | str | float | bool | None"
"""Code and calls, and plain values, which become literals; lists and tuples may hold expressions."""


def rendered(value: Expression, indent: str = "", before: int = 0, after: int = 0) -> str:
    """The expression's text: in one line if it fits beside `before` and `after` other characters, else opened."""
    flat = _flat(value)
    if len(indent) + before + len(flat) + after <= WIDTH or isinstance(value, Code | str):
        return flat
    if isinstance(value, Call):
        return _opened_call(value, indent)
    if isinstance(value, Mapping):
        return _opened("{", _pairs(value, indent + STEP), "}", indent)
    if isinstance(value, Sequence) and value:
        start, end = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        if len(value) > _MANY and all(isinstance(item, str | int | float) for item in value):
            return f"{start}\n{_filled([_flat(item) for item in value], indent + STEP)}\n{indent}{end}"
        return _opened(start, [rendered(item, indent + STEP, 0, 1) for item in value], end, indent)
    return flat


def assigned(name: str, value: Expression, indent: str = "") -> str:
    """`name = value`."""
    return f"{indent}{name} = {rendered(value, indent, len(name) + 3)}"


def literal(text: str) -> str:
    """A string as Python writes it, in the quotes that formatters prefer, with signs for what cannot be seen."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_sign(sign, quote) for sign in text)}{quote}"


def _sign(sign: str, quote: str) -> str:
    if sign in ("\\", quote):
        return f"\\{sign}"
    return sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode("ascii")


def _flat(value: Expression) -> str:
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Call):
        items = [*map(_flat, value.arguments), *(f"{key}={_flat(item)}" for key, item in value.keywords.items())]
        return f"{value.function}({', '.join(items)}){_flat(value.then) if value.then else ''}"
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flat(key)}: {_flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_flat, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_flat, value))}]"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value).replace("e+", "e")


def _opened_call(value: Call, indent: str) -> str:
    inner = indent + STEP
    items = [rendered(item, inner, 0, 1) for item in value.arguments]
    items += [f"{key}={rendered(item, inner, len(key) + 1, 1)}" for key, item in value.keywords.items()]
    head = _opened(f"{value.function}(", items, ")", indent) if items else f"{value.function}()"
    return head + (rendered(value.then, indent, 1) if value.then else "")


def _pairs(value: Mapping[str, Any], indent: str) -> list[str]:
    keys = [f"{_flat(key)}: " for key in value]
    return [key + rendered(item, indent, len(key), 1) for key, item in zip(keys, value.values(), strict=True)]


def _opened(start: str, items: Iterable[str], end: str, indent: str) -> str:
    inner = indent + STEP
    return f"{start}\n{inner}" + f",\n{inner}".join(items) + f",\n{indent}{end}"


def _filled(items: Sequence[str], indent: str) -> str:
    """Items one after the other, as many as fit into each line."""
    lines, line = [], indent
    for item in items:
        if len(line) + len(item) + 1 > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += f"{item}, "
    return "\n".join([*lines, line.rstrip()])
