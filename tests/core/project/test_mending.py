"""Drawings in files that are not sound: mended with a sentence about it, never a traceback."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.data.choices import Bindings
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.graph.topology import topological_order
from desktop_nn.project.document import Project
from desktop_nn.project.mending import mend, without_lost_entries
from tests.helpers.drawings import chain, dense_chain


def mended(graph: Graph) -> tuple[Graph, tuple[str, ...]]:
    project, changes = mend(Project(graph))
    return project.graph, changes


def test_that_a_sound_drawing_stays_the_same_object() -> None:
    project = dense_chain()
    assert mend(project) == (project, ())
    assert mend(project)[0].graph is project.graph


def test_that_a_link_to_nowhere_is_left_out() -> None:
    graph, (_start, end) = chain("InputLayer", "Dense")
    broken = replace(graph, links=(*graph.links, Link(end, "n99"), Link("n98", end, 0, 1)))
    sound, changes = mended(broken)
    assert sound == graph
    assert len(changes) == 2
    assert "n99" in changes[0]


def test_that_of_two_links_into_one_port_the_first_stays() -> None:
    graph, (a, _b, c) = chain("InputLayer", "Dense", "Dense")
    sound, changes = mended(replace(graph, links=(*graph.links, Link(a, c))))
    assert sound.links == graph.links
    assert "has a link already" in changes[0]


def test_that_a_loop_is_opened() -> None:
    graph, (_a, b, _c, d) = chain("InputLayer", "Concatenate", "Dense", "Dense")
    sound, changes = mended(replace(graph, links=(*graph.links, Link(d, b, 0, 1))))
    assert sound.links == graph.links
    assert len(topological_order(sound)) == 4
    assert "closes a loop" in changes[0]


def test_that_a_link_of_a_node_to_itself_is_left_out() -> None:
    graph, (_a, b) = chain("InputLayer", "Concatenate")
    sound, changes = mended(replace(graph, links=(*graph.links, Link(b, b, 0, 1))))
    assert sound.links == graph.links
    assert len(changes) == 1


def test_that_a_link_into_an_input_is_left_out() -> None:
    graph, (_a, _b) = chain("Dense", "Dense")
    layers = {**graph.layers, "l2": Layer("l2", "InputLayer", "input")}
    sound, changes = mended(replace(graph, layers=layers))
    assert sound.links == ()
    assert "an input of the model" in changes[0]


def test_that_gaps_in_the_ports_of_a_merging_layer_close() -> None:
    graph, (a, b) = chain("InputLayer", "Concatenate")
    sound, changes = mended(replace(graph, links=(Link(a, b, 0, 4),)))
    assert sound.links == (Link(a, b, 0, 0),)
    assert len(changes) == 1


def test_that_a_node_without_its_layer_goes_with_its_links_and_bindings() -> None:
    project = dense_chain()
    layers = {id: layer for id, layer in project.graph.layers.items() if id != "l3"}
    sound, changes = mend(replace(project, graph=replace(project.graph, layers=layers)))
    assert tuple(sound.graph.nodes) == ("n1", "n2")
    assert sound.graph.links == (Link("n1", "n2"),)
    assert len(changes) == 2
    kept, lost = without_lost_entries(sound)
    assert kept.data.bindings.targets == {}
    assert len(lost) == 1


def test_that_bindings_of_unknown_nodes_go() -> None:
    project = dense_chain()
    data = replace(project.data, bindings=Bindings({"n77": ("bmi",)}, {}))
    sound, changes = without_lost_entries(replace(project, data=data))
    assert sound.data.bindings.inputs == {}
    assert len(changes) == 1


def test_that_a_layer_nobody_calls_goes() -> None:
    graph, _ = chain("InputLayer", "Dense")
    sound, changes = mended(replace(graph, layers={**graph.layers, "l9": Layer("l9", "Dense", "lost")}))
    assert sound == graph
    assert "lost" in changes[0]


def test_that_names_become_unique() -> None:
    graph, _ = chain("InputLayer", "Dense", "Dense")
    layers = {**graph.layers, "l3": replace(graph.layers["l3"], name="dense")}
    sound, changes = mended(replace(graph, layers=layers))
    assert [layer.name for layer in sound.layers.values()] == ["input", "dense", "dense_1"]
    assert "dense_1" in changes[0]


@pytest.mark.parametrize(
    ("name", "becomes"), [("my layer", "my_layer"), ("a/b", "a_b"), ("日本", "layer"), ("", "layer"), ("x\n", "x")]
)
def test_that_names_that_keras_refuses_are_cleaned(name: str, becomes: str) -> None:
    sound, changes = mended(Graph("model", {"l1": Layer("l1", "Dense", name)}, {"n1": Node("n1", "l1")}))
    assert sound.name_of("n1") == becomes
    assert len(changes) == 1


def test_that_the_models_name_is_cleaned_too() -> None:
    sound, changes = mended(Graph("wide & deep"))
    assert sound.name == "wide_deep"
    assert len(changes) == 1


def test_that_nodes_out_of_reach_come_back() -> None:
    graph, (a, b) = chain("InputLayer", "Dense")
    far = replace(graph, nodes={**graph.nodes, a: replace(graph.nodes[a], x=1e300)})
    sound, changes = mended(far)
    assert (sound.nodes[a].x, sound.nodes[a].y) == (0.0, 0.0)
    assert sound.nodes[b] == graph.nodes[b]
    assert len(changes) == 1


def test_that_a_deep_drawing_is_no_trouble() -> None:
    count = 20_000
    nodes = {f"n{i}": Node(f"n{i}", f"l{i}") for i in range(count)}
    layers = {f"l{i}": Layer(f"l{i}", "Dense", f"d{i}") for i in range(count)}
    links = tuple(Link(f"n{i}", f"n{(i + 1) % count}") for i in range(count))
    sound, changes = mended(Graph("model", layers, nodes, links))
    assert len(sound.links) == count - 1
    assert len(changes) == 1
