"""Opens 2,000 spoilt files (`--count`, `--seed`) and counts what became of them. Takes some minutes.

What must not be (tracebacks, hangs, anything touched or left behind) has the goal 0 and is told in full
on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.benchmarks.measurement import Measurement
from tests.hostile.fuzzing import LONG, Found, fuzz

NEVER = ("traceback", "hung", "touched", "left behind", "unreadable")


def measure(count: int = 2000, seed: int = 0) -> Iterator[Measurement]:
    """One figure for each outcome."""
    found = fuzz(count, seed, _told)
    for fault in found.faults:
        print(fault, file=sys.stderr, flush=True)
    yield Measurement("spoilt files", count, "files", note=f"from seed {seed}")
    yield Measurement("opened as a drawing", found.counts["opened"], "files")
    yield Measurement("refused in a sentence", found.counts["sentence"], "files")
    yield Measurement("ended the reading process alone", found.counts["died"], "files")
    yield Measurement("goes round in circles inside HDF5, ended", found.counts["ended by the limit"], "files")
    yield Measurement("opened the app's own way", found.counts["own way"], "files")
    for kind in NEVER:
        yield Measurement(kind, found.counts[kind], "times", 0)
    yield Measurement("slowest, without the process's start", found.slowest, "s", LONG)


def _told(number: int, found: Found) -> None:
    if number % 100 == 99:
        print(f"{number + 1} files, {len(found.faults)} faults", file=sys.stderr, flush=True)
