"""A run as the library shows it: its record with the user's label, and its figures by the names of columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_nn.runs.label import RunLabel, read_label
from desktop_nn.runs.library import list_runs, read_record
from desktop_nn.runs.record import RunRecord

_UNLABELLED = RunLabel()

TEST, BEST = "test ", "best "
"""How the names of figures begin that are not the last epoch's."""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One line of the library."""

    record: RunRecord
    label: RunLabel = _UNLABELLED

    @property
    def folder(self) -> Path:
        """The run's folder, which is what a run is known by."""
        return self.record.folder

    @property
    def title(self) -> str:
        """The user's title, else the model's name, else the folder's."""
        return self.label.title or self.record.title or self.record.folder.name

    def figures(self) -> dict[str, float]:
        """All figures: the last epoch's by Keras's names, `best …` of what was watched, `test …` of the test part."""
        best = {BEST + name: value for name, value in self.record.best.items() if name != "epoch"}
        test = {TEST + name: value for name, value in self.record.test.items()}
        return {**self.record.metrics, **best, **test}


def read_entry(folder: Path) -> RunEntry:
    """One run with its label."""
    return RunEntry(read_record(folder), read_label(folder))


def list_entries(root: Path) -> list[RunEntry]:
    """All runs of a folder with their labels, newest first."""
    return [RunEntry(record, read_label(record.folder)) for record in list_runs(root)]
