"""Recognises how a CSV file is laid out: separator, header, decimal comma; and finds a row of the wrong length."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_nn.data.sources.csv_text import Text
from desktop_nn.problems import Problem, ProblemError

SPACES = r"\s+"
"""pandas's separator for a table whose columns are set apart by spaces."""

# A comma may be a decimal comma, so it stands last: in a tie the other one is the separator.
_SEPARATORS = ("\t", ";", "|", ",")
_ROWS = 200
_NUMBER = re.compile(r"^[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?$")
_DECIMAL_COMMA = re.compile(r"^[+-]?\d*,\d+$")
_DECIMAL_POINT = re.compile(r"^[+-]?\d*\.\d+$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is to be parsed; `decimal` is "." or ","."""

    separator: str
    header: bool
    decimal: str = "."


def recognise(text: Text, separator: str | None = None, header: bool | None = None) -> Layout:
    """The layout of the file, with what the user has overruled."""
    separator = separator or _separator(text.sample)
    rows = [row for row in split_rows(text.sample[: _ROWS + 1], separator) if row]
    return Layout(separator, _has_header(rows) if header is None else header, _decimal(rows, separator))


def split_rows(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The fields of each row, stripped; a row may span lines inside quotes."""
    if separator == SPACES:
        return (line.split() for line in lines)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    return ([field.strip() for field in row] for row in reader)


def begins_even(text: Text, layout: Layout) -> bool:
    """Whether the rows at the beginning of the file are equally long."""
    try:
        widths = {len(row) for row in split_rows(text.sample[:_ROWS], layout.separator) if any(row)}
    except csv.Error:
        return False
    return len(widths) == 1


def refuse_ragged(text: Text, layout: Layout) -> None:
    """Read the whole file row by row. Raises ProblemError for the first row of another length than the first."""
    width = 0
    with text.path.open(encoding=text.encoding, newline="") as stream:
        try:
            for number, row in enumerate(split_rows(stream, layout.separator), start=1):
                if not any(row) and len(row) <= 1:
                    continue
                width = width or len(row)
                if len(row) != width:
                    raise _ragged(text, number, len(row), width)
        except (csv.Error, UnicodeError) as error:
            what = f"The file cannot be read as a table ({error})."
            raise ProblemError(Problem(what, str(text.path), "Check its quotation marks and its encoding.")) from error


def _ragged(text: Text, number: int, found: int, width: int) -> ProblemError:
    values = "value" if found == 1 else "values"
    what = f"Row {number} has {found} {values}, the first row has {width}."
    fix = "Make all rows equally long, or set another separator."
    return ProblemError(Problem(what, str(text.path), fix))


def _separator(lines: Sequence[str]) -> str:
    """The separator that gives most rows the same number of fields; one column needs none."""
    sample = [line for line in lines[:_ROWS] if line.strip()]
    scores = [(_agreement(sample, separator), separator) for separator in (*_SEPARATORS, SPACES)]
    usual, spaces = scores[:-1], scores[-1]
    best = max(usual, key=lambda score: score[0])
    if best[0] > 0:
        return best[1]
    numbers = sum(any(_NUMBER.match(field) for field in line.split()) for line in sample)
    return SPACES if spaces[0] > 0.9 and numbers > len(sample) // 2 else ","


def _agreement(lines: Sequence[str], separator: str) -> float:
    """The share of rows that have the most frequent number of fields; 0 if that number is one."""
    try:
        widths = Counter(len(row) for row in split_rows(lines, separator) if row)
    except csv.Error:
        return 0.0
    width, count = max(widths.items(), key=lambda item: item[1])
    return count / sum(widths.values()) if width > 1 else 0.0


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """The first row is a header if nothing in it is a number, or if all below is of another kind."""
    if not rows:
        return True
    return not any(_NUMBER.match(field) for field in rows[0])


def _decimal(rows: Sequence[Sequence[str]], separator: str) -> str:
    if separator == ",":
        return "."
    fields = [field for row in rows for field in row]
    commas = sum(1 for field in fields if _DECIMAL_COMMA.match(field))
    return "," if commas > sum(1 for field in fields if _DECIMAL_POINT.match(field)) else "."
