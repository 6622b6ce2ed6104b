"""Figures of runs as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from desktop_nn.training.events import EpochEnded, RunStarted
from desktop_nn.training.figures import as_csv
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.named_log import NamedLog


def log(**figures: float) -> MetricLog:
    made = MetricLog()
    made.add(RunStarted(Path("run"), 1, 10, 100))
    made.add(EpochEnded(0, 0.5, figures, 0.01, 123))
    return made


def test_that_there_is_a_line_an_epoch_of_each_run_with_all_columns() -> None:
    text = as_csv(
        [NamedLog("one", "", log(loss=2.5, val_loss=3.0)), NamedLog("two, later", "", log(loss=1.5, mae=0.1))]
    )
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["run"] for row in rows] == ["one", "two, later"]
    assert rows[0] == {
        "run": "one", "epoch": "1", "seconds": "0.5", "learning_rate": "0.01", "memory": "123",
        "loss": "2.5", "val_loss": "3.0", "mae": "",
    }  # fmt: skip
    assert (rows[1]["loss"], rows[1]["val_loss"], rows[1]["mae"]) == ("1.5", "", "0.1")


def test_that_an_infinite_loss_is_told_and_an_unknown_figure_is_empty() -> None:
    made = log(loss=float("inf"))
    made.learning_rates[0] = float("nan")
    row = next(csv.DictReader(io.StringIO(as_csv([NamedLog("one", "", made)]))))
    assert (row["loss"], row["learning_rate"]) == ("inf", "")
