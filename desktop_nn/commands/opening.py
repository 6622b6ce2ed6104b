"""Finds what the user named on the command line: a file, a model with its project inside, or a bundled example."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import examples, file
from desktop_nn.project.file import OpenedProject

if TYPE_CHECKING:
    from desktop_nn.engine.model_files import ModelFile

MODEL_SUFFIXES = (".h5", ".hdf5", ".keras", ".json")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a name stands for. `model` is set if it is a model file; then `project` is the one inside it, or one
    that has the model's drawing and no data.
    """

    name: str
    project: OpenedProject
    model: ModelFile | None = None


def is_example(name: str) -> bool:
    """Whether the name means a bundled example: a file of that name goes first."""
    return name in examples.names() and not Path(name).is_file()


def refuse_missing(name: str, hint: str = "") -> None:
    """Raise ProblemError if the name stands for nothing."""
    path = Path(name)
    if is_example(name) or path.exists():
        return
    if path.suffix:
        raise ProblemError(Problem("There is no such file.", name, f"Check the path.{hint}"))
    known = ", ".join(examples.names())
    raise ProblemError(Problem("There is no such file or example.", name, f"The examples are: {known}.{hint}"))


def opened(name: str) -> Opened:
    """Open a .dnn file, a model file or an example. Raises ProblemError."""
    if is_example(name):
        return Opened(name, examples.read(name))
    refuse_missing(name)
    path = Path(name)
    if path.suffix.lower() in MODEL_SUFFIXES:
        return _opened_model(path)
    return Opened(name, file.read(path))


def opened_sound(name: str) -> Opened:
    """Open to work with it: a drawing that had to be mended is refused, because nobody has looked at the result."""
    found = opened(name)
    if found.project.mended:
        fix = "Correct the file, or open it in the window, look at the drawing and save it."
        problems = (
            Problem(f"The drawing is not sound: {change[:1].lower()}{change[1:]}", name, fix)
            for change in found.project.mended
        )
        raise ProblemError(*problems)
    return found


def _opened_model(path: Path) -> Opened:
    from desktop_nn.engine import model_files
    from desktop_nn.graph.facts import GraphFacts
    from desktop_nn.project.document import Project
    from desktop_nn.training.choices import TrainingChoices

    model = model_files.read(path)
    project = model.project or Project(model.graph, training=model.training or TrainingChoices())
    return Opened(str(path), OpenedProject(project, GraphFacts(), path, model.changes), model)
