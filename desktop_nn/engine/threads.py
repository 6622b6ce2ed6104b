"""How many threads one operation of TensorFlow may use, which must be known before TensorFlow is loaded.

Small models are quicker with one thread, large ones with all. The user chooses a number, or leaves it to what
`thread_trial.py` has measured on this machine; before that, TensorFlow chooses. A choice holds for the whole process:
TensorFlow cannot change it later, and its limits for single calls have no effect on this. Another number may change
the last bits of results, since sums are then split differently; so every run's record has it.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_nn import atomic, settings
from desktop_nn.graph.model import Graph

Size: TypeAlias = Literal["small", "large"]
"""What kind of model a process will mostly train: dense layers and the like, or convolutions and attention."""
SIZES: tuple[Size, ...] = ("small", "large")
Seconds: TypeAlias = Mapping[Size, Mapping[int, float]]
"""What a round of training took, by kind of model and number of threads."""

_WITHIN, _BETWEEN = "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"
_ENOUGH = 0.95
"""Another thread must make it this much quicker, or it is left to others."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found on a machine with so many cores."""

    cores: int
    best: Mapping[Size, int]


def size_of(graph: Graph) -> Size:
    """Which kind of model a drawing is."""
    return "large" if any(_is_heavy(layer.kind) for layer in graph.layers.values()) else "small"


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def candidates() -> tuple[int, ...]:
    """Numbers worth trying: one, half of the cores, all of them."""
    return tuple(sorted({1, max(1, cores() // 2), cores()}))


def chosen(size: Size) -> int | None:
    """The user's number, or the measured one; None if nothing is known and TensorFlow shall choose."""
    wish = settings.load().threads
    if wish:
        return wish
    known = measured()
    return known.best.get(size) if known else None


def apply(size: Size, environment: MutableMapping[str, str] = os.environ) -> None:
    """Tell TensorFlow, which is not loaded yet. What the environment says already counts more."""
    number = chosen(size)
    if number is None or _WITHIN in environment:
        return
    environment[_WITHIN] = str(number)
    if number == 1:
        environment.setdefault(_BETWEEN, "1")


def in_force() -> int:
    """How many threads an operation has in this process."""
    given = os.environ.get(_WITHIN, "")
    return int(given) if given.isdigit() and int(given) else cores()


def best(seconds: Seconds) -> dict[Size, int]:
    """The quickest number of threads for each kind; a thread that gains next to nothing is not taken."""
    return {size: _best(times) for size, times in seconds.items() if times}


def keep(found: Seconds) -> None:
    """Remember what was measured here. Raises ProblemError if the disk refuses."""
    target = _path()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.refused(error, target.parent) from error
    content = {"cores": cores(), "best": best(found), "seconds": {size: dict(item) for size, item in found.items()}}
    atomic.write_text(target, json.dumps(content, indent=2) + "\n")


def measured() -> Measured | None:
    """What was measured on this machine; None if nothing was, or the machine has other cores now."""
    try:
        content = json.loads(_path().read_text("utf-8"))
        found = Measured(content["cores"], {size: content["best"][size] for size in SIZES if size in content["best"]})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    sound = all(isinstance(number, int) and 1 <= number <= cores() for number in found.best.values())
    return found if sound and found.cores == cores() else None


def as_seconds(rounds: Mapping[int, Sequence[Mapping[str, float]]]) -> Seconds:
    """The quickest round of each kind, by number of threads: what else the machine did meanwhile only slows down."""
    return {
        size: {number: min((item.get(size, math.inf) for item in items), default=math.inf) for number, items in all_}
        for size, all_ in ((size, rounds.items()) for size in SIZES)
    }


def _best(times: Mapping[int, float]) -> int:
    winner = min(times)
    for number in sorted(times):
        if times[number] < _ENOUGH * times[winner]:
            winner = number
    return winner


def _is_heavy(kind: str) -> bool:
    return "Conv" in kind or "Attention" in kind


def _path() -> Path:
    return settings.state_folder() / "threads.json"


def environment_for(number: int) -> dict[str, str]:
    """What the environment of a process that tries so many threads has beside that of this one."""
    return {_WITHIN: str(number), _BETWEEN: "1" if number == 1 else str(cores())}
