"""The metric log: every epoch's figures by Keras's names; the only thing that charts read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_nn.training.events import BatchProgress, EpochEnded, RunEnded, RunEvent, RunStarted

VALIDATION = "val_"


@dataclass(slots=True)
class MetricLog:
    """Grows with a run's events. `history` has one value an epoch; `present` is the running epoch's last word."""

    epochs: int = 0
    steps: int = 0
    history: dict[str, list[float]] = field(default_factory=dict)
    epoch_seconds: list[float] = field(default_factory=list)
    present: Mapping[str, float] = field(default_factory=dict)
    present_epoch: int = 0
    present_step: int = 0
    ended: RunEnded | None = None

    def add(self, event: RunEvent) -> None:
        """Take in the next event of the run."""
        if isinstance(event, RunStarted):
            self.epochs, self.steps = event.epochs, event.steps
        elif isinstance(event, BatchProgress):
            self.present, self.present_epoch, self.present_step = event.logs, event.epoch, event.step
        elif isinstance(event, EpochEnded):
            for name, value in event.logs.items():
                self.history.setdefault(name, []).append(value)
            self.epoch_seconds.append(event.seconds)
            self.present, self.present_epoch, self.present_step = {}, event.epoch + 1, 0
        else:
            self.ended = event

    @property
    def metrics(self) -> tuple[str, ...]:
        """Names of the charts: every metric without the validation prefix, loss first, as Keras ordered them."""
        names = dict.fromkeys(name.removeprefix(VALIDATION) for name in self.history)
        return tuple(sorted(names, key=lambda name: name != "loss"))

    def fraction_done(self) -> float:
        """How much of the planned work is done, 0…1."""
        if not self.epochs or not self.steps:
            return 0.0
        return min(1.0, (self.present_epoch + self.present_step / self.steps) / self.epochs)
