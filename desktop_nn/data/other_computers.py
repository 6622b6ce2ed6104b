"""Tables that lie on another computer: nothing there is touched before the user has chosen a file there.

A project that comes from elsewhere may name any path. On Windows already asking whether `\\\\server\\share\\file`
exists logs in to that server under the user's name, which is what an attacker is after. So a path of that kind is not
even looked at until the user has chosen a file of that computer in the window, or opened a project from it. That is
remembered by the computer's name; a drive that was connected under a letter is the user's own choice already.
"""

from __future__ import annotations

import json
from pathlib import Path

from desktop_nn import settings
from desktop_nn.atomic import write_text
from desktop_nn.problems import Problem, ProblemError

_for_now: set[str] = set()


def computer_of(path: str) -> str:
    """The other computer that a path names (`\\\\server\\share\\file`), or nothing for a path of this one."""
    plain = path.strip().replace("\\", "/")
    return plain[2:].partition("/")[0].lower() if plain.startswith("//") else ""


def may_read(path: str) -> bool:
    """Whether the path is of this computer, or of one that the user has chosen something from. Touches nothing."""
    computer = computer_of(path)
    return not computer or computer in _for_now or computer in _kept()


def refuse_unasked(path: str) -> None:
    """Raise ProblemError for a path that is not `may_read`."""
    computer = computer_of(path)
    if not may_read(path):
        what = f"The table lies on another computer ({computer}), and nothing there is read unasked."
        fix = "If you trust it, choose the file once with “Open…” in the data panel; else choose another data set."
        raise ProblemError(Problem(what, path, fix))


def chosen(path: Path | str) -> None:
    """The user has chosen a file; the computer that it lies on may be read from then on. Does nothing for this one."""
    computer = computer_of(str(path))
    if not computer:
        return
    _for_now.add(computer)
    file = settings.state_folder() / "computers.json"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, json.dumps(sorted(_kept() | {computer})))
    except (OSError, ProblemError):
        return  # it is asked again after the next start


def project_opened(path: Path) -> None:
    """A project was opened from there, so that its data beside it are no other place. Until the program ends."""
    computer = computer_of(str(path))
    if computer:
        _for_now.add(computer)


def _kept() -> set[str]:
    try:
        found = json.loads((settings.state_folder() / "computers.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return set()
    return {str(item) for item in found} if isinstance(found, list) else set()
