"""Moves runs to the system's trash; says so if there is none, and then deletes for good only if that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.library import delete, read_record
from desktop_nn.runs.record import RunRecord


class NoTrashError(ProblemError):
    """The system has no trash for these folders; they are untouched."""

    def __init__(self, folders: Sequence[Path], why: str) -> None:
        self.folders = tuple(folders)
        what = f"There is no trash for {_named(folders)}: {why.rstrip('.')}."
        super().__init__(Problem(what, str(folders[0].parent), "Delete for good instead, or keep it."))


def to_trash(folders: Iterable[Path]) -> int:
    """Move runs to the trash and return how many were moved; folders that are gone already count as moved.

    Raises ProblemError for a run that is under way, before anything is moved, and NoTrashError with what is left.
    """
    from send2trash import send2trash

    there = _checked(folders)
    for number, folder in enumerate(there):
        try:
            send2trash(str(folder))
        except FileNotFoundError:
            continue
        except Exception as error:  # each system's trash has errors of its own kinds
            raise NoTrashError(there[number:], _reason(error)) from error
    return len(there)


def for_good(folders: Iterable[Path]) -> int:
    """Remove runs with all that is in them. Raises ProblemError, before anything is removed if a run is under way."""
    there = [folder for folder in _checked(folders) if folder.is_dir()]
    for folder in there:
        delete(RunRecord(folder))
    return len(there)


def _checked(folders: Iterable[Path]) -> list[Path]:
    """The folders, none of which belongs to a run under way: the records are read again for that."""
    there = list(folders)
    for folder in there:
        if folder.is_dir() and read_record(folder).state == "running":
            raise ProblemError(Problem("This run is under way.", folder.name, "Stop it before deleting it."))
    return there


def _reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "access is denied, or a file in it is open in another program"
    text = " ".join(str(error).split())
    return text or type(error).__name__


def _named(folders: Sequence[Path]) -> str:
    return folders[0].name if len(folders) == 1 else f"{len(folders)} runs"
