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
from urllib.parse import urlencode

from desktop_nn.commands.output import line, only_results, seconds_text
from desktop_nn.problems import ProblemError
from desktop_nn.training.steering import Steering

EXAMPLE, EPOCHS = "blobs-wide", 2
_PATIENCE_SECONDS = 60.0
_LOSS_TAG = "epoch_loss"


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
    except (ProblemError, UnexpectedError, OSError, ImportError, ValueError) as error:
        line(f"FAILED  {name}: {error}")
        return False
    line(f"ok      {name}: {seen} ({seconds_text(time.monotonic() - began)})")
    return True


def catalogue(_findings: Findings) -> str:
    """What the app knows of Keras, without Keras."""
    from desktop_nn.catalogue import load

    known = load()
    _expect("Dense" in known.layers, "there is no Dense")
    return f"{len(known.layers)} layers of Keras {known.keras_version}"


def window(_findings: Findings) -> str:
    """The main window opens off screen on the example and paints something."""
    from desktop_nn import screen

    return screen.try_window(EXAMPLE)


def project(findings: Findings) -> str:
    """A project file holds what was written into it."""
    from desktop_nn.project import examples, file

    opened, path = examples.read(EXAMPLE), findings.folder / "a project.dnn"
    file.write(path, opened.project, opened.facts)
    _expect(file.read(path).project == opened.project, "the project came back as another one")
    return f"{path.name}, {path.stat().st_size:,} bytes, the same again"


def train(findings: Findings) -> str:
    """Two epochs of the smallest example, the fast way, into a folder of its own."""
    from desktop_nn.engine import fit
    from desktop_nn.project import examples
    from desktop_nn.training.events import RunEvent, RunStarted

    slow: list[str] = []

    def hear(event: RunEvent) -> None:
        if isinstance(event, RunStarted):
            slow.append(event.slow)

    done = fit.train(examples.read(EXAMPLE).project, findings.folder, hear, Steering(), epochs=EPOCHS)
    ended = done.ended
    if ended.problem is not None:
        raise ProblemError(ended.problem)
    _expect(
        ended.status == "finished" and ended.epochs == EPOCHS, f"the run {ended.status} after {ended.epochs} epochs"
    )
    _expect(ended.model is not None and ended.model.suffix == ".h5", f"the model is {ended.model}")
    _expect(slow == [""], f"it did not go the fast way: {slow}")
    findings.model, findings.figures = ended.model or Path(), dict(ended.test)
    return f"{EXAMPLE}, {EPOCHS} epochs the fast way, test {_short(findings.figures)}"


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


def save_again(findings: Findings) -> str:
    """The model made of the file, saved again, is the same file as data."""
    from desktop_nn.engine import model_files
    from desktop_nn.project import examples

    read, path = model_files.read(findings.model), findings.folder / "again.h5"
    model_files.save(model_files.restore(read), path, examples.read(EXAMPLE).project)
    again = model_files.read(path)
    same = [(first == second).all() for name in read.weights for first, second in _pairs(read, again, name)]
    _expect(len(same) > 0 and all(same), "the weights came back as others")
    return f"{len(same)} arrays of weights, the same again bit for bit"


def _pairs(one: Any, other: Any, name: str) -> Any:
    return zip(one.arrays(one.weights[name]), other.arrays(other.weights[name]), strict=True)


def hostile(findings: Findings) -> str:
    """An archive that would write outside of its folder, and name code to be run, is refused in a sentence."""
    import zipfile

    from desktop_nn.engine import model_files

    outside, path = findings.folder / "outside.txt", findings.folder / "inside" / "hostile.keras"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.15.1"}))
        archive.writestr("config.json", json.dumps({"module": "os", "class_name": "system", "config": {}}))
        archive.writestr("../outside.txt", "written by a model file")
    try:
        model_files.read(path)
    except ProblemError as error:
        _expect(not outside.exists(), "the file wrote outside of its folder")
        return f"refused: {error.problem.what}"
    raise UnexpectedError("a hostile file was opened")


def show(findings: Findings) -> str:
    """TensorBoard starts on the run folder, lists the run and gives its loss back."""
    from desktop_nn.runs.tensorboard import TensorBoardProcess

    with TensorBoardProcess(findings.folder) as board:
        url = board.start()
        page = _fetch(url)
        _expect(b"<html" in page.lower() or b"<!doctype" in page.lower(), "TensorBoard's page is no page")
        run = next((name for name in _runs(url) if name.endswith("train")), "")
        losses = json.loads(_fetch(f"{url}data/plugin/scalars/scalars?{urlencode({'tag': _LOSS_TAG, 'run': run})}"))
        _expect(len(losses) == EPOCHS, f"TensorBoard has {len(losses)} losses")
    return f"{len(page):,} bytes of page, {_LOSS_TAG} of {run}: {', '.join(f'{loss[2]:.4g}' for loss in losses)}"


def _runs(url: str) -> list[str]:
    """The runs that TensorBoard lists; it reads the folder, and its scalars, only after it has started to answer."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        tags: dict[str, Any] = json.loads(_fetch(f"{url}data/plugin/scalars/tags"))
        runs = [run for run, known in tags.items() if _LOSS_TAG in known]
        if any(run.endswith("train") for run in runs):
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
    ("know Keras", catalogue),
    ("open the window", window),
    ("write and read a project", project),
    ("train", train),
    ("read the .h5 back", read_back),
    ("evaluate it", evaluate),
    ("save it again", save_again),
    ("refuse a hostile file", hostile),
    ("open TensorBoard", show),
)
