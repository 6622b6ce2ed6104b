"""Generated code comes to the same numbers as the app: the same samples, order, weights and figures."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.codegen.notebook import notebook
from desktop_nn.codegen.script import script
from desktop_nn.codegen.styles import Style
from desktop_nn.data import sources
from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step
from desktop_nn.engine import fit
from desktop_nn.engine.loading import load_keras
from desktop_nn.graph import edits
from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import Graph
from desktop_nn.graph.nesting import make_model
from desktop_nn.project import examples
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.events import EpochEnded, RunEvent
from desktop_nn.training.steering import Steering
from tests.helpers.drawings import CATALOGUE, chain


def ran(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch, style: Style = "auto", *, cells: bool = False
) -> dict[str, Any]:
    """The variables of the project's script after it has run in `folder`; `cells` runs the notebook's instead, which
    draws as well.
    """
    assert project.data.source is not None
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    if not cells:
        monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    description = sources.describe(project.data.source)
    variables: dict[str, Any] = {"__name__": "__main__"}
    if cells:
        book = json.loads(notebook(project, description, style))
        for cell in book["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), cell["id"], "exec"), variables)
    else:
        exec(compile(script(project, description, style), "generated.py", "exec"), variables)
    return variables


def same(
    project: Project,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    exactly: bool = True,
    styles: Sequence[Style] = ("auto",),
    cells: bool = False,
) -> None:
    """The script in every style and the app have the same history, and end with the same figures and weights."""
    events: list[RunEvent] = []
    trained = fit.train(project, folder / "app", events.append, Steering())
    assert trained.ended.problem is None
    logs = [event.logs for event in events if isinstance(event, EpochEnded)]
    limit = 0.0 if exactly else 1e-5
    for style in styles:
        (folder / style).mkdir()
        variables = ran(project, folder / style, monkeypatch, style, cells=cells)
        history = variables["history"].history
        assert {"loss", *trained.ended.test} <= history.keys()
        for name, values in history.items():
            assert values == pytest.approx([log[name] for log in logs], rel=limit, abs=limit), name
        assert variables["figures"] == pytest.approx(trained.ended.test, rel=limit, abs=limit)
        theirs, ours = weights(variables["model"]), weights(trained.model)
        assert [name for name, _ in theirs] == [name for name, _ in ours]
        assert all(
            np.allclose(one, other, rtol=limit, atol=limit) for (_, one), (_, other) in zip(theirs, ours, strict=True)
        )


def weights(model: Any) -> list[tuple[str, Any]]:
    """All weights sorted by layer and name; what stands before these in their paths is each style's own."""
    named = [("/".join(item.path.split("/")[-2:]), np.asarray(item)) for item in model.weights]
    return sorted(named, key=lambda pair: pair[0])


