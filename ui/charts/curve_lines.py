"""From the numbers of a log to the lines of a chart, with the user's options applied: smoothing, shift, bottom axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_nn.training.curves import Place, smoothed
from desktop_nn.training.events import Steered
from desktop_nn.training.metric_titles import number_text
from desktop_nn.training.named_log import NamedLog
from ui.charts.content import Line, Mark, Stroke
from ui.charts.options import Options
from ui.theme.theme import theme
from ui.theme.tokens import RUN_COLOURS

HALF = 0.5
_MOST_SAID = 20
"""The training figure is a mean over the epoch, so on average it is half an epoch older than the validation figure."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A run as the charts draw it: alone in the colours of training and validation, else in a colour of its own."""

    named: NamedLog
    options: Options
    alone: bool
    number: int = 0

    @property
    def place(self) -> Place:
        """From epochs done to the bottom axis."""
        return Place(self.options.axis, self.named.log.steps, self.named.log.epoch_seconds)

    def colour(self, alone: str) -> str:
        """The token `alone`, or the run's colour if there are several runs."""
        if self.alone:
            return alone
        colours = RUN_COLOURS[theme.colours.scheme]
        return self.named.colour or colours[self.number % len(colours)]

    def label(self, label: str) -> str:
        """What the legend calls a line."""
        return label

    def epochs(
        self, values: Sequence[float], label: str, colour: str, stroke: Stroke = "solid", *, shift: float = 0.0
    ) -> Iterator[Line]:
        """A line with a point an epoch; smoothed, with the raw one faint behind it."""
        yield from self.points(range(1, len(values) + 1), values, label, colour, stroke, shift=shift)

    def points(
        self,
        at: Sequence[float],
        values: Sequence[float],
        label: str,
        colour: str,
        stroke: Stroke = "solid",
        *,
        shift: float = 0.0,
    ) -> Iterator[Line]:
        """A line through points at moments told in epochs done."""
        run = self.named.name
        at = [float(moment) for moment in at]
        x = self.place.along(at, shift)
        if self.options.smoothing > 0:
            yield Line(label, colour, at, x, list(values), "solid", run, faint=True)
        yield Line(label, colour, at, x, smoothed(values, self.options.smoothing), stroke, run)


def drawn(logs: Sequence[NamedLog], options: Options) -> list[Drawn]:
    """The runs with their colours."""
    return [Drawn(named, options, len(logs) == 1, number) for number, named in enumerate(logs)]


def marks(run: Drawn) -> tuple[Mark, ...]:
    """What was done by hand while the run went, where it was done, and what callbacks said after their epoch."""
    log, place = run.named.log, run.place
    by_hand = [(item.epoch + (item.step / log.steps if log.steps else 0.0), _told(item)) for item in log.steered]
    said = [(item.epoch + 1.0, item.text) for item in log.notices[:_MOST_SAID]]
    return tuple(Mark(place(moment), text) for moment, text in by_hand + said)


def _told(item: Steered) -> str:
    if item.what == "learning_rate":
        return f"Learning rate set to {number_text(item.value)}"
    return "Paused" if item.what == "paused" else "Continued"
