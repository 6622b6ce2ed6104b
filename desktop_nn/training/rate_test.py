"""A learning-rate range test as values: the loss while the rate grows, and which rate follows from it.

Sources: L. N. Smith, Cyclical Learning Rates for Training Neural Networks (2015), for the test itself; A. Géron,
Hands-On Machine Learning, chapter 11, for a tenth of the rate at which the loss turns up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop_nn.catalogue import load
from desktop_nn.training.choices import TrainingChoices

LOWEST, HIGHEST = 1e-7, 10.0
"""Rates that the test goes through."""
DIVERGED = 4.0
"""The test ends once the smoothed loss is so many times its smallest value."""
_WINDOWS = 80
"""A mean reaches over a hundredth of the axis or so to each side: a tenth of a power of ten."""
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


def smooth(losses: Sequence[float], steps: int) -> tuple[float, ...]:
    """Means over the neighbours on both sides, so that nothing moves to higher rates; fewer at the ends.

    `steps` is how many the whole test has: the window is as wide on the axis for few steps as for many.
    """
    reach = max(1, steps // _WINDOWS)
    return _means(_means(losses, reach), reach)


def _means(values: Sequence[float], reach: int) -> tuple[float, ...]:
    sums = list(accumulate(values, initial=0.0))
    bounds = [(max(0, place - reach), min(len(values), place + reach + 1)) for place in range(len(values))]
    return tuple((sums[end] - sums[start]) / (end - start) for start, end in bounds)


def rate_at(step: int, steps: int) -> float:
    """The rate of step `step` of `steps`: from LOWEST to HIGHEST, each the same factor above the one before."""
    return float(LOWEST * (HIGHEST / LOWEST) ** (step / max(1, steps - 1)))
