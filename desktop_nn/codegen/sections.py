"""A generated program as sections: what a script sets apart by comments, and a notebook by cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_ALIASES = {"numpy": "np", "pandas": "pd"}
_STANDARD = frozenset({"itertools", "math", "pathlib", "time"})


@dataclass(frozen=True, slots=True)
class Import:
    """`import module`, or `from module import name`."""

    module: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the program: its title, a sentence or two about it, its code, and what that needs."""

    title: str
    code: str
    imports: frozenset[Import] = frozenset()
    about: str = ""


def import_lines(sections: Iterable[Section]) -> str:
    """All imports of the sections: the standard library's, then the others'."""
    wanted = {item for section in sections for item in section.imports}
    standard = _lines(item for item in wanted if item.module in _STANDARD)
    others = _lines(item for item in wanted if item.module not in _STANDARD)
    return "\n\n".join(block for block in (standard, others) if block)


def _lines(imports: Iterable[Import]) -> str:
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    for item in imports:
        if item.name:
            named.setdefault(item.module, set()).add(item.name)
        else:
            plain.add(item.module)
    lines = [f"import {module}{_alias(module)}" for module in sorted(plain)]
    lines += [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(named.items())]
    return "\n".join(lines)


def _alias(module: str) -> str:
    return f" as {_ALIASES[module]}" if module in _ALIASES else ""
