"""The contract of the catalogue: every layer kind that is not locked is placed, shaped, built, trained and comes back.

Shapes are asked kind by kind; what costs time (building, a step of training, files) is done a category at a time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.catalogue import Kind
from desktop_nn.engine import model_files
from desktop_nn.engine.build import build
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.project.document import Project
from tests.core.engine.drawings import Drawing
from tests.core.engine.every_layer import kinds, specimen

KINDS = kinds()
NOT_CROPPED_IN_USE = "random_crop"
"""Keras 3.15 says a crop's size, but passes pictures on as they are outside of training."""
CATEGORIES = sorted({kind.category for kind in KINDS})


def drawing_of(found: list[Kind]) -> tuple[Graph, list[str]]:
    drawing = Drawing("contract")
    nodes = [specimen(kind).draw(drawing) for kind in found]
    return drawing.graph, nodes


def problems(graph: Graph) -> list[str]:
    facts = ShapeInference().infer(graph)
    found = [known.problem for known in facts.nodes.values() if known.problem]
    return [str(problem) for problem in (*found, *facts.problems)]


def samples(model: Any, count: int = 2) -> list[Any]:
    """Something to feed every input of the model with."""
    import tensorflow as tf

    random = np.random.default_rng(4)
    made: list[Any] = []
    for tensor in model.inputs:
        shape = (count, *(size or 1 for size in tensor.shape[1:]))
        if tensor.dtype == "string":
            made.append(tf.constant(random.choice(["a", "b", "c"], size=shape)))
        elif tensor.dtype == "bool":
            made.append(np.ones(shape, "bool"))
        elif tensor.dtype.startswith("int"):
            made.append(random.integers(0, 3, size=shape).astype(tensor.dtype))
        else:
            made.append(random.uniform(0.1, 1.0, size=shape).astype("float32"))
    return [tf.convert_to_tensor(item) for item in made]


def answers(model: Any, fed: list[Any]) -> list[Any]:
    """What the model makes of the samples, without training's randomness."""
    out = model(fed if len(fed) > 1 else fed[0], training=False)
    return [np.asarray(item) for item in load_keras().tree.flatten(out)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_that_it_is_placed_and_shaped(kind: Kind) -> None:
    graph, (node,) = drawing_of([kind])
    assert problems(graph) == []
    facts: GraphFacts = ShapeInference().infer(graph)
    assert facts.nodes[node].output_shapes


@pytest.fixture(scope="module", params=CATEGORIES)
def built_category(request: pytest.FixtureRequest) -> tuple[Graph, list[str], Any]:
    """A category's drawing, its layers' nodes, and the model."""
    graph, nodes = drawing_of([kind for kind in KINDS if kind.category == request.param])
    return graph, nodes, build(graph, 3)


def test_that_it_is_built_with_the_shapes_that_were_told(built_category: tuple[Graph, list[str], Any]) -> None:
    graph, nodes, model = built_category
    facts = ShapeInference().infer(graph)
    assert model.count_params() == facts.parameters
    for node, answer in zip(nodes, answers(model, samples(model)), strict=True):
        told = facts.shape_of(node)
        assert told is not None
        if graph.name_of(node) == NOT_CROPPED_IN_USE:
            continue
        assert len(told) == answer.ndim, graph.name_of(node)
        assert all(size in (None, have) for size, have in zip(told, answer.shape, strict=True)), graph.name_of(node)


def test_that_every_weight_that_can_be_trained_has_a_gradient(built_category: tuple[Graph, list[str], Any]) -> None:
    import tensorflow as tf

    _, __, model = built_category
    if not model.trainable_variables:
        pytest.skip("nothing to train")
    with own_keras_state(), tf.GradientTape() as tape:
        out = load_keras().tree.flatten(model(samples(model), training=True))
        loss = sum(tf.reduce_sum(tf.square(tf.cast(item, "float32"))) for item in out if item.dtype.is_floating)
    gradients = tape.gradient(loss, [variable.value for variable in model.trainable_variables])
    missing = [
        variable.path
        for variable, gradient in zip(model.trainable_variables, gradients, strict=True)
        if gradient is None
    ]
    assert missing == []


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_it_comes_back_from_a_file(
    suffix: str, built_category: tuple[Graph, list[str], Any], tmp_path: Path
) -> None:
    graph, _, model = built_category
    path = tmp_path / f"model{suffix}"
    model_files.save(model, path, Project(graph))
    found = model_files.read(path)
    assert found.project is not None, found.changes
    assert found.project.graph == graph
    fed = samples(model)
    back = model_files.restore(found)
    for before, after in zip(answers(model, fed), answers(back, fed), strict=True):
        assert before.tolist() == after.tolist()


def test_that_starting_parameters_are_enough_for_every_kind() -> None:
    from desktop_nn.catalogue.starting import starting_config

    for kind in KINDS:
        required = {parameter.name for parameter in kind.parameters if parameter.required}
        assert required <= set(starting_config(kind.name)), kind.name
    assert edits.valid_name(edits.snake_case("Conv2DTranspose"))
