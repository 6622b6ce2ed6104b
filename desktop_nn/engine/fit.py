"""Trains a project: `train` for the window and the command line. How one run goes is in `run.py`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_nn.engine.keras_state import forgetting_gradients, own_keras_state
from desktop_nn.engine.run import Run, Trained
from desktop_nn.project.document import Project
from desktop_nn.training.events import RunEvent

__all__ = ["Trained", "train"]


def train(
    project: Project,
    runs: Path,
    emit: Callable[[RunEvent], None],
    stop: threading.Event,
    *,
    epochs: int | None = None,
    seed: int | None = None,
    start_from: Path | None = None,
) -> Trained:
    """Train the project in a new folder of `runs`; `epochs` and `seed` take the place of the project's own.

    Weights, dropout and the order of samples come from the seed alone: the same project gives bit-equal weights
    again, those of plain Keras fed with `training.order.permutation`. `start_from` is a model file whose weights
    (and optimizer state) are used instead of fresh ones.

    `emit` is called on this thread; the last event is always RunEnded. Setting `stop` ends the run within one batch
    and keeps the model as it is then. Never raises for what a user, a disk or Keras does wrong: then the run has
    failed and `ended.problem` says why. The model so far is saved and returned in every case; if the run's folder
    cannot be written any more, in the system's folder for temporary files.
    """
    choices = project.training
    choices = replace(
        choices, epochs=choices.epochs if epochs is None else epochs, seed=choices.seed if seed is None else seed
    )
    with own_keras_state(), forgetting_gradients():
        return Run(replace(project, training=choices), runs, emit, stop, start_from).go()
