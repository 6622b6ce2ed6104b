"""Records a run while it goes: its events, the history, the best model, and the record in its folder."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.run_callbacks import SaveModel
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.record import RunRecord
from desktop_nn.training.events import EpochEnded, RunEvent

_EVERY_SECONDS = 2.0
"""How often `run.json` is renewed at most while the run goes; the history has every epoch anyway."""


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

    def epoch_ends(self, model: Any, epoch: int, seconds: float, logs: Mapping[str, float]) -> None:
        """Epoch `epoch` (from 0) took `seconds`. Raises ProblemError if the file system refuses.

        The event is sent even then: the epoch was trained.
        """
        figures = {name: float(value) for name, value in logs.items()}
        self._emit(EpochEnded(epoch, seconds, figures))
        self.record = replace(self.record, epochs=epoch + 1, metrics=figures)
        self.folder.append_history(epoch, seconds, figures)
        self._keep_if_best(model, epoch, figures)
        now = time.monotonic()
        if now - self._written >= _EVERY_SECONDS:
            self._written = now
            self.write()

    def write(self, **changes: Any) -> None:
        """Change the record and write it. Raises ProblemError if the file system refuses."""
        self.record = replace(self.record, **changes)
        self.folder.write_state(self.record)

    def _keep_if_best(self, model: Any, epoch: int, figures: Mapping[str, float]) -> None:
        """The best epoch by validation loss, or by loss where nothing is held out."""
        monitor = "val_loss" if "val_loss" in figures else "loss"
        value = figures.get(monitor, math.nan)
        best = self.record.best.get(monitor, math.inf)
        if not value < best:
            return
        self.record = replace(self.record, best={"epoch": epoch, monitor: value})
        if self._keep_best:
            self._save(model, self.folder.best_model)


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
