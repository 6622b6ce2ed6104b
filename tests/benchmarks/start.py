"""From the start of the process to a window that takes input, with TensorFlow not yet loaded."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from tests.benchmarks.measurement import Measurement

_PROGRAM = """
import sys
from ui.app import make_application, make_window
app = make_application(["start"])
window = make_window(app)
def usable():
    assert "tensorflow" not in sys.modules and "keras" not in sys.modules
    print("usable", flush=True)
    app.exit()
window.usable.connect(usable)
window.show()
app.exec()
window.session.stop()
"""


def seconds_to_usable() -> float:
    """One start in a fresh process."""
    with tempfile.TemporaryDirectory() as scratch:
        env = {**os.environ, "DESKTOP_NN_CONFIG": scratch, "DESKTOP_NN_STATE": scratch}
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, env=env, text=True)
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
        process.wait()
        assert line.strip() == "usable"
        return seconds


def measure() -> Iterator[Measurement]:
    """The median of seven starts, after one that warms the disk."""
    seconds_to_usable()
    yield Measurement("start to a usable window", statistics.median(seconds_to_usable() for _ in range(7)), "s", 1.0)
