"""A generated program as sections: what a script sets apart by comments, and a notebook by cells.

Each stretch of code knows which nodes of the drawing, or which panel of the window, it is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from desktop_nn.graph.scopes import Scope

Panel: TypeAlias = Literal["", "data", "training"]
"""Where in the window the choices behind some lines are made; empty for none in particular."""

_ALIASES = {"matplotlib.pyplot": "plt", "numpy": "np", "pandas": "pd"}
_STANDARD = frozenset({"itertools", "math", "pathlib", "time"})


@dataclass(frozen=True, slots=True)
class Import:
    """`import module`, or `from module import name`; a program does without an `optional` one."""

    module: str
    name: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Nodes of one drawing. `scopes` lead to that drawing from the whole model: a nested model that is called by
    several layers is found in as many places.
    """

    nodes: tuple[str, ...]
    scopes: tuple[Scope, ...] = ((),)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of code, and the nodes that they are of."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `first` to `last` (from 0, both in it) with the nodes or the panel that they are of."""

    first: int
    last: int
    place: Place | None = None
    panel: Panel = ""

    def moved(self, lines: int) -> Span:
        """The same so many lines further down."""
        return replace(self, first=self.first + lines, last=self.last + lines)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the program: its title, a sentence or two about it, its code, and what that needs.

    `spans` count lines from the code's first. `panel` is where the choices behind it are made.
    """

    title: str
    code: str
    imports: frozenset[Import] = frozenset()
    about: str = ""
    panel: Panel = ""
    spans: tuple[Span, ...] = ()


def joined(pieces: Sequence[Piece], start: int = 0) -> tuple[str, tuple[Span, ...]]:
    """The pieces one below the other, and where in the text each is; `start` lines stand above them."""
    spans: list[Span] = []
    line = start
    for piece in pieces:
        height = piece.text.count("\n")
        if piece.place is not None:
            spans.append(Span(line, line + height, piece.place))
        line += height + 1
    return "\n".join(piece.text for piece in pieces), tuple(spans)


def import_lines(sections: Iterable[Section]) -> str:
    """All imports of the sections: the standard library's, then the others'."""
    every = {item for section in sections for item in section.imports}
    wanted = {item for item in every if not item.optional}
    standard = _lines(item for item in wanted if item.module in _STANDARD)
    others = _lines(item for item in wanted if item.module not in _STANDARD)
    attempts = [_attempt(item) for item in sorted(every - wanted, key=lambda item: item.module)]
    return "\n\n".join(block for block in (standard, others, *attempts) if block)


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


def _attempt(item: Import) -> str:
    name = _ALIASES.get(item.module, item.module)
    return f"try:\n    {_lines([item])}\nexcept ImportError:\n    {name} = None"


def _alias(module: str) -> str:
    return f" as {_ALIASES[module]}" if module in _ALIASES else ""
