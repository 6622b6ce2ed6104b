"""A project's own data file moves with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn.data.choices import Source
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import file
from desktop_nn.project.document import Project
from tests.helpers.drawings import dense_chain


def with_csv(path: Path | str) -> Project:
    project = dense_chain()
    return replace(project, data=replace(project.data, source=Source("csv", {"path": str(path), "separator": ";"})))


def data_path(project: Project) -> str:
    assert project.data.source is not None
    return str(project.data.source.options["path"])


def test_that_a_file_beside_the_project_is_found_after_both_have_moved(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    file.write(tmp_path / "old" / "model.dnn", with_csv(tmp_path / "old" / "data" / "mine.csv"), GraphFacts())
    (tmp_path / "old").rename(tmp_path / "new")
    opened = file.read(tmp_path / "new" / "model.dnn")
    assert Path(data_path(opened.project)) == tmp_path / "new" / "data" / "mine.csv"


def test_that_the_file_names_it_with_slashes(tmp_path: Path) -> None:
    file.write(tmp_path / "model.dnn", with_csv(tmp_path / "data" / "mine.csv"), GraphFacts())
    assert '"path": "data/mine.csv"' in (tmp_path / "model.dnn").read_text("utf-8")


def test_that_a_file_elsewhere_keeps_its_path(tmp_path: Path) -> None:
    project = with_csv(tmp_path.parent / "elsewhere.csv")
    file.write(tmp_path / "model.dnn", project, GraphFacts())
    assert file.read(tmp_path / "model.dnn").project == project


@pytest.mark.parametrize("path", ["~/data.csv", ""])
def test_that_other_paths_stay_as_they_are(tmp_path: Path, path: str) -> None:
    file.write(tmp_path / "model.dnn", with_csv(path), GraphFacts())
    assert data_path(file.read(tmp_path / "model.dnn").project) == path


def test_that_a_project_comes_back_with_the_path_it_had(tmp_path: Path) -> None:
    project = with_csv(tmp_path / "mine.csv")
    file.write(tmp_path / "model.dnn", project, GraphFacts())
    assert file.read(tmp_path / "model.dnn").project == project
