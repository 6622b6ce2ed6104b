"""`desktop-nn train` and code of one's own: refused until its very text is trusted, and standard output stays clean."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn.catalogue.code_files import CodeFile, of_text
from desktop_nn.commands.train import run
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import ProblemError
from desktop_nn.project import file
from desktop_nn.project.document import with_code
from desktop_nn.training.choices import Configured
from tests.core.engine.projects import classification

ROOT = Path(__file__).parents[2]
CODE = """import keras


class Loud(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print("to standard output")
"""


def train(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop_nn", "train", str(path), "--runs", str(path.parent / "runs"), "--json"]
    return subprocess.run([*command, *more], capture_output=True, text=True, cwd=ROOT, check=False)


def test_that_code_is_refused_until_its_very_text_is_trusted(tmp_path: Path) -> None:
    project = classification(epochs=1, callbacks=[Configured("loud.py:Loud")])
    code = CodeFile("loud.py", tuple(CODE.rstrip("\n").split("\n")))
    project = replace(project, training=replace(project.training, code=(code,)))
    path = tmp_path / "loud.dnn"
    file.write(path, project, GraphFacts())
    assert file.read(path).project == project
    for more in ((), ("--trust-code", "0" * 64)):
        refused = train(path, *more)
        assert refused.returncode != 0
        assert f"--trust-code {code.sha256}" in refused.stderr
        assert not (tmp_path / "runs").exists()
    done = train(path, "--trust-code", code.sha256)
    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "finished"
    assert "to standard output" in done.stderr
    assert f"--trust-code {code.sha256}" in train(path).stderr  # it was for that once


LAYER = "import keras\n\n\nclass Mine(keras.layers.Layer):\n    def call(self, x):\n        return x * 2.0\n"


def test_that_code_of_layers_is_refused_for_a_project_and_for_a_run_that_would_go_on(tmp_path: Path) -> None:
    code = of_text("mine.py", LAYER)
    project = with_code(classification(("Mine", {}), epochs=1), (code,))
    file.write(tmp_path / "project.dnn", project, GraphFacts())
    (tmp_path / "run.json").write_text("{}", "utf-8")
    for name in (str(tmp_path / "project.dnn"), str(tmp_path)):
        with pytest.raises(ProblemError, match=f"--trust-code {code.sha256}"):
            run(name, tmp_path / "runs", epochs=2)


@pytest.mark.thorough
def test_that_layers_of_ones_own_are_trusted_by_their_text_also_when_a_run_goes_on(tmp_path: Path) -> None:
    code = of_text("mine.py", LAYER)
    project = with_code(classification(("Mine", {}), epochs=1), (code,))
    path = tmp_path / "mine.dnn"
    file.write(path, project, GraphFacts())
    refused = train(path)
    assert refused.returncode == 2
    assert f"--trust-code {code.sha256}" in refused.stderr
    done = train(path, "--trust-code", code.sha256)
    assert done.returncode == 0
    folder = Path(json.loads(done.stdout)["run"])
    refused = train(folder, "--epochs", "2")
    assert refused.returncode == 2
    assert f"--trust-code {code.sha256}" in refused.stderr
    assert json.loads((folder / "run.json").read_text("utf-8"))["state"] == "finished"
    longer = train(folder, "--epochs", "2", "--trust-code", code.sha256)
    assert longer.returncode == 0
    assert json.loads(longer.stdout)["epochs"] == 2
