"""What the window's first look need not wait for is not imported before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("tensorflow", "keras", "numpy", "pandas", "sklearn", "pyqtgraph", "h5py", "matplotlib")


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """The modules that are there once the window's module is."""
    program = "import sys, ui.app; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("library", HEAVY)
def test_that_the_start_does_not_wait_for_a_large_library(imported: set[str], library: str) -> None:
    assert library not in imported


BEGIN = """
import sys
from pathlib import Path
from ui import app
application = app.make_application(["desktop-nn"])
window = app.make_window(application)
window.session.start_engine = lambda: None
window.usable.connect(lambda: app._begin(window, "california-mlp"))
opened = window.session.opened
before = []
opened.connect(lambda: (before.append("numpy" in sys.modules), application.exit()))
window.show()
application.exec()
window.session.history.mark_saved(window.session.project)
window.session.stop()
print(before, sys.getswitchinterval() <= 0.001)
"""


def test_that_a_worker_imports_what_a_document_needs_and_lets_the_window_paint(tmp_path: Path) -> None:
    folders = {"DESKTOP_NN_CONFIG": str(tmp_path), "DESKTOP_NN_STATE": str(tmp_path)}
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", BEGIN], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "[True] True\n"
