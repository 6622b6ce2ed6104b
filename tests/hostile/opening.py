"""Opens a file as the app does: the drawing read, its shapes inferred, and what stands before building it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from desktop_nn.engine import model_files
from desktop_nn.graph.model import Graph
from desktop_nn.problems import ProblemError
from desktop_nn.project import file

PROJECTS = (".dnn", ".png")


@dataclass(frozen=True, slots=True)
class Opened:
    """`sentence` says why there is no drawing, or is empty; `seconds` is by the clock, the process's start included."""

    graph: Graph | None
    sentence: str
    seconds: float


def opened(path: Path, seconds: float | None = None) -> Opened:
    """What opening the file gives. Anything else than a drawing or a sentence comes through as the exception it is."""
    began = time.perf_counter()
    try:
        graph = file.read(path).project.graph if path.suffix in PROJECTS else _model(path, seconds)
    except ProblemError as error:
        return Opened(None, str(error), time.perf_counter() - began)
    return Opened(graph, "", time.perf_counter() - began)


def why_not_built(graph: Graph) -> tuple[str, float]:
    """The sentence that stands in place of building the model, or nothing; and how long the question took."""
    from desktop_nn.engine.build import checked

    began = time.perf_counter()
    try:
        checked(graph)
    except ProblemError as error:
        return str(error), time.perf_counter() - began
    return "", time.perf_counter() - began


def _model(path: Path, seconds: float | None) -> Graph:
    found = model_files.read(path, seconds=seconds)
    return found.project.graph if found.project else found.graph
