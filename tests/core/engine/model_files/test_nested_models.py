"""Nested models in .h5 and .keras files: the app's own and plain Keras's come back as drawings, exact to the bit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from desktop_nn.engine.build import build
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read, restore, save
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.model import MODEL_KIND, Graph
from desktop_nn.graph.nesting import depth_of
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from tests.core.engine.drawings import Drawing
from tests.core.engine.model_files import plain_keras
from tests.core.engine.nested_models import PAIRS, SEED, plain_shared_encoder, shared_encoder, twice_nested

SUFFIXES = (".h5", ".keras")


def project(graph: Graph, optimizer: str = "Adam") -> Project:
    loss = OutputChoices(Configured("MeanSquaredError"))
    return Project(graph, training=TrainingChoices(Configured(optimizer), dict.fromkeys(output_nodes(graph), loss)))


def trained(document: Project) -> Any:
    model = build(document.graph, SEED)
    compile_model(model, document.graph, document.training)
    plain_keras.fit(model)
    return model


def inner_of(graph: Graph) -> Graph:
    return next(layer.model for layer in graph.layers.values() if layer.model is not None)


def same_answers(one: Any, other: Any) -> bool:
    inputs, _ = plain_keras.data(one)
    given, expected = (model.predict(inputs, verbose=0) for model in (one, other))
    rows = zip(given, expected, strict=True) if isinstance(given, list) else [(given, expected)]
    return all(np.array_equal(a, b) for a, b in rows)


@pytest.mark.thorough
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("case", PAIRS)
def test_that_the_apps_own_file_comes_back_and_trains_on_bit_for_bit(case: str, suffix: str, tmp_path: Path) -> None:
    document = project(PAIRS[case][0]())
    model = trained(document)
    save(model, tmp_path / f"model{suffix}", document)
    file = read(tmp_path / f"model{suffix}")
    assert (file.project, file.changes) == (document, ())
    restored = restore(file, seed=5)
    assert plain_keras.equal(restored.get_weights(), model.get_weights())
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


@pytest.mark.thorough
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("case", PAIRS)
def test_that_plain_keras_files_open_as_nested_drawings_and_train_on(case: str, suffix: str, tmp_path: Path) -> None:
    model = PAIRS[case][1]()
    if case == "shared encoder":  # Keras does not save where its dropout stands
        model.get_layer("encoder").get_layer("drop").rate = 0.0
    model.compile("adam", "mean_squared_error")
    plain_keras.fit(model)
    file = read(plain_keras.saved(model, tmp_path / f"model{suffix}"))
    assert depth_of(file.graph) == depth_of(PAIRS[case][0]())
    restored = restore(file, seed=5)
    assert plain_keras.equal(restored.get_weights(), model.get_weights())
    assert same_answers(restored, model)
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_keras_itself_loads_what_the_app_saved(suffix: str, tmp_path: Path) -> None:
    document = project(twice_nested())
    model = trained(document)
    save(model, tmp_path / f"model{suffix}", document)
    loaded = load_keras().models.load_model(tmp_path / f"model{suffix}", compile=False)
    assert plain_keras.equal(loaded.get_weights(), model.get_weights())
    assert same_answers(loaded, model)


def test_that_a_shared_model_is_one_layer_with_two_calls(tmp_path: Path) -> None:
    file = read(plain_keras.saved(plain_shared_encoder(), tmp_path / "model.h5"))
    layer = next(layer for layer in file.graph.layers.values() if layer.kind == MODEL_KIND)
    assert len(file.graph.calls_of(layer.id)) == 2
    assert ShapeInference().infer(file.graph).parameters == ShapeInference().infer(shared_encoder()).parameters


def test_that_drawings_inside_are_laid_out(tmp_path: Path) -> None:
    file = read(plain_keras.saved(plain_shared_encoder(), tmp_path / "model.keras"))
    assert len({(node.x, node.y) for node in inner_of(file.graph).nodes.values()}) == 4


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_a_sequential_inside_is_a_nested_drawing_too(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    layers = keras.layers
    inner = keras.Sequential(
        [keras.Input((6,)), layers.Dense(5, name="a"), layers.BatchNormalization(name="b")], name="e"
    )
    model = keras.Sequential([keras.Input((6,)), inner, layers.Dense(2, name="end")], name="whole")
    model.compile("sgd", "mean_squared_error")
    plain_keras.fit(model)
    file = read(plain_keras.saved(model, tmp_path / f"model{suffix}"))
    assert [layer.kind for layer in inner_of(file.graph).layers.values()] == [
        "InputLayer",
        "Dense",
        "BatchNormalization",
    ]
    restored = restore(file)
    assert plain_keras.equal(restored.get_weights(), model.get_weights())
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_a_frozen_encoder_stays_frozen(suffix: str, tmp_path: Path) -> None:
    model = plain_shared_encoder()
    model.get_layer("encoder").trainable = False
    model.get_layer("encoder").get_layer("drop").rate = 0.0
    model.compile("adam", "mean_squared_error")
    plain_keras.fit(model)
    restored = restore(read(plain_keras.saved(model, tmp_path / f"model{suffix}")))
    assert len(restored.trainable_weights) == 2
    assert plain_keras.equal(restored.get_weights(), model.get_weights())
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_all_outputs_of_an_inner_model_can_be_the_models(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    start, end = keras.Input((4,), name="start"), keras.Input((4,), name="end")
    inner = keras.Model(start, [keras.layers.Dense(units, name=f"to_{units}")(start) for units in (2, 3)], name="inner")
    model = keras.Model(end, inner(end), name="whole")
    file = read(plain_keras.saved(model, tmp_path / f"model{suffix}"))
    assert [file.graph.name_of(id) for id in output_nodes(file.graph)] == ["inner", "inner_output_2"]
    assert file.changes == ("inner: an Identity makes its output 2 an output of the model.",)
    restored = restore(file)
    assert same_answers(restored, model)


def test_that_weights_that_lie_in_another_order_are_found_by_their_names(tmp_path: Path) -> None:
    document = project(twice_nested())
    model = trained(document)
    path = tmp_path / "model.h5"
    save(model, path, document)
    with h5py.File(path, "r+") as opened:
        group = opened["model_weights/tower"]
        group.attrs["weight_names"] = list(reversed(list(group.attrs["weight_names"])))
    assert plain_keras.equal(restore(read(path)).get_weights(), model.get_weights())


def test_that_keras_2_counts_the_calls_of_an_inner_model_from_1(tmp_path: Path) -> None:
    def from_1(text: str) -> str:
        for call in (1, 0):
            text = text.replace(
                f'"keras_history": ["encoder", {call}, 0]', f'"keras_history": ["encoder", {call + 1}, 0]'
            )
        return text

    model = plain_shared_encoder()
    path = plain_keras.saved(model, tmp_path / "model.h5")
    straight = read(path).graph
    with h5py.File(path, "r+") as opened:
        opened.attrs["model_config"] = from_1(opened.attrs["model_config"])
    assert read(path).graph == straight


def test_that_an_optimizers_names_do_not_collide_with_a_nested_models(tmp_path: Path) -> None:
    graph = shared_encoder()
    drawing = Drawing("clash")
    drawing.graph = replace(graph, name="clash")
    both = next(id for id in graph.nodes if graph.name_of(id) == "both")
    drawing.add("Dense", both, units=1, name="encoder_code")
    document = project(drawing.graph)
    model = trained(document)
    save(model, tmp_path / "model.h5", document)
    assert plain_keras.equal(plain_keras.fit(restore(read(tmp_path / "model.h5"))), plain_keras.fit(model))


def test_that_a_changed_drawing_inside_is_not_taken_for_the_models(tmp_path: Path) -> None:
    document = project(shared_encoder())
    model = trained(document)
    save(model, tmp_path / "model.h5", document)
    with h5py.File(tmp_path / "model.h5", "r+") as opened:
        config = json.loads(opened.attrs["model_config"])
        opened.attrs["model_config"] = json.dumps(config, indent=1)
    file = read(tmp_path / "model.h5")
    assert file.project is None
    assert inner_of(file.graph).name == "encoder"


def test_that_an_inner_model_with_tensors_by_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    keras = load_keras()
    start, outer = keras.Input((4,), name="start"), keras.Input((4,), name="outer")
    inner = keras.Model(start, {name: keras.layers.Dense(2, name=name)(start) for name in ("x", "y")}, name="inner")
    given = inner(outer)
    model = keras.Model(outer, keras.layers.Add()([given["x"], given["y"]]))
    with pytest.raises(ProblemError, match="by name"):
        read(plain_keras.saved(model, tmp_path / "model.keras"))


def test_that_a_layer_wrapped_round_a_model_opens_locked(tmp_path: Path) -> None:
    keras = load_keras()
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)], name="inner")
    model = keras.Sequential([keras.Input((3, 4)), keras.layers.TimeDistributed(inner)])
    (locked,) = read(plain_keras.saved(model, tmp_path / "model.keras")).report.locked
    assert "wrapped round another model" in locked.why
    assert locked.weights == ((4, 2), (2,))
