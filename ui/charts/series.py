"""The points of one chart, taken from the metric log; no drawing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan

from desktop_nn.training.metric_log import VALIDATION, MetricLog

NOISY = 0.1
"""The first tenth of an epoch is a mean of few batches; drawing it would only stretch the axis."""


@dataclass(slots=True)
class Series:
    """Training and validation of one metric: value i is epoch i+1. `trail` is the running epoch so far (x, y)."""

    metric: str
    training: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    trail: list[tuple[float, float]] = field(default_factory=list)

    def read(self, log: MetricLog) -> None:
        """Take over what the log has now."""
        epochs = len(self.training)
        self.training = list(log.history.get(self.metric, ()))
        self.validation = list(log.history.get(VALIDATION + self.metric, ()))
        if len(self.training) != epochs or log.ended is not None:
            self.trail = []
        value = log.present.get(self.metric)
        if value is None or not log.steps or (log.present_epoch and log.present_step < NOISY * log.steps):
            return
        at = log.present_epoch + log.present_step / log.steps
        if not self.trail or at > self.trail[-1][0]:
            self.trail.append((at, value))

    def best_epoch(self) -> int | None:
        """Index of the best validation value (the lowest, or the highest for accuracies), or None."""
        values = [(value, index) for index, value in enumerate(self.validation) if not isnan(value)]
        if not values:
            return None
        higher_is_better = any(word in self.metric for word in ("acc", "auc", "precision", "recall", "f1", "r2"))
        best = max(values, key=lambda pair: (pair[0], -pair[1])) if higher_is_better else min(values)
        return best[1]
