"""What the commands write: JSON lines or text on standard output, progress on standard error."""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any


def json_line(value: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own; a figure that is no number is null, because JSON has none."""
    line(json.dumps(finite(value), ensure_ascii=False, allow_nan=False))


def line(text: str = "") -> None:
    """A line of the result on standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def progress(text: str) -> None:
    """A line about the work going on; never on standard output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def finite(value: Any) -> Any:
    """The value with None in place of every NaN and infinity, and with plain dicts and lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


@contextlib.contextmanager
def only_results() -> Iterator[None]:
    """Whatever libraries write to standard output meanwhile, also from C++, goes to standard error."""
    sys.stdout.flush()
    try:
        real = os.dup(1)
    except OSError:  # standard output is closed: nothing can get on it
        yield
        return
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(real, 1)
        os.close(real)


def seconds_text(seconds: float) -> str:
    """A duration as people read it: `0.4 s`, `83 s`, `12 min 5 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


def figures_text(figures: Mapping[str, float]) -> str:
    """Figures by Keras's names in one line: `loss 0.349  accuracy 0.88`."""
    return "  ".join(f"{name} {value:.4g}" for name, value in figures.items())
