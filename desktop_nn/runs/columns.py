"""The columns of the library's table: what each is called, its value to sort by, and its text. No widgets here."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from desktop_nn.runs.entry import BEST, TEST, RunEntry
from desktop_nn.training.metric_titles import in_order, number_text

Value: TypeAlias = str | float | None
FIGURE = "figure."
"""How ids of columns with a figure begin."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is what is sorted and written to a CSV file (None: there is none), `text` what is read."""

    id: str
    title: str
    value: Callable[[RunEntry], Value]
    text: Callable[[RunEntry], str]
    number: bool = False
    shown: bool = True
    about: str = ""


def when(text: str) -> str:
    """A time of the record as one reads it: `23 Nov, 10:13:00`."""
    try:
        return datetime.fromisoformat(text).strftime("%d %b, %H:%M:%S")
    except ValueError:
        return text


def time_text(seconds: float) -> str:
    """A length of time as one reads it: `8 s`, `2 min 05 s`, `1 h 20 min`."""
    whole = max(0, round(seconds)) if math.isfinite(seconds) else 0
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def columns_of(entries: Iterable[RunEntry]) -> tuple[Column, ...]:
    """All columns that these runs have: what every run has, and one a figure after the run's length."""
    names: dict[str, None] = {}
    for entry in entries:
        names.update(dict.fromkeys(entry.figures()))
    return (*_BEFORE, *(_figure(name) for name in _figure_order(names)), *_AFTER)


def sort_key(value: Value) -> tuple[int, float, str]:
    """Numbers by size, words without regard to case; what is missing or no number comes last."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return 2, 0.0, ""
    if isinstance(value, str):
        return (1, 0.0, value.casefold()) if value else (2, 0.0, "")
    return 0, float(value), ""


def in_order_of(column: Column, entries: Sequence[RunEntry], *, descending: bool) -> list[RunEntry]:
    """The runs sorted by a column; runs without a value are last either way, ties keep their order."""
    keyed = [(sort_key(column.value(entry)), entry) for entry in entries]
    there = [pair for pair in keyed if pair[0][0] < 2]
    there.sort(key=lambda pair: pair[0], reverse=descending)
    return [entry for _, entry in (*there, *(pair for pair in keyed if pair[0][0] == 2))]


def table_text(columns: Sequence[Column], entries: Iterable[RunEntry]) -> str:
    """The table as CSV with a head; numbers in full, missing ones empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.title for column in columns])
    for entry in entries:
        writer.writerow([_cell(column.value(entry)) for column in columns])
    return text.getvalue()


def _cell(value: Value) -> str:
    """A text that begins like a formula is told from one, because spreadsheets would run it."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value
    return "" if value is None else repr(value)


def _figure_order(names: Iterable[str]) -> list[str]:
    """Metric by metric: validation's last and best value, the test part's, then training's."""
    plain = in_order(name.removeprefix(BEST).removeprefix(TEST).removeprefix("val_") for name in names)
    known = set(names)
    wanted = (f"{part}{name}" for part in ("val_", f"{BEST}val_", TEST) for name in plain)
    trained = (f"{part}{name}" for part in ("", BEST) for name in plain)
    return [name for name in (*wanted, *trained) if name in known]


def _figure(name: str) -> Column:
    def value(entry: RunEntry) -> float | None:
        return entry.figures().get(name)

    about = "The best epoch's." if name.startswith(BEST) else "Of the test part." if name.startswith(TEST) else ""
    shown = name.startswith(("val_", TEST))
    about = about or "The last epoch's."
    return Column(FIGURE + name, name, value, lambda entry: number_text(value(entry)), True, shown, about)


def _number(id: str, title: str, value: Callable[[RunEntry], float | None], shown: bool = True) -> Column:
    return Column(id, title, value, lambda entry: number_text_whole(value(entry)), True, shown)


def _word(id: str, title: str, value: Callable[[RunEntry], str], shown: bool = True) -> Column:
    return Column(id, title, value, value, False, shown)


def number_text_whole(value: float | None) -> str:
    """A count with groups of three digits, or a small number as it is."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


_BEFORE = (
    Column("star", "Star", lambda run: float(run.label.star), lambda run: "★" if run.label.star else "", True),
    _word("title", "Title", lambda run: run.title),
    _word("state", "State", lambda run: run.record.state),
    Column(
        "epochs",
        "Epochs",
        lambda run: float(run.record.epochs),
        lambda run: f"{run.record.epochs} of {run.record.planned_epochs}",
        True,
    ),
    Column("time", "Time", lambda run: run.record.seconds, lambda run: time_text(run.record.seconds), True),
)
_AFTER = (
    _word("optimizer", "Optimizer", lambda run: run.record.optimizer),
    _number("learning_rate", "Learning rate", lambda run: run.record.learning_rate),
    _number("batch_size", "Batch", lambda run: run.record.batch_size),
    _number("parameters", "Parameters", lambda run: run.record.parameters),
    _word("data", "Data", lambda run: run.record.data),
    _number("seed", "Seed", lambda run: run.record.seed),
    Column("started", "Started", lambda run: run.record.created, lambda run: when(run.record.created)),
    Column("notes", "Notes", lambda run: run.label.notes, lambda run: _one_line(run.label.notes)),
    _word("folder", "Folder", lambda run: run.folder.name, shown=False),
)
