"""Memory over many starts and stops of training: what one run needs must be given back before the next.

Each cycle is a whole tiny run, stopped in its second epoch every other time. TensorFlow keeps what it has compiled
once, so the first cycles grow; from then on the figure must stay flat.
"""

from __future__ import annotations

import gc
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_nn.engine.memory import held
from desktop_nn.project import examples
from desktop_nn.training.steering import Steering
from tests.benchmarks.measurement import Measurement

WARM, CYCLES, LATE = 20, 200, 60
"""Cycles before the first look, in all, and between the looks that the growth is reckoned from."""
_MB = 2**20


def measure() -> Iterator[Measurement]:
    """Memory after 20 cycles and after 200, the growth between, and models that outlived their run."""
    with tempfile.TemporaryDirectory() as scratch:
        sizes, alive = _cycles(Path(scratch), CYCLES)
    yield Measurement(f"memory after {WARM} starts and stops", sizes[WARM - 1] / _MB, "MB")
    yield Measurement(f"memory after {CYCLES} starts and stops", sizes[-1] / _MB, "MB")
    grown = (sizes[-1] - sizes[WARM - 1]) / (CYCLES - WARM) / 1024
    yield Measurement("growth a cycle from there", grown, "KB", 50)
    late = (sizes[-1] - sizes[-1 - LATE]) / LATE / 1024
    yield Measurement(f"growth a cycle over the last {LATE}", late, "KB", 50)
    yield Measurement("models that outlived their run (the last one may)", alive, "", 1)


def _cycles(runs: Path, count: int) -> tuple[list[int], int]:
    """Memory after each cycle, in bytes, and how many models are left at the end."""
    project = examples.read("blobs-deep").project
    project = replace(project, training=replace(project.training, epochs=3, callbacks=()))
    models: list[weakref.ref[Any]] = []
    sizes = []
    for number in range(count):
        models.append(_once(project, runs, stopped=number % 2 == 1))
        gc.collect()
        sizes.append(held())
    return sizes, sum(model() is not None for model in models)


def _once(project: Any, runs: Path, *, stopped: bool) -> weakref.ref[Any]:
    from desktop_nn.engine.fit import train

    steering = Steering()

    def hear(event: Any) -> None:
        if stopped and type(event).__name__ == "EpochEnded":
            steering.stop()

    trained = train(project, runs, hear, steering)
    assert trained.ended.status == ("stopped" if stopped else "finished"), trained.ended
    return weakref.ref(trained.model)
