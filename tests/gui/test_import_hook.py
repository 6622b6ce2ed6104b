"""Modules are imported by Python itself while the window is open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from ui import app
application = app.make_application(["desktop-nn"])
import shibokensupport.feature as feature
feature._mod_uses_pyside = lambda module: print("asked about", module.__name__)
import colorsys
from PySide6 import QtSvg
from pydantic import ValidationError
print("done", feature is not None)
"""


def test_that_pyside_does_not_read_what_is_imported(repository: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=repository, env=environment
    )
    assert done.stdout == "done True\n"
