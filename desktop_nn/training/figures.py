"""All figures of runs as a table in CSV: a line an epoch of each run, for spreadsheets and other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from math import isnan

from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog


def as_csv(logs: Sequence[NamedLog]) -> str:
    """Columns: run, epoch (from 1), seconds, learning_rate, memory, then Keras's names. Unknown figures are empty."""
    names = list(dict.fromkeys(name for named in logs for name in named.log.history))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["run", "epoch", "seconds", "learning_rate", "memory", *names])
    for named in logs:
        for epoch in range(len(named.log.epoch_seconds)):
            writer.writerow([named.name, epoch + 1, *_row(named.log, epoch, names)])
    return text.getvalue()


def points_as_csv(header: Sequence[str], rows: Sequence[tuple[str, str, float, float]]) -> str:
    """The points of one chart: run, line, x and y, as they are drawn."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([run, line, _plain(x), _plain(y)] for run, line, x, y in rows)
    return text.getvalue()


def _row(log: MetricLog, epoch: int, names: Sequence[str]) -> list[str]:
    memory = log.memory[epoch] if epoch < len(log.memory) else 0
    columns = [log.epoch_seconds, log.learning_rates]
    figures = [_at(column, epoch) for column in columns]
    return [*figures, str(memory or ""), *(_at(log.history.get(name, ()), epoch) for name in names)]


def _at(values: Sequence[float], epoch: int) -> str:
    return _plain(values[epoch]) if epoch < len(values) else ""


def _plain(value: float) -> str:
    return "" if isnan(value) else repr(float(value))
