"""The metric log: every figure of a run by Keras's names; the only thing that charts read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_nn.training.events import (
    BatchProgress,
    EpochEnded,
    LayersSeen,
    Noticed,
    RunEnded,
    RunEvent,
    RunStarted,
    Steered,
)

VALIDATION = "val_"
RATE = "learning_rate"
"""Some callbacks put the optimizer's rate among the figures; it has a list of its own here."""
_MOST_BATCH_LOSSES = 20_000


@dataclass(slots=True)
class MetricLog:
    """Grows with a run's events. `history` has one value an epoch; `present` is the running epoch's last word.

    `batch_losses` are means of the loss over the batches since the one before: (epochs done, loss). `steered` is what
    was changed by hand, `layers` the newest look into each layer by its id.
    """

    epochs: int = 0
    steps: int = 0
    history: dict[str, list[float]] = field(default_factory=dict)
    epoch_seconds: list[float] = field(default_factory=list)
    learning_rates: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    batch_losses: list[tuple[float, float]] = field(default_factory=list)
    steered: list[Steered] = field(default_factory=list)
    layers: list[LayersSeen] = field(default_factory=list)
    notices: list[Noticed] = field(default_factory=list)
    present: Mapping[str, float] = field(default_factory=dict)
    present_epoch: int = 0
    present_step: int = 0
    ended: RunEnded | None = None

    def add(self, event: RunEvent) -> None:
        """Take in the next event of the run."""
        if isinstance(event, RunStarted):
            self.epochs, self.steps = event.epochs, event.steps
            self.present_epoch, self.ended = event.first_epoch, None
        elif isinstance(event, BatchProgress):
            self._add_batches(event)
        elif isinstance(event, EpochEnded):
            self._add_epoch(event)
        elif isinstance(event, LayersSeen):
            self.layers.append(event)
        elif isinstance(event, Steered):
            self.steered.append(event)
        elif isinstance(event, Noticed):
            self.notices.append(event)
        else:
            self.ended = event

    @property
    def metrics(self) -> tuple[str, ...]:
        """Names of the charts: every metric without the validation prefix, loss first, as Keras ordered them."""
        names = dict.fromkeys(name.removeprefix(VALIDATION) for name in self.history if name != RATE)
        return tuple(sorted(names, key=lambda name: name != "loss"))

    @property
    def ratios(self) -> list[float]:
        """Validation loss over training loss, an epoch each; above 1 and rising means overfitting. NaN where unknown.

        Source: the callback of chapter 10 of A. Géron, Hands-On Machine Learning.
        """
        pairs = zip(self.history.get("loss", ()), self.history.get("val_loss", ()), strict=False)
        return [held / seen if seen else math.nan for seen, held in pairs]

    def fraction_done(self) -> float:
        """How much of the planned work is done, 0…1."""
        if not self.epochs or not self.steps:
            return 0.0
        return min(1.0, (self.present_epoch + self.present_step / self.steps) / self.epochs)

    def _add_batches(self, event: BatchProgress) -> None:
        """The logs are means over the epoch so far; the loss of the newest batches alone follows from two of them."""
        before = (self.present_step, self.present) if event.epoch == self.present_epoch else (0, {})
        done, logs = before
        if "loss" in event.logs and event.step > done and self.steps:
            total = event.logs["loss"] * event.step - logs.get("loss", 0.0) * done
            at = event.epoch + (done + event.step) / 2 / self.steps
            self.batch_losses.append((at, total / (event.step - done)))
            if len(self.batch_losses) > _MOST_BATCH_LOSSES:  # thin out what is old and far too dense to be seen
                self.batch_losses = self.batch_losses[::2]
        self.present, self.present_epoch, self.present_step = event.logs, event.epoch, event.step

    def _add_epoch(self, event: EpochEnded) -> None:
        for name in (*self.history, *event.logs):
            values = self.history.setdefault(name, [])
            missing = len(self.epoch_seconds) - len(values)
            values.extend([math.nan] * missing)  # a figure that came up later, or was left out for a while
            if name in event.logs and len(values) == len(self.epoch_seconds):
                values.append(event.logs[name])
        self.epoch_seconds.append(event.seconds)
        self.learning_rates.append(math.nan if event.learning_rate is None else event.learning_rate)
        self.memory.append(event.memory)
        self.present, self.present_epoch, self.present_step = {}, event.epoch + 1, 0
