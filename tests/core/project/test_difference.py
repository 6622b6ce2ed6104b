"""Two projects compared in words: what a person would say who had to copy the change by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_nn import catalogue
from desktop_nn.catalogue.code_files import of_text
from desktop_nn.data.choices import Part, Source, Step
from desktop_nn.graph import edits
from desktop_nn.graph.difference import difference, matched
from desktop_nn.graph.groups import make_group
from desktop_nn.graph.model import Graph, Layer, Link
from desktop_nn.project import examples
from desktop_nn.project.difference import differences
from desktop_nn.project.document import Project, with_graph
from desktop_nn.training.choices import Configured

CATALOGUE = catalogue.load()


@pytest.fixture(scope="module")
def fashion() -> Project:
    return examples.read("fashion-mnist").project


def lines(before: Project, after: Project) -> dict[str, tuple[str, ...]]:
    return {section.title: section.lines for section in differences(before, after)}


def node(graph: Graph, name: str) -> str:
    return next(id for id in graph.nodes if graph.name_of(id) == name)


def configured(project: Project, name: str, **config: object) -> Project:
    graph = project.graph
    layer = graph.layer_of(node(graph, name))
    layers = {**graph.layers, layer.id: replace(layer, config={**layer.config, **config})}
    return replace(project, graph=replace(graph, layers=layers))


def renamed(project: Project, old: str, new: str) -> Project:
    graph = project.graph
    layer = graph.layer_of(node(graph, old))
    return replace(project, graph=replace(graph, layers={**graph.layers, layer.id: replace(layer, name=new)}))


def test_that_the_same_project_differs_in_nothing(fashion: Project) -> None:
    assert lines(fashion, fashion) == {"Model": (), "Data": (), "Training": ()}


def test_that_places_do_not_count(fashion: Project) -> None:
    moved = {id: replace(item, x=item.x + 50) for id, item in fashion.graph.nodes.items()}
    assert not difference(fashion.graph, replace(fashion.graph, nodes=moved))


def test_that_a_changed_parameter_is_told_with_keras_default_for_what_was_not_said(fashion: Project) -> None:
    after = configured(configured(fashion, "hidden1", units=100), "hidden2", use_bias=False)
    assert lines(fashion, after)["Model"] == (
        "Dense hidden1: units 300 → 100",
        "Dense hidden2: use_bias yes → no",
    )


def test_that_a_default_that_is_said_is_no_difference(fashion: Project) -> None:
    assert lines(fashion, configured(fashion, "hidden1", use_bias=True))["Model"] == ()


def test_that_a_layer_put_between_others_is_one_line_and_no_link(fashion: Project) -> None:
    graph = fashion.graph
    a, b = node(graph, "hidden1"), node(graph, "hidden2")
    graph, new = edits.place(graph, "Dropout", 0, 0, config={"rate": 0.2})
    graph = replace(graph, links=tuple(link for link in graph.links if (link.source, link.target) != (a, b)))
    for link in (Link(a, new), Link(new, b)):
        graph = edits.connect(graph, link, CATALOGUE)
    after = with_graph(fashion, graph)
    assert lines(fashion, after)["Model"] == ("Dropout dropout added after hidden1 (rate 0.2)",)
    assert lines(after, fashion)["Model"] == ("Dropout dropout removed was after hidden1".replace(" was", ", was"),)


def test_that_a_renamed_layer_is_known_by_its_id(fashion: Project) -> None:
    assert lines(fashion, renamed(fashion, "hidden1", "wide"))["Model"] == ("Dense hidden1: renamed to wide",)


def test_that_a_layer_of_another_kind_under_the_same_name_is_told_as_such() -> None:
    before = Graph(layers={"a": Layer("a", "Dense", "x", {"units": 3})})
    after = Graph(layers={"b": Layer("b", "Dropout", "x", {"rate": 0.5})})
    assert matched(before, after) == {"a": "b"}
    assert lines(Project(before), Project(after))["Model"] == ("x: Dense → Dropout (rate 0.5)",)


def test_that_drawings_with_the_same_ids_for_other_layers_are_not_mixed_up() -> None:
    before = Graph(layers={"1": Layer("1", "Dense", "a"), "2": Layer("2", "Dense", "b")})
    after = Graph(layers={"1": Layer("1", "Dense", "b"), "2": Layer("2", "Dense", "a")})
    assert not difference(before, after)


def test_that_links_that_came_and_went_are_told() -> None:
    project = examples.read("wide-and-deep").project
    graph = project.graph
    lost = graph.links[-1]
    after = with_graph(project, replace(graph, links=graph.links[:-1]))
    wanted = f"Link {graph.name_of(lost.source)} → {graph.name_of(lost.target)}"
    assert lines(project, after)["Model"] == (f"{wanted} removed",)
    assert lines(after, project)["Model"] == (f"{wanted} added",)


def test_that_bypassing_is_told(fashion: Project) -> None:
    graph = fashion.graph
    id = node(graph, "hidden2")
    after = replace(fashion, graph=replace(graph, nodes={**graph.nodes, id: replace(graph.nodes[id], bypassed=True)}))
    assert lines(fashion, after)["Model"] == ("hidden2 bypassed",)
    assert lines(after, fashion)["Model"] == ("hidden2 no longer bypassed",)


def test_that_the_number_of_a_groups_copies_is_told(fashion: Project) -> None:
    graph, group = make_group(fashion.graph, [node(fashion.graph, "hidden2")], "Block")
    more = replace(graph, groups={**graph.groups, group: replace(graph.groups[group], count=3)})
    assert lines(with_graph(fashion, graph), with_graph(fashion, more))["Model"] == (
        "Group “Block”: repeated 1 → 3 times",
    )


def test_that_the_inside_of_a_nested_model_is_compared_too() -> None:
    def outer(units: int) -> Project:
        inner = Graph(layers={"d": Layer("d", "Dense", "core", {"units": units})})
        return Project(Graph(layers={"m": Layer("m", "Functional", "encoder", model=inner)}))

    assert lines(outer(8), outer(16))["Model"] == ("In encoder: Dense core: units 8 → 16",)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda data: replace(data, source=Source("blobs")), "Data set: fashion-mnist → blobs"),
        (lambda data: replace(data, source=None), "Data set: fashion-mnist → none"),
        (lambda data: replace(data, preprocessing=()), "Preprocessing: Pixels removed"),
        (
            lambda data: replace(data, preprocessing=(*data.preprocessing, Step("standardize", ("image",)))),
            "Preprocessing: Standardize of image added",
        ),
        (
            lambda data: replace(data, split=replace(data.split, validation=Part(0.25, "random"))),
            "Validation part: 5000 at random → 25 % at random",
        ),
        (lambda data: replace(data, split=replace(data.split, seed=7)), "Split's seed: 0 → 7"),
        (lambda data: replace(data, weight="people"), "Sample weight: all the same → people"),
    ],
)
def test_that_differences_of_the_data_are_told(fashion: Project, change: Callable[..., object], line: str) -> None:
    after = replace(fashion, data=change(fashion.data))  # type: ignore[arg-type]
    assert lines(fashion, after)["Data"] == (line,)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda t: replace(t, epochs=12), "Epochs: 30 → 12"),
        (lambda t: replace(t, batch_size=64), "Batch size: 32 → 64"),
        (lambda t: replace(t, seed=5), "Seed: 0 → 5"),
        (lambda t: replace(t, internals=False), "Looks inside the layers: yes → no"),
        (
            lambda t: replace(t, optimizer=Configured("Adam", {"learning_rate": 0.002})),
            "Optimizer: SGD (learning_rate 0.01) → Adam (learning_rate 0.002)",
        ),
        (
            lambda t: replace(t, optimizer=Configured("SGD", {"learning_rate": 0.01, "momentum": 0.9})),
            "Optimizer SGD: momentum 0 → 0.9",
        ),
        (
            lambda t: replace(t, callbacks=(*t.callbacks, Configured("EarlyStopping", {"patience": 3}))),
            "Callback EarlyStopping (patience 3) added",
        ),
        (
            lambda t: replace(t, callbacks=(Configured("TensorBoard", {"histogram_freq": 1}), *t.callbacks[1:])),
            "Callback TensorBoard: histogram_freq 0 → 1",
        ),
        (
            lambda t: replace(t, callbacks=(*t.callbacks[1:], t.callbacks[0])),
            "Callbacks are called in another order: ModelCheckpoint, TensorBoard",
        ),
    ],
)
def test_that_differences_of_training_are_told(fashion: Project, change: Callable[..., object], line: str) -> None:
    after = replace(fashion, training=change(fashion.training))  # type: ignore[arg-type]
    assert lines(fashion, after)["Training"] == (line,)


def test_that_losses_and_metrics_are_told_by_their_output(fashion: Project) -> None:
    (id, output), *_ = fashion.training.outputs.items()
    changed = replace(output, loss=Configured("CategoricalCrossentropy"), weight=2.0, metrics=(Configured("AUC"),))
    after = replace(fashion, training=replace(fashion.training, outputs={id: changed}))
    found = lines(fashion, after)["Training"]
    assert found[0] == "Loss of label: SparseCategoricalCrossentropy → CategoricalCrossentropy"
    assert found[1] == "Weight of label's loss: 1 → 2"
    assert "Metric of label: AUC added" in found


def test_that_any_two_examples_can_be_compared() -> None:
    projects = [examples.read(name).project for name in examples.names()]
    for before in projects:
        for after in projects:
            sections = differences(before, after)
            assert (before is after) == (not any(section.lines for section in sections))


def test_that_changed_code_of_layers_is_told() -> None:
    one, other = of_text("mine.py", "a = 1\nb = 2"), of_text("mine.py", "a = 1\nb = 3\nc = 4")
    before, after = Project(code=(one,)), Project(code=(other, of_text("more.py", "x = 1")))
    model = next(section for section in differences(before, after) if section.title == "Model")
    assert model.lines == ("Code mine.py: 2 lines added, 1 removed", "Code more.py added")
