"""A learning-rate range test as values: the loss while the rate grows, and which rate follows from it.

Sources: L. N. Smith, Cyclical Learning Rates for Training Neural Networks (2015), for the test itself; A. Géron,
Hands-On Machine Learning, chapter 11, for a tenth of the rate at which the loss turns up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_nn.catalogue import load
from desktop_nn.training.choices import TrainingChoices

LOWEST, HIGHEST = 1e-7, 10.0
"""Rates that the test goes through."""
DIVERGED = 4.0
"""The test ends once the smoothed loss is so many times its smallest value."""
_SMOOTHING = 0.9
_EDGE = 0.02
"""A loss that never fell by this share has no turning point."""


@dataclass(frozen=True, slots=True)
class RateTest:
    """`losses` at growing `rates`, as they were and smoothed. `schedule` names what the optimizer's rate follows now.

    `diverged` says that the loss went up steeply or was no number any more, which ended the test.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    smoothed: tuple[float, ...]
    optimizer: str
    rate: float | None = None
    schedule: str = ""
    diverged: bool = False

    @property
    def turning(self) -> int | None:
        """Where the smoothed loss was smallest; None if it did not fall."""
        if len(self.smoothed) < 3:
            return None
        place = min(range(len(self.smoothed)), key=self.smoothed.__getitem__)
        start = self.smoothed[0]
        return place if self.smoothed[place] < start - _EDGE * abs(start) else None

    @property
    def suggestion(self) -> float | None:
        """A tenth of the rate at which the loss was smallest, rounded; None if it did not fall."""
        place = self.turning
        return None if place is None else rounded(self.rates[place] / 10)

    @property
    def steepest(self) -> float | None:
        """The rate at which the smoothed loss fell fastest, rounded; None if it did not fall."""
        place, span = self.turning, max(1, len(self.smoothed) // 10)
        if place is None or place < span:
            return None
        starts = range(min(len(self.smoothed) // 5, place - span), place - span + 1)  # at first it only trembles
        start = max(starts, key=lambda number: self.smoothed[number] - self.smoothed[number + span])
        return rounded(self.rates[start + span // 2])

    def nearest(self, rate: float) -> int | None:
        """The place of the rate that is nearest to `rate`, None if there is none."""
        if not self.rates or rate <= 0:
            return None
        return min(range(len(self.rates)), key=lambda place: abs(math.log(self.rates[place] / rate)))


def with_rate(choices: TrainingChoices, rate: float) -> TrainingChoices:
    """The choices with that learning rate, in place of a schedule as well; one equal to the default is not kept."""
    optimizer = choices.optimizer
    kind = load().find("optimizers", optimizer.kind)
    parameter = kind.parameter("learning_rate") if kind else None
    config = {key: value for key, value in optimizer.config.items() if key != "learning_rate"}
    if parameter is None or parameter.default != rate:
        config["learning_rate"] = rate
    return replace(choices, optimizer=replace(optimizer, config=config))


def rounded(rate: float) -> float:
    """A rate with two digits: more would say more than the test knows."""
    return float(f"{rate:.2g}")


def smooth(losses: Sequence[float]) -> tuple[float, ...]:
    """An exponential mean without the pull of its beginning, as in the Adam optimizer."""
    found, mean = [], 0.0
    for number, loss in enumerate(losses, start=1):
        mean = _SMOOTHING * mean + (1 - _SMOOTHING) * loss
        found.append(mean / (1 - _SMOOTHING**number))
    return tuple(found)


def rate_at(step: int, steps: int) -> float:
    """The rate of step `step` of `steps`: from LOWEST to HIGHEST, each the same factor above the one before."""
    return float(LOWEST * (HIGHEST / LOWEST) ** (step / max(1, steps - 1)))
