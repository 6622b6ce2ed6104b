"""Layers of the user's own in a drawing: where their code is, what comes with a copy, what stays without code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.catalogue import load
from desktop_nn.catalogue.code_files import CodeFile, of_text
from desktop_nn.graph import edits
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.history import History
from desktop_nn.graph.model import Graph, Group, Link
from desktop_nn.graph.own_layers import kind_of, owners, users, with_own
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.replacing import replace_kind
from desktop_nn.project import clipboard, file
from desktop_nn.project.document import Project, with_code, with_graph
from desktop_nn.project.migrations import upgrade
from tests.core.engine.drawings import chain

MINE = of_text("mine.py", "class Mine(Layer):\n  def __init__(self, n=2): pass\n  def call(self, a, b): return a")


def project(*files: CodeFile, config: dict[str, object] | None = None) -> Project:
    drawn = chain(("Mine", dict(config or {})), ("Dense", {"units": 1}), shape=(3,))
    return with_graph(Project(code=files), drawn)


def codes(graph: Graph) -> list[str]:
    return [layer.code.name if layer.code else "" for layer in graph.layers.values()]


def test_that_a_layer_finds_its_code_by_the_classs_name() -> None:
    made = project(MINE)
    assert codes(made.graph) == ["", "mine.py", ""]
    layer = list(made.graph.layers.values())[1]
    assert [port.name for port in ports_of(layer, load())] == ["a", "b"]
    kind = kind_of(layer, load())
    assert kind is not None
    assert kind.parameter("n") is not None


def test_that_a_layer_whose_code_goes_keeps_its_settings_and_comes_back() -> None:
    made = project(MINE, config={"n": 7})
    without = with_code(made, ())
    assert codes(without.graph) == ["", "", ""]
    assert list(without.graph.layers.values())[1].config == {"n": 7}
    assert with_code(without, (MINE,)) == made


def test_that_code_edits_are_undone_and_done_again() -> None:
    history = History(project(MINE))
    other = replace(MINE, lines=(*MINE.lines, "# more"))
    history.push(with_code(history.value, (other,)), "Change mine.py")
    history.undo()
    assert list(history.value.graph.layers.values())[1].code == MINE
    history.redo()
    assert list(history.value.graph.layers.values())[1].code == other


def test_that_the_catalogue_offers_what_can_be_placed_and_keras_wins_a_name() -> None:
    clash = of_text("a.py", "class Dense(Layer):\n  def call(self, x): pass\nclass NoCall(Layer): pass")
    catalogue = with_own(load(), (MINE, clash))
    assert catalogue.layers["Mine"].category == "your layers"
    assert catalogue.layers["Dense"].path == "keras.layers.Dense"
    assert "NoCall" not in catalogue.layers
    assert codes(project(MINE, clash).graph) == ["", "mine.py", ""]


def test_that_of_two_classes_of_one_name_the_first_counts() -> None:
    other = replace(MINE, name="other.py")
    assert owners((MINE, other))["Mine"] is MINE
    bad = of_text("bad.py", "class Mine(Layer): pass")
    assert owners((bad, MINE))["Mine"] is MINE


def test_that_repeated_and_nested_layers_have_their_code() -> None:
    made = project(MINE)
    (_, mine, dense) = made.graph.nodes
    group = Group("g", count=3)
    nodes = {id: replace(node, group="g" if id == dense else "") for id, node in made.graph.nodes.items()}
    repeated = replace(made.graph, nodes=nodes, groups={"g": group})
    assert codes(built(repeated)).count("mine.py") == 1
    nodes = {id: replace(node, group="g" if id == mine else "") for id, node in made.graph.nodes.items()}
    assert codes(built(replace(made.graph, nodes=nodes, groups={"g": group}))).count("mine.py") == 3


def test_that_a_copy_brings_its_code_into_another_project() -> None:
    made = project(MINE)
    text = clipboard.encode(edits.copy(made.graph, list(made.graph.nodes)))
    clip = clipboard.decode(text)
    assert clip is not None
    graph, _ = edits.paste(Graph(), clip)
    other = with_graph(Project(code=(of_text("mine.py", "x = 1"),)), graph)
    assert [code.name for code in other.code] == ["mine.py", "mine_2.py"]
    assert codes(other.graph) == ["", "mine_2.py", ""]


def test_that_a_pasted_layer_takes_the_class_that_the_project_has_already() -> None:
    made = project(MINE)
    own = of_text("own.py", "class Mine(Layer):\n  def call(self, x): return x")
    graph, _ = edits.paste(Graph(), edits.copy(made.graph, list(made.graph.nodes)))
    other = with_graph(Project(code=(own,)), graph)
    assert other.code == (own,)
    assert codes(other.graph) == ["", "own.py", ""]


def test_that_a_layer_becomes_one_of_the_users_own_and_back() -> None:
    made = project(MINE)
    dense = list(made.graph.nodes)[2]
    catalogue = with_own(load(), made.code)
    graph = replace_kind(made.graph, {dense}, catalogue.layers["Mine"], catalogue).graph
    graph = with_graph(made, graph).graph
    assert codes(graph) == ["", "mine.py", "mine.py"]
    assert users(graph, "Mine") == 2
    graph = replace_kind(graph, {dense}, catalogue.layers["Dropout"], catalogue).graph
    assert codes(graph) == ["", "mine.py", ""]


def test_that_a_wire_ends_at_the_second_input() -> None:
    made = project(MINE)
    start, mine, _ = made.graph.nodes
    assert edits.free_port(made.graph, mine, load()) == 1
    graph = edits.connect(made.graph, Link(start, mine, 0, 1), load())
    assert edits.refusal(graph, Link(start, mine, 0, 2), load()) is not None


def test_that_the_file_holds_the_code_once_and_gives_it_back() -> None:
    made = project(MINE)
    text = file.dumps(made, GraphFacts())
    assert text.count("class Mine") == 1
    assert file.loads(text).project == made


def test_that_a_file_of_version_2_opens_without_code() -> None:
    text = file.dumps(project(), GraphFacts()).replace('"version": 3', '"version": 2')
    opened = file.loads(text)
    assert opened.project == project()
    assert opened.changes == ("The file is of version 2; saving writes version 3.",)
    data = {"version": 2, "graph": {}}
    assert upgrade(data, 2) == {"version": 3, "graph": {}}


@pytest.mark.parametrize("text", ["class Mine(", "\0", "class Mine(Layer):\n  def call(self, x): pass\n\treturn"])
def test_that_a_project_with_code_that_is_no_python_opens(text: str) -> None:
    broken = CodeFile("mine.py", tuple(text.split("\n")))
    opened = file.loads(file.dumps(project(broken), GraphFacts())).project
    assert opened.code == (broken,)
    assert codes(opened.graph) == ["", "", ""]
