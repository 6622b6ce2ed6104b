"""Two runs side by side: figures with their differences, and what differs in model, data, choices and versions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_nn.problems import ProblemError
from desktop_nn.project import file
from desktop_nn.project.difference import Section, differences
from desktop_nn.project.document import Project
from desktop_nn.runs.columns import time_text
from desktop_nn.runs.entry import RunEntry, read_entry
from desktop_nn.runs.folder import RunFolder
from desktop_nn.training.metric_titles import in_order, number_text


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of both runs as text; `change` is the second less the first, empty where that makes no sense."""

    name: str
    before: str
    after: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two runs have in common and what not. `problems` says what could not be read."""

    before: RunEntry
    after: RunEntry
    figures: tuple[FigureRow, ...]
    sections: tuple[Section, ...]
    problems: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, str]:
        """What the two are called: by their folders if their titles are the same."""
        one, other = self.before.title, self.after.title
        return (one, other) if one != other else (self.before.folder.name, self.after.folder.name)

    def text(self) -> str:
        """Everything as plain text."""
        one, other = self.titles
        lines = [f"{one} → {other}", ""]
        for row in self.figures:
            change = f"  ({row.change})" if row.change else ""
            lines.append(f"{row.name}: {row.before} → {row.after}{change}")
        for section in self.sections:
            lines += ["", section.title, *(section.lines or ("The same.",))]
        return "\n".join([*lines, *(("", *self.problems) if self.problems else ())]) + "\n"


def compare(before: Path, after: Path) -> Comparison:
    """Compare two runs by what lies in their folders; what cannot be read there is told and left out."""
    one, other = read_entry(before), read_entry(after)
    problems = [str(entry.record.problem) for entry in (one, other) if entry.record.problem is not None]
    projects: list[Project] = []
    for folder in (before, after):
        try:
            projects.append(file.read(RunFolder(folder).project).project)
        except ProblemError as error:
            problems.append(str(error))
    sections = list(differences(*projects)) if len(projects) == 2 else []
    sections.append(Section("Versions", tuple(_versions(one, other))))
    return Comparison(one, other, tuple(_figures(one, other)), tuple(sections), tuple(problems))


def _versions(before: RunEntry, after: RunEntry) -> list[str]:
    old, new = before.record.versions, after.record.versions
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return [f"{name}: {old.get(name, 'unknown')} → {new.get(name, 'unknown')}" for name in names]


def _figures(before: RunEntry, after: RunEntry) -> list[FigureRow]:
    one, other = before.record, after.record
    rows = [
        FigureRow("State", one.state, other.state),
        FigureRow("Epochs", str(one.epochs), str(other.epochs), _change(one.epochs, other.epochs, whole=True)),
        FigureRow("Time", time_text(one.seconds), time_text(other.seconds), _ratio(one.seconds, other.seconds)),
        FigureRow(
            "Parameters",
            f"{one.parameters:,}",
            f"{other.parameters:,}",
            _change(one.parameters, other.parameters, whole=True),
        ),
    ]
    old, new = before.figures(), after.figures()
    for name in _names(tuple(old), tuple(new)):
        was, now = old.get(name), new.get(name)
        change = _change(was, now) if was is not None and now is not None else ""
        rows.append(FigureRow(name, number_text(was), number_text(now), change))
    return rows


def _names(old: Sequence[str], new: Sequence[str]) -> list[str]:
    both = in_order((*old, *new))
    rank = ("val_", "best ", "test ")
    return sorted(both, key=lambda name: next((n for n, part in enumerate(rank) if name.startswith(part)), 3))


def _change(old: float, new: float, *, whole: bool = False) -> str:
    change = new - old
    if not change or math.isnan(change):
        return ""
    sign = "+" if change > 0 else "−"
    return f"{sign}{abs(change):,}" if whole else f"{sign}{number_text(abs(change))}"


def _ratio(old: float, new: float) -> str:
    if old <= 0 or new <= 0:
        return ""
    return f"{new / old:.2g} ×"
