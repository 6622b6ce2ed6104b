"""Reads Keras's docstrings (Google style): description, arguments, and the other sections. Imports no Keras."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

_SECTION = re.compile(r"^([A-Z][A-Za-z()`' ]{2,40}):\s*$")
_ARGUMENTS = ("args", "arguments")
_ITEM = re.compile(r"^(\s*)\*{0,2}`?(\w+)`?\s*(?:\([^)]*\))?\s*:\s*(.*)$")

_TITLE = re.compile(r"^(\s*)\*{0,2}`?[A-Za-z]\w*(?: \w+)?`?\s*:")


@dataclass(frozen=True, slots=True)
class Docstring:
    """The raw parts of a docstring: text before the first section, argument texts, sections by lower-case title."""

    description: str
    arguments: Mapping[str, str]
    sections: Mapping[str, str]


def read(target: Any, names: Collection[str]) -> Docstring:
    """The docstring of a class or function; `names` are its argument names, which open an item wherever they stand."""
    description: list[str] = []
    sections: dict[str, list[str]] = {}
    lines = description
    for line in _dedented(target):
        title = _SECTION.match(line)
        if title:
            lines = sections.setdefault(title[1].lower(), [])
        else:
            lines.append(line)
    arguments = [line for title in _ARGUMENTS for line in sections.get(title, ())]
    return Docstring(
        "\n".join(description), _items(arguments, names), {title: "\n".join(text) for title, text in sections.items()}
    )


def _dedented(target: Any) -> list[str]:
    """The lines without the indentation of the source. Keras appends examples to some docstrings that have none, so
    the first indented line decides, and not the least indented one as in `inspect.getdoc`."""
    first, *rest = (
        ((target.__doc__ if inspect.isclass(target) else inspect.getdoc(target)) or "").expandtabs().split("\n")
    )
    indent = next((len(line) - len(line.lstrip()) for line in rest if line.strip()), 0)
    return [first.strip(), *(line[min(indent, len(line) - len(line.lstrip())) :].rstrip() for line in rest)]


def _items(lines: Collection[str], names: Collection[str]) -> dict[str, str]:
    """Argument texts by name. Keras indents some items wrongly, so an argument's name opens an item anywhere;
    any other title that is not indented further than the present item closes it."""
    found: dict[str, list[str]] = {}
    present: list[str] = []
    indent = 0
    for line in lines:
        item, title = _ITEM.match(line), _TITLE.match(line)
        if item and item[2] in names and item[2] not in found:
            present, indent = found.setdefault(item[2], []), len(item[1])
            present.append(item[3])
        elif (title and len(title[1]) <= indent) or (line.strip() and not line.startswith(" ")):
            present = []  # another argument or section, or text of the class after its arguments
        else:
            present.append(line)
    return {name: inspect.cleandoc("\n".join(text)) for name, text in found.items()}
