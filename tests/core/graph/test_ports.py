"""Ports of a drawing's layers: a kind's own, and those that a nested model has from its drawing."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import load
from desktop_nn.catalogue.calls import call_arguments
from desktop_nn.graph import edits
from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.model import MODEL_KIND, Graph, Layer, Link
from desktop_nn.graph.ports import output_count, ports_of
from tests.core.engine.drawings import Drawing, chain, two_outputs


def nested(inner: Graph, name: str = "inner") -> Layer:
    return Layer("m", MODEL_KIND, name, model=inner)


def test_that_a_plain_layer_has_the_ports_of_its_kind() -> None:
    layer = Layer("l1", "MultiHeadAttention", "attention")
    assert ports_of(layer, load()) == load().ports("MultiHeadAttention")
    assert output_count(layer) == 1


def test_that_a_nested_model_has_a_port_for_each_of_its_inputs_in_drawing_order() -> None:
    layer = nested(two_outputs()[0])
    assert [port.name for port in ports_of(layer, load())] == ["wide", "deep"]
    assert output_count(layer) == 2


def test_that_keras_is_given_several_inputs_as_one_list_and_one_as_itself() -> None:
    assert call_arguments(ports_of(nested(two_outputs()[0]), load()), {0: "a", 1: "b"}) == (["a", "b"], {})
    assert call_arguments(ports_of(nested(chain(("Dense", {"units": 2}))), load()), {0: "a"}) == ("a", {})


def test_that_outputs_are_counted_as_they_are_built() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    body = drawing.add("Dense", start, units=3)
    ends = [drawing.add("Dropout", body, rate=0.5), drawing.add("Dropout", body, rate=0.1)]
    assert output_count(nested(drawing.graph)) == 2
    assert output_count(nested(set_bypassed(drawing.graph, ends, True))) == 1


def test_that_links_to_a_nested_model_go_by_its_own_ports() -> None:
    drawing = Drawing()
    start, other = drawing.add("InputLayer", shape=[5]), drawing.add("InputLayer", shape=[6])
    graph = drawing.graph
    layer = nested(two_outputs()[0])
    graph = replace(graph, layers={**graph.layers, layer.id: layer})
    graph, node = edits.place_call(graph, layer.id, 0, 0)
    assert edits.free_port(graph, node, load()) == 0
    graph = edits.connect(graph, Link(start, node, 0, 0), load())
    assert edits.free_port(graph, node, load()) == 1
    graph = edits.connect(graph, Link(other, node, 0, 1), load())
    assert edits.free_port(graph, node, load()) is None
    refused = edits.refusal(graph, Link(other, node, 0, 2), load())
    assert refused is not None
    assert refused.what == "inner has no input number 3."


def test_that_a_nested_model_without_an_input_takes_no_link() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[5])
    layer = nested(Graph())
    graph = replace(drawing.graph, layers={**drawing.graph.layers, layer.id: layer})
    graph, node = edits.place_call(graph, layer.id, 0, 0)
    refused = edits.refusal(graph, Link(start, node), load())
    assert refused is not None
    assert refused.what == "inner has no Input inside, so it takes no link."
