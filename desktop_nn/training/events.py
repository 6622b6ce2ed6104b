"""What a run tells while it goes, as frozen values; made by the engine, read by the window and the command line.

Logs use Keras's names ("loss", "accuracy", "val_loss", "main_output_loss").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_nn.problems import Problem

Status: TypeAlias = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The first event: the model is built and compiled. `steps` is the number of batches an epoch.

    `slow` says in a sentence why every batch is a call of its own (see `engine/fast_fit.py`), else it is empty.
    """

    folder: Path
    epochs: int
    steps: int
    parameters: int
    seconds: float = 0.0
    slow: str = ""


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """Some batches are done (not every batch is told). `epoch` from 0; `step` batches of it are done."""

    epoch: int
    step: int
    seconds: float
    logs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """An epoch with its validation is over. `seconds` is this epoch's, training and validation."""

    epoch: int
    seconds: float
    logs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The last event, always sent. `epochs` counts whole epochs; `model` is the final file, if one was written.

    `early` says why Keras stopped by itself (EarlyStopping); `problem` why the run failed.
    """

    status: Status
    epochs: int
    seconds: float
    model: Path | None = None
    test: Mapping[str, float] = field(default_factory=dict)
    problem: Problem | None = None
    early: str = ""


RunEvent: TypeAlias = RunStarted | BatchProgress | EpochEnded | RunEnded
