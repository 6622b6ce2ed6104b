"""Writes a file whole or not at all, and turns what the file system refuses into problems.

No format is known here; every room that keeps something on disk writes through this door.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from desktop_nn.problems import Problem, ProblemError

_WORDS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("There is no such file or folder.", "Check the path."),
    errno.EACCES: ("Access is denied.", "Choose another folder, or change the permissions."),
    errno.EPERM: ("Access is denied.", "Choose another folder, or change the permissions."),
    errno.EROFS: ("This drive can only be read.", "Choose another folder."),
    errno.ENOSPC: ("The disk is full.", "Free some space or choose another drive, then try again."),
    errno.EDQUOT: ("Your disk quota is used up.", "Free some space or choose another drive, then try again."),
    errno.EEXIST: ("A file of this name stands where a folder belongs.", "Move it away, or choose another folder."),
    errno.EISDIR: ("This is a folder, not a file.", "Choose a file in it."),
    errno.ENOTDIR: ("A part of this path is a file, not a folder.", "Check the path."),
    errno.ENAMETOOLONG: ("The name is too long for this file system.", "Choose a shorter name."),
    errno.EIO: ("The drive reports an error.", "Check the drive and its connection, then try again."),
}


def problem_of(error: OSError, path: Path | str) -> Problem:
    """What the file system said about `path`, in plain words."""
    what, fix = _WORDS.get(error.errno or 0, (f"{error.strerror or error}.", "Check the path and try again."))
    return Problem(what, where=str(path), fix=fix)


def refused(error: OSError, path: Path | str) -> ProblemError:
    """The same as an exception to raise."""
    return ProblemError(problem_of(error, path))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with `write_bytes`'s guarantees; half a surrogate becomes “?”. Raises ProblemError."""
    write_bytes(path, text.encode("utf-8", "replace"))


def check_target(path: Path) -> None:
    """Find out early, before long work, that a file cannot be written there. Raises ProblemError."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise refused(error, path) from error


def write_bytes(path: Path, content: bytes | memoryview) -> None:
    """Replace the file's content in one step; a reader or a crash sees the old or the new, never a part.

    The new file is made beside the old one and takes its place (a symbolic link stays a link, permission bits
    are kept). Raises ProblemError if the file system refuses; then the old file is untouched.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _write_through(new, content)
        with contextlib.suppress(FileNotFoundError):
            new.chmod(stat.S_IMODE(target.stat().st_mode))
        new.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise refused(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes | memoryview) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renaming durable; systems that cannot open a folder (Windows) do without."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
