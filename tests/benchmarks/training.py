"""Seconds an epoch of our engine beside plain `model.fit` of the same model on the same arrays, in one process."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_nn.project import examples
from desktop_nn.project.document import Project
from tests.benchmarks.measurement import Measurement

EPOCHS = {"california-mlp": 6, "two-outputs": 6, "blobs-deep": 8, "fashion-mnist": 3}
GOALS = {"california-mlp": 12.0, "blobs-deep": 12.0, "fashion-mnist": 2.5}


def ours(project: Project, epochs: int) -> float:
    """Median seconds an epoch through the engine, run folder, TensorBoard and progress events included."""
    from desktop_nn.engine.fit import train
    from desktop_nn.training.steering import Steering

    with tempfile.TemporaryDirectory() as scratch:
        seconds: list[float] = []

        def hear(event: Any) -> None:
            if type(event).__name__ == "EpochEnded":
                seconds.append(event.seconds)

        train(project, Path(scratch), hear, Steering(), epochs=epochs)
        return statistics.median(seconds[1:])


def plain(project: Project, epochs: int, steps_per_execution: int = 1) -> float:
    """Median seconds an epoch of `model.fit` with validation data, on the same prepared arrays."""
    import keras

    from desktop_nn.data.prepare import prepare
    from desktop_nn.engine.build import build
    from desktop_nn.engine.compile import compile_model
    from desktop_nn.graph.topology import input_nodes, output_nodes

    graph = project.graph
    names = {id: graph.name_of(id) for id in (*input_nodes(graph), *output_nodes(graph))}
    data = prepare(project.data, names)
    model = build(graph, 0)
    compile_model(model, graph, project.training)
    model.steps_per_execution = steps_per_execution
    seconds: list[float] = []
    began = [0.0]
    note = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda *_: began.__setitem__(0, time.perf_counter()),
        on_epoch_end=lambda *_: seconds.append(time.perf_counter() - began[0]),
    )

    def arrays(part: Any) -> tuple[Any, Any]:
        x = [part.inputs[graph.name_of(id)] for id in input_nodes(graph)]
        y = [part.targets[graph.name_of(id)] for id in output_nodes(graph)]
        return (x[0] if len(x) == 1 else x), (y[0] if len(y) == 1 else y)

    x, y = arrays(data.train)
    batch = project.training.batch_size
    model.fit(x, y, batch, epochs, verbose=0, callbacks=[note], validation_data=arrays(data.validation))
    return statistics.median(seconds[1:])


def measure() -> Iterator[Measurement]:
    """Each example, ours beside plain Keras."""
    for name, epochs in EPOCHS.items():
        project = examples.read(name).project
        project = replace(project, training=replace(project.training, epochs=epochs))
        fast, beside = ours(project, epochs), plain(project, epochs)
        yield Measurement(f"{name}: an epoch of training", fast, "s", None, ("model.fit", beside))
        several = plain(project, epochs, 64)
        yield Measurement(f"{name}: an epoch of training", fast, "s", None, ("steps_per_execution=64", several))
        yield Measurement(f"{name}: how many times faster than model.fit", beside / fast, "×", GOALS.get(name))
