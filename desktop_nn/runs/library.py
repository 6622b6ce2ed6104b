"""All runs of a folder, read back from what each run left there; nothing is remembered elsewhere."""

from __future__ import annotations

import csv
import ctypes
import math
import os
import platform
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from desktop_nn.atomic import problem_of
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.record import RunRecord, loads
from desktop_nn.training.events import EpochEnded
from desktop_nn.training.metric_log import MetricLog


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


def _age(run: RunRecord) -> tuple[str, str]:
    return run.created, run.folder.name


def read_record(folder: Path) -> RunRecord:
    """The record of one run. A record that cannot be read is told as a failed run with the problem."""
    path = RunFolder(folder).record
    try:
        record = loads(path.read_text("utf-8"), folder)
    except (OSError, ValueError, RecursionError) as error:
        what = problem_of(error, path).what if isinstance(error, OSError) else "This run's record is damaged."
        return RunRecord(folder, "failed", problem=Problem(what, str(path), "Its other files may still be good."))
    if record.state == "running" and record.host == platform.node() and not alive(record.pid):
        return replace(record, state="interrupted")
    return record


def read_history(folder: Path) -> MetricLog:
    """The run's figures, as the charts read them. Lines that a crash cut short are left out.

    Raises ProblemError if there is a history that cannot be read; a run without one has an empty log.
    """
    log, path = MetricLog(), RunFolder(folder).history
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                event = _epoch(row)
                if event is not None:
                    log.add(event)
    except FileNotFoundError:
        return log
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        if isinstance(error, OSError):
            raise ProblemError(problem_of(error, path)) from error
        raise ProblemError(Problem("This history is damaged.", str(path), "Train again.")) from error
    log.epochs = len(log.epoch_seconds)
    return log


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


def _epoch(row: dict[str, str | None]) -> EpochEnded | None:
    try:
        numbers = {name: float(value) for name, value in row.items() if name is not None and value not in (None, "")}
        epoch, seconds = int(numbers.pop("epoch")), numbers.pop("seconds")
        rate, memory = numbers.pop("learning_rate", None), numbers.pop("memory", 0.0)
        return EpochEnded(epoch, seconds, numbers, rate, int(memory) if math.isfinite(memory) else 0)
    except (KeyError, TypeError, ValueError):
        return None
