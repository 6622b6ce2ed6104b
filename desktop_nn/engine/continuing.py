"""A run that goes on: what its folder holds, brought back to the last epoch that was written down whole.

What happens then is the same as in a new run (`run.py`).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_nn.engine import checkpoint as checkpoints
from desktop_nn.engine.checkpoint import Checkpoint
from desktop_nn.engine.recording import better_epoch, now
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.library import earlier_epochs, read_record
from desktop_nn.runs.record import RunRecord, here
from desktop_nn.training.events import EpochEnded

_BEFORE = ".before"
"""Where copies lie of what the run would overwrite, until it is known that the user keeps what it adds."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A run as its folder tells it, about to go on after `epochs` whole epochs. `before` is its record as it was."""

    folder: RunFolder
    project: Project
    before: RunRecord
    checkpoint: Checkpoint | None
    earlier: tuple[EpochEnded, ...]
    told_tensorboard: frozenset[Path] = frozenset()
    """The event files that were there."""

    @property
    def epochs(self) -> int:
        """How many epochs are done."""
        return self.checkpoint.epochs if self.checkpoint else 0

    @property
    def start_from(self) -> Path | None:
        """The model file that the run had begun with, as long as there is no checkpoint."""
        return Path(self.before.start_from) if self.before.start_from and self.checkpoint is None else None

    def begin(self) -> RunRecord:
        """Forget what came after the checkpoint; returns the record to go on with. Raises ProblemError."""
        self._keep_copies()
        self.folder.cut_back(self.epochs)
        best: Mapping[str, float] = {}
        for event in self.earlier:
            best = better_epoch(best, event.epoch, event.logs) or best
        return replace(
            self.before,
            state="running",
            ended="",
            epochs=self.epochs,
            planned_epochs=self.project.training.epochs,
            metrics=self.earlier[-1].logs if self.earlier else {},
            best=best,
            test={},
            early="",
            problem=None,
            continued=(*self.before.continued, now()),
            **here(),
        )

    def take_back(self) -> None:
        """The user discarded what the run has added: the folder is as it was. Raises ProblemError."""
        with contextlib.suppress(OSError):
            for copy in (self.folder.path / _BEFORE).iterdir():
                copy.replace(self.folder.path / copy.name)
        for path in _event_files(self.folder) - self.told_tensorboard:
            with contextlib.suppress(OSError):  # Windows deletes no file that somebody reads
                path.unlink()
        self.folder.cut_back(self.epochs)
        state = "interrupted" if self.before.state == "running" else self.before.state
        self.folder.write_state(replace(self.before, state=state, epochs=self.epochs))
        self.forget_copies()

    def forget_copies(self) -> None:
        """What was added stays."""
        shutil.rmtree(self.folder.path / _BEFORE, ignore_errors=True)

    def _keep_copies(self) -> None:
        copies = self.folder.path / _BEFORE
        shutil.rmtree(copies, ignore_errors=True)
        with contextlib.suppress(OSError):  # then a discarded run keeps its newest checkpoint
            copies.mkdir()
            for path in (self.folder.checkpoint, self.folder.best_model, self.folder.project):
                if path.exists():
                    shutil.copy2(path, copies / path.name)


def continued(folder: RunFolder, epochs: int | None) -> Continued:
    """The run of a folder, to go on until it has `epochs` epochs in all (None: as many as were planned).

    The caller holds the folder's lock. Raises ProblemError if there is nothing to go on with, or nothing to do.
    """
    record = read_record(folder.path)
    if record.problem is not None and not record.created:  # the record itself cannot be read
        raise ProblemError(record.problem)
    opened = project_file.read(folder.project)
    checkpoint = checkpoints.read(folder.checkpoint)
    done = checkpoint.epochs if checkpoint else 0
    wanted = record.planned_epochs if epochs is None else epochs
    if wanted <= done:
        what = f"This run has {done} epoch{'s' if done != 1 else ''} already."
        raise ProblemError(Problem(what, str(folder.path), f"Ask for more than {done} in all."))
    project = replace(opened.project, training=replace(opened.project.training, epochs=wanted))
    earlier = tuple(event for event in earlier_epochs(folder.path) if event.epoch < done)
    return Continued(folder, project, record, checkpoint, earlier, _event_files(folder))


def _event_files(folder: RunFolder) -> frozenset[Path]:
    return frozenset(folder.path.rglob("events.out.tfevents.*"))