def short(name: str, epochs: int = 2) -> Project:
    project = examples.read(name).project
    return replace(project, training=replace(project.training, epochs=epochs))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("chosen", "exactly"),
    [({"precision": "mixed_bfloat16"}, True), ({"device": "CPU"}, True), ({"xla": True}, False)],
    ids=["mixed", "device", "xla"],
)
def test_that_precision_device_and_xla_are_written(
    chosen: dict[str, Any], exactly: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = short("blobs-deep", 1)
    project = replace(project, training=replace(project.training, **chosen))
    try:
        same(project, tmp_path, monkeypatch, exactly=exactly)
    finally:
        load_keras().config.set_dtype_policy("float32")


def classifier(data: DataChoices, shape: list[int], classes: int, *middle: str) -> Project:
    """Input, the layers in between, a softmax; `data` is bound to nodes n1 and the last one."""
    graph, ids = chain("InputLayer", *middle, "Dense")
    graph = edits.configure(graph, graph.nodes[ids[0]].layer, {"shape": shape})
    graph = edits.configure(graph, graph.nodes[ids[-1]].layer, {"units": classes, "activation": "softmax"})
    outputs = {ids[-1]: OutputChoices(Configured("SparseCategoricalCrossentropy"), metrics=(Configured("accuracy"),))}
    columns, target = data.bindings.inputs["n1"], data.bindings.targets["last"]
    bound = replace(data, bindings=Bindings({ids[0]: columns}, {ids[-1]: target}))
    return Project(graph, bound, TrainingChoices(Configured("Adam"), outputs, epochs=2, seed=5, callbacks=()))


@pytest.mark.parametrize("name", ["blobs-wide", "blobs-deep"])
def test_that_the_blobs_come_out_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same(short(name), tmp_path, monkeypatch)


def test_that_two_inputs_and_two_outputs_come_out_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_housing(tmp_path, monkeypatch)
    same(short("two-outputs", 1), tmp_path, monkeypatch, exactly=False)


def test_that_pictures_preprocessed_and_stratified_come_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataChoices(
        Source("digits"),
        (Step("standardize"),),
        Split(Part(0.2), Part(200), seed=3, stratify=True),
        Bindings({"n1": ("image",)}, {"last": "digit"}),
    )
    same(classifier(data, [8, 8], 10, "Flatten"), tmp_path, monkeypatch)


@pytest.mark.parametrize("balanced", [False, True], ids=["alone", "beside rare classes"])
def test_that_samples_weighed_by_a_column_come_out_the_same(
    balanced: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bindings = Bindings({"n1": ("petal length (cm)", "sepal width (cm)")}, {"last": "species"})
    steps = (Step("standardize"),)
    data = DataChoices(Source("iris"), steps, Split(seed=1), bindings, weight="sepal width (cm)")
    project = classifier(data, [2], 3)
    outputs = {id: replace(output, balanced=balanced) for id, output in project.training.outputs.items()}
    same(replace(project, training=replace(project.training, outputs=outputs)), tmp_path, monkeypatch)


@pytest.mark.parametrize("steps", [(), (Step("one-hot", ("species",)),)], ids=["codes", "one-hot"])
def test_that_rare_classes_that_count_more_come_out_the_same(
    steps: tuple[Step, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bindings = Bindings({"n1": ("petal length (cm)", "sepal width (cm)")}, {"last": "species"})
    project = classifier(DataChoices(Source("iris"), steps, Split(seed=1), bindings), [2], 3)
    loss = Configured("CategoricalCrossentropy" if steps else "SparseCategoricalCrossentropy")
    outputs = {id: replace(output, loss=loss, balanced=True) for id, output in project.training.outputs.items()}
    same(replace(project, training=replace(project.training, outputs=outputs)), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("name", "columns", "target"),
    [
        ("moons", ("x1", "x2"), "class"),
        ("circles", ("x1", "x2"), "class"),
        ("xor", ("x2", "x1"), "class"),
        ("iris", ("petal length (cm)", "sepal width (cm)"), "species"),
        ("wine", ("alcohol", "hue"), "grower"),
        ("breast-cancer", ("mean radius", "mean area"), "diagnosis"),
    ],
)
def test_that_every_source_is_loaded_as_the_app_does(
    name: str, columns: tuple[str, ...], target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split = Split(Part(20, "last"), Part(0.1), seed=1)
    data = DataChoices(Source(name), (Step("min-max"),), split, Bindings({"n1": columns}, {"last": target}))
    same(classifier(data, [2], 3), tmp_path, monkeypatch)


def test_that_a_table_with_gaps_and_categories_comes_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator = np.random.default_rng(0)
    rows = ["size; colour; grade; price"]
    for _ in range(200):
        size, colour = generator.normal(), generator.choice(["red", "green", "blue", ""])
        written = "" if generator.random() < 0.1 else f"{size:.4f}".replace(".", ",")
        rows.append(f"{written}; {colour}; {generator.integers(1, 4)}; {2 * size + 1:.4f}".replace(".", ","))
    path = tmp_path / "my table.csv"
    path.write_text("\n".join(rows), "utf-8")
    steps = (Step("impute"), Step("standardize", ("size",)), Step("one-hot"))
    source = Source("csv", {"path": str(path), "types": {"grade": "category"}})
    bindings = Bindings({"n1": ("size", "colour", "grade")}, {"n2": "price"})
    graph, (start, end) = chain("InputLayer", "Dense")
    graph = edits.configure(graph, graph.nodes[start].layer, {"shape": [7]})
    graph = edits.configure(graph, graph.nodes[end].layer, {"units": 1})
    data = DataChoices(source, steps, Split(Part(0.25), Part(0.25)), bindings)
    training = TrainingChoices(
        outputs={end: OutputChoices(Configured("Huber", {"delta": 0.5}))}, epochs=2, callbacks=()
    )
    same(Project(graph, data, training), tmp_path, monkeypatch)


def test_that_dropout_and_initializers_come_out_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = short("blobs-wide")
    graph = wedged(project.graph)
    same(replace(project, graph=graph), tmp_path, monkeypatch)


def wedged(graph: Graph) -> Graph:
    """The wide example with Dropout and BatchNormalization in the middle, and an initializer of its own."""
    from desktop_nn.graph import wiring

    for kind, config in (("Dropout", {"rate": 0.3}), ("BatchNormalization", {})):
        link = graph.links[-1]
        graph, node = edits.place(graph, kind, 0, 0, config=config)
        graph = wiring.insert(graph, link, node, CATALOGUE)
    hidden = next(layer for layer in graph.layers.values() if layer.name == "hidden")
    return edits.configure(graph, hidden.id, {"kernel_initializer": {"class_name": "HeUniform", "config": {}}})


def cache_housing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put California housing where scikit-learn keeps what it has downloaded, in its own form."""
    import joblib  # type: ignore[import-untyped]

    packed = files("resources").joinpath("datasets", "california-housing", "california_housing.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("ascii").splitlines()
    names = lines[0].split(",")
    table = np.array([[float(value) for value in line.split(",")] for line in lines[1:]])
    order = ["MedHouseVal", "MedInc", "HouseAge", "TotalRooms", "TotalBedrms", "Population", "Households"]
    places = [names.index(name) for name in (*order, "Latitude", "Longitude")]
    joblib.dump(table[:, places], folder / "cal_housing_py3.pkz", compress=6)
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(folder))


def test_that_a_repeated_group_and_a_bypassed_layer_come_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = short("blobs-deep")
    graph = project.graph
    dense = [id for id in graph.nodes if graph.layer_of(id).kind == "Dense"]
    graph, group = make_group(graph, [dense[1]])
    graph = change_group(graph, group, count=3)
    if len(dense) > 3:
        graph = set_bypassed(graph, {dense[2]}, True)
    same(replace(project, graph=graph), tmp_path, monkeypatch)


@pytest.mark.thorough
@pytest.mark.parametrize("count", [1, 2])
def test_that_nested_models_come_out_the_same(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hidden layers in a model, also one that is repeated; then everything in one, the output too."""
    split = Split(Part(20, "last"), Part(0.1), seed=1)
    data = DataChoices(Source("moons"), (Step("min-max"),), split, Bindings({"n1": ("x1", "x2")}, {"last": "class"}))
    project = classifier(data, [2], 3, "Dense", "Dropout")
    hidden = list(project.graph.nodes)[1:-1]
    graph = edits.configure(project.graph, project.graph.nodes[hidden[0]].layer, {"units": 2, "activation": "relu"})
    graph = edits.configure(graph, graph.nodes[hidden[1]].layer, {"rate": 0.2})
    graph, node = make_model(graph, hidden, "encoder")
    grouped, group = make_group(graph, [node], "Encoders")
    nested = change_group(grouped, group, count=count)
    both: tuple[Style, ...] = ("functional", "subclassing")
    (tmp_path / "inside").mkdir()
    same(replace(project, graph=nested), tmp_path / "inside", monkeypatch, styles=both)
    graph, node = make_model(nested, [id for id in nested.nodes if nested.layer_of(id).kind != "InputLayer"], "whole")
    assert node in project.data.bindings.targets
    (tmp_path / "whole").mkdir()
    same(replace(project, graph=graph), tmp_path / "whole", monkeypatch, styles=both)
