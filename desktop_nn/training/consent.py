"""Which Python code the user has agreed to run on this computer, by what it says: the SHA-256 of its text.

Kept outside of projects, so that a project that comes from elsewhere brings no consent along. There is no consent for
all: each text is agreed to by itself, and a changed one is asked about again.
"""

from __future__ import annotations

import json
from pathlib import Path

from desktop_nn import settings
from desktop_nn.atomic import write_text
from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.problems import Problem
from desktop_nn.training.callback_code import used
from desktop_nn.training.choices import TrainingChoices

_for_now: set[str] = set()
_known: dict[tuple[Path, int], frozenset[str]] = {}


def agreed(code: CodeFile) -> bool:
    """Whether this very text may run here."""
    return code.sha256 in _for_now or code.sha256 in _kept()


def agree(code: CodeFile) -> None:
    """The user has looked at the code and lets it run on this computer. Raises ProblemError if that cannot be kept."""
    entries = _read() | {code.sha256: code.name}
    _file().parent.mkdir(parents=True, exist_ok=True)
    write_text(_file(), json.dumps(entries, indent=1, sort_keys=True))
    _known.clear()


def agree_for_now(sha256: str) -> None:
    """Let a text run until the program ends (the command line's own consent)."""
    _for_now.add(sha256.lower())


def unagreed(choices: TrainingChoices) -> tuple[CodeFile, ...]:
    """The files that callbacks need and that may not run here yet."""
    return tuple(code for code in used(choices) if not agreed(code))


def problem(code: CodeFile) -> Problem:
    """What to say of a file that may not run yet."""
    what = f"{code.name} is Python code that nobody has agreed to run on this computer."
    return Problem(what, "Training", "Look at the code under “While training”, then agree or take it out.")


def layer_problem(code: CodeFile, kind: str) -> Problem:
    """What to say of a layer whose code may not run yet."""
    what = f"{kind} is Python code ({code.name}) that nobody has agreed to run on this computer."
    return Problem(what, kind, "Look at the code, then agree or replace the layer.")


def state() -> object:
    """Changes whenever a consent is given or taken away; for those that remember what code said."""
    return _kept(), frozenset(_for_now)


def _file() -> Path:
    return settings.state_folder() / "agreed_code.json"


def _kept() -> frozenset[str]:
    """Read again only after the file has changed: this is asked at every edit."""
    path = _file()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return frozenset()
    if (path, changed) not in _known:
        _known.clear()
        _known[path, changed] = frozenset(_read())
    return _known[path, changed]


def _read() -> dict[str, str]:
    """A file that cannot be read holds no consent."""
    try:
        found = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
