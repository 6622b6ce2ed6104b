"""Writes a folder whole or not at all: made beside its place, then put there. The old one stays until then."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_nn import atomic
from desktop_nn.problems import Problem, ProblemError


@contextmanager
def new(path: Path, *, marker: str, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Path]:
    """A path for the new folder; it takes the place of `path` at the end, unless `cancelled` is true then.

    A folder there is replaced only if it is empty or holds `marker`, the file that shows that it is of the same
    kind. Raises ProblemError otherwise, and for what the file system refuses.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        _check(path, marker)
        shutil.rmtree(beside, ignore_errors=True)
        yield beside
        if not cancelled():
            if target.is_dir():
                target.rename(old)
            _put(beside, target, old)
    except OSError as error:
        raise atomic.refused(error, path) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)


def _put(beside: Path, target: Path, old: Path) -> None:
    try:
        beside.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _check(path: Path, marker: str) -> None:
    if path.is_dir() and any(path.iterdir()) and not (path / marker).exists():
        what = "There is a folder of this name already, with other things in it."
        raise ProblemError(Problem(what, str(path), "Choose another name, or empty it."))
    if path.is_file():
        raise NotADirectoryError(errno.EEXIST, os.strerror(errno.EEXIST))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
