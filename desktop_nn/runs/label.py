"""What the user says about a run: title, colour, star, notes, kept as `label.json` in the run's folder.

It is a file of its own because the engine rewrites `run.json` while the run goes. What is wrong in it falls back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop_nn.atomic import write_text
from desktop_nn.problems import Problem, ProblemError

COLOURS = ("blue", "teal", "green", "olive", "orange", "red", "pink", "purple", "grey")
"""Names of the colours that a run can have; how they look is the screen's business."""
_FILE = "label.json"
_FORMAT = 1
_LONGEST_TITLE, _LONGEST_NOTES, _LARGEST_FILE = 200, 20_000, 1_000_000


@dataclass(frozen=True, slots=True)
class RunLabel:
    """The user's words about one run; `colour` is one of `COLOURS`, or empty for none."""

    title: str = ""
    colour: str = ""
    star: bool = False
    notes: str = ""


def label_file(folder: Path) -> Path:
    """Where a run's label is kept."""
    return folder / _FILE


def read_label(folder: Path) -> RunLabel:
    """The label of a run; an empty one if there is none, and what is damaged in it is left out."""
    path = label_file(folder)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return RunLabel()
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return RunLabel()
    return _label(data) if isinstance(data, dict) else RunLabel()


def write_label(folder: Path, label: RunLabel) -> None:
    """Replace the label in one step. Raises ProblemError if the run is gone or the file system refuses."""
    if not folder.is_dir():
        raise ProblemError(Problem("This run's folder is gone.", str(folder), "Refresh the list of runs."))
    data = {"format": _FORMAT, **asdict(_label(asdict(label)))}
    write_text(label_file(folder), json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def _label(data: dict[str, Any]) -> RunLabel:
    colour = data.get("colour")
    return RunLabel(
        title=" ".join(_text(data.get("title")).split())[:_LONGEST_TITLE],
        colour=colour if colour in COLOURS else "",
        star=data.get("star") is True,
        notes=_text(data.get("notes")).strip()[:_LONGEST_NOTES],
    )


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
