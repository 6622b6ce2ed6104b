"""What a run tells while it goes, as frozen values; made by the engine, read by the window and the command line.

Logs use Keras's names ("loss", "accuracy", "val_loss", "main_output_loss").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_nn.problems import Problem
from desktop_nn.training.internals import LayerSeen

Status: TypeAlias = Literal["finished", "stopped", "failed", "discarded"]
"""discarded: the user threw the run away; its folder is gone."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The first event: the model is built and compiled. `steps` is the number of batches an epoch.

    `slow` says in a sentence why every batch is a call of its own (see `engine/fast_fit.py`), else it is empty.
    `first_epoch` is above 0 for a run that is continued; its earlier epochs lie in the folder's history.
    """

    folder: Path
    epochs: int
    steps: int
    parameters: int
    seconds: float = 0.0
    slow: str = ""
    first_epoch: int = 0


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """Some batches are done (not every batch is told). `epoch` from 0; `step` batches of it are done."""

    epoch: int
    step: int
    seconds: float
    logs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """An epoch with its validation is over. `seconds` is this epoch's, training and validation.

    `learning_rate` is the optimizer's in the epoch's last batch; `memory` what the process holds then, in bytes.
    """

    epoch: int
    seconds: float
    logs: Mapping[str, float]
    learning_rate: float | None = None
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Steered:
    """Something was changed by hand while the run goes: before batch `step` (from 0) of `epoch` (from 0)."""

    epoch: int
    step: int
    what: Literal["paused", "resumed", "learning_rate"]
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that a callback has to say once, in a sentence: that overfitting begins in this epoch (from 0)."""

    epoch: int
    text: str


@dataclass(frozen=True, slots=True)
class LayersSeen:
    """What lies inside the layers at the end of an epoch, if the run looks (see `training/internals.py`)."""

    epoch: int
    layers: tuple[LayerSeen, ...]


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


RunEvent: TypeAlias = RunStarted | BatchProgress | EpochEnded | Steered | Noticed | LayersSeen | RunEnded
