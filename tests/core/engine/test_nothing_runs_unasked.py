"""Whatever is done with a project from elsewhere, its code does not run before somebody has agreed to it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import h5py
import pytest

from desktop_nn import cli
from desktop_nn.catalogue.code_files import CodeFile, of_text
from desktop_nn.engine import fit, model_files
from desktop_nn.engine.build import build
from desktop_nn.engine.preflight.bench import Bench
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import ProblemError
from desktop_nn.project import file, picture_file, validate
from desktop_nn.project.document import Project, with_code
from desktop_nn.runs.library import list_runs
from desktop_nn.training import consent
from desktop_nn.training.choices import Configured
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification
from tests.hostile import projects, sound

CODE = """
open({owned!r}, "w").close()
import keras


class Own(keras.layers.Layer):
    def call(self, inputs):
        open({owned!r}, "w").close()
        return inputs


class Back(keras.callbacks.Callback):
    pass
"""
Way = Callable[[Project, Path], object]


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    """The file that the code makes when it runs."""
    return tmp_path / "owned"


def code_of(owned: Path) -> CodeFile:
    return of_text("mine.py", CODE.format(owned=str(owned)))


def foreign(owned: Path) -> Project:
    """A sound project but for its code, in a layer and in a callback."""
    code = code_of(owned)
    project = classification(("Own", {}), epochs=1, callbacks=[Configured("mine.py:Back")])
    return with_code(replace(project, training=replace(project.training, code=(code,))), (code,))


def written(project: Project, folder: Path) -> Path:
    path = folder / "foreign.dnn"
    file.write(path, project, GraphFacts())
    return path


def looked_at(project: Project, _folder: Path) -> None:
    facts = ShapeInference().infer(project.graph)
    validate.problems(project, facts, None)


def opened(project: Project, folder: Path) -> None:
    looked_at(file.read(written(project, folder)).project, folder)


def opened_as_a_picture(project: Project, folder: Path) -> None:
    path = folder / "picture.png"
    text = written(project, folder).read_text("utf-8")
    path.write_bytes(picture_file.with_project(projects.PIXEL, text))
    looked_at(file.read(path).project, folder)


def opened_as_a_model_file_s_mark(project: Project, folder: Path) -> None:
    path = folder / "model.h5"
    sound.h5(path)
    with h5py.File(path, "r+") as opened_file:
        text = written(project, folder).read_text("utf-8")
        opened_file.attrs["desktop_nn"] = json.dumps({"project": text, "digest": ""})
    found = model_files.read(path)
    looked_at(found.project or Project(found.graph), folder)


def built(project: Project, _folder: Path) -> None:
    build(project.graph, 0)


def trained(project: Project, folder: Path) -> None:
    done = fit.train(project, folder / "runs", lambda _: None, Steering())
    assert done.ended.status == "failed"


def gone_on_with_as_a_run(project: Project, folder: Path) -> None:
    run = folder / "runs" / "run_2026_01_01_00_00_00"
    run.mkdir(parents=True)
    file.write(run / "project.dnn", project, GraphFacts())
    (run / "run.json").write_text(json.dumps({"state": "stopped", "name": "x"}), "utf-8")
    list_runs(folder / "runs")
    assert cli.main(["train", str(run), "--runs", str(folder / "more")]) != 0


def tried_before_the_flight(project: Project, _folder: Path) -> None:
    Bench(project, lambda: False)


@pytest.mark.parametrize(
    "way",
    [
        opened,
        opened_as_a_picture,
        opened_as_a_model_file_s_mark,
        built,
        trained,
        gone_on_with_as_a_run,
        tried_before_the_flight,
    ],
    ids=lambda way: way.__name__,
)
def test_that_code_does_not_run_by_being(way: Way, owned: Path, tmp_path: Path) -> None:
    with contextlib.suppress(ProblemError):
        way(foreign(owned), tmp_path)
    assert not owned.exists()


@pytest.mark.parametrize("suffix", ["py", "ipynb", "svg", "json", "h5", "keras", "dnn"])
def test_that_converting_runs_no_code(suffix: str, owned: Path, tmp_path: Path) -> None:
    cli.main(["convert", str(written(foreign(owned), tmp_path)), str(tmp_path / f"out.{suffix}")])
    assert not owned.exists()


@pytest.mark.parametrize("command", [["summary"], ["train", "--runs", "RUNS"]])
def test_that_the_command_line_runs_no_code_unasked(command: list[str], owned: Path, tmp_path: Path) -> None:
    given = [word.replace("RUNS", str(tmp_path / "runs")) for word in command]
    cli.main([given[0], str(written(foreign(owned), tmp_path)), *given[1:]])
    assert not owned.exists()


def test_that_the_same_code_runs_once_it_was_agreed_to(owned: Path, tmp_path: Path) -> None:
    consent.agree_for_now(code_of(owned).sha256)
    opened(foreign(owned), tmp_path)
    assert owned.exists()


def test_that_consent_to_one_text_is_none_to_another(owned: Path, tmp_path: Path) -> None:
    consent.agree_for_now(code_of(tmp_path / "other").sha256)
    opened(foreign(owned), tmp_path)
    assert not owned.exists()
