"""The drawing as SVG."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from desktop_nn.codegen.picture import HEIGHT, WIDTH, frame_of, svg
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.project import examples
from tests.helpers.drawings import chain

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [item.text or "" for item in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_that_every_node_has_its_name_kind_shape_and_weights() -> None:
    opened = examples.read("two-outputs")
    told = texts(svg(opened.project.graph, opened.facts))
    assert {"wide", "hidden1", "main_output", "aux_output"} <= set(told)
    assert told.count("Dense") == 4
    assert "30 · 210 parameters" in told


def test_that_every_link_has_a_curve() -> None:
    graph = examples.read("two-outputs").project.graph
    curves = list(ElementTree.fromstring(svg(graph, GraphFacts())).iter(f"{SVG}path"))
    assert len(curves) == len(graph.links)


def test_that_markup_in_names_is_shown_as_text() -> None:
    graph, (node,) = chain("Dense")
    layer = graph.layers[graph.nodes[node].layer]
    graph = replace(graph, name="<a&b>\x00", layers={layer.id: replace(layer, name='<script>"&\x07')})
    assert '<script>"&' in texts(svg(graph, GraphFacts()))


def test_that_an_empty_drawing_is_a_picture_too() -> None:
    assert texts(svg(Graph(), GraphFacts())) == []


def test_that_all_boxes_lie_in_the_picture() -> None:
    graph, (a, b) = chain("InputLayer", "Dense")
    graph = edits.move(graph, {a: (-500.0, -40.0), b: (300.0, 900.0)})
    frame = frame_of(graph)
    assert frame.left <= -500
    assert frame.top <= -40
    assert frame.left + frame.width >= 300 + WIDTH
    assert frame.top + frame.height >= 900 + HEIGHT


def test_that_a_long_link_runs_beside_the_boxes_between() -> None:
    opened = examples.read("wide-and-deep")
    apart = svg(examples.read("two-outputs").project.graph, opened.facts)
    paths = [item.attrib["d"] for item in ElementTree.fromstring(apart).iter(f"{SVG}path")]
    assert sum(" V " in path for path in paths) == 1
