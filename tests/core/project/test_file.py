"""A .dnn file: what is written comes back, and whatever is not one gets a clear sentence."""

from __future__ import annotations

import errno
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file
from desktop_nn.project.document import Project
from tests.helpers.drawings import dense_chain, with_name

FACTS = GraphFacts(
    {
        "n1": NodeFacts(((None, 2),), "float32"),
        "n2": NodeFacts(((None, 4),), "float32", 12, 12),
        "n3": NodeFacts(((None, 1),), "float32", 5, 5),
    },
    17,
    17,
)


def changed(change: Callable[[dict[str, Any]], None]) -> str:
    """The text of a sound project file after a change of its JSON."""
    data = json.loads(file.dumps(dense_chain(), FACTS))
    change(data)
    return json.dumps(data)


def refused(text: str) -> Problem:
    with pytest.raises(ProblemError) as caught:
        file.loads(text, Path("model.dnn"))
    problem = caught.value.problem
    assert "\n" not in str(problem)
    assert problem.fix
    return problem


def test_that_a_project_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "model.dnn"
    file.write(path, dense_chain(), FACTS)
    opened = file.read(path)
    assert opened == file.OpenedProject(dense_chain(), FACTS, path, ())


def test_that_an_empty_project_comes_back() -> None:
    assert file.loads(file.dumps(Project(), GraphFacts())).project == Project()


def test_that_the_text_is_the_same_each_time() -> None:
    text = file.dumps(dense_chain(), FACTS)
    assert file.dumps(file.loads(text).project, FACTS) == text


def test_that_moving_a_node_changes_one_line() -> None:
    before = file.dumps(dense_chain(), FACTS).splitlines()
    data = json.loads("\n".join(before))
    data["graph"]["nodes"][1]["x"] = 240
    after = file.dumps(file.loads(json.dumps(data)).project, FACTS).splitlines()
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_that_every_layer_node_and_link_stands_on_one_line() -> None:
    lines = [line.strip().rstrip(",") for line in file.dumps(dense_chain(), FACTS).splitlines()]
    objects = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
    assert sum("kind" in item and "name" in item for item in objects) == 3
    assert sum("source" in item and "target" in item for item in objects) == 2


def test_that_letters_of_all_languages_stay_readable() -> None:
    project = Project(notes="Größe, 大きさ, “quotes”")
    text = file.dumps(project, GraphFacts())
    assert "大きさ" in text
    assert file.loads(text).project == project


def test_that_not_a_number_is_refused_before_the_old_file_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "model.dnn"
    file.write(path, dense_chain(), FACTS)
    before = path.read_text("utf-8")
    project = dense_chain()
    layer = next(iter(project.graph.layers.values()))
    bad = dict(project.graph.layers) | {layer.id: type(layer)(layer.id, "Dense", "d", {"rate": float("nan")})}
    with pytest.raises(ProblemError, match="not a number"):
        file.write(path, Project(type(project.graph)("model", bad)), FACTS)
    assert path.read_text("utf-8") == before


def test_that_broken_json_is_named_with_line_and_column() -> None:
    problem = refused('{\n  "format": "desktop-nn project",\n  "version" 1\n}')
    assert "line 3, column 13" in problem.what
    assert problem.where == "model.dnn"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("[1, 2]", "no Desktop NN project"),
        ('{"cells": [], "nbformat": 4}', "no Desktop NN project"),
        ('{"version": "one", "graph": {}}', "no Desktop NN project"),
        ('{"version": 99, "graph": {}}', "version 99"),
        ('{"version": 1, "graph": {"name": NaN}}', "NaN"),
        ("[" * 100_000, "levels deep"),
        ('{"version": 1, "graph": ' + "9" * 5000 + "}", "cannot be read"),
        ('{"version": 1, "graph": {"name": 1e999}}', "no number in JSON"),
        ('{"version": 1, "version": 2, "graph": {}}', "a key twice"),
        ('{"version": 1, "graph": {"name": "\\ud800"}}', "half of a letter"),
    ],
)
def test_that_what_is_no_project_is_refused(text: str, says: str) -> None:
    assert says in refused(text).what


