"""All runs of a folder, read back from what each run left there; nothing is remembered elsewhere."""

from __future__ import annotations

import contextlib
import csv
import ctypes
import math
import os
import platform
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop_nn.atomic import problem_of
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.folder import MEMORY, RATE, RunFolder
from desktop_nn.runs.layers import read_layers
from desktop_nn.runs.record import RunRecord, loads
from desktop_nn.training.events import EpochEnded
from desktop_nn.training.metric_log import MetricLog

VALIDATION_LOSS = "val_loss"


def list_runs(root: Path) -> list[RunRecord]:
    """The runs in `root`, newest first; folders that hold no run are passed over. A missing `root` has none."""
    return sorted((read_record(path) for path in run_folders(root)), key=_age, reverse=True)


def run_folders(root: Path) -> list[Path]:
    """The folders of runs in `root`, in no order; none if it is missing or cannot be read."""
    try:
        with os.scandir(root) as found:
            return [Path(item.path) for item in found if item.is_dir() and _is_run(item.path)]
    except OSError:
        return []


def _is_run(folder: str) -> bool:
    """A record makes a run; so does a history beside a project, whose record got lost."""
    if os.path.isfile(os.path.join(folder, "run.json")):
        return True
    return all(os.path.isfile(os.path.join(folder, name)) for name in ("project.dnn", "history.csv"))


def runs_at(folder: Path) -> list[Path]:
    """The folder itself if it is a run's, else those of the runs in it, newest first by name."""
    return [folder] if _is_run(str(folder)) else sorted(run_folders(folder), reverse=True)


def _age(run: RunRecord) -> tuple[float, str]:
    """By the moment itself: a clock is put back an hour each autumn, and runs come from other time zones."""
    try:
        return datetime.fromisoformat(run.created).timestamp(), run.folder.name
    except (ValueError, OverflowError, OSError):
        return 0.0, run.folder.name


def read_record(folder: Path) -> RunRecord:
    """The record of one run. A record that cannot be read is told as a failed run with the problem."""
    path = RunFolder(folder).record
    try:
        record = loads(path.read_text("utf-8"), folder)
    except (OSError, ValueError, RecursionError) as error:
        what = problem_of(error, path).what if isinstance(error, OSError) else "This run's record is damaged."
        return RunRecord(folder, "failed", problem=Problem(what, str(path), "Its other files may still be good."))
    if record.state == "running" and record.host == platform.node() and not _goes_on(record):
        return _caught_up(replace(record, state="interrupted"))
    return record


def _caught_up(record: RunRecord) -> RunRecord:
    """A run that was cut off had no time for its record; its history has every whole epoch."""
    try:
        epochs = earlier_epochs(record.folder)
    except ProblemError:
        return record
    seconds = max(record.seconds, round(sum(event.seconds for event in epochs), 3))
    if len(epochs) <= record.epochs:
        return replace(record, seconds=seconds)
    best = min(epochs, key=_judged)
    monitor = VALIDATION_LOSS if VALIDATION_LOSS in best.logs else "loss"
    kept = {"epoch": best.epoch, monitor: best.logs[monitor]} if math.isfinite(_judged(best)) else record.best
    return replace(record, epochs=len(epochs), metrics=epochs[-1].logs, seconds=seconds, best=kept)


def _judged(event: EpochEnded) -> float:
    """The figure by which the best epoch is told; the same as while the run goes."""
    value = event.logs.get(VALIDATION_LOSS, event.logs.get("loss", math.inf))
    return math.inf if math.isnan(value) else value


def read_history(folder: Path) -> MetricLog:
    """The run's figures, as the charts read them. Lines that a crash cut short are left out.

    Raises ProblemError if there is a history that cannot be read; a run without one has an empty log.
    """
    log = MetricLog()
    for event in earlier_epochs(folder):
        log.add(event)
    log.epochs = len(log.epoch_seconds)
    log.layers = [seen for seen in read_layers(folder) if seen.epoch < log.epochs]
    log.batch_losses = _batch_losses(RunFolder(folder).batches)
    record = read_record(folder)
    log.steered, log.notices = list(record.steered), list(record.noticed)
    return log


def earlier_epochs(folder: Path) -> list[EpochEnded]:
    """The epochs of a run's history, as they were told. Raises ProblemError if it cannot be read."""
    path = RunFolder(folder).history
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [event for event in map(_epoch, csv.DictReader(file)) if event is not None]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ProblemError(problem_of(error, path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ProblemError(Problem("This history is damaged.", str(path), "Train again.")) from error


def delete(record: RunRecord) -> None:
    """Remove a run's folder with all that is in it. Raises ProblemError if the file system refuses."""
    if not _is_run(str(record.folder)):
        raise ProblemError(Problem("This is no run's folder.", str(record.folder), "Refresh the list of runs."))
    try:
        shutil.rmtree(record.folder)
    except OSError as error:
        raise ProblemError(problem_of(error, record.folder)) from error


def alive(pid: int) -> bool:
    """Whether a process of that number runs on this machine."""
    if pid <= 0:
        return False
    if sys.platform == "win32":  # there, os.kill would end it
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _goes_on(record: RunRecord) -> bool:
    """Whether the program that trains this run still lives. Another one may have its number by now, but no lock."""
    return alive(record.pid) and RunFolder(record.folder).in_use()


def _batch_losses(path: Path) -> list[tuple[float, float]]:
    """The losses within epochs; lines that make no sense are left out, and so is a file that cannot be read."""
    found = []
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with contextlib.suppress(ValueError):
                    at, loss = line.split(",")
                    found.append((float(at), float(loss)))
    except OSError:
        return []
    return found


def _epoch(row: dict[str, str | None]) -> EpochEnded | None:
    try:
        numbers = {name: float(value) for name, value in row.items() if name is not None and value not in (None, "")}
        epoch, seconds = int(numbers.pop("epoch")), numbers.pop("seconds")
        rate, memory = numbers.pop(RATE, None), numbers.pop(MEMORY, 0.0)
        return EpochEnded(epoch, seconds, numbers, rate, int(memory) if math.isfinite(memory) else 0)
    except (KeyError, TypeError, ValueError):
        return None
