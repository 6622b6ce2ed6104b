"""The three styles: what each can say, and that all of them come to the same numbers as the app."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from desktop_nn.codegen.identifiers import MODEL_ATTRIBUTES
from desktop_nn.codegen.model_code import model_section
from desktop_nn.codegen.styles import Style, simplest, why_not
from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.nesting import make_model
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from tests.core.codegen.test_same_numbers import cache_housing, ran, same, short
from tests.helpers.drawings import CATALOGUE, chain

ALL: tuple[Style, ...] = ("sequential", "functional", "subclassing")
SMALL = Split(Part(0.9, "random"), Part(0.2, "random"), seed=1)
"""Most samples in the test part: what is trained on is quickly gone through."""


def twins() -> Graph:
    """Two inputs through one shared layer, a repeated block with a Dropout in it, two outputs."""
    graph, a = edits.place(Graph("twins"), "InputLayer", 0, 0, name="left", config={"shape": [1]})
    graph, b = edits.place(graph, "InputLayer", 0, 0, name="right", config={"shape": [1]})
    graph, one = edits.place(graph, "Dense", 0, 0, name="twin", config={"units": 4, "activation": "relu"})
    graph, two = edits.place_call(graph, graph.nodes[one].layer, 0, 0)
    graph, join = edits.place(graph, "Concatenate", 0, 0, name="join")
    graph, hidden = edits.place(graph, "Dense", 0, 0, name="hidden", config={"units": 8, "activation": "tanh"})
    graph, drop = edits.place(graph, "Dropout", 0, 0, name="drop", config={"rate": 0.2})
    graph, first = edits.place(graph, "Dense", 0, 0, name="class", config={"units": 2, "activation": "softmax"})
    graph, second = edits.place(graph, "Dense", 0, 0, name="again", config={"units": 2, "activation": "softmax"})
    for link in (
        Link(a, one), Link(b, two), Link(one, join), Link(two, join, 0, 1), Link(join, hidden), Link(hidden, drop),
        Link(drop, first), Link(drop, second),
    ):  # fmt: skip
        graph = edits.connect(graph, link, CATALOGUE)
    graph, group = make_group(graph, [hidden, drop], "Block")
    return change_group(graph, group, count=3)


def nested_twins() -> Graph:
    """The same with a model of two inputs inside another one, which has the repeated block."""
    graph = twins()
    named = {graph.name_of(id): id for id in graph.nodes}
    graph, joined = make_model(graph, [named["join"]], "joined", ShapeInference().infer(graph))
    graph, _ = make_model(graph, [joined, named["hidden"], named["drop"]], "blocks", ShapeInference().infer(graph))
    return graph


def learning(graph: Graph, callbacks: tuple[Configured, ...] = ()) -> Project:
    """The twins with the moons' two columns, one for each input."""
    inputs = {id: (name,) for id, name in zip(_named(graph, "left", "right"), ("x1", "x2"), strict=True)}
    outputs = _named(graph, "class", "again")
    data = DataChoices(Source("moons"), (), Split(Part(20, "last"), Part(0.2), seed=3),
                       Bindings(inputs, dict.fromkeys(outputs, "class")))  # fmt: skip
    judged = {id: OutputChoices(Configured("SparseCategoricalCrossentropy"), 0.5 + number, (Configured("accuracy"),))
              for number, id in enumerate(outputs)}  # fmt: skip
    training = TrainingChoices(Configured("Adam"), judged, epochs=3, seed=7, callbacks=callbacks)
    return Project(graph, data, training)


def _named(graph: Graph, *names: str) -> list[str]:
    return [next(id for id in graph.nodes if graph.name_of(id) == name) for name in names]


def test_that_a_class_comes_to_the_apps_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several inputs and outputs, a shared layer, a repeated block."""
    same(learning(twins()), tmp_path, monkeypatch, styles=["subclassing"])


def test_that_the_cells_of_a_notebook_come_to_the_apps_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same(short("blobs-wide", 1), tmp_path, monkeypatch, cells=True)
    assert (tmp_path / "auto" / "learning_curves.png").stat().st_size > 1000


@pytest.mark.thorough
@pytest.mark.parametrize("make", [twins, nested_twins])
def test_that_all_styles_come_to_the_apps_numbers(
    make: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(make)
    stopping = Configured("EarlyStopping", {"patience": 1, "restore_best_weights": True})
    slower = Configured("ReduceLROnPlateau", {"patience": 1})
    project = learning(make(), (stopping, slower, Configured("CSVLogger")))
    same(project, tmp_path, monkeypatch, styles=["functional", "subclassing"])


@pytest.mark.thorough
@pytest.mark.parametrize("cells", [False, True], ids=["script", "notebook"])
@pytest.mark.parametrize("name", examples.names())
def test_that_every_example_comes_to_the_apps_numbers_in_all_styles(
    name: str, cells: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache_housing(tmp_path, monkeypatch)
    cache_fashion(tmp_path, monkeypatch)
    project = short(name, 1)
    if "blobs" not in name:
        project = replace(project, data=replace(project.data, split=SMALL))
    styles = [style for style in ALL if why_not(project.graph, style) is None]
    exactly = project.data.source != Source(
        "california-housing"
    )  # scikit-learn's own figures differ in their last bits
    same(project, tmp_path, monkeypatch, styles=styles, exactly=exactly, cells=cells)


def cache_fashion(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put Fashion-MNIST where Keras keeps what it has downloaded."""
    load_keras()
    cache = folder / "datasets" / "fashion-mnist"
    cache.mkdir(parents=True)
    for entry in files("resources").joinpath("datasets", "fashion-mnist").iterdir():
        if entry.name.endswith(".gz"):
            (cache / entry.name).write_bytes(entry.read_bytes())
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(folder))


