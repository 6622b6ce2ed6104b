"""Model files (.h5, .keras): read as data in a process of their own, saved whole or not at all, restored exactly.

`read` never runs what is in a file and needs no Keras; `save` and `restore` do. Importing this package costs
nothing: each function loads what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.engine.model_files.model_file import ModelFile, ReadingCancelledError, StoredArray
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project

__all__ = ["ModelFile", "ReadingCancelledError", "StoredArray", "load_weights", "read", "restore", "save"]


def read(
    path: Path, cancelled: Callable[[], bool] = lambda: False, seconds: float | None = None, *, values: bool = True
) -> ModelFile:
    """Read an .h5 or .keras file as data; nothing in it is run, and Keras is not needed.

    `seconds` bounds the time (by default after the file's size). Without `values` the arrays of the file stay in it:
    what is asked for is the drawing, and what they are like. Raises ProblemError if the file cannot be
    opened, ReadingCancelledError if `cancelled` turns true before it is.
    """
    from desktop_nn.engine.model_files import reader

    return reader.read(path, cancelled, seconds, values=values)


def save(model: Any, path: Path, project: Project, *, keras2: bool = False) -> None:
    """Save a built `keras.Model` with weights, optimizer state and compile choices in the format of the suffix.

    `project` is what the model was built from; it goes into the file, so that the drawing, the data's bindings
    and the choices come back with it. The live model stays as it is. A reader or a crash sees the old file or the
    new one, never a part. With `keras2` an .h5 file is one that TensorFlow 2.0–2.15 reads. Raises ProblemError for a
    suffix other than .h5 and .keras, for what Keras 2 has no words for, and for what the file system refuses.
    """
    from desktop_nn.engine.model_files import saving

    saving.save(model, path, project, keras2=keras2)


def restore(
    model_file: ModelFile,
    seed: int = 0,
    warn: Callable[[Problem], None] = lambda problem: None,
    *,
    code: Sequence[CodeFile] = (),
) -> Any:
    """The file's `keras.Model` with its weights, compiled if it was, with the optimizer exactly where it stood.

    Weights that are not stored come from `seed`. Fitting goes on as if the model had never been saved. An
    optimizer state that does not fit goes to `warn` as a warning, and the optimizer starts anew. `code` are files with
    classes of layers that are not Keras's and that the file has no code for. Raises
    ProblemError if weights are missing or have other shapes than the model's; the place names the layer.
    """
    from desktop_nn.engine.model_files import restoring

    return restoring.restore(model_file, seed, warn, code=code)


def load_weights(
    path: Path,
    project: Project,
    fresh: Any,
    cancelled: Callable[[], bool] = lambda: False,
    warn: Callable[[Problem], None] = lambda problem: None,
) -> Any:
    """A live model of the project with the weights of a .weights.h5 file; see `weights_alone.load`."""
    from desktop_nn.engine.model_files import weights_alone

    return weights_alone.load(path, project, fresh, cancelled, warn)
