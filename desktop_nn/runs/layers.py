"""What was seen inside the layers of a run, one line of JSON an epoch in the run's folder, written and read back."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_nn.atomic import problem_of, write_text
from desktop_nn.problems import ProblemError
from desktop_nn.training.events import LayersSeen
from desktop_nn.training.internals import Histogram, LayerSeen

FILE = "layers.jsonl"


def append(folder: Path, seen: LayersSeen) -> None:
    """Add an epoch's line. Raises ProblemError if the file system refuses."""
    path = folder / FILE
    line = json.dumps({"epoch": seen.epoch, "layers": [asdict(layer) for layer in seen.layers]}, allow_nan=True)
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise ProblemError(problem_of(error, path)) from error


def read_layers(folder: Path) -> list[LayersSeen]:
    """All looks into the layers in the order of epochs; of one epoch the newest. Damaged lines are left out.

    Raises ProblemError if there is a file that cannot be read; a run without one has none.
    """
    path = folder / FILE
    try:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ProblemError(problem_of(error, path)) from error
    found = {seen.epoch: seen for seen in map(_read, lines) if seen is not None}
    return [found[epoch] for epoch in sorted(found)]


def cut_back(folder: Path, epochs: int) -> None:
    """Forget looks after that many epochs. Raises ProblemError or OSError if the file system refuses."""
    path = folder / FILE
    if path.exists():
        kept = [line for line in path.read_text("utf-8", "replace").splitlines() if _epoch(line) < epochs]
        write_text(path, "".join(f"{line}\n" for line in kept))


def _epoch(line: str) -> float:
    seen = _read(line)
    return seen.epoch if seen is not None else math.inf


def _read(line: str) -> LayersSeen | None:
    try:
        stored = json.loads(line)
        return LayersSeen(int(stored["epoch"]), tuple(_layer(layer) for layer in stored["layers"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _layer(stored: dict[str, Any]) -> LayerSeen:
    return LayerSeen(
        str(stored["layer"]),
        _number(stored["weight_norm"]),
        _number(stored["gradient_norm"]),
        _histogram(stored["weights"]),
        _histogram(stored["gradients"]),
        _number(stored["activation_mean"]),
        _number(stored["activation_std"]),
        _histogram(stored["activations"]),
        float(stored["silent"]),
    )


def _number(stored: Any) -> float | None:
    return None if stored is None else float(stored)


def _histogram(stored: dict[str, Any] | None) -> Histogram | None:
    if stored is None:
        return None
    return Histogram(float(stored["low"]), float(stored["high"]), tuple(int(count) for count in stored["counts"]))
