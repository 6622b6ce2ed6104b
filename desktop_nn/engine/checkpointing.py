"""Writes checkpoints while a run goes, and brings a continued run to where it was; as one Keras callback.

To be the last callback: what the others changed at an epoch's end belongs to the checkpoint.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_nn.engine.checkpoint import Checkpoint, put_into, taken, write
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.watching import StopRequestedError
from desktop_nn.training.steering import Steering

SHARE = 0.05
"""The part of the training's time that writing checkpoints may take; quick epochs are not all written."""


class Checkpointer:
    """Decides which epochs are written. `epochs` is where the run shall end."""

    def __init__(self, path: Path, callbacks: Sequence[Any], epochs: int, steering: Steering) -> None:
        self._path, self._callbacks, self._epochs, self._steering = path, callbacks, epochs, steering
        self._cost = 0.0
        self._written = -float("inf")

    def epoch_ends(self, model: Any, epoch: int) -> None:
        """Epoch `epoch` (from 0) is over. Raises ProblemError if the disk refuses, StopRequestedError if asked to.

        The last epoch is always written, whether the plan, a callback or the user made it the last.
        """
        done = epoch + 1
        planned_end = done >= self._epochs or model.stop_training
        asked = self._steering.wish == "stop after epoch"
        began = time.perf_counter()
        if planned_end or asked or began - self._written >= self._cost / SHARE:
            write(taken(model, self._callbacks, done), self._path)
            self._written = time.perf_counter()
            self._cost = self._written - began
        if asked and not planned_end:
            raise StopRequestedError


def as_callback(checkpointer: Checkpointer, start: Checkpoint | None, callbacks: Sequence[Any], path: Path) -> Any:
    """A Keras callback around `checkpointer`; `start` is what a continued run begins with.

    The others have forgotten at `on_train_begin` what they knew, and BackupAndRestore may have put weights of its own
    in: so that is undone here, after them.
    """
    callback = load_keras().callbacks.Callback

    class Checkpointing(callback):  # type: ignore[misc, valid-type]
        """See `Checkpointer`."""

        def on_train_begin(self, logs: Any = None) -> None:
            if start is not None:
                self.model._initial_epoch = None
                put_into(start, self.model, callbacks, path)

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            checkpointer.epoch_ends(self.model, epoch)

    return Checkpointing()
