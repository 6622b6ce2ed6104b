"""Opens spoilt files one after the other and notes what must not be: tracebacks, hangs, things left behind.

Most go through one process that stays (`warm.py`); each tenth, and each that ended that process, goes the app's own
way with a process for itself. What opened is carried on as the window would: shapes, problems, script.
"""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from desktop_nn.codegen.model_code import model_section
from desktop_nn.engine.model_files import exchange
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.problems import ProblemError, errors
from desktop_nn.project import file, validate
from desktop_nn.project.document import Project
from tests.hostile.mutations import bases, mutated
from tests.hostile.opening import PROJECTS, opened
from tests.hostile.warm import Warm, warm

OWN_WAY = 10
"""One file in so many goes the app's own way."""
LONG = 10.0
"""Seconds after which a file counts as one that hangs."""


@dataclass(slots=True)
class Found:
    """Counts by outcome, and in words whatever must not be. `slowest` is in seconds, through the process that stays."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def fault(self, kind: str, what: str, detail: str) -> None:
        """Note one."""
        self.counts[kind] += 1
        self.faults.append(f"{kind}: {what}\n{detail}")


def fuzz(count: int, seed: int, told: Callable[[int, Found], None] = lambda number, found: None) -> Found:
    """Open so many spoilt files. `told` hears after each."""
    found = Found()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name, warm(LONG / 2) as opener:
        folder = Path(name)
        originals = bases(folder / "sound")
        inference = ShapeInference()
        scratch = folder / "scratch"
        scratch.mkdir()
        with _own_temporary_folder(scratch):
            for number in range(count):
                _one(originals, seed + number, folder, opener, inference, found)
                told(number, found)
            left = [entry.name for entry in scratch.iterdir()]
        found.counts["died"] = opener.deaths - found.counts["ended by the limit"]
        if left:
            found.fault("left behind", f"{len(left)} entries", ", ".join(left[:5]))
        children = [
            child for child in psutil.Process().children(recursive=True) if "child" in " ".join(child.cmdline())
        ]
        if children:
            found.fault("left behind", f"{len(children)} processes", str(children))
    return found


def _one(
    originals: Mapping[str, tuple[str, bytes]],
    seed: int,
    folder: Path,
    opener: Warm,
    inference: ShapeInference,
    found: Found,
) -> None:
    what, suffix, content = mutated(originals, seed)
    case = folder / "case"
    findings = case / "findings"
    findings.mkdir(parents=True, exist_ok=True)
    for old in findings.iterdir():
        old.unlink()
    path = case / f"spoilt{suffix}"
    path.write_bytes(content)
    label = f"seed {seed}, {what}"
    began = time.perf_counter()
    answer = opener.open(path, findings)
    found.slowest = max(found.slowest, time.perf_counter() - began)
    if answer.touched:
        found.fault("touched", label, str(answer.touched))
    if answer.traceback:
        found.fault("traceback", label, answer.traceback)
    elif answer.slow:
        found.counts["ended by the limit"] += 1  # HDF5 itself goes round in circles; the own way below must not
    elif answer.sentence:
        found.counts["sentence"] += 1
        if len(answer.sentence) > 4000 or not answer.sentence.isprintable():
            found.fault("unreadable", label, answer.sentence[:300])
    elif not (answer.died or answer.slow):
        found.counts["opened"] += 1
        _carry_on(path, findings, label, inference, found)
    if answer.died or answer.slow or seed % OWN_WAY == 0:
        _own_way(path, label, found)


def _own_way(path: Path, label: str, found: Found) -> None:
    """As the app opens it, whatever became of it before."""
    found.counts["own way"] += 1
    try:
        result = opened(path)
    except BaseException:
        found.fault("traceback", f"{label} (own way)", traceback.format_exc())
        return
    if result.seconds > LONG:
        found.fault("hung", f"{label} (own way)", f"{result.seconds:.1f} s")


def _carry_on(path: Path, findings: Path, label: str, inference: ShapeInference, found: Found) -> None:
    """What the window does with a drawing at once: shapes, problems, the script."""
    try:
        project = _project(path, findings)
        if project is None:
            return
        facts = inference.infer(project.graph)
        if not errors(validate.problems(project, facts, None)) and project.graph.nodes:
            model_section(project.graph)
    except ProblemError:
        return
    except Exception:
        found.fault("traceback", f"{label} (carried on)", traceback.format_exc())


def _project(path: Path, findings: Path) -> Project | None:
    if path.suffix in PROJECTS:
        return file.read(path).project
    read = exchange.read(findings)
    if read is None:
        return None
    return Project(read.graph, training=read.training) if read.training else Project(read.graph)


def _own_temporary_folder(folder: Path) -> _Temporary:
    return _Temporary(folder)


class _Temporary:
    """Lets temporary folders be made in one that can be looked through afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._before = folder, tempfile.tempdir

    def __enter__(self) -> None:
        tempfile.tempdir = str(self._folder)

    def __exit__(self, *_: object) -> None:
        tempfile.tempdir = self._before


def lines(found: Found) -> Iterator[str]:
    """What to print of the faults."""
    for fault in found.faults:
        yield from fault.rstrip().splitlines()
    yield os.linesep.join(f"{name}: {number}" for name, number in sorted(found.counts.items()))
