"""How the app starts itself again, for work that must not be able to harm it: from source or as an installed bundle.

A bundle has no Python that could run a module: there the child is the same program with a sub-command of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Flags for `subprocess.Popen`, so that no black window appears on Windows."""


def is_bundle() -> bool:
    """Whether this is an installed program that brings its own Python."""
    return bool(getattr(sys, "frozen", False))


def own_command(command: str, *arguments: str, module: str = "desktop_nn") -> list[str]:
    """What starts a child: the sub-command `command`, which from source is `module`.

    A module other than the whole program's is quicker to start and takes the arguments alone.
    """
    if is_bundle():
        return [sys.executable, command, *arguments]
    # -P: a folder that the app was started in must not be able to slip in a module of its own.
    start = [sys.executable, "-P", "-m", module]
    return [*start, *([command] if module == "desktop_nn" else []), *arguments]


def own_environment(**more: str) -> dict[str, str]:
    """The environment of a child, which finds the same code as this process; `more` are further variables."""
    root = str(Path(__file__).resolve().parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths, **more}
