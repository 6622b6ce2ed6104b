"""Watches a run from inside Keras: obeys its steering, notices a loss that is no number, reports progress.

To be the first callback, so that its times are Keras's own work only.
"""

from __future__ import annotations

import contextlib
import logging
import math
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from desktop_nn.engine.loading import load_keras
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.events import BatchProgress, Steered
from desktop_nn.training.steering import Steering

Told: TypeAlias = BatchProgress | Steered

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 0.05
"""How often progress is told at most; the screen could not show more."""


class StopRequestedError(Exception):
    """The user asked the run to stop. Raised out of a batch, it passes through Keras's `fit` and `evaluate`."""


class NoNumberError(ProblemError):
    """The loss of a batch was NaN or infinite; the weights are spoilt from here on."""


class Watch:
    """What is known of a run while it goes; the methods are called by `as_callback`.

    `begin_epoch` is called with the number of each epoch before its first batch.
    """

    def __init__(
        self,
        model: Any,
        steering: Steering,
        emit: Callable[[Told], None],
        begin_epoch: Callable[[int], None],
    ) -> None:
        self._model, self._steering, self._emit, self._begin_epoch = model, steering, emit, begin_epoch
        self.good_weights: list[Any] = []
        """The weights with which an epoch last began with numbers only."""
        self._began = self._told = 0.0
        self.epoch_seconds = 0.0
        """What the last whole epoch took, training and validation."""
        self.epoch = 0
        self.step = 0
        """Batches done in this epoch."""
        self.updates = 0
        """Batches done in the whole run."""

    def epoch_begins(self, epoch: int) -> None:
        """Remember weights that are known to be good. Raises StopRequestedError."""
        self._keep_weights()
        self._begin_epoch(epoch)
        self.epoch, self.step, self._began = epoch, 0, time.perf_counter()
        self.obey()

    def epoch_ends(self) -> None:
        """The epoch and its validation are done; what other callbacks do now does not count."""
        self.epoch_seconds = time.perf_counter() - self._began

    def batch_ends(self, batch: int, logs: Mapping[str, float]) -> None:
        """Batch `batch` (from 0) is done. Raises StopRequestedError or NoNumberError."""
        self.updates += batch + 1 - self.step
        self.step = batch + 1
        if not math.isfinite(logs.get("loss", 0.0)):
            raise NoNumberError(self._no_number())
        now = time.perf_counter()
        if now - self._told >= _EVERY_SECONDS:
            self._told = now
            self._emit(BatchProgress(self.epoch, self.step, now - self._began, dict(logs)))
        self.obey()

    def obey(self) -> None:
        """Do what the user asked for since the last batch. Raises StopRequestedError if that is to stop."""
        self.check_stop()
        self._let_look()
        if self._steering.paused:
            self._pause()
        rate = self._steering.take_learning_rate()
        if rate is not None:
            self._set_learning_rate(rate)

    def check_stop(self) -> None:
        """Raises StopRequestedError once the user has asked to stop."""
        if self._steering.must_end:
            raise StopRequestedError

    def restore_good_weights(self) -> None:
        """Give the model the weights that it had when an epoch last began with numbers only."""
        if self.good_weights:
            self._model.set_weights(self.good_weights)

    def _pause(self) -> None:
        """Wait; the time does not count as the epoch's."""
        began = time.perf_counter()
        self._emit(Steered(self.epoch, self.step, "paused"))
        while self._steering.wait_while_paused() and not self._steering.must_end:
            self._let_look()
        self._began += time.perf_counter() - began
        self.check_stop()
        self._emit(Steered(self.epoch, self.step, "resumed"))

    def _let_look(self) -> None:
        """Show the live model to whoever asked. A look that fails is not worth a training."""
        look = self._steering.take_look()
        if look is None:
            return
        try:
            look(self._model)
        except Exception as error:
            _log.warning("A look at the model failed.", exc_info=error)

    def _set_learning_rate(self, rate: float) -> None:
        with contextlib.suppress(TypeError):  # a schedule's rate cannot be set; the window does not offer it
            self._model.optimizer.learning_rate = rate
            self._emit(Steered(self.epoch, self.step, "learning_rate", rate))

    def _keep_weights(self) -> None:
        import numpy

        weights = self._model.get_weights()
        if all(numpy.isfinite(values).all() for values in weights if values.dtype.kind == "f"):
            self.good_weights = weights

    def _no_number(self) -> Problem:
        kept = f"; the weights from before epoch {self.epoch + 1} are kept" if self.epoch else ""
        what = f"The loss is no number any more (NaN) in epoch {self.epoch + 1}, batch {self.step}{kept}."
        fix = "Lower the learning rate, scale the inputs (Standardize), or set the optimizer's clipnorm."
        return Problem(what, "Training", fix)


def as_callback(watch: Watch) -> Any:
    """A Keras callback that hands every batch to `watch` at once, on the training thread."""
    callback = load_keras().callbacks.Callback

    class Watching(callback):  # type: ignore[misc, valid-type]
        """Having batch methods of its own, it keeps Keras from calling them later on another thread."""

        takes_chunks = True
        """In the fused loop it hears of several batches at once."""

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            watch.epoch_begins(epoch)

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            watch.epoch_ends()

        def on_train_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:
            watch.batch_ends(batch, logs or {})

        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            watch.obey()

    return Watching()
