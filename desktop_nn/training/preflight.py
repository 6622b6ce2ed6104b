"""What a pre-flight tells: checks made before a training, each with what was expected and what was seen.

How they are made is the engine's (`engine/preflight`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["good", "warn", "bad", "unknown"]
"""unknown: there is no rule for it here, or it could not be found out."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked, in words for the user. `node` is the drawn node concerned, if there is one.

    `explanation` says why it matters and whose rule it is, `fix` what to do; a good check has no fix.
    """

    name: str
    title: str
    verdict: Verdict
    expected: str
    seen: str
    explanation: str
    fix: str = ""
    node: str | None = None


@dataclass(frozen=True, slots=True)
class CheckBegins:
    """The next check is under way: `title` of it, the `number`-th (from 1) of `of`."""

    title: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Preflight:
    """All checks of a pre-flight, and how long they took together."""

    checks: tuple[Check, ...]
    seconds: float


PreflightEvent: TypeAlias = CheckBegins | Check
