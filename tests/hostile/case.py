"""One hostile file: its name, what it attacks, how it is made, and what is to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["refused", "harmless", "locked", "too large"]
"""refused: one sentence instead of a model · harmless: it may open, and what is bad in it stays without effect ·
locked: code, or what is not Keras's; if it opens, then with that locked, and a sentence stands in place of building ·
too large: it opens as a drawing, and a sentence stands in place of building it."""
Maker: TypeAlias = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Hostile:
    """`make` writes the file; `attacks` says in a few words what it is after."""

    name: str
    suffix: str
    attacks: str
    outcome: Outcome
    make: Maker

    def made(self, folder: Path) -> Path:
        """The file, made in the folder."""
        path = folder / f"{self.name}{self.suffix}"
        self.make(path)
        return path


CASES: dict[str, Hostile] = {}
"""All of them by name, in the order of their modules (`every.py` imports those)."""


def hostile(suffix: str, attacks: str, outcome: Outcome = "refused") -> Callable[[Maker], Maker]:
    """Lists the decorated function, whose name becomes the file's."""

    def listed(make: Maker) -> Maker:
        assert make.__name__ not in CASES, make.__name__
        CASES[make.__name__] = Hostile(make.__name__, suffix, attacks, outcome, make)
        return make

    return listed
