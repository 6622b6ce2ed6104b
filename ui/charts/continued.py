"""A run that goes on: what its folder keeps of the epochs before, besides the figures that the engine tells again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_nn.problems import ProblemError
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog
from ui.session import Session


def take_up(session: Session, folder: Path, first: int, log: MetricLog, done: Callable[[NamedLog], None]) -> None:
    """Read the folder on the files worker; `done` gets the run under its title with the log made whole.

    What cannot be read is simply not drawn: the run itself has not suffered.
    """

    def work(_cancelled: Callable[[], bool]) -> NamedLog | None:
        from desktop_nn.runs.charted import charted

        try:
            return charted(folder)
        except ProblemError:
            return None

    def show(found: NamedLog | None) -> None:
        if found is not None:
            put_before(log, found.log, first)
            done(replace(found, log=log))

    session.files.submit(work, done=show, latest="continued run")


def put_before(log: MetricLog, earlier: MetricLog, first: int) -> None:
    """Put what was seen before epoch `first` (from 0) in front of what the log has of later ones."""
    log.batch_losses[:] = [
        *(point for point in earlier.batch_losses if point[0] <= first),
        *(point for point in log.batch_losses if point[0] > first),
    ]
    log.layers[:] = [
        *(look for look in earlier.layers if look.epoch < first),
        *(look for look in log.layers if look.epoch >= first),
    ]
    log.steered[:] = [
        *(item for item in earlier.steered if item.epoch < first),
        *(item for item in log.steered if item.epoch >= first),
    ]
    log.notices[:] = [
        *(item for item in earlier.notices if item.epoch < first),
        *(item for item in log.notices if item.epoch >= first),
    ]
