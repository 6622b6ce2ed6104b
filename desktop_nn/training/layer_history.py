"""What was seen inside each layer, epoch by epoch: the log's looks sorted by layer, read on as the log grows."""

from __future__ import annotations

from desktop_nn.training.gradient_health import Health, health
from desktop_nn.training.internals import LayerSeen
from desktop_nn.training.metric_log import MetricLog


class LayerHistory:
    """`layers` maps a layer's id to its (epoch, what was seen); `health` judges the newest look."""

    def __init__(self, log: MetricLog) -> None:
        self.log = log
        self._read = 0
        self.layers: dict[str, list[tuple[int, LayerSeen]]] = {}
        self.health = Health({})

    def read(self) -> None:
        """Take in what came since the last time."""
        new = self.log.layers[self._read :]
        self._read += len(new)
        for look in new:
            for seen in look.layers:
                self.layers.setdefault(seen.layer, []).append((look.epoch, seen))
        if new:
            self.health = health(new[-1].layers)

    def norms(self, layer: str) -> list[float]:
        """The gradient norm of each look at a layer that has one."""
        return [seen.gradient_norm for _, seen in self.layers.get(layer, ()) if seen.gradient_norm is not None]
