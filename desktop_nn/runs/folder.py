"""A run's folder on disk: what lies where in it, and how its history and its record are written.

What is in the files that Keras and the project room write is not known here.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock

from desktop_nn.atomic import problem_of, write_text
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs import layers
from desktop_nn.runs.record import RunRecord, dumps

_TRIES = 1000
_LONGEST_LINE = 1_000_000
_LOCK = ".lock"
RATE, MEMORY = "learning_rate", "memory"
"""Columns of the history that are no figures of the model: the optimizer's rate, bytes that the process held."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run's folder. TensorBoard's events lie in `path` itself, in `train/` and `validation/`."""

    path: Path

    @property
    def project(self) -> Path:
        """The project as it was trained."""
        return self.path / "project.dnn"

    @property
    def history(self) -> Path:
        """One line an epoch: epoch (from 0), seconds, then the figures by Keras's names."""
        return self.path / "history.csv"

    @property
    def record(self) -> Path:
        """State, seeds, versions, figures (see `record.py`)."""
        return self.path / "run.json"

    @property
    def batches(self) -> Path:
        """The loss within the epochs: epochs done (a fraction), mean loss of some batches."""
        return self.path / "batches.csv"

    @property
    def checkpoint(self) -> Path:
        """What the engine needs to go on after the last whole epoch that was written down."""
        return self.path / "checkpoint.zip"

    @property
    def best_model(self) -> Path:
        """The model of the best epoch."""
        return self.path / "best.h5"

    @property
    def model(self) -> Path:
        """The model as it was when the run ended."""
        return self.path / "model.h5"

    def check_there(self) -> None:
        """Raises ProblemError if the folder was taken away while the run goes; what writes into it might make it anew,
        and the run would lie in two places, neither of them whole."""
        if not self.project.exists():
            what = "The folder of this run was deleted, renamed or moved while it trained."
            raise ProblemError(Problem(what, str(self.path), "Save the model if you need it, then train again."))

    def write_state(self, record: RunRecord) -> None:
        """Replace `run.json` in one step. Raises ProblemError if the file system refuses."""
        write_text(self.record, dumps(record))

    def append_history(
        self, epoch: int, seconds: float, logs: Mapping[str, float], about: Mapping[str, float | int] | None = None
    ) -> None:
        """Add an epoch's line; the system has it when this returns, so a crash loses none.

        `about` are numbers that are no figures of the model's (learning rate, memory). A figure that comes up later
        than the others rewrites the head. Raises ProblemError if the file system refuses.
        """
        row = {
            "epoch": str(epoch),
            "seconds": repr(round(seconds, 6)),
            **{name: repr(value) for name, value in (about or {}).items()},
            **{name: repr(value) for name, value in logs.items()},
        }
        try:
            head = self._head()
            if head and all(name in head for name in row):
                self._append(_line(head, row))
                return
            rows = self._rows()
        except OSError as error:
            raise ProblemError(problem_of(error, self.history)) from error
        head = [*head, *(name for name in row if name not in head)]
        names = dict(zip(head, head, strict=True))
        write_text(self.history, "".join(_line(head, line) for line in (names, *rows, row)))

    def append_batches(self, losses: Sequence[tuple[float, float]]) -> None:
        """Add losses within an epoch. Raises ProblemError if the file system refuses."""
        try:
            with self.batches.open("a", encoding="utf-8", newline="") as file:
                file.writelines(f"{at!r},{loss!r}\n" for at, loss in losses)
        except OSError as error:
            raise ProblemError(problem_of(error, self.batches)) from error

    def cut_back(self, epochs: int) -> list[dict[str, str]]:
        """Forget all that was written down after that many epochs; returns the lines of the history that stay.

        For a run that goes on from there. Raises ProblemError if the file system refuses.
        """
        try:
            rows = [row for row in self._rows() if _whole(row) and int(row["epoch"]) < epochs]
            head = list(rows[0]) if rows else []
            if self.history.exists():
                names = [dict(zip(head, head, strict=True))] if head else []
                write_text(self.history, "".join(_line(head, line) for line in (*names, *rows)))
            if self.batches.exists():
                lines = self.batches.read_text("utf-8", "replace").splitlines(keepends=True)
                write_text(self.batches, "".join(line for line in lines if _before(line, epochs)))
            layers.cut_back(self.path, epochs)
        except OSError as error:
            raise ProblemError(problem_of(error, self.history)) from error
        return rows

    @contextlib.contextmanager
    def locked(self, patience: float = 1.0) -> Iterator[None]:
        """Nobody else may train in this folder meanwhile.

        Raises ProblemError if somebody still does after `patience` seconds (a mere look takes the lock for a moment).
        """
        lock = filelock.FileLock(self.path / _LOCK, timeout=patience)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            what, fix = "Another window or program trains in this run's folder.", "Wait for it, or stop it there."
            raise ProblemError(Problem(what, str(self.path), fix)) from error
        except (OSError, NotImplementedError):  # a file system without locks: better without than not at all
            yield
            return
        try:
            yield
        finally:
            lock.release()

    def in_use(self) -> bool:
        """Whether a program that still lives trains in this folder, as far as locks tell: without one it may be so."""
        if not (self.path / _LOCK).exists():
            return True
        try:
            with self.locked(patience=0):
                return False
        except ProblemError:
            return True

    def _head(self) -> list[str]:
        if not self.history.exists():
            return []
        with self.history.open(encoding="utf-8", newline="") as file:
            return next(csv.reader([file.readline(_LONGEST_LINE)]), [])

    def _rows(self) -> list[dict[str, str]]:
        if not self.history.exists():
            return []
        with self.history.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _append(self, line: str) -> None:
        with self.history.open("a", encoding="utf-8", newline="") as file:
            file.write(line)


def create(root: Path, now: datetime | None = None) -> RunFolder:
    """Make a new folder `run_YYYY_MM_DD_HH_MM_SS` in `root`, numbered if that second has one already.

    `root` is made if need be. Raises ProblemError if the file system refuses.
    """
    name = (now or datetime.now()).strftime("run_%Y_%m_%d_%H_%M_%S")
    try:
        root.mkdir(parents=True, exist_ok=True)
        for number in range(1, _TRIES):
            path = root / (name if number == 1 else f"{name}_{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return RunFolder(path)
    except OSError as error:
        is_file = isinstance(error, FileExistsError)
        problem = problem_of(NotADirectoryError(errno.ENOTDIR, "") if is_file else error, root)
        what = f"No run folder can be made there. {problem.what}"
        raise ProblemError(Problem(what, where=str(root), fix=problem.fix)) from error
    raise ProblemError(Problem("No run folder can be made there.", str(root), "Choose another folder for runs."))


def _whole(row: Mapping[Any, Any]) -> bool:
    """Whether a line of the history is complete; a crash may have cut the last one short."""
    return None not in row and None not in row.values() and str(row.get("epoch")).isdigit()


def _before(line: str, epochs: int) -> bool:
    try:
        return line.endswith("\n") and float(line.split(",", maxsplit=1)[0]) <= epochs
    except ValueError:
        return False


def _line(head: list[str], row: Mapping[str, str | None]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([row.get(name) or "" for name in head])
    return text.getvalue()
