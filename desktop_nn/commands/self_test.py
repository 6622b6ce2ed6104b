"""`desktop-nn self-test`: proves an installation by doing for real what the app is for, and saying what it saw."""

from __future__ import annotations

import json
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_nn.commands.output import line, only_results, seconds_text
from desktop_nn.problems import ProblemError
from desktop_nn.training.steering import Steering

EXAMPLE = "blobs-wide"
_PATIENCE_SECONDS = 60.0


class UnexpectedError(Exception):
    """A step went through, but what came out is not what it must be."""


@dataclass
class Findings:
    """What one step leaves for the next."""

    folder: Path
    model: Path = Path()
    figures: dict[str, float] = field(default_factory=dict)


def run() -> int:
    """Do all steps, one line each; 0 if all went well, 1 at the first that did not."""
    with tempfile.TemporaryDirectory(prefix="desktop-nn-self-test-", ignore_cleanup_errors=True) as folder:
        findings = Findings(Path(folder))
        return 0 if all(_done(name, step, findings) for name, step in STEPS) else 1


def _done(name: str, step: Callable[[Findings], str], findings: Findings) -> bool:
    began = time.monotonic()
    try:
        with only_results():
            seen = step(findings)
    except (ProblemError, UnexpectedError, OSError, ImportError) as error:
        line(f"FAILED  {name}: {error}")
        return False
    line(f"ok      {name}: {seen} ({seconds_text(time.monotonic() - began)})")
    return True


def train(findings: Findings) -> str:
    """One epoch of the smallest example, into a folder of its own."""
    from desktop_nn.engine import fit
    from desktop_nn.project import examples

    done = fit.train(examples.read(EXAMPLE).project, findings.folder, lambda _: None, Steering(), epochs=1)
    ended = done.ended
    if ended.problem is not None:
        raise ProblemError(ended.problem)
    _expect(ended.status == "finished" and ended.epochs == 1, f"the run {ended.status} after {ended.epochs} epochs")
    _expect(ended.model is not None and ended.model.suffix == ".h5", f"the model is {ended.model}")
    findings.model, findings.figures = ended.model or Path(), dict(ended.test)
    return f"{EXAMPLE}, 1 epoch, test {_short(findings.figures)}"


def read_back(findings: Findings) -> str:
    """The .h5 file as a drawing, read as data."""
    from desktop_nn.engine import model_files
    from desktop_nn.project import examples

    read = model_files.read(findings.model)
    drawn = examples.read(EXAMPLE).project.graph
    _expect(read.graph == drawn, "the drawing is not the one that was trained")
    return f"{findings.model.stat().st_size:,} bytes, {len(read.graph.nodes)} layers, {read.parameters:,} parameters"


def evaluate(findings: Findings) -> str:
    """The saved model gives the figures that the run ended with."""
    from desktop_nn.engine import evaluate
    from desktop_nn.project import examples

    figures = evaluate.evaluate(examples.read(EXAMPLE).project, findings.model)
    same = figures.keys() == findings.figures.keys() and all(
        abs(value - findings.figures[name]) < 1e-6 for name, value in figures.items()
    )
    _expect(same, f"{_short(figures)} in place of {_short(findings.figures)}")
    return f"{_short(figures)}, as when it was trained"


def show(findings: Findings) -> str:
    """TensorBoard starts on the run folder and lists the run."""
    from desktop_nn.runs.tensorboard import TensorBoardProcess

    with TensorBoardProcess(findings.folder) as board:
        url = board.start()
        page = _fetch(url)
        _expect(b"<html" in page.lower() or b"<!doctype" in page.lower(), "TensorBoard's page is no page")
        runs = _runs(url)
    return f"{url} answered with {len(page):,} bytes and the runs {', '.join(runs)}"


def _runs(url: str) -> list[str]:
    """The runs that TensorBoard lists; it reads the folder only after it has started to answer."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        runs: list[str] = json.loads(_fetch(f"{url}data/runs"))
        if runs:
            return runs
        time.sleep(0.2)
    raise UnexpectedError("TensorBoard lists no run")


def _fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        content: bytes = answer.read()
    return content


def _expect(true: bool, otherwise: str) -> None:
    if not true:
        raise UnexpectedError(otherwise)


def _short(figures: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in figures.items())


STEPS: tuple[tuple[str, Callable[[Findings], str]], ...] = (
    ("train", train),
    ("read the .h5 back", read_back),
    ("evaluate it", evaluate),
    ("open TensorBoard", show),
)
