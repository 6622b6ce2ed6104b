"""What a failure during a run means to the user: the disk, the memory, the samples, or Keras itself, in plain words."""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop_nn.atomic import problem_of
from desktop_nn.engine.code_blame import blamed
from desktop_nn.engine.plain_words import Words, message, sizes
from desktop_nn.problems import Problem, ProblemError

_log = logging.getLogger(__name__)
_ERRNO = re.compile(r"(?:\[Errno |errno = )(\d+)")
_SYSTEM_WORDS = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "Permission denied": errno.EACCES,
    "Read-only file system": errno.EROFS,
}
_Say: TypeAlias = Callable[[re.Match[str]], Words]


def failure(error: BaseException, folder: Path | str) -> Problem:
    """The problem behind an exception that ended a run. `folder` is where the run was writing.

    An exception that nothing here knows is written to the log with its traceback.
    """
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, MemoryError) or "OOM when allocating" in str(error):
        return Problem(
            "There is not enough memory for this run.", "Training", "Use a smaller batch size, model or data."
        )
    blame = blamed(error)
    if blame is not None:
        _log.error("Code of the user's own failed.", exc_info=error)
        (what, fix), at = blame
        return Problem(what, at.file, fix, at=(at.file, at.line))
    text = message(error)
    number = _system_error(error, text)
    if number is not None:
        place = getattr(error, "filename", None) or folder
        return problem_of(OSError(number, os.strerror(number)), str(place))
    for pattern, say in _RULES:
        found = pattern.search(text)
        if found:
            what, fix = say(found)
            return Problem(what, "Training", fix)
    _log.error("A run failed.", exc_info=error)
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__).rstrip(".")
    return Problem(f"Keras stopped the run: {first[:240]}.", "Training", "Check the model, its data and its losses.")


def _system_error(error: BaseException, text: str) -> int | None:
    """The system's error number, also out of the texts of HDF5 and TensorFlow, which do not hand it on."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    known = next((number for words, number in _SYSTEM_WORDS.items() if words in text), None)
    if known is not None:
        return known
    found = _ERRNO.search(text) if isinstance(error, OSError) else None
    return int(found.group(1)) if found else None


def _unknown_class(found: re.Match[str]) -> Words:
    count = int(found.group(2))
    return (
        f"The target has a class number {found.group(1)}, but the output has only {count} units (0 to {count - 1}).",
        f"Give the output layer as many units as there are classes, at least {int(found.group(1)) + 1}.",
    )


def _unknown_entry(found: re.Match[str]) -> Words:
    last = int(found.group(2)) - 1
    return (
        f"An input holds the value {found.group(1)}, but an Embedding knows only 0 to {last}.",
        "Raise its “input_dim” above the largest value.",
    )


def _unequal(found: re.Match[str]) -> Words:
    target, output = sizes(found.group(1)), sizes(found.group(2))
    return (
        f"The loss cannot compare an output of {output} with a target of {target}.",
        "Choose another loss, or give the output as many units as the target has values.",
    )


def _other_input(found: re.Match[str]) -> Words:
    return (
        f"The model takes inputs of {sizes(found.group(1))}, but the data gives {sizes(found.group(2))}.",
        "Bind other columns, or change the Input's shape.",
    )


_RULES: tuple[tuple[re.Pattern[str], _Say], ...] = (
    (re.compile(r"label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)"), _unknown_class),
    (re.compile(r"indices\S* = (-?\d+) is not in \[0, (\d+)\)"), _unknown_entry),
    (re.compile(r"target\.shape=(\([^)]*\)), output\.shape=(\([^)]*\))"), _unequal),
    (re.compile(r"expected shape=(\([^)]*\)), found shape=(\([^)]*\))"), _other_input),
)
