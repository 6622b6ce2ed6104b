"""Trains a project or goes on with a run, for the window and the command line. How one run goes is in `run.py`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from desktop_nn.engine.continuing import continued
from desktop_nn.engine.keras_state import forgetting_gradients, own_keras_state
from desktop_nn.engine.loading import load
from desktop_nn.engine.run import Run, Trained
from desktop_nn.engine.threads import size_of
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.runs.folder import RunFolder
from desktop_nn.training.events import RunEnded, RunEvent
from desktop_nn.training.steering import Steering

__all__ = ["Trained", "go_on", "train"]


def train(
    project: Project,
    runs: Path,
    emit: Callable[[RunEvent], None],
    steering: Steering,
    *,
    epochs: int | None = None,
    seed: int | None = None,
    start_from: Path | None = None,
) -> Trained:
    """Train the project in a new folder of `runs`; `epochs` and `seed` take the place of the project's own.

    Weights, dropout and the order of samples come from the seed alone: the same project gives bit-equal weights
    again, those of plain Keras fed with `training.order.permutation`. `start_from` is a model file whose weights
    (and optimizer state) are used instead of fresh ones.

    `emit` is called on this thread; the last event is always RunEnded. `steering.stop()` ends the run within one batch
    and keeps the model as it is then; see `Steering` for the rest. Never raises for what a user, a disk or Keras does
    wrong: then the run has failed and `ended.problem` says why. The model so far is saved and returned in every case;
    if the run's folder cannot be written any more, in the system's folder for temporary files.
    """
    choices = project.training
    choices = replace(
        choices, epochs=choices.epochs if epochs is None else epochs, seed=choices.seed if seed is None else seed
    )
    load(size_of(project.graph))
    with _alone():
        return Run(replace(project, training=choices), runs, emit, steering, start_from).go()


def go_on(folder: Path, emit: Callable[[RunEvent], None], steering: Steering, *, epochs: int | None = None) -> Trained:
    """Go on with the run of a folder until it has `epochs` epochs in all (None: as many as were planned).

    It begins after the last epoch of its checkpoint, with the same weights, optimizer state, dropout and order of
    samples: the result is bit for bit that of a run that never stopped. RunStarted is followed by the earlier epochs.
    `emit`, `steering` and the result are those of `train`; what is wrong with the folder is the run's failure.
    """
    began = time.monotonic()
    run_folder = RunFolder(folder)
    try:
        with run_folder.locked():
            going_on = continued(run_folder, epochs)
            with _alone():
                run = Run(going_on.project, folder.parent, emit, steering, going_on.start_from, going_on)
                return run.go()
    except ProblemError as error:  # before the run began; later ones are told by the run itself
        ended = RunEnded("failed", 0, time.monotonic() - began, problem=error.problem)
        emit(ended)
        return Trained(ended, None, folder)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with own_keras_state(), forgetting_gradients():
        yield