def test_that_a_saved_class_can_be_loaded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = ran(short("blobs-wide", 1), tmp_path, monkeypatch, "subclassing")
    loaded = load_keras().models.load_model(tmp_path / "blobs_wide.keras")
    sample = variables["x_test"][:5]
    assert (loaded.predict(sample, verbose=0) == variables["model"].predict(sample, verbose=0)).all()


def test_that_a_class_knows_all_attributes_that_a_model_has() -> None:
    keras = load_keras()

    class Own(keras.Model):  # type: ignore[misc, name-defined]
        pass

    assert {name for name in dir(Own()) if not name.startswith("_")} <= MODEL_ATTRIBUTES


@pytest.mark.parametrize(
    "name", ["fit", "layers", "input", "class", "print", "weights", "self", "2nd", "keras", "inputs"]
)
def test_that_names_of_python_and_keras_do_no_harm_in_any_style(name: str) -> None:
    graph, (start, hidden, last) = chain("InputLayer", "Dense", "Dense")
    graph = edits.configure(graph, graph.nodes[start].layer, {"shape": [3]})
    for id in (hidden, last):
        graph = edits.configure(graph, graph.nodes[id].layer, {"units": 2})
    graph = edits.rename(graph, graph.nodes[start].layer, "start")
    graph = edits.rename(graph, graph.nodes[hidden].layer, name)
    keras = load_keras()
    for style in ALL:
        variables = {"keras": keras, "layers": keras.layers, "SEED": 1}
        exec(model_section(replace(graph, name=name), style).code, variables)
        made = variables["model"]
        assert [layer.name for layer in made.layers if layer.name != "start"] == [name, "dense_1"]
        assert made.count_params() == 3 * 2 + 2 + 2 * 2 + 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda graph, ids: edits.mark_output(graph, ids[1], True), "2 outputs"),
        (lambda graph, ids: edits.place(graph, "InputLayer", 0, 0)[0], "2 inputs"),
        (lambda graph, ids: make_model(graph, ids[1:2], "encoder")[0], "encoder is a model of its own"),
    ],
)
def test_that_sequential_says_why_it_cannot_be(change: object, says: str) -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    assert callable(change)
    graph = change(graph, ids)
    assert simplest(graph) == "functional"
    with pytest.raises(ProblemError, match=says) as caught:
        model_section(graph, "sequential")
    assert "functional" in caught.value.problem.fix


def test_that_a_class_says_so_if_it_begins_with_other_weights() -> None:
    graph, (start, _) = chain("InputLayer", "Dense")
    graph = edits.configure(graph, graph.nodes[start].layer, {"shape": [4, 3]})
    assert "Attention makes" not in model_section(graph, "subclassing").code
    graph, attention = edits.place(graph, "MultiHeadAttention", 0, 0, config={"num_heads": 1, "key_dim": 2})
    links = tuple(Link(start, attention, 0, port) for port in range(2))
    graph = replace(graph, links=(*graph.links, *links))
    assert "Attention makes its parts" in model_section(graph, "subclassing").code
    assert "Attention makes" not in model_section(graph, "functional").code


def test_that_sequential_names_the_layer_where_the_drawing_forks_or_joins() -> None:
    graph, (start, one, two) = chain("InputLayer", "Dense", "Dense")
    graph, add = edits.place(graph, "Concatenate", 0, 0)
    forked = edits.connect(edits.connect(graph, Link(one, add), CATALOGUE), Link(two, add, 0, 1), CATALOGUE)
    problem = why_not(forked, "sequential")
    assert problem is not None
    assert problem.node == one
    assert "forks" in problem.what
    joined = edits.connect(graph, Link(two, add), CATALOGUE)
    joined = edits.connect(joined, Link(two, add, 0, 1), CATALOGUE)
    problem = why_not(joined, "sequential")
    assert problem is not None
    assert start not in (problem.node,)
