"""Seconds an epoch of our engine beside plain `model.fit` of the same model on the same arrays, in one process.

All train and validate, epoch after epoch. “ours, bare” is our loop without the run around it, which is what `fit` is
here too: the like of each other. “ours, shown” is what the app shows for an epoch, with steering, progress and live
logs; “ours, all in” is from one epoch's end to the next, with whatever the example asks for (TensorBoard, saved
models), history, checkpoint and looks into the layers, of which plain `fit` does nothing here. The ways take turns,
and the best round of each counts: what else the machine does meanwhile only slows down.

`python -m tests.benchmarks.training EXAMPLE` measures one example only, with the threads of the environment.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from desktop_nn.project import examples
from desktop_nn.project.document import Project
from tests.benchmarks.measurement import Measurement

EPOCHS = {"california-mlp": 6, "two-outputs": 8, "blobs-deep": 20, "fashion-mnist": 3}
ROUNDS = 3
GOALS = {"california-mlp": 12.0, "blobs-deep": 12.0, "fashion-mnist": 2.5}
ONE_THREAD = ("fashion-mnist", 4.0)
"""The example that is measured with one thread as well, and its goal then."""
PLAIN, SEVERAL, BARE, SHOWN, ALL_IN = "model.fit", "steps_per_execution=64", "ours, bare", "ours, shown", "ours, all in"

Epochs = dict[str, list[float]]


def in_turns(project: Project, epochs: int, rounds: int) -> dict[str, float]:
    """Seconds an epoch, by way: the best of the rounds' medians. A round's first epoch makes the graph."""
    data = _Prepared(project)
    found: Epochs = {}
    for _ in range(rounds):
        _note(found, PLAIN, data.keras(epochs))
        _note(found, BARE, data.bare(epochs))
        _note(found, SEVERAL, data.keras(epochs, 64))
        shown, all_in = _run(project, epochs)
        _note(found, SHOWN, shown)
        _note(found, ALL_IN, all_in)
    return {way: min(values) for way, values in found.items()}


def _note(found: Epochs, way: str, seconds: list[float]) -> None:
    found.setdefault(way, []).append(statistics.median(seconds))


class _Prepared:
    """An example's samples; each measurement has a fresh model."""

    def __init__(self, project: Project) -> None:
        from desktop_nn.engine.evaluate import prepared_data

        self._project, self._data = project, prepared_data(project)

    def _model(self) -> Any:
        from desktop_nn.engine.build import build
        from desktop_nn.engine.compile import compile_model

        model = build(self._project.graph, 0)
        compile_model(model, self._project.graph, self._project.training)
        return model

    def keras(self, epochs: int, steps_per_execution: int = 1) -> list[float]:
        """`model.fit` with validation data and no callbacks but a clock."""
        from desktop_nn.engine.batches import feed

        model, (seconds, clock) = self._model(), _clock()
        model.steps_per_execution = steps_per_execution
        x, y = feed(self._data.train)
        batch = self._project.training.batch_size
        model.fit(x, y, batch, epochs, verbose=0, callbacks=[clock], validation_data=feed(self._data.validation))
        return seconds[1:]

    def bare(self, epochs: int) -> list[float]:
        """Our loop, an order of its own each epoch, and no callbacks but the same clock."""
        from desktop_nn.engine.batches import EpochBatches
        from desktop_nn.engine.fast_fit import fast_fit

        batches = EpochBatches(self._data.train, self._project.training.batch_size, 0)
        seconds, clock = _clock(batches.begin)
        fast_fit(self._model(), batches, self._data.validation, [clock], epochs)
        return seconds[1:]


def _clock(also: Callable[[int], object] = lambda _: None) -> tuple[list[float], Any]:
    import keras

    seconds: list[float] = []
    began = [0.0]

    def begin(epoch: int, _logs: object) -> None:
        began[0] = time.perf_counter()
        also(epoch)

    def end(_epoch: int, _logs: object) -> None:
        seconds.append(time.perf_counter() - began[0])

    return seconds, keras.callbacks.LambdaCallback(on_epoch_begin=begin, on_epoch_end=end)


def _run(project: Project, epochs: int) -> tuple[list[float], list[float]]:
    """A whole run of the app: what it shows for each epoch, and the time from one epoch's end to the next."""
    from desktop_nn.engine.fit import train
    from desktop_nn.training.steering import Steering

    with tempfile.TemporaryDirectory() as scratch:
        shown: list[float] = []
        ends: list[float] = []

        def hear(event: Any) -> None:
            if type(event).__name__ == "EpochEnded":
                shown.append(event.seconds)
                ends.append(time.perf_counter())

        train(project, Path(scratch), hear, Steering(), epochs=epochs)
        return shown[1:], [after - before for before, after in pairwise(ends)]


def _with_one_thread(name: str, rounds: int) -> dict[str, float]:
    """The same in a process with one thread, for a process cannot change its threads."""
    one = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
    command = [sys.executable, "-m", "tests.benchmarks.training", name, str(rounds)]
    output = subprocess.run(command, env=os.environ | one, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def all_threads() -> None:
    """As many threads as TensorFlow would take by itself, whatever was measured or chosen on this machine."""
    from desktop_nn.engine.threads import cores

    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(cores()))


def measure() -> Iterator[Measurement]:
    """Each example by all ways, and Fashion-MNIST with one thread beside plain `fit` with all of them."""
    all_threads()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan
    yield Measurement("load of the machine before (runnable processes)", load, "")
    for name, epochs in EPOCHS.items():
        found = in_turns(examples.read(name).project, epochs, ROUNDS)
        yield from _told(name, found, GOALS.get(name))
        if name == ONE_THREAD[0]:
            single = _with_one_thread(name, ROUNDS)
            yield from _told(f"{name}, one thread", {**single, PLAIN: found[PLAIN]}, ONE_THREAD[1])


def _told(name: str, found: dict[str, float], goal: float | None) -> Iterator[Measurement]:
    for way in (PLAIN, SEVERAL, BARE, SHOWN, ALL_IN):
        ratio = found[PLAIN] / found[way]
        yield Measurement(f"{name}: an epoch, {way}", found[way], "s", None, ("times faster than fit:", ratio))
    yield Measurement(f"{name}: times faster, bare", found[PLAIN] / found[BARE], "×", goal)


def main(name: str, rounds: int) -> None:
    """One example's figures as a line of JSON."""
    all_threads()
    project = examples.read(name).project
    print(json.dumps(in_turns(project, EPOCHS[name], rounds)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS)
