"""The bundled examples: each opens, is sound, and has the settings of the book."""

from __future__ import annotations

from importlib.resources import files

import pytest

from desktop_nn.data.choices import Bindings, Part, Source, Step
from desktop_nn.graph.topology import input_nodes, is_chain, nodes_on_loops, output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples, file
from desktop_nn.training.choices import Configured

PARAMETERS = {
    "fashion-mnist": 266_610,
    "california-mlp": 3_471,
    "wide-and-deep": 3_479,
    "two-inputs": 3_416,
    "two-outputs": 3_517,
    "blobs-wide": 1_307,
    "blobs-deep": 567,
}
HOUSING = ("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude")


def named(bindings: Bindings, name: str) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Bindings by layer name in place of node id."""
    graph = examples.read(name).project.graph
    inputs = {graph.name_of(id): columns for id, columns in bindings.inputs.items()}
    return inputs, {graph.name_of(id): target for id, target in bindings.targets.items()}


def test_that_every_file_is_listed_and_every_name_has_its_file() -> None:
    found = {item.name.removesuffix(".dnn") for item in files("resources").joinpath("examples").iterdir()}
    assert found - {"__init__.py", "__pycache__"} == set(examples.names())


def test_that_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ProblemError, match="california-mlp"):
        examples.read("mnist")
    with pytest.raises(ProblemError):
        examples.title("../secret")


@pytest.mark.parametrize("name", examples.names())
def test_that_an_example_opens_unchanged_and_sound(name: str) -> None:
    opened = examples.read(name)
    assert opened.changes == ()
    assert opened.path is None
    assert nodes_on_loops(opened.project.graph) == ()


@pytest.mark.parametrize("name", examples.names())
def test_that_an_example_is_written_as_the_app_writes_it(name: str) -> None:
    opened = examples.read(name)
    text = files("resources").joinpath("examples", f"{name}.dnn").read_text("utf-8")
    assert file.dumps(opened.project, opened.facts) == text


@pytest.mark.parametrize("name", examples.names())
def test_that_an_example_opens_with_its_shapes(name: str) -> None:
    opened = examples.read(name)
    assert opened.facts.parameters == PARAMETERS[name]
    assert set(opened.facts.nodes) == set(opened.project.graph.nodes)


@pytest.mark.parametrize("name", examples.names())
def test_that_every_input_output_and_loss_is_chosen(name: str) -> None:
    project = examples.read(name).project
    assert set(project.data.bindings.inputs) == set(input_nodes(project.graph))
    assert set(project.data.bindings.targets) == set(output_nodes(project.graph))
    assert all(project.training.output(id).loss for id in output_nodes(project.graph))


@pytest.mark.parametrize("name", examples.names())
def test_that_an_example_says_what_it_is(name: str) -> None:
    assert examples.title(name)
    assert len(examples.about(name)) < 90
    assert "\n\nWatch:" in examples.read(name).project.notes


@pytest.mark.parametrize("name", examples.names())
def test_that_no_two_nodes_lie_on_each_other(name: str) -> None:
    places = [(node.x, node.y) for node in examples.read(name).project.graph.nodes.values()]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", examples.names())
def test_that_batches_have_32_samples_and_the_seed_is_0(name: str) -> None:
    training = examples.read(name).project.training
    rate = 0.001 if name == "two-inputs" else 0.01
    assert (training.batch_size, training.seed) == (32, 0)
    assert training.optimizer == Configured("SGD", {"learning_rate": rate})
    assert training.epochs == (30 if name in ("fashion-mnist", "blobs-wide", "blobs-deep") else 20)
    assert any(callback.kind == "TensorBoard" for callback in training.callbacks)


def test_that_fashion_mnist_is_split_55000_5000_10000() -> None:
    data = examples.read("fashion-mnist").project.data
    assert (data.split.test, data.split.validation) == (Part(10_000, "given"), Part(5_000, "random"))
    assert data.preprocessing == (Step("pixels"),)


@pytest.mark.parametrize("name", ["california-mlp", "wide-and-deep", "two-inputs", "two-outputs"])
def test_that_housing_is_split_twice_by_a_quarter_and_standardised(name: str) -> None:
    data = examples.read(name).project.data
    assert (data.split.test, data.split.validation, data.split.seed) == (Part(0.25), Part(0.25), 0)
    assert data.preprocessing == (Step("standardize"),)


@pytest.mark.parametrize("name", ["two-inputs", "two-outputs"])
def test_that_the_wide_and_the_deep_input_share_three_columns(name: str) -> None:
    inputs, targets = named(examples.read(name).project.data.bindings, name)
    assert inputs == {"wide": HOUSING[:5], "deep": HOUSING[2:]}
    assert set(targets.values()) == {"MedHouseVal"}


def test_that_the_second_output_counts_a_tenth() -> None:
    project = examples.read("two-outputs").project
    weights = {project.graph.name_of(id): choices.weight for id, choices in project.training.outputs.items()}
    assert weights == {"main_output": 0.9, "aux_output": 0.1}


@pytest.mark.parametrize("name", ["blobs-wide", "blobs-deep"])
def test_that_the_blobs_are_2000_around_7_centres(name: str) -> None:
    data = examples.read(name).project.data
    assert data.source == Source("blobs", {"samples": 2000, "features": 5, "centers": 7, "std": 3.0, "seed": 0})
    assert (data.split.test, data.split.validation) == (Part(0.25, "random"), Part(0.2, "last"))


@pytest.mark.parametrize("name", ["fashion-mnist", "california-mlp", "blobs-wide", "blobs-deep"])
def test_that_plain_models_are_chains(name: str) -> None:
    assert is_chain(examples.read(name).project.graph)
