"""Small whole projects for the engine's tests: made data, a drawing, choices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step
from desktop_nn.engine.fit import Trained, train
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.events import RunEvent
from desktop_nn.training.steering import Steering
from tests.core.engine.drawings import chain, two_outputs

SGD = Configured("SGD", {"learning_rate": 0.05, "momentum": 0.9})
CROSSENTROPY = Configured("SparseCategoricalCrossentropy")
FIFTHS = Split(Part(0.2), Part(0.2), seed=1)
HIDDEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dense", {"units": 12, "activation": "relu"}),
    ("Dropout", {"rate": 0.2}),
)


def classification(
    *hidden: tuple[str, dict[str, Any]],
    samples: int = 333,
    epochs: int = 2,
    seed: int = 5,
    optimizer: Configured = SGD,
    callbacks: Sequence[Configured] = (),
    loss: Configured = CROSSENTROPY,
    activation: str = "softmax",
    split: Split = FIFTHS,
) -> Project:
    """Three clouds of points; with 333 samples the last of the 7 batches is short (213 samples to train with)."""
    units = {"units": 3, "activation": activation}
    graph = chain(*(hidden or HIDDEN), ("Dense", units), shape=(5,))
    (start,), (end,) = input_nodes(graph), output_nodes(graph)
    source = Source("blobs", {"samples": samples, "centers": 3, "features": 5, "std": 3.0})
    columns = ("x1", "x2", "x3", "x4", "x5")
    data = DataChoices(source, (Step("standardize"),), split, Bindings({start: columns}, {end: "class"}))
    judged = OutputChoices(loss, 1.0, (Configured("accuracy"),))
    training = TrainingChoices(optimizer, {end: judged}, epochs, 32, seed, tuple(callbacks))
    return Project(graph, data, training)


def regression(epochs: int = 2) -> Project:
    """Overlapping inputs, two outputs with losses and weights of their own."""
    graph, main, auxiliary = two_outputs()
    wide, deep = input_nodes(graph)
    inputs = {wide: ("x1", "x2", "x3", "x4", "x5"), deep: ("x3", "x4", "x5", "x6", "x7", "x8")}
    data = DataChoices(
        Source("regression", {"samples": 200, "noise": 1.0}),
        (Step("standardize"), Step("min-max", ("y",))),
        Split(Part(0.2), Part(0.2), seed=2),
        Bindings(inputs, {main: "y", auxiliary: "y"}),
    )
    outputs = {
        main: OutputChoices(Configured("MeanSquaredError"), 0.9, (Configured("MeanAbsoluteError"),)),
        auxiliary: OutputChoices(Configured("Huber", {"delta": 0.5}), 0.1),
    }
    return Project(graph, data, TrainingChoices(Configured("Adam"), outputs, epochs, 32, 3, ()))


def run(project: Project, runs: Path, **options: Any) -> tuple[Trained, list[RunEvent]]:
    """Train it and collect its events."""
    events: list[RunEvent] = []
    return train(project, runs, events.append, options.pop("stop", Steering()), **options), events
