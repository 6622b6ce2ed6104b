"""A layer kind that this Keras does not have: the project opens, its settings stay exactly, the rest works on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from desktop_nn.codegen.summary import rows
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.history import History
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import ProblemError
from desktop_nn.project import clipboard, file
from desktop_nn.project.document import Project

SETTINGS: dict[str, Any] = {
    "capsules": 8,
    "rate": 0.30000000000000004,
    "whole": 3.0,
    "off": None,
    "names": ["ä", "“quoted”", "a\nb"],
    "routing": {"class_name": "Dynamic", "config": {"steps": [1, [2, {"deep": True}]]}},
}


def with_stranger() -> tuple[Graph, str]:
    """An Input, a Dense, a kind that does not exist, and a Dense behind it."""
    graph, start = edits.place(Graph(), "InputLayer", 0, 0, config={"shape": [4]})
    graph, first = edits.place(graph, "Dense", 0, 120, config={"units": 3})
    graph, strange = edits.place(graph, "CapsuleOfTomorrow", 0, 240, config=SETTINGS)
    graph, last = edits.place(graph, "Dense", 0, 360, config={"units": 1})
    links = (Link(start, first), Link(first, strange), Link(strange, last))
    return replace(graph, links=links), strange


def same_text(config: object) -> bool:
    """Whether the settings are the same to the last letter, 3.0 not being 3."""
    return json.dumps(config) == json.dumps(SETTINGS)


def test_that_the_stranger_is_told_of_and_the_rest_is_known() -> None:
    graph, strange = with_stranger()
    facts = ShapeInference().infer(graph)
    problem = facts.nodes[strange].problem
    assert problem is not None
    assert "no layer called “CapsuleOfTomorrow”" in problem.what
    first = list(graph.nodes)[1]
    assert facts.shape_of(first) == (None, 3)
    assert [id for id, item in facts.nodes.items() if item.problem] == [strange]


def test_that_settings_survive_saving_and_opening() -> None:
    graph, strange = with_stranger()
    opened = file.loads(file.dumps(Project(graph), GraphFacts()))
    assert opened.project.graph == graph
    assert same_text(opened.project.graph.layer_of(strange).config)
    assert file.dumps(opened.project, GraphFacts()) == file.dumps(Project(graph), GraphFacts())


def test_that_settings_survive_the_clipboard() -> None:
    graph, strange = with_stranger()
    clip = clipboard.decode(clipboard.encode(edits.copy(graph, [strange])))
    assert clip is not None
    pasted, ids = edits.paste(graph, clip, 300, 0)
    (copy,) = ids
    assert same_text(pasted.layer_of(copy).config)
    assert pasted.layer_of(copy).kind == "CapsuleOfTomorrow"


def test_that_settings_survive_every_edit_and_undo() -> None:
    graph, strange = with_stranger()
    layer = graph.nodes[strange].layer
    history = History(graph)
    history.push(edits.move(graph, {strange: (50, 60)}), "Move")
    history.push(edits.rename(history.value, layer, "renamed"), "Rename")
    history.push(edits.disconnect(history.value, history.value.links_into(strange)), "Cut")
    assert same_text(history.value.layer_of(strange).config)
    history.push(edits.delete(history.value, [strange]), "Delete")
    for _ in range(4):
        history.undo()
    assert history.value == graph
    assert same_text(history.value.layer_of(strange).config)


def test_that_it_can_be_taken_out_so_that_the_model_works_again() -> None:
    graph, strange = with_stranger()
    facts = ShapeInference().infer(wiring.bridge(graph, [strange]))
    assert not any(item.problem for item in facts.nodes.values())


def test_that_the_summary_lists_it() -> None:
    graph, _ = with_stranger()
    lines = rows(graph, ShapeInference().infer(graph))
    assert any("CapsuleOfTomorrow" in str(line) for line in lines)


def test_that_the_code_names_it_instead_of_failing() -> None:
    from desktop_nn.codegen.model_code import model_section

    graph, _ = with_stranger()
    try:
        text = str(model_section(graph))
    except ProblemError as error:
        text = str(error)
    assert "CapsuleOfTomorrow" in text


@pytest.mark.parametrize("kind", ["", "Conv4D", "keras.layers.Dense", "Ünïcode", "A" * 300])
def test_that_no_name_of_a_kind_breaks_the_inference(kind: str) -> None:
    graph, strange = with_stranger()
    layer = graph.layer_of(strange)
    graph = replace(graph, layers={**graph.layers, layer.id: replace(layer, kind=kind)})
    problem = ShapeInference().infer(graph).nodes[strange].problem
    assert problem is not None
    assert problem.fix
