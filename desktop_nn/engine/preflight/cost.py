"""How long will an epoch take, and how much memory does the training need? Measured on some batches, then reckoned up.

Callbacks and the saving of models are not counted.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from desktop_nn.engine.batches import feed
from desktop_nn.engine.fast_fit import why_not
from desktop_nn.engine.memory import available, readable
from desktop_nn.engine.preflight.bench import Bench, first
from desktop_nn.graph.model import Layer
from desktop_nn.training.preflight import Check

TIME_TITLE, MEMORY_TITLE = "Epoch time", "Memory"
SECONDS = 0.8
_LONG = 600.0
_FLOAT = 4


def check_cost(bench: Bench) -> Iterator[Check]:
    """Two checks: time and memory."""
    activations = _activations(bench)
    batch, spread = _seconds_a_batch(bench)
    bench.batch_seconds = batch
    slots = sum(math.prod(variable.shape) for variable in bench.model.optimizer.variables) * _FLOAT
    yield _time(bench, batch, spread)
    yield _memory(bench, activations, slots)


def _time(bench: Bench, batch: float, spread: float) -> Check:
    training = bench.project.training
    samples, held = len(bench.prepared.train), len(bench.prepared.validation)
    steps = -(-samples // training.batch_size)
    epoch = batch * (steps + _forward_share() * -(-held // training.batch_size))
    whole = epoch * training.epochs
    seen = f"{seconds(epoch)} ± {max(1, round(100 * spread))} %; {training.epochs:,} epochs {seconds(whole)}"
    why = f"{steps:,} steps of {seconds(batch)} each, and {held:,} samples of validation; without callbacks."
    slow = why_not(bench.model, [])
    expected = f"less than {seconds(_LONG)}"
    if epoch > _LONG:
        fix = "Try things out on fewer samples, or take larger batches or a smaller model."
        return Check("time", TIME_TITLE, "warn", expected, seen, f"{why} {slow}".strip(), fix)
    return Check("time", TIME_TITLE, "good", expected, seen, f"{why} {slow}".strip())


def _memory(bench: Bench, activations: int, slots: int) -> Check:
    weights = sum(math.prod(variable.shape) for variable in bench.model.variables) * _FLOAT
    learning = sum(math.prod(variable.shape) for variable in bench.model.trainable_variables) * _FLOAT
    batch = min(bench.project.training.batch_size, len(bench.prepared.train))
    parts = {
        "weights, their copy and gradients": 2 * weights + learning,
        "optimizer": slots,
        f"layers' outputs of {batch:,} samples": 2 * activations * batch,
        "data": _data(bench),
    }
    needed, free = sum(parts.values()), available()
    seen = f"about {readable(needed)}"
    why = "Reckoned: " + ", ".join(f"{name} {readable(size)}" for name, size in parts.items()) + "."
    expected = f"less than {readable(free)} (free)"
    fix = "Use a smaller batch size, model or data set."
    if needed > free:
        return Check("memory", MEMORY_TITLE, "bad", expected, seen, why, fix)
    if needed > 0.8 * free:
        return Check("memory", MEMORY_TITLE, "warn", expected, seen, why, fix)
    return Check("memory", MEMORY_TITLE, "good", expected, seen, why)


def _seconds_a_batch(bench: Bench) -> tuple[float, float]:
    """Seconds of a batch, and how much they vary (the relative deviation of their mean)."""
    bench.renew()
    size = min(bench.project.training.batch_size, len(bench.within))
    if why_not(bench.model, []):
        return _plain(bench, size)
    chunks: list[tuple[int, float]] = []
    done = 0
    for reached, spent, _ in bench.train(np.arange(len(bench.within)), size, SECONDS):
        chunks.append((reached - done, spent))
        done = reached
    longest = max(batches for batches, _ in chunks)
    # The first chunk makes the graph; short ones are mostly their own beginning and end.
    whole = [(batches, spent) for batches, spent in chunks[1:] if batches >= longest / 2] or chunks[-1:]
    return _summed([spent / max(1, batches) for batches, spent in whole])


def _plain(bench: Bench, size: int) -> tuple[float, float]:
    """One call a batch, for models that the fused loop cannot train."""
    inputs, targets = feed(first(bench.within, size))
    took: list[float] = []
    began = time.perf_counter()
    while len(took) < 20 and (len(took) < 2 or time.perf_counter() - began < SECONDS):
        bench.check()
        before = time.perf_counter()
        bench.model.train_on_batch(inputs, targets)
        took.append(time.perf_counter() - before)
    return _summed(took[1:])


def _summed(took: list[float]) -> tuple[float, float]:
    middle = statistics.median(took)
    if len(took) < 2 or not middle:
        return middle, 0.2
    return middle, statistics.stdev(took) / middle / len(took) ** 0.5


def _forward_share() -> float:
    """A step of validation is the way forward alone; the way back takes about twice as long."""
    return 1 / 3


def _activations(bench: Bench) -> int:
    """Bytes that all layers' outputs take for one sample."""
    found = 0

    def add(_place: object, layer: Layer, _keras: object, tensors: list[Any]) -> None:
        nonlocal found
        if layer.model is None:
            found += sum(math.prod(tensor.shape[1:]) * _FLOAT for tensor in tensors)

    bench.outputs(first(bench.sample, 1).inputs, add)
    return found


def _data(bench: Bench) -> int:
    parts = (bench.prepared.train, bench.prepared.validation, bench.prepared.test)
    arrays = [array for part in parts for array in (*part.inputs.values(), *part.targets.values())]
    # As arrays, and the training and validation parts as tensors.
    return sum(array.nbytes for array in arrays) * 2


def seconds(value: float) -> str:
    """A length of time as one reads it: `26 ms`, `3.4 s`, `5 min`, `2.5 h`."""
    if value < 0.95:
        return f"{1000 * value:.2g} ms" if value < 0.0095 else f"{1000 * value:.0f} ms"
    if value < 90:
        return f"{value:.1f} s" if value < 9.5 else f"{value:.0f} s"
    return f"{value / 60:.0f} min" if value < 5400 else f"{value / 3600:.1f} h"
