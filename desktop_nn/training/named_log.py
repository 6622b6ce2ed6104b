"""A run's log with what its charts need besides: a name, a colour, and the words for its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_nn.training.metric_log import MetricLog

OVERFITS_ABOVE = 1.1
"""From this ratio of validation loss to training loss on, the charts speak of overfitting unless the user chose one."""


@dataclass(frozen=True, slots=True)
class NamedLog:
    """One run in the charts. `colour` is "#rrggbb", or empty for one that the charts choose.

    `losses` is what `losses_by_output` says; `layers` are the names of layers by id, in the order of the drawing.
    `batch_size` of 0 means that it is not known.
    """

    name: str
    colour: str
    log: MetricLog
    losses: Mapping[str, str] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    batch_size: int = 0
    overfits_above: float = OVERFITS_ABOVE
