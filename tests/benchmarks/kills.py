"""Kills training at random moments, again and again, and counts what cannot be read or gone on with afterwards.

Half of the moments lie anywhere from the start of the program on, half after the first batch. Takes some minutes.
"""

from __future__ import annotations

import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_nn.problems import ProblemError
from desktop_nn.project import examples, file
from desktop_nn.runs.library import list_runs, read_history
from tests.benchmarks.measurement import Measurement
from tests.helpers.killing import START, kill, same, state, training, until_said

KILLS = 50
EPOCHS = 100_000
EXAMPLE = "blobs-deep"
_LONGEST_START, _LONGEST_RUN = 9.0, 2.5


def measure() -> Iterator[Measurement]:
    """One run that is killed and gone on with; at the end it is compared with one that was left alone."""
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as scratch:
        runs, path = Path(scratch) / "runs", Path(scratch) / "project.dnn"
        opened = examples.read(EXAMPLE)
        project = replace(opened.project, training=replace(opened.project.training, epochs=EPOCHS, callbacks=()))
        file.write(path, project, opened.facts)
        unreadable, progress, kills = 0, list[int](), 0
        while kills < KILLS:
            found = list_runs(runs)
            process = training(found[0].folder if found else path, runs)
            if kills % 2:
                until_said(process, START)
                time.sleep(chance.uniform(0, _LONGEST_RUN))
            else:
                time.sleep(chance.uniform(0, _LONGEST_START))
            kill(process)
            kills += 1
            unreadable += not _readable(runs)
            progress.append(_epochs(runs))
        backwards = sum(after < before for before, after in itertools.pairwise(progress))
        yield Measurement(f"runs that could not be read after {kills} kills", unreadable, "", 0)
        yield Measurement("times that a run had fewer epochs than before", backwards, "", None)
        folder, epochs = list_runs(runs)[0].folder, progress[-1] + 10
        training(folder, runs, "--epochs", str(epochs)).communicate()
        training(path, Path(scratch) / "alone", "--epochs", str(epochs)).communicate()
        alone = list_runs(Path(scratch) / "alone")[0].folder
        yield Measurement(
            f"epochs that the killed run reached, bit-equal: {same(folder, alone)}", epochs, "epochs", None
        )


def _readable(runs: Path) -> bool:
    """Whether everything about the runs can be read: list, figures, project, checkpoint."""
    try:
        for record in list_runs(runs):
            if record.problem is not None or record.state != "interrupted":
                return False
            read_history(record.folder)
            file.read(record.folder / "project.dnn")
            if (record.folder / "checkpoint.zip").exists():
                state(record.folder)
    except ProblemError:
        return False
    return True


def _epochs(runs: Path) -> int:
    found = list_runs(runs)
    return len(read_history(found[0].folder).epoch_seconds) if found else 0
