"""Puts the weights of a .weights.h5 file into the model that is drawn.

The file has no layers of its own, so it is read as the weights of a .keras archive of the drawn model: by the same
process, with the same checks, and with the same words for what does not fit.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_nn import atomic
from desktop_nn.engine.model_files import reader, restoring, saving
from desktop_nn.engine.model_files.archive import WEIGHTS
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project

_FIX = "Open the model that the weights belong to, or give its layers the same names and sizes."


def load(
    path: Path,
    project: Project,
    fresh: Any,
    cancelled: Callable[[], bool] = lambda: False,
    warn: Callable[[Problem], None] = lambda problem: None,
) -> Any:
    """A live model of the project with the file's weights, and its optimizer state if it was saved with them.

    `fresh` is the project's model with any weights; it stays as it is. Raises ProblemError if the file cannot be
    read, or if a layer finds no weights of its size; ReadingCancelledError if `cancelled` turns true.
    """
    with _folder(path) as folder:
        archive = folder / "model.keras"
        try:
            _write(archive, saving.archive(fresh, project), path)
            found = reader.read(archive, cancelled)
            return restoring.restore(found, project.training.seed, warn, code=project.code)
        except ProblemError as error:
            raise _of(path, archive, error) from error


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="desktop-nn-"))
    try:
        yield folder
    except OSError as error:
        raise atomic.refused(error, path) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(archive: Path, content: bytes | memoryview, weights: Path) -> None:
    """The archive with the file in the place of its weights; nothing of the file is looked at here."""
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(archive, "w") as new:
        for entry in old.infolist():
            if entry.filename == WEIGHTS:
                new.write(weights, WEIGHTS)
            else:
                new.writestr(entry, old.read(entry))


def _of(path: Path, archive: Path, error: ProblemError) -> ProblemError:
    """The same problems about the file that the user knows."""
    told = (replace(item, where=item.where.replace(str(archive), str(path))) for item in error.problems)
    return ProblemError(*(replace(item, fix=_FIX) if ", " in item.where else item for item in told))
