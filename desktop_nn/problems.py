"""Every mistake that a user can make, as a value: what is wrong, where, and how to fix it.

Bugs of ours are not problems: they stay exceptions and reach the crash hook.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning"]

LONGEST: Final = 1_000
"""Letters of one part of a problem. What a file holds may be quoted in it and may have millions."""
_JOINERS: Final = "\u200c\u200d"
"""Unseen, but needed to write Persian and some emoji; they turn nothing round."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One user-facing problem.

    `what` and `fix` are whole sentences without a line break; `where` names the place in the user's own
    words (a node's name, a file, a field). `node` is the id of the node concerned, if there is one; `at` names a file
    of the user's own code and the line in it, counted from 1.

    The texts may quote a file that nobody vouches for, so they are made fit to be `shown`.
    """

    what: str
    where: str = ""
    fix: str = ""
    severity: Severity = "error"
    node: str | None = None
    at: tuple[str, int] | None = None

    def __post_init__(self) -> None:
        """Make the texts fit to be shown."""
        for name in ("what", "where", "fix"):
            text = getattr(self, name)
            fit = shown(text)
            if fit is not text:
                object.__setattr__(self, name, fit)

    def __str__(self) -> str:
        """The problem in one line: `where: what fix`."""
        head = f"{self.where}: " if self.where else ""
        return f"{head}{self.what} {self.fix}".strip().replace("\n", " ")


class ProblemError(Exception):
    """Raised where work cannot go on because of users' mistakes; carries at least one `Problem`."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("ProblemError needs at least one Problem.")
        self.problems: tuple[Problem, ...] = problems
        super().__init__(str(problems[0]))

    @property
    def problem(self) -> Problem:
        """The first, most important problem."""
        return self.problems[0]


def shown(text: str) -> str:
    """The text without what would break a line, turn it round or be unseen (`\ufffd` in its place), and not endless."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    if text.isprintable():
        return text
    return "".join(_shown(letter) for letter in text)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only the problems that stop the work (not the warnings)."""
    return tuple(problem for problem in problems if problem.severity == "error")


def _shown(letter: str) -> str:
    if letter in "\t\n\r" or unicodedata.category(letter) == "Zs":
        return " " if letter < " " else letter
    hidden = letter not in _JOINERS and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "\ufffd" if hidden else letter
