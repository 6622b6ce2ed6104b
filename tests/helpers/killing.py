"""Training in a process of its own that is killed at some moment, as a power cut would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.engine import checkpoint
from desktop_nn.runs.folder import RunFolder

START = "parameters,"
"""What the command line says once the first batch is about to come."""


def training(project: Path | str, runs: Path, *options: str) -> subprocess.Popen[str]:
    """`desktop-nn train` of a project or of a run's folder; its progress is on `stderr`."""
    command = [sys.executable, "-m", "desktop_nn", "train", str(project), "--runs", str(runs), *options]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=pipe, text=True, env=environment)


def until_said(process: subprocess.Popen[str], words: str) -> bool:
    """Read progress until a line holds the words; False if the process ended before."""
    assert process.stderr is not None
    return any(words in line for line in process.stderr)


def kill(process: subprocess.Popen[str]) -> None:
    """End it as nothing can prevent (SIGKILL)."""
    process.kill()
    process.communicate()


def state(folder: Path) -> dict[str, Any]:
    """The arrays of a run's checkpoint."""
    found = checkpoint.read(RunFolder(folder).checkpoint)
    assert found is not None
    return dict(found.arrays)


def same(one: Path, other: Path) -> bool:
    """Whether two runs came to the same state, bit for bit."""
    a, b = state(one), state(other)
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)
