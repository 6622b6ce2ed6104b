"""Records a run while it goes: its events, the history, the best model, and the record in its folder."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy

from desktop_nn.engine.compile import rate_of
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.memory import held
from desktop_nn.engine.run_callbacks import SaveModel
from desktop_nn.runs.folder import MEMORY, RATE, RunFolder
from desktop_nn.runs.record import RunRecord
from desktop_nn.training.events import EpochEnded, Noticed, RunEvent, Steered
from desktop_nn.training.metric_log import MetricLog

_EVERY_SECONDS = 2.0
"""How often `run.json` is renewed at most while the run goes; the history has every epoch anyway."""
_MOST_NOTICES = 200
"""Callbacks may have something to say every epoch; a record is read by people."""


class Recorder:
    """Writes down each epoch. `record` is what `run.json` says."""

    def __init__(
        self,
        folder: RunFolder,
        record: RunRecord,
        emit: Callable[[RunEvent], None],
        save: SaveModel,
        *,
        keep_best: bool,
    ) -> None:
        self.folder, self.record = folder, record
        self._emit, self._save, self._keep_best = emit, save, keep_best
        self._written = 0.0
        self._log = MetricLog()

    def tell(self, event: RunEvent) -> None:
        """Hand an event on to whoever listens, and keep of it what the folder needs."""
        self._log.add(event)
        if isinstance(event, Steered):
            self.record = replace(self.record, steered=(*self.record.steered, event))
        elif isinstance(event, Noticed) and len(self.record.noticed) < _MOST_NOTICES:
            self.record = replace(self.record, noticed=(*self.record.noticed, event))
        self._emit(event)

    def epoch_ends(self, model: Any, epoch: int, seconds: float, logs: Mapping[str, float]) -> None:
        """Epoch `epoch` (from 0) took `seconds`. Raises ProblemError if the file system refuses.

        The event is sent even then: the epoch was trained.
        """
        figures = {name: float(value) for name, value in logs.items()}
        rate, memory = shortest(rate_of(model.optimizer)), held()
        self.tell(EpochEnded(epoch, seconds, figures, rate, memory))
        self.record = replace(self.record, epochs=epoch + 1, metrics=figures)
        self.folder.check_there()
        self.folder.append_history(epoch, seconds, figures, {RATE: rate, MEMORY: memory})
        self._keep_batches()
        self._keep_if_best(model, epoch, figures)
        now = time.monotonic()
        if now - self._written >= _EVERY_SECONDS:
            self._written = now
            self.write()

    def write(self, **changes: Any) -> None:
        """Change the record and write it. Raises ProblemError if the file system refuses."""
        self.record = replace(self.record, **changes)
        self.folder.write_state(self.record)

    def _keep_batches(self) -> None:
        """Those of whole epochs only: a run that goes on later begins after the last of them."""
        losses, self._log.batch_losses = self._log.batch_losses, []
        if losses:
            self.folder.append_batches(losses)

    def _keep_if_best(self, model: Any, epoch: int, figures: Mapping[str, float]) -> None:
        better = better_epoch(self.record.best, epoch, figures)
        if better:
            self.record = replace(self.record, best=better)
            if self._keep_best:
                self._save(model, self.folder.best_model)


def better_epoch(best: Mapping[str, float], epoch: int, figures: Mapping[str, float]) -> dict[str, float]:
    """`best` of the record if this epoch is the new one, by validation loss or by loss where nothing is held out."""
    monitor = "val_loss" if "val_loss" in figures else "loss"
    value = figures.get(monitor, math.nan)
    return {"epoch": epoch, monitor: value} if value < best.get(monitor, math.inf) else {}


def shortest(value: float) -> float:
    """A number that was kept as float32, as it was meant: 0.01, not 0.009999999776482582."""
    return float(str(numpy.float32(value)))


def as_callback(recorder: Recorder, seconds: Callable[[], float]) -> Any:
    """A Keras callback that hands each epoch to `recorder`; to be the last one, after others added their figures."""
    callback = load_keras().callbacks.Callback

    class Recording(callback):  # type: ignore[misc, valid-type]
        """See `Recorder`."""

        def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
            recorder.epoch_ends(self.model, epoch, seconds(), logs or {})

    return Recording()


def now() -> str:
    """This moment, as records write it: local time with its zone, to the second."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
