"""What can be done with files that are handed over, judged by their names: no file is opened here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["drawing", "weights", "table", "code", "folder", "foreign"]
"""drawing: a project, a model, an architecture, a picture with its project."""

MODEL_SUFFIXES = (".h5", ".hdf5", ".keras", ".json")
DRAWING_SUFFIXES = (".dnn", *MODEL_SUFFIXES, ".png")
WEIGHTS_SUFFIX = ".weights.h5"
TABLE_SUFFIXES = (".csv", ".tsv", ".csv.gz")
HINT = (
    "What can be dropped: projects (.dnn, .png), models (.h5, .keras, .json), weights (.weights.h5), "
    "tables (.csv), Python files (.py) and folders of runs."
)


def kind_of(path: Path) -> Kind:
    """What the path may be; a name is believed, so the file itself may turn out to be something else."""
    name = path.name.lower()
    if name.endswith(WEIGHTS_SUFFIX):
        return "weights"
    if name.endswith(DRAWING_SUFFIXES):
        return "drawing"
    if name.endswith(TABLE_SUFFIXES):
        return "table"
    if name.endswith(".py"):
        return "code"
    return "folder" if path.is_dir() else "foreign"


def is_model(path: Path) -> bool:
    """Whether the path is named like a model file that is read as data."""
    return path.name.lower().endswith(MODEL_SUFFIXES) and kind_of(path) == "drawing"


@dataclass(frozen=True, slots=True)
class Offer:
    """What to do with paths that were handed over together: at most one drawing, one table, one file of weights, any
    number of Python files and of folders, which may hold runs. `left` says in a sentence each what is left aside.
    """

    drawing: Path | None = None
    weights: Path | None = None
    table: Path | None = None
    code: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.drawing or self.weights or self.table or self.code or self.folders)

    def words(self, has_drawing: bool) -> tuple[str, str, str]:
        """An icon's name, what a drop would do, and to what."""
        if self.drawing:
            more = " and use the table as its data" if self.table else ""
            return "folder-open", "Open", f"{self.drawing.name}{more}"
        if self.folders:
            count = len(self.folders)
            what = self.folders[0].name if count == 1 else f"{count} folders"
            return "chart-line", "Show the runs", f"of {what} in the charts"
        if self.table:
            return "database", "Use as data", self.table.name + ("" if has_drawing else ", in a new project")
        if self.weights:
            to = "into this model" if has_drawing else "(open its model first)"
            return "download", "Load the weights", f"{self.weights.name} {to}"
        if self.code:
            return (
                "file-code",
                "Add callbacks or layers",
                f"from {self.code[0].name}; you see the code before anything runs",
            )
        return "circle-slash", "Cannot be opened here", HINT


def offer_of(paths: Sequence[Path]) -> Offer:
    """What can be done with these paths together."""
    kinds: dict[Kind, list[Path]] = {}
    for path in paths:
        kinds.setdefault(kind_of(path), []).append(path)
    left = [
        *_too_many(kinds.get("drawing", ()), "One drawing can be open at a time"),
        *_too_many(kinds.get("table", ()), "A project has one table"),
        *_too_many(kinds.get("weights", ()), "A model has one set of weights"),
        *_foreign(kinds.get("foreign", ())),
    ]

    def first(kind: Kind) -> Path | None:
        return next(iter(kinds.get(kind, ())), None)

    code, folders = tuple(kinds.get("code", ())), tuple(kinds.get("folder", ()))
    return Offer(first("drawing"), first("weights"), first("table"), code, folders, tuple(left))


def _too_many(paths: Sequence[Path], why: str) -> list[str]:
    names = ", ".join(path.name for path in paths[1:])
    return [f"{why}: {names} {'was' if len(paths) == 2 else 'were'} left aside."] if len(paths) > 1 else []


def _foreign(paths: Sequence[Path]) -> list[str]:
    if not paths:
        return []
    names = ", ".join(path.name for path in paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    return [f"{names} cannot be opened here. {HINT}"]
