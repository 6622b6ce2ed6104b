"""Layers of classes that are not here: they open locked with settings and weights, and the rest stays usable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.catalogue import load
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import ModelFile, read, restore
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.engine.weights import stored_model
from desktop_nn.graph import edits
from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Link
from desktop_nn.problems import ProblemError
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project
from tests.core.engine.model_files import plain_keras
from tests.core.engine.model_files.zoo import CASES
from tests.core.engine.model_files.zoo.check import keras_of


def opened(folder: Path, case: str = "custom_layer", suffix: str = ".h5") -> tuple[Any, ModelFile]:
    model = CASES[case].make(keras_of("keras 3"))
    return model, read(plain_keras.saved(model, folder / f"model{suffix}"))


def node(file: ModelFile, name: str) -> str:
    return next(id for id in file.graph.nodes if file.graph.name_of(id) == name)


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_locked_layer_keeps_settings_and_weights(suffix: str, tmp_path: Path) -> None:
    model, file = opened(tmp_path, suffix=suffix)
    layer = file.graph.layer_of(node(file, "scaled"))
    assert (layer.kind, layer.config["factor"]) == ("Scale", 2.0)
    (scale,) = file.arrays(file.weights["scaled"])
    assert np.array_equal(scale, model.get_layer("scaled").get_weights()[0])
    assert file.report.locked[0].weights == ((3,),)


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_shapes_are_known_behind_a_locked_layer(suffix: str, tmp_path: Path) -> None:
    _, file = opened(tmp_path, suffix=suffix)
    facts = ShapeInference().infer(file.graph)
    assert facts.shape_of(node(file, "scaled")) == (None, 3)
    assert facts.shape_of(node(file, "after")) == (None, 2)
    assert [id for id, known in facts.nodes.items() if known.problem] == [node(file, "scaled")]


def test_that_what_the_file_does_not_tell_stays_unknown_without_more_problems(tmp_path: Path) -> None:
    _, file = opened(tmp_path)
    name = node(file, "scaled")
    layer = replace(file.graph.layer_of(name), output_shapes=())
    graph = replace(file.graph, layers={**file.graph.layers, layer.id: layer})
    facts = ShapeInference().infer(graph)
    assert facts.shape_of(node(file, "after")) is None
    assert [id for id, known in facts.nodes.items() if known.problem] == [name]


def test_that_a_model_with_a_locked_layer_is_not_built(tmp_path: Path) -> None:
    _, file = opened(tmp_path)
    with pytest.raises(ProblemError, match="Scale"):
        restore(file)


def test_that_a_deleted_locked_layer_leaves_the_others_their_weights(tmp_path: Path) -> None:
    model, file = opened(tmp_path)
    graph = edits.delete(file.graph, [node(file, "scaled")])
    graph = edits.connect(graph, Link(node(file, "before"), node(file, "after")), load())
    restored = restore(replace(file, graph=graph))
    assert np.array_equal(restored.get_layer("after").kernel, model.get_layer("after").kernel)


def test_that_another_activation_makes_a_locked_layer_usable(tmp_path: Path) -> None:
    model, file = opened(tmp_path, "custom_activation")
    layer = file.graph.layer_of(node(file, "odd"))
    assert layer.config["activation"] == "odd"
    graph = edits.configure(file.graph, layer.id, {"activation": "relu"})
    restored = restore(replace(file, graph=graph))
    assert np.array_equal(restored.get_layer("odd").kernel, model.get_layer("odd").kernel)


def test_that_a_locked_layer_survives_the_project_file(tmp_path: Path) -> None:
    _, file = opened(tmp_path)
    again = project_file.loads(project_file.dumps(Project(file.graph), GraphFacts())).project.graph
    assert again == file.graph
    assert again.layer_of(node(file, "scaled")).output_shapes == ((None, 3),)


def test_that_a_class_called_as_one_of_kerass_is_not_taken_for_it(tmp_path: Path) -> None:
    keras = load_keras()

    class Dense(keras.layers.Layer):  # type: ignore[misc, name-defined]
        def call(self, inputs: Any) -> Any:
            return inputs * 2

    model = keras.Sequential([keras.Input((4,)), Dense(name="mine"), keras.layers.Dense(2)])
    file = read(plain_keras.saved(model, tmp_path / "model.keras"))
    assert file.locked == ("mine",)
    assert file.graph.layer_of(node(file, "mine")).kind == "Custom>Dense"


def test_that_several_inputs_of_a_locked_layer_stay_linked(tmp_path: Path) -> None:
    keras = load_keras()

    class Join(keras.layers.Layer):  # type: ignore[misc, name-defined]
        def call(self, one: Any, two: Any, three: Any = None) -> Any:
            return one + two + three

    start = [keras.Input((4,), name=name) for name in ("a", "b", "c")]
    end = keras.layers.Dense(1)(Join(name="join")(start[0], start[1], three=start[2]))
    file = read(plain_keras.saved(keras.Model(start, end), tmp_path / "model.h5"))
    links = [(file.graph.name_of(link.source), link.target_port) for link in file.graph.links_into(node(file, "join"))]
    assert links == [("a", 0), ("b", 1), ("c", 2)]
    problems = [known.problem for known in ShapeInference().infer(file.graph).nodes.values() if known.problem]
    assert ["Join" in problem.what for problem in problems] == [True]


def test_that_a_bypassed_locked_layer_lets_the_rest_train(tmp_path: Path) -> None:
    _, file = opened(tmp_path)
    restored = restore(replace(file, graph=set_bypassed(file.graph, [node(file, "scaled")], True)))
    assert restored.compiled
    plain_keras.fit(restored)


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_run_begins_with_the_weights_of_what_is_left(suffix: str, tmp_path: Path) -> None:
    model, file = opened(tmp_path, suffix=suffix)
    found = stored_model(file.path, set_bypassed(file.graph, [node(file, "scaled")], True))
    for name in ("before", "after"):
        assert plain_keras.equal(found.get_layer(name).get_weights(), model.get_layer(name).get_weights())


def test_that_what_stands_in_for_a_locked_layer_takes_its_weights_if_they_fit(tmp_path: Path) -> None:
    model, file = opened(tmp_path)
    model.get_layer("scaled").scale.assign([2.0, 3.0, 4.0])
    file = read(plain_keras.saved(model, tmp_path / "model.h5"))
    layer = file.graph.layer_of(node(file, "scaled"))
    fitting = replace(layer, kind="PReLU", config={})
    graph = replace(file.graph, layers={**file.graph.layers, layer.id: fitting})
    (slopes,) = stored_model(file.path, graph).get_layer("scaled").get_weights()
    assert slopes.tolist() == [2.0, 3.0, 4.0]
    other = replace(layer, kind="Dense", config={"units": 3})
    graph = replace(file.graph, layers={**file.graph.layers, layer.id: other})
    found = stored_model(file.path, graph)
    assert found.get_layer("scaled").kernel.shape == (3, 3)
    assert np.array_equal(found.get_layer("after").kernel, model.get_layer("after").kernel)
