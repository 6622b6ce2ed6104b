"""Run folders as training leaves them, for the tests of the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.label import RunLabel, write_label
from desktop_nn.runs.record import RunRecord


def make_run(root: Path, number: int, label: RunLabel | None = None, **known: Any) -> Path:
    """A folder `run_N` with a record; the higher the number, the newer it is."""
    folder = root / f"run_{number}"
    folder.mkdir(parents=True)
    fields = {
        "state": "finished",
        "title": f"model {number}",
        "created": f"2026-11-23T10:{number // 60:02d}:{number % 60:02d}+00:00",
        "epochs": number,
        "planned_epochs": 30,
        "optimizer": "SGD",
        "metrics": {"loss": 1.0 / number, "val_loss": 2.0 / number},
    }
    RunFolder(folder).write_state(RunRecord(folder, **{**fields, **known}))
    if label is not None:
        write_label(folder, label)
    return folder
