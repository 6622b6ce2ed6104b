"""How the app starts itself again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_nn.own_process import own_command, own_environment
from desktop_nn.project import model_formats


def test_that_a_bundle_starts_its_own_program_with_a_sub_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command("tensorboard", "runs", module="desktop_nn.runs.tensorboard_server") == [
        sys.executable,
        "tensorboard",
        "runs",
    ]


def test_that_from_source_a_child_finds_this_code_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "desktop_nn").mkdir()
    (tmp_path / "desktop_nn" / "__init__.py").write_text("raise SystemExit('somebody else')\n", "utf-8")
    child = subprocess.run(
        own_command("--version"), cwd=tmp_path, env=own_environment(), capture_output=True, text=True, check=False
    )
    assert (child.returncode, child.stderr) == (0, "")
    assert child.stdout.startswith("desktop-nn ")


def test_that_a_childs_environment_is_ours_and_more() -> None:
    found = own_environment(OMP_NUM_THREADS="1")
    assert {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": found["PYTHONPATH"]} == found


def test_that_an_installed_program_does_not_promise_to_install_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    onnx = model_formats.of_path(Path("model.onnx"))
    assert onnx is not None
    monkeypatch.setattr(model_formats, "find_spec", lambda _: None)
    bare = model_formats.missing(onnx)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    bundled = model_formats.missing(onnx)
    assert bare is not None
    assert bundled is not None
    assert bare.fix.startswith("Install them")
    assert "cannot take them in" in bundled.fix
