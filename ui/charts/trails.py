"""The running epoch so far: the log keeps only its newest word, so what was said before is gathered here."""

from __future__ import annotations

from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog

NOISY = 0.1
"""The first tenth of an epoch is a mean of few batches; drawing it would only stretch the axis."""


class Trails:
    """Means over the running epoch, metric by metric, of one run."""

    def __init__(self) -> None:
        self._log: MetricLog | None = None
        self._epoch = -1
        self._trails: dict[str, list[tuple[float, float]]] = {}

    def read(self, log: MetricLog) -> None:
        """Take over what the log says of the running epoch now."""
        if log is not self._log or log.present_epoch != self._epoch or log.ended is not None:
            self._log, self._epoch = log, log.present_epoch
            self._trails = {}
        if not log.steps or log.ended is not None or (log.present_epoch and log.present_step < NOISY * log.steps):
            return
        at = log.present_epoch + log.present_step / log.steps
        for name, value in log.present.items():
            trail = self._trails.setdefault(name, [])
            if not trail or at > trail[-1][0]:
                trail.append((at, value))

    @property
    def length(self) -> tuple[int, int]:
        """Grows with the trails, and differs from epoch to epoch."""
        return self._epoch, max(map(len, self._trails.values()), default=0)

    def of(self, named: NamedLog, metric: str) -> list[tuple[float, float]]:
        """(Epochs done, value) of a metric; begins at the end of the epoch before."""
        trail = self._trails.get(metric, []) if named.log is self._log else []
        before = named.log.history.get(metric)
        if trail and before:
            return [(float(len(before)), before[-1]), *trail]
        return trail
