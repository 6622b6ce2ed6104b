"""Gives a live model away in every form: Keras's own through `model_files`, those of other programs from here.

Importing this package costs nothing. What converts with TensorFlow's compilers runs in a process of its own
(`child.py`), which can be ended at any moment and takes its chatter with it. The live model stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import model_formats
from desktop_nn.project.document import Project

__all__ = ["write"]


def write(
    model: Any,
    path: Path,
    project: Project,
    form: str,
    *,
    precision: str = "float32",
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Write a built `keras.Model`, made from `project`, in the format of that id; returns what else there is to say.

    `precision` is that of the weights, where the format has a choice. Whoever reads `path` meanwhile finds the old
    content or the new, never a part; if `cancelled` turns true, the old one stays. Raises ProblemError for what the
    format cannot say or the file system refuses.
    """
    found = model_formats.BY_ID[form]
    problem = model_formats.unwritable(found)
    if problem is not None:
        raise ProblemError(problem)
    if precision != "float32" and precision not in dict(found.precisions):
        raise ProblemError(Problem(f"{found.title} keeps weights as they are.", str(path), "Leave the precision away."))
    if found.use == model_formats.KERAS:
        from desktop_nn.engine.exports import keras_files

        return keras_files.write(model, path, project, form)
    from desktop_nn.engine.exports import compiled

    return compiled.write(model, path, form, precision, cancelled)
