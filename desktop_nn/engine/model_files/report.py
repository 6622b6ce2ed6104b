"""The report on a model file: what it is, what was changed so that today's Keras takes it, what is lost or locked.

`Notes` collects it while the file is translated; `Report` is the frozen value that `ModelFile` carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One patch, or one thing that could not be taken over.

    `where` is the name of the layer as the file has it, or “optimizer”, “loss”, “metric”; empty for the whole file.
    `what` and `why` are clauses: “time_major” was left out · Keras 3 has no such parameter here.
    """

    where: str
    what: str
    why: str = ""

    def __str__(self) -> str:
        """The change in one sentence."""
        head = f"{self.where}: {self.what}" if self.where else f"{self.what[:1].upper()}{self.what[1:]}"
        return f"{head}, because {self.why}." if self.why else f"{head}."


@dataclass(frozen=True, slots=True)
class LockedLayer:
    """A layer that opens with its settings and weights but cannot be built: its class is not here, or it is code.

    `name` is the layer's name in the drawing, `kind` its class as the file names it; `weights` are the shapes of its
    arrays in the file, which `ModelFile.weights` has under its name.
    """

    name: str
    kind: str
    why: str
    weights: tuple[tuple[int, ...], ...] = ()

    def __str__(self) -> str:
        """The layer in one sentence."""
        shapes = ", ".join("×".join(map(str, shape)) or "one number" for shape in self.weights)
        kept = f" Its settings and its weights ({shapes}) are kept." if shapes else " Its settings are kept."
        return f"{self.name} ({self.kind}): {self.why}{kept}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a model file is and what became of it.

    `format` is as in “Keras 2.15 HDF5”, `size` in bytes, `saved` when it was saved as the file itself tells it
    (“2026-11-26 at 07:51:16”), empty if it does not. `patches` keep the model's meaning; `lost` is what could not be
    taken over.
    """

    format: str = ""
    keras_version: str = ""
    size: int = 0
    saved: str = ""
    patches: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()
    locked: tuple[LockedLayer, ...] = ()

    @property
    def changes(self) -> tuple[str, ...]:
        """Patches and losses, a sentence each."""
        return tuple(str(change) for change in (*self.patches, *self.lost))

    @property
    def heading(self) -> str:
        """What the file is, in one line: its format, its size, when it was saved."""
        size = f"{self.size / 1000:,.0f} kB" if self.size < 1_000_000 else f"{self.size / 1_000_000:,.1f} MB"
        return ", ".join(filter(None, (self.format, size, self.saved and f"saved {self.saved}")))

    def as_data(self) -> dict[str, Any]:
        """The report as plain values for JSON."""
        return asdict(self)


def from_data(data: Mapping[str, Any]) -> Report:
    """The report out of `Report.as_data` after its way through JSON."""
    locked = (
        LockedLayer(item["name"], item["kind"], item["why"], tuple(tuple(shape) for shape in item["weights"]))
        for item in data["locked"]
    )
    lists = {name: tuple(Change(**item) for item in data[name]) for name in ("patches", "lost")}
    return Report(**{**data, **lists, "locked": tuple(locked)})


def clause(sentence: str) -> str:
    """A sentence without its full stop and its capital (unless it begins with a name), to go on after a “because”."""
    begun = sentence[:1].lower() + sentence[1:] if sentence.split(" ", 1)[0] in _NO_NAMES else sentence
    return begun.rstrip(".")


_NO_NAMES = frozenset({"A", "An", "Its", "It", "More", "None", "No", "One", "Some", "The", "There", "Two"})
"""Words at the beginning of a sentence that are not written with a capital elsewhere."""


@dataclass(slots=True)
class Notes:
    """What is noted while a file is translated; the same thing said twice is kept once."""

    patches: dict[Change, None] = field(default_factory=dict)
    lost: dict[Change, None] = field(default_factory=dict)
    locked: dict[str, LockedLayer] = field(default_factory=dict)
    """By the layer's name in the file."""

    def patched(self, where: str, what: str, why: str = "") -> None:
        """Note what was written in another way; the model computes as before."""
        self.patches.setdefault(Change(where, what, why))

    def lock(self, where: str, kind: str, why: str) -> None:
        """Note a layer that cannot be built here; `where` is its name in the file until `named` says the drawing's."""
        self.locked.setdefault(where, LockedLayer(where, kind, why))

    def named(self, where: str, name: str) -> None:
        """Say what a layer that may be locked is called in the drawing."""
        if where in self.locked:
            self.locked[where] = replace(self.locked[where], name=name)

    def left_out(self, where: str, what: str, why: str = "") -> None:
        """Note what could not be taken over."""
        self.lost.setdefault(Change(where, what, why))
