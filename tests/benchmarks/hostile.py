"""What each hostile file gets, and how long opening it takes: a process's start is measured apart from the reading."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_nn.engine.loading import load
from tests.benchmarks.measurement import Measurement
from tests.hostile import sound
from tests.hostile.every import ALL
from tests.hostile.opening import PROJECTS, opened, why_not_built

GOAL = 1.0
STARTS = 9


def measure() -> Iterator[Measurement]:
    """A line a file: seconds beyond the start of the reading process, by the clock; the sentence beside it.

    What is too large to be built is asked for as well, and the time of that answer added.
    """
    load()  # shapes are inferred by Keras; it is there already when somebody opens a file
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = _start(folder)
        yield Measurement("the reading process, on a sound file of 20 KB", start, "s", note="the rest is beyond this")
        for case in ALL:
            path = case.made(folder)
            found = opened(path)
            sentence, asked = why_not_built(found.graph) if found.graph is not None else (found.sentence, 0.0)
            seconds = found.seconds + asked - (0.0 if path.suffix in PROJECTS else start)
            got = sentence or "opens; what is bad in it has no effect"
            yield Measurement(case.name, max(seconds, 0.0), "s", GOAL, note=got.replace(f"{folder}/", ""))
            path.unlink()


def _start(folder: Path) -> float:
    """The median of opening a sound file; how long Python alone takes to start is told for comparison."""
    path = folder / "sound.h5"
    sound.h5(path)
    took = [opened(path).seconds for _ in range(STARTS)]
    began = time.perf_counter()
    import subprocess

    subprocess.run([sys.executable, "-c", "import h5py"], check=True)
    print(f"python -c 'import h5py': {time.perf_counter() - began:.2f} s", file=sys.stderr, flush=True)
    return statistics.median(took)
