"""What a screen reader reads of the running app over AT-SPI, and hears while keys are pressed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PYTHON = "/usr/bin/python3"
"""The system's: the bindings of AT-SPI come with it, not from PyPI."""


def _missing() -> str:
    if not (shutil.which("dbus-run-session") and Path(PYTHON).exists()):
        return "D-Bus or the system's Python is not here"
    probe = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    found = subprocess.run([PYTHON, "-c", probe], env={"PATH": os.environ["PATH"]}, capture_output=True, check=False)
    return "" if found.returncode == 0 else "AT-SPI is not here (at-spi2-core gir1.2-atspi-2.0 python3-gi)"


def test_that_a_screen_reader_reads_the_drawing_and_hears_what_is_done(tmp_path: Path) -> None:
    missing = _missing()
    if missing:
        pytest.skip(missing)
    root = Path(__file__).resolve().parents[2]
    own = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    environment = {**os.environ, **own, "QT_QPA_PLATFORM": "xcb"}
    app = ["env", f"PYTHONPATH={root}", sys.executable, "-m", "desktop_nn", "california-mlp"]
    command = ["dbus-run-session", "--", PYTHON, str(Path(__file__).with_name("screen_reader.py")), *app]
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    count = len(told["cards"])
    assert told["window"].endswith("Desktop NN")
    assert told["canvas"][0] == "list"
    assert told["canvas"][1].startswith(f"{count} layers")
    assert told["roles"] == ["list item"]
    assert all(f", {place} of {count}" in name for place, name in enumerate(told["cards"], 1))
    assert told["again"][-1] in told["cards"]
    assert told["again"] != told["down"]
    assert told["focused"] == told["again"][-1:]
    assert told["deleted"][0].startswith("Delete ")
    assert told["undone"][0] == f"Undone: {told['deleted'][0]}"
    assert told["left"] == count
