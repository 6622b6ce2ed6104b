"""The filter of the library: `val_accuracy > 0.9 state:finished starred dense`. All parts must hold.

Comparisons take any figure or number of the table, `key:word` looks into one column, `-` before a part turns it
round, and plain words are looked for everywhere.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from desktop_nn.runs.columns import FIGURE, Column, columns_of
from desktop_nn.runs.entry import RunEntry

Test: TypeAlias = Callable[[RunEntry], bool]

_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "≤": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "≥": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "≠": operator.ne,
}
_SIGN = r"<=|>=|==|!=|≤|≥|≠|<|>|="
_PARTS = re.compile(
    rf"(?P<name>(?:(?:test|best|learning|batch)[ _])?[^\s<>=!≤≥≠:\"]+)\s*(?P<sign>{_SIGN})\s*(?P<number>[^\s<>=!\"]*)"
    r'|(?P<key>-?[^\s:"]+):(?:"(?P<long>[^"]*)"?|(?P<short>\S*))'
    r'|(?P<no>-?)"(?P<phrase>[^"]*)"?'
    r"|(?P<word>\S+)",
    re.IGNORECASE,
)
_SHORT = {
    "lr": "learning_rate",
    "rate": "learning_rate",
    "params": "parameters",
    "batch": "batch_size",
    "note": "notes",
}
_STARRED = {"starred", "star", "★", "is:starred"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed, as a test of runs. `hint` says what is not understood, or is not there, in a sentence."""

    matches: Test
    hint: str = ""


def parse(text: str, entries: Iterable[RunEntry]) -> Filter:
    """The filter of a text. A comparison without its number lets everything through, as it is still being typed."""
    columns = {_key(column): column for column in columns_of(entries)}
    tests, hints = list[Test](), list[str]()
    for part in _PARTS.finditer(text):
        test, hint = _part(part, columns)
        if test is not None:
            tests.append(test)
        if hint:
            hints.append(hint)
    return Filter(lambda entry: all(test(entry) for test in tests), hints[0] if hints else "")


def _key(column: Column) -> str:
    return column.id.removeprefix(FIGURE).replace(" ", "_").casefold()


def _part(part: re.Match[str], columns: dict[str, Column]) -> tuple[Test | None, str]:
    found = part.groupdict()
    if found["sign"]:
        return _comparison(found["name"], found["sign"], found["number"], columns)
    if part.group().casefold() in _STARRED | {f"-{word}" for word in _STARRED}:
        return _turned(lambda entry: entry.label.star, part.group().startswith("-")), ""
    if found["key"]:
        word = found["long"] if found["long"] is not None else found["short"]
        return _in_column(found["key"], word, part.group(), columns)
    if found["phrase"] is not None:
        return _turned(_anywhere(found["phrase"]), bool(found["no"])), ""
    word = found["word"]
    turned = word.startswith("-") and len(word) > 1
    return _turned(_anywhere(word[1:] if turned else word), turned), ""


def _comparison(name: str, sign: str, number: str, columns: dict[str, Column]) -> tuple[Test | None, str]:
    key = name.replace(" ", "_").casefold()
    column = columns.get(_SHORT.get(key, key))
    if column is None or not column.number:
        return (lambda _: False), f"No run has a number “{name}”."
    if not number:
        return None, f"Type a number after “{name} {sign}”."
    try:
        wanted = float(number)
    except ValueError:
        return (lambda _: False), f"“{number}” is no number."
    compare = _SIGNS[sign]

    def test(entry: RunEntry) -> bool:
        value = column.value(entry)
        return isinstance(value, int | float) and compare(value, wanted)

    return test, ""


def _in_column(key: str, word: str, whole: str, columns: dict[str, Column]) -> tuple[Test | None, str]:
    turned = key.startswith("-")
    name = key.removeprefix("-").casefold()
    column = columns.get(_SHORT.get(name, name))
    if column is None:  # such as a path or a time of day: it is looked for as it stands
        return _turned(_anywhere(whole.removeprefix("-")), turned), ""
    if not word:
        return None, ""
    wanted = word.casefold()
    return _turned(lambda entry: wanted in str(column.value(entry)).casefold(), turned), ""


def _anywhere(word: str) -> Test:
    wanted = word.casefold()

    def test(entry: RunEntry) -> bool:
        record, label = entry.record, entry.label
        texts = (entry.title, record.title, record.state, record.optimizer, record.data, label.notes, label.colour)
        return any(wanted in text.casefold() for text in (*texts, record.folder.name))

    return test


def _turned(test: Test, turned: bool) -> Test:
    return (lambda entry: not test(entry)) if turned else test
