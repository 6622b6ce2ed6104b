"""Repeated groups and bypassed nodes through the engine: the same bits as plain Keras, and files that come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.commands.opening import opened
from desktop_nn.commands.summary import described
from desktop_nn.engine import model_files
from desktop_nn.engine.build import build
from desktop_nn.engine.evaluate import evaluate, prepared_data
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.predict import predict
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import Counts
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import Graph
from desktop_nn.problems import ProblemError
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project
from tests.core.engine.drawings import Drawing, chain
from tests.core.engine.projects import classification, run
from tests.core.engine.test_build import assert_equal_weights
from tests.core.engine.test_fit import plain_fit


def repeated(graph: Graph, count: int, *names: str) -> Graph:
    ids = [id for id in graph.nodes if graph.name_of(id) in names]
    grouped, group = make_group(graph, ids, "Block")
    return change_group(grouped, group, count=count)


def bypassed(graph: Graph, *names: str) -> Graph:
    nodes = {id: replace(node, bypassed=graph.name_of(id) in names) for id, node in graph.nodes.items()}
    return replace(graph, nodes=nodes)


def thrice(project: Project) -> Project:
    return replace(project, graph=repeated(project.graph, 3, "dense_1", "dropout"))


def deep() -> Project:
    """A Dense, then a Dense and a Dropout three times, then the softmax."""
    layers: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Dense", {"units": 8, "activation": "relu"}),
        ("Dense", {"units": 8, "activation": "relu"}),
        ("Dropout", {"rate": 0.1}),
    )
    return thrice(classification(*layers))


def test_that_a_block_three_times_ends_bit_equal_with_plain_keras(tmp_path: Path) -> None:
    project = deep()
    data = prepared_data(project)
    keras = load_keras()
    keras.utils.set_random_seed(5)
    layers: list[Any] = [keras.Input((5,)), keras.layers.Dense(8, activation="relu")]
    for _ in range(3):
        layers += [keras.layers.Dense(8, activation="relu"), keras.layers.Dropout(0.1)]
    plain = keras.Sequential([*layers, keras.layers.Dense(3, activation="softmax")])
    plain.compile(keras.optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    plain_fit(plain, project, data.train, data.validation)
    trained, _ = run(project, tmp_path)
    assert trained.ended.problem is None
    assert_equal_weights(trained.model, plain)


def test_that_a_residual_block_twice_is_the_model_written_by_hand() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    added = drawing.add("Add", start, dense)
    drawing.add("Dense", added, units=1)
    graph, group = make_group(drawing.graph, [dense, added])
    keras = load_keras()
    keras.utils.set_random_seed(9)
    x = start_tensor = keras.Input((4,))
    for _ in range(2):
        x = keras.layers.Add()([x, keras.layers.Dense(4)(x)])
    plain = keras.Model(start_tensor, keras.layers.Dense(1)(x))
    model = build(change_group(graph, group, count=2), 9)
    assert_equal_weights(model, plain)
    values = np.random.default_rng(0).normal(size=(5, 4))
    assert np.array_equal(model.predict(values, verbose=0), plain.predict(values, verbose=0))


def test_that_a_bypassed_layer_is_as_if_it_were_not_there() -> None:
    graph = chain(("Dense", {"units": 6}), ("Dense", {"units": 6}), ("Dense", {"units": 2}))
    without = chain(("Dense", {"units": 6}), ("Dense", {"units": 2}))
    assert_equal_weights(build(bypassed(graph, "dense_1"), 3), build(without, 3))


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_file_of_a_repeated_drawing_comes_back_as_the_project(suffix: str, tmp_path: Path) -> None:
    project = deep()
    trained, _ = run(project, tmp_path)
    path = tmp_path / f"model{suffix}"
    model_files.save(trained.model, path, project)
    found = model_files.read(path)
    assert found.project == project
    assert found.graph == project.graph
    assert not found.changes
    model = model_files.restore(found)
    assert_equal_weights(model, trained.model)
    assert model.compiled
    assert [layer.name for layer in load_keras().models.load_model(path, compile=False).layers] == [
        *("dense", "dense_1", "dropout", "dense_1_2", "dropout_2", "dense_1_3", "dropout_3", "dense_2")
    ]


def test_that_a_file_of_a_drawing_with_a_bypass_comes_back_with_the_bypass(tmp_path: Path) -> None:
    project = classification()
    project = replace(project, graph=bypassed(project.graph, "dropout"))
    model = build(project.graph, 1)
    model_files.save(model, tmp_path / "model.h5", project)
    assert model_files.read(tmp_path / "model.h5").project == project


def test_that_training_evaluating_and_predicting_go_by_the_last_copys_output(tmp_path: Path) -> None:
    project = classification(("Dense", {"units": 3}))
    project = replace(project, graph=repeated(project.graph, 2, "dense", "dense_1"))
    trained, _ = run(project, tmp_path)
    assert trained.ended.problem is None
    assert [layer.name for layer in trained.model.layers] == ["dense", "dense_1", "dense_2", "dense_1_2"]
    assert evaluate(project, trained.model) == trained.ended.test
    assert [output.output for output in predict(project, trained.model).outputs] == ["dense_1_2"]


def test_that_facts_come_back_to_the_drawn_nodes() -> None:
    graph = chain(("Dense", {"units": 6}), ("Dense", {"units": 6}), ("Dense", {"units": 2}))
    graph = repeated(graph, 4, "dense_1")
    facts = ShapeInference().infer(graph)
    ids = {graph.name_of(id): id for id in graph.nodes}
    assert set(facts.nodes) == set(graph.nodes)
    assert facts.nodes[ids["dense_1"]].parameters == 42
    assert facts.parameters == 54 + 4 * 42 + 14
    assert facts.groups == {next(iter(graph.groups)): Counts(4 * 42, 4 * 42)}
    assert len(facts.unrolled) == 7


def test_that_a_repeated_node_tells_its_first_copys_weights_and_its_last_copys_output() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[3])
    dense = drawing.add("Dense", start, units=4)
    both = drawing.add("Concatenate", dense, start)
    graph, group = make_group(drawing.graph, [dense, both])
    facts = ShapeInference().infer(change_group(graph, group, count=3))
    assert facts.nodes[dense].parameters == 16
    assert facts.nodes[both].output_shapes == ((None, 15),)


def test_that_a_problem_in_a_copy_tells_the_repetition() -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[3])
    dense = drawing.add("Dense", start, units=4)
    both = drawing.add("Add", start, dense)
    drawing.graph = replace(
        drawing.graph,
        layers={
            **drawing.graph.layers,
            drawing.graph.nodes[dense].layer: replace(drawing.graph.layer_of(dense), config={"units": 3}),
        },
    )
    reshaped = drawing.add("Reshape", both, target_shape=[3, 1])
    graph, group = make_group(drawing.graph, [dense, both, reshaped])
    facts = ShapeInference().infer(change_group(graph, group, count=2))
    found = [known.problem for known in facts.nodes.values() if known.problem]
    assert found
    assert found[0].what.startswith("In repetition 2: ")
    assert found[0].node in graph.nodes


def test_that_a_bypassed_node_tells_what_passes_by() -> None:
    graph = bypassed(chain(("Dense", {"units": 6}), ("Dense", {"units": 9}), ("Dense", {"units": 2})), "dense_1")
    facts = ShapeInference().infer(graph)
    known = facts.nodes["n3"]
    assert (known.output_shapes, known.parameters) == (((None, 6),), 0)


def test_that_a_group_that_cannot_be_repeated_is_not_built() -> None:
    graph = repeated(chain(("Dense", {"units": 6}), ("Dense", {"units": 2})), 2, "input", "dense")
    with pytest.raises(ProblemError, match="cannot be repeated"):
        build(graph, 1)
    assert ShapeInference().infer(graph).nodes["n1"].problem is not None


def test_that_an_unknown_kind_in_a_repeated_group_is_told_once() -> None:
    facts = ShapeInference().infer(repeated(chain(("Mystery", {}), ("Dense", {"units": 1})), 3, "mystery"))
    problems = [known.problem for known in facts.nodes.values() if known.problem]
    assert len(problems) == 1


def test_that_a_summary_lists_every_copy(tmp_path: Path) -> None:
    path = tmp_path / "deep.dnn"
    project = deep()
    facts = ShapeInference().infer(project.graph)
    project_file.write(path, project, facts)
    found = described(opened(str(path)), facts, ())
    names = [layer["name"] for layer in found["layers"]]
    assert names == [layer.name for layer in built(project.graph).layers.values()]
    assert sum(layer["parameters"] for layer in found["layers"]) == found["parameters"]["total"]
