"""Older files: lifted to the present schema one version at a time."""

from __future__ import annotations

import json

import pytest

from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.problems import ProblemError
from desktop_nn.project import file
from desktop_nn.project.migrations import MIGRATIONS, upgrade
from desktop_nn.project.schema import VERSION
from desktop_nn.training.choices import Configured

VERSION_0 = """
{
  "version": 0,
  "notes": "First line\\nsecond line",
  "graph": {
    "name": "old",
    "nodes": [
      {"id": "n1", "kind": "InputLayer", "name": "input", "config": {"shape": [4]}, "x": 10, "y": 20},
      {"id": "n2", "kind": "Dense", "name": "dense", "config": {"units": 3}, "x": 10, "y": 120}
    ],
    "links": [{"source": "n1", "target": "n2"}]
  },
  "data": {"source": {"name": "iris"}},
  "training": {"optimizer": "Adam", "learning_rate": 0.002, "epochs": 5}
}
"""


def test_that_a_file_of_version_0_opens() -> None:
    opened = file.loads(VERSION_0)
    assert opened.project.graph == Graph(
        "old",
        {
            "l1": Layer("l1", "InputLayer", "input", {"shape": [4]}),
            "l2": Layer("l2", "Dense", "dense", {"units": 3}),
        },
        {"n1": Node("n1", "l1", 10, 20), "n2": Node("n2", "l2", 10, 120)},
        (Link("n1", "n2"),),
    )
    assert opened.project.notes == "First line\nsecond line"
    assert opened.project.training.optimizer == Configured("Adam", {"learning_rate": 0.002})
    assert opened.project.training.epochs == 5


def test_that_the_user_is_told_of_the_older_version() -> None:
    assert any("version 0" in change for change in file.loads(VERSION_0).changes)


def test_that_a_lifted_file_is_written_in_the_present_version() -> None:
    opened = file.loads(VERSION_0)
    text = file.dumps(opened.project, opened.facts)
    assert json.loads(text)["version"] == VERSION
    assert file.loads(text).changes == ()


def test_that_every_older_version_has_its_migration() -> None:
    assert tuple(sorted(MIGRATIONS)) == tuple(range(VERSION))


def test_that_migrations_run_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_nn.project.migrations.VERSION", 3)
    steps = {number: (lambda data, n=number: {**data, "seen": [*data.get("seen", []), n]}) for number in range(3)}
    assert upgrade({"version": 1}, 1, steps) == {"version": 3, "seen": [1, 2]}


def test_that_an_upgrade_leaves_the_given_data_alone() -> None:
    data = json.loads(VERSION_0)
    upgrade(data, 0)
    assert data == json.loads(VERSION_0)


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 0, "graph": 5}',
        '{"version": 0, "graph": {"nodes": [7]}}',
        '{"version": 0, "graph": {"nodes": {}}}',
        '{"version": 0, "graph": {}, "training": {"optimizer": 3}}',
        '{"version": 0, "graph": {}, "notes": 4}',
    ],
)
def test_that_a_broken_older_file_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ProblemError):
        file.loads(text)


def test_that_initial_states_of_a_bidirectional_layer_make_room_for_the_mask() -> None:
    graph = {
        "layers": [{"id": "l1", "kind": "Bidirectional"}, {"id": "l2", "kind": "LSTM"}],
        "nodes": [{"id": "n1", "layer": "l1"}, {"id": "n2", "layer": "l2"}],
        "links": [
            {"source": "x", "target": "n1"},
            {"source": "x", "target": "n1", "target_port": 1},
            {"source": "x", "target": "n2", "target_port": 1},
        ],
    }
    lifted = upgrade({"graph": graph, "version": 1}, 1)
    assert [link.get("target_port", 0) for link in lifted["graph"]["links"]] == [0, 2, 1]
