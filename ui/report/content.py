"""The report in the words of the window: sections of entries, each with the place in the drawing that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_nn.graph.model import Graph
from desktop_nn.graph.scopes import Scope

if TYPE_CHECKING:
    from desktop_nn.engine.model_files.report import Change, Report

_TRAINING = ("optimizer", "loss", "metric", "metrics")
NOTHING = "Nothing had to be changed: the model is as it was saved."
_LOCKED = (
    "A locked layer keeps its settings and weights, and all else can be edited. To train the model, write its class, "
    "replace it or bypass it: Problems offers what can be done."
)
_LOST = "The model opens without it. Look whether it matters to you, and set it anew where it does."
_PATCHED = "Written in another way for today's Keras; the model computes as before."


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the drawing, with the nested models that lead to it; or, without one, the training choices."""

    scope: Scope = ()
    node: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence, and where it leads (None: nowhere)."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind: a title, an icon with its colour's token, what it means to the user."""

    title: str
    icon: str
    colour: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """The report on a file that is open: its path, what it is in a line, and the sections."""

    path: Path
    heading: str
    sections: tuple[Section, ...]
    serious: bool
    """Whether something is lost or locked."""

    def text(self) -> str:
        """The whole report as plain text."""
        lines = [f"{self.path.name}: {self.heading}", str(self.path), ""]
        if not self.sections:
            lines.append(NOTHING)
        for section in self.sections:
            lines += [f"{section.title}. {section.about}", *(f"- {entry.text}" for entry in section.entries), ""]
        return "\n".join(lines).rstrip() + "\n"


def opened_report(path: Path, report: Report, graph: Graph) -> OpenedReport:
    """What the window tells of the file; `graph` is the drawing that came out of it."""
    places = dict(_places(graph))
    locked = tuple(Entry(str(layer), places.get(layer.name)) for layer in report.locked)
    sections = (
        Section(_counted(locked, "locked layer"), "lock", "warn", _LOCKED, locked),
        _section("Not taken over", "circle-alert", "bad", _LOST, report.lost, places),
        _section("Changed", "wrench", "text_dim", _PATCHED, report.patches, places),
    )
    serious = bool(report.locked or report.lost)
    return OpenedReport(path, report.heading, tuple(section for section in sections if section.entries), serious)


def _section(
    title: str, icon: str, colour: str, about: str, changes: Sequence[Change], places: dict[str, Place]
) -> Section:
    entries = tuple(Entry(str(change), _place(change.where, places)) for change in changes)
    return Section(f"{title} ({len(entries)})", icon, colour, about, entries)


def _place(where: str, places: dict[str, Place]) -> Place | None:
    return Place() if where.split(" ", maxsplit=1)[0] in _TRAINING else places.get(where)


def _places(graph: Graph, scope: Scope = ()) -> Iterable[tuple[str, Place]]:
    """The first call of every layer by its name; outer drawings win where names come again."""
    for layer in graph.layers.values():
        if layer.model is not None:
            yield from _places(layer.model, (*scope, layer.id))
    for layer in graph.layers.values():
        calls = graph.calls_of(layer.id)
        if calls:
            yield layer.name, Place(scope, calls[0])


def _counted(entries: Sequence[object], word: str) -> str:
    return f"{len(entries)} {word}{'s' if len(entries) != 1 else ''}"
