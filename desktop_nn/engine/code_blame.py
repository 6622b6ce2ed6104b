"""What the user's own code raised, told with class, method and line; and the names under which such code runs.

The line is looked for in the traceback, and, where TensorFlow raised it later in its graph, in the message's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.engine.plain_words import Words, message

_MARK: Final = re.compile(r"^<(?P<name>.*) (?P<sha>[0-9a-f]{12})>$", re.DOTALL)
_IN_TEXT: Final = re.compile(r'File "<(?P<name>[^"\n]*) [0-9a-f]{12}>", line (?P<line>\d+), in (?P<method>\w+)')
_ASIDE: Final = re.compile(
    r" for '\{\{node |Arguments received by |Detected at node|\[\[\{\{node|Call arguments received by "
)
_WITHIN: Final = re.compile(r"Error encountered:\s*(.*)", re.DOTALL)
"""Keras wraps what a `call` raises while it works shapes out."""
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file of the user's own: its name, the line from 1, and what was called there (`MyDense.call`)."""

    file: str
    line: int
    method: str


def file_name(code: CodeFile) -> str:
    """What tracebacks call the file."""
    return f"<{code.name} {code.sha256[:12]}>"


def place_of(error: BaseException) -> Place | None:
    """The innermost place in code of the user's own on the way to where the error was raised."""
    for raised in _chain(error):
        found = _in_trace(raised.__traceback__)
        if found is not None:
            return found
    lines = list(_IN_TEXT.finditer(str(error)))
    if not lines:
        return None
    last = lines[-1]
    return Place(last["name"], int(last["line"]), last["method"])


def blamed(error: BaseException) -> tuple[Words, Place] | None:
    """What is wrong and how to mend it, with the place; None if no code of the user's own had a part in it."""
    place = place_of(error)
    if place is None:
        return None
    return (f"{_subject(place.method)}, line {place.line}: {told(error)}.", f"Correct {place.file}."), place


def told(error: BaseException) -> str:
    """The exception's class and message in a line, without a full stop."""
    words = message(error)
    within = _WITHIN.search(words)
    words = _ASIDE.split(within.group(1) if within else words)[0]
    words = " ".join(words.replace("`", "").split()).rstrip(".")[:_LONGEST]
    kind = type(error).__name__
    return f"{kind}{': ' if words else ''}{words}"


def _subject(method: str) -> str:
    owner, _, name = method.replace("<locals>.", "").rpartition(".")
    if method in ("<module>", ""):
        return "The file failed"
    return f"{owner} failed in {name}" if owner else f"The code failed in {name}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    row: BaseException | None = error
    while row is not None and id(row) not in seen:
        seen.add(id(row))
        yield row
        row = row.__cause__ or (None if row.__suppress_context__ else row.__context__)


def _in_trace(trace: TracebackType | None) -> Place | None:
    found = None
    while trace is not None:
        code = trace.tb_frame.f_code
        mark = _MARK.match(code.co_filename)
        if mark is not None:
            method = getattr(code, "co_qualname", code.co_name)
            if "<listcomp>" in method or "<genexpr>" in method or "<lambda>" in method:
                method = method.split(".<locals>")[0]
            found = Place(mark["name"], trace.tb_lineno, method)
        trace = trace.tb_next
    return found