def test_that_a_newer_version_names_the_way_out() -> None:
    assert "newer Desktop NN" in refused('{"version": 4, "graph": {}}').fix


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda data: data["graph"]["layers"][1].pop("kind"), "graph › layers › 2", "“kind” is missing"),
        (lambda data: data["graph"]["nodes"][0].update(colour=1), "graph › nodes › 1", "“colour” is not known"),
        (lambda data: data["training"].update(epochs=2.5), "training › epochs", "2.5 stands where a whole number"),
        (lambda data: data["training"].update(epochs=True), "training › epochs", "whole number"),
        (lambda data: data["training"].update(callbacks={}), "training › callbacks", "a list"),
        (lambda data: data["data"]["split"].update(test={"size": "1"}), "data › split › test › size", "a number"),
        (lambda data: data["data"]["split"].update(test={"held": "x"}), "data › split › test › held", "'x' is not"),
        (lambda data: data["graph"].update(links=5), "graph › links", "a list"),
        (lambda data: data["graph"]["layers"][0].update(name=None), "graph › layers › 1 › name", "a text"),
        (lambda data: data.update(surprise=1), "", "“surprise” is not known"),
        (lambda data: data["graph"]["nodes"].append({"id": "n1", "layer": "l1"}), "graph › nodes", "id “n1”"),
        (lambda data: data["graph"]["layers"].append(data["graph"]["layers"][0]), "graph › layers", "id “l1”"),
    ],
)
def test_that_a_wrong_field_is_named(change: Callable[[dict[str, Any]], None], where: str, what: str) -> None:
    problem = refused(changed(change))
    assert problem.where == ("model.dnn" if not where else f"model.dnn, {where}")
    assert what in problem.what


def test_that_wrong_facts_are_dropped_not_the_file() -> None:
    opened = file.loads(changed(lambda data: data.update(facts={"parameters": "many"})))
    assert opened.project == dense_chain()
    assert opened.facts == GraphFacts()
    assert len(opened.changes) == 1


def test_that_facts_of_nodes_that_are_gone_are_not_kept() -> None:
    text = file.dumps(Project(), FACTS)
    assert file.loads(text).facts.nodes == {}


def test_that_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "model.dnn"
    path.write_text(file.dumps(dense_chain(), FACTS), "utf-8-sig")
    assert file.read(path).project == dense_chain()


def test_that_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.dnn"
    path.write_bytes(b"\x89HDF\r\n\x1a\n\xff\xfe")
    with pytest.raises(ProblemError, match="not text in UTF-8"):
        file.read(path)


def test_that_a_missing_file_a_folder_and_a_huge_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProblemError, match="no such file"):
        file.read(tmp_path / "none.dnn")
    with pytest.raises(ProblemError, match="folder, not a file"):
        file.read(tmp_path)
    monkeypatch.setattr(file, "LARGEST", 2**20)
    huge = tmp_path / "huge.dnn"
    huge.write_bytes(b" " * (2**20 + 1))
    with pytest.raises(ProblemError, match="larger than 1 MB"):
        file.read(huge)


def test_that_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_args: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ProblemError, match="denied"):
        file.read(tmp_path / "model.dnn")


def test_that_renaming_the_model_is_a_change_of_the_text() -> None:
    assert file.dumps(with_name(dense_chain(), "other"), FACTS) != file.dumps(dense_chain(), FACTS)


def test_that_saving_keeps_the_permission_bits(tmp_path: Path) -> None:
    path = tmp_path / "model.dnn"
    file.write(path, Project(), GraphFacts())
    path.chmod(0o640)
    file.write(path, dense_chain(), FACTS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_that_the_choice_to_look_into_layers_is_kept_and_on_where_a_file_does_not_say() -> None:
    project = dense_chain()
    assert project.training.internals
    off = replace(project, training=replace(project.training, internals=False))
    assert not file.loads(file.dumps(off, GraphFacts())).project.training.internals
    assert "internals" not in file.dumps(project, GraphFacts())
