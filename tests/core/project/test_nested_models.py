"""Nested models in files and on the clipboard: they come back as they were, mended inside where they are not sound."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from desktop_nn.graph.edits import Clip
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import MODEL_KIND, Graph, Layer, Link
from desktop_nn.graph.nesting import DEEPEST, make_model
from desktop_nn.problems import ProblemError
from desktop_nn.project import clipboard, file
from desktop_nn.project.document import Project
from desktop_nn.project.mending import mend
from tests.core.engine.drawings import chain


def nested(times: int = 1) -> Graph:
    """Input → a model in a model … that holds a Dense."""
    graph, node = chain(("Dense", {"units": 3}), ("Dense", {"units": 8})), "n2"
    for number in range(times):
        graph, node = make_model(graph, [node], f"level_{number}")
    return graph


def inner_layer(graph: Graph) -> Layer:
    return next(layer for layer in graph.layers.values() if layer.model is not None)


def with_inner(graph: Graph, model: Graph | None) -> Graph:
    layer = inner_layer(graph)
    return replace(graph, layers={**graph.layers, layer.id: replace(layer, model=model)})


def stored(graph: Graph) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.dumps(Project(graph), GraphFacts()))
    return data


def stored_model(data: dict[str, Any]) -> dict[str, Any]:
    return next(layer["model"] for layer in data["graph"]["layers"] if "model" in layer)


@pytest.mark.parametrize("times", [1, 2, DEEPEST])
def test_that_a_project_with_nested_models_comes_back_as_it_was(times: int) -> None:
    project = Project(nested(times))
    opened = file.loads(file.dumps(project, GraphFacts()))
    assert (opened.project, opened.changes) == (project, ())


def test_that_nested_models_are_copied_through_the_clipboard() -> None:
    clip = Clip(nested(2))
    assert clipboard.decode(clipboard.encode(clip)) == clip


def test_that_an_id_given_twice_inside_is_told_with_its_place() -> None:
    data = stored(nested())
    model = stored_model(data)
    model["nodes"].append(model["nodes"][0])
    with pytest.raises(ProblemError) as raised:
        file.loads(json.dumps(data))
    problem = raised.value.problem
    assert problem.what == f"Two nodes have the id “{model['nodes'][0]['id']}”."
    assert problem.where.endswith("› model › nodes")


def test_that_a_wrong_field_inside_is_told_with_its_path() -> None:
    data = stored(nested())
    stored_model(data)["layers"][0]["name"] = 7
    with pytest.raises(ProblemError) as raised:
        file.loads(json.dumps(data))
    assert raised.value.problem.where.endswith("› model › layers › 1 › name")


def test_that_too_many_models_in_each_other_are_refused_in_a_sentence_by_file_and_clipboard() -> None:
    data = stored(nested(DEEPEST))
    deeper = {"id": "l0", "kind": MODEL_KIND, "name": "outermost", "model": data["graph"]}
    data["graph"] = {**data["graph"], "layers": [*data["graph"]["layers"], deeper]}
    with pytest.raises(ProblemError, match="More than 16 models lie one in the other"):
        file.loads(json.dumps(data))
    clip = json.loads(clipboard.encode(Clip(nested())))
    with pytest.raises(ProblemError, match="damaged"):
        clipboard.decode(json.dumps({**clip, "graph": data["graph"]}))


def test_that_a_bottomless_file_is_refused_too() -> None:
    model: dict[str, Any] = {}
    for _ in range(30):
        model = {"layers": [{"id": "l1", "kind": MODEL_KIND, "name": "m", "model": model}]}
    with pytest.raises(ProblemError, match="More than 16 models"):
        file.loads(json.dumps({**stored(nested()), "graph": model}))


def test_that_a_drawing_too_deep_to_be_read_again_is_not_saved() -> None:
    graph = nested(DEEPEST)
    layer = Layer("l0", MODEL_KIND, "outermost", model=graph)
    with pytest.raises(ProblemError, match="More than 16 models"):
        file.dumps(Project(replace(nested(), layers={**nested().layers, "l0": layer})), GraphFacts())


def test_that_a_drawing_inside_is_mended_and_told_with_the_models_name() -> None:
    graph = nested()
    inner = inner_layer(graph).model
    assert inner is not None
    first = next(iter(inner.nodes))
    broken = with_inner(graph, replace(inner, links=(*inner.links, Link(first, "n99"))))
    project, changes = mend(Project(broken))
    assert project.graph == graph
    (change,) = changes
    assert change == (
        "Inside level_0: A link from input to n99 leads to or from a node that is not there; it was left out."
    )


def test_that_a_nested_model_without_a_drawing_gets_an_empty_one() -> None:
    project, changes = mend(Project(with_inner(nested(), None)))
    assert inner_layer(project.graph).model == Graph("level_0")
    assert changes == ("The nested model level_0 had no drawing; it has an empty one now.",)


def test_that_a_drawing_in_a_plain_layer_is_left_out() -> None:
    graph = nested()
    layer = inner_layer(graph)
    odd = replace(graph, layers={**graph.layers, layer.id: replace(layer, kind="Dense", config={"units": 2})})
    project, changes = mend(Project(odd))
    assert not any(one.model for one in project.graph.layers.values())
    assert len(changes) == 1


def test_that_a_sound_nested_drawing_stays_the_same_object() -> None:
    project = Project(nested(2))
    assert mend(project)[0].graph is project.graph
