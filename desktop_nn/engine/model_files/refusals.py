"""The words in which a model file is refused. What leads to a refusal is decided where the file is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop_nn.problems import Problem, ProblemError

DAMAGED = "Take another copy of it, or save the model once more."
RESAVE = "Save the model once more with Keras 3."


def refused(what: str, fix: str, where: str = "") -> ProblemError:
    """A refusal; `where` is a place inside the file, such as a layer's name."""
    return ProblemError(Problem(what, where, fix))


class LockedError(ProblemError):
    """A layer cannot be built here, but its settings and weights can be kept: its class is not here, or it is code."""


def locked(what: str, fix: str, where: str = "") -> LockedError:
    """Why a layer opens locked; elsewhere than at a layer it is a refusal as any other."""
    return LockedError(Problem(what, where, fix))


def in_file(error: ProblemError, path: Path) -> ProblemError:
    """The same problems with the file's path before the place."""
    return ProblemError(
        *(replace(item, where=f"{path}, {item.where}" if item.where else str(path)) for item in error.problems)
    )
