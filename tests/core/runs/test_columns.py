"""The table's columns: numbers are sorted as numbers, what is missing comes last, a CSV file holds them in full."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Any

import pytest

from desktop_nn.runs.columns import Column, columns_of, in_order_of, table_text, time_text
from desktop_nn.runs.entry import RunEntry
from desktop_nn.runs.label import RunLabel
from desktop_nn.runs.record import RunRecord


def entry(name: str, label: RunLabel | None = None, **known: Any) -> RunEntry:
    return RunEntry(RunRecord(Path(name), **known), label or RunLabel())


def column(entries: list[RunEntry], id: str) -> Column:
    return next(item for item in columns_of(entries) if item.id == id)


def names(entries: list[RunEntry]) -> list[str]:
    return [item.folder.name for item in entries]


def test_that_every_figure_of_any_run_has_a_column() -> None:
    entries = [
        entry("a", metrics={"loss": 1.0, "val_loss": 2.0}, best={"epoch": 3, "val_loss": 1.5}),
        entry("b", metrics={"loss": 1.0, "accuracy": 0.5}, test={"accuracy": 0.4}),
    ]
    ids = [item.id for item in columns_of(entries)]
    figures = [id.removeprefix("figure.") for id in ids if id.startswith("figure.")]
    assert figures == ["val_loss", "best val_loss", "test accuracy", "loss", "accuracy"]


def test_that_numbers_are_sorted_as_numbers_and_what_is_missing_is_last_either_way() -> None:
    values = {"a": 10.0, "b": 9.0, "c": math.nan, "d": -1.0}
    entries = [entry(name, metrics={"val_loss": value}) for name, value in values.items()]
    entries.append(entry("e"))
    by = column(entries, "figure.val_loss")
    assert names(in_order_of(by, entries, descending=False)) == ["d", "b", "a", "c", "e"]
    assert names(in_order_of(by, entries, descending=True)) == ["a", "b", "d", "c", "e"]


def test_that_words_are_sorted_without_regard_to_case_and_the_users_title_counts() -> None:
    entries = [entry("a", title="beta"), entry("b", title="zeta", label=RunLabel("Alpha")), entry("c", title="Gamma")]
    by = column(entries, "title")
    assert names(in_order_of(by, entries, descending=False)) == ["b", "a", "c"]


def test_that_ties_keep_their_order() -> None:
    entries = [entry(name, epochs=3) for name in "abc"]
    assert names(in_order_of(column(entries, "epochs"), entries, descending=True)) == ["a", "b", "c"]


def test_that_a_csv_file_has_full_numbers_and_nothing_a_spreadsheet_would_run() -> None:
    entries = [entry("a", RunLabel("=1+1", notes='two\nlines, "quoted"'), metrics={"val_loss": 1 / 3}, seconds=2.5)]
    wanted = [column(entries, id) for id in ("title", "figure.val_loss", "time", "learning_rate", "notes")]
    head, row = csv.reader(io.StringIO(table_text(wanted, entries)))
    assert head == ["Title", "val_loss", "Time", "Learning rate", "Notes"]
    assert row == ["'=1+1", repr(1 / 3), "2.5", "", 'two\nlines, "quoted"']


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (59, "59 s"), (125, "2 min 05 s"), (4800, "1 h 20 min"), (-3, "0 s"), (math.nan, "0 s")],
)
def test_that_lengths_of_time_are_readable(seconds: float, text: str) -> None:
    assert time_text(seconds) == text
