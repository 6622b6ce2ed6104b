"""Recovery copies: unsaved work kept in the user's state folder until it is saved or given up.

A copy is a .dnn file with two more beside it: a JSON note of where it came from, and a lock that its process
holds. The system lets go of the lock when the process ends, however it ends: a copy that nobody holds was left
by a crash.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from desktop_nn import atomic, settings
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import file
from desktop_nn.project.document import Project


@dataclass(frozen=True, slots=True)
class Copy:
    """A recovery copy. `origin` is the file that it is a newer state of, `saved` seconds since 1970."""

    path: Path
    origin: Path | None
    saved: float
    process: int


@dataclass(slots=True)
class _Own:
    """This process's copy and the lock held on it."""

    path: Path
    lock: IO[bytes]


_own: _Own | None = None


def write_copy(project: Project, origin: Path | None, facts: GraphFacts | None = None) -> Copy:
    """Keep the present state of this process's document; replaces its former copy. Raises ProblemError."""
    try:
        path = _hold().path
    except OSError as error:
        raise atomic.refused(error, _folder()) from error
    copy = Copy(path, origin.absolute() if origin else None, time.time(), os.getpid())
    note = {"origin": str(copy.origin) if copy.origin else None, "saved": copy.saved, "process": copy.process}
    # The note comes first: a note without a copy is passed over, a copy without a note would lose its name.
    atomic.write_text(path.with_suffix(".json"), json.dumps(note) + "\n")
    file.write(path, project, facts or GraphFacts())
    return copy


def copies() -> tuple[Copy, ...]:
    """Copies whose process is gone, newest first."""
    try:
        paths = list(_folder().glob("*.dnn"))
    except OSError:
        return ()
    left = [_read(path) for path in paths if not _held(path)]
    return tuple(sorted(left, key=lambda copy: copy.saved, reverse=True))


def discard(copy: Copy) -> None:
    """Delete a copy; one that is gone already is no mistake."""
    _delete(copy.path)


def discard_own() -> None:
    """Delete this process's copy, if there is one: its work is saved, or was given up."""
    global _own
    if _own is not None:
        _own.lock.close()
        _delete(_own.path)
        _own = None


def _folder() -> Path:
    return settings.state_folder() / "recovery"


def _hold() -> _Own:
    """This process's place, locked; made at the first copy. Raises OSError."""
    global _own
    folder = _folder()
    if _own is None or _own.path.parent != folder:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{os.getpid()}-{time.time_ns()}.dnn"
        lock = path.with_suffix(".lock").open("wb")
        _lock(lock)
        _own = _Own(path, lock)
    return _own


def _held(path: Path) -> bool:
    """Whether a living process holds the copy."""
    try:
        with path.with_suffix(".lock").open("r+b") as lock:
            _lock(lock)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _lock(file: IO[bytes]) -> None:
    """Lock the file for this process until it is closed. Raises OSError if another handle has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _delete(path: Path) -> None:
    for suffix in (".dnn", ".json", ".lock"):
        with contextlib.suppress(OSError):
            path.with_suffix(suffix).unlink()


def _read(path: Path) -> Copy:
    """What is known of a copy; a lost or broken note costs the copy its origin, not its life."""
    note: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        loaded = json.loads(path.with_suffix(".json").read_text("utf-8"))
        note = loaded if isinstance(loaded, dict) else {}
    origin, saved, process = note.get("origin"), note.get("saved"), note.get("process")
    return Copy(
        path,
        Path(origin) if isinstance(origin, str) else None,
        float(saved) if isinstance(saved, int | float) else _changed(path),
        process if isinstance(process, int) else 0,
    )


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
