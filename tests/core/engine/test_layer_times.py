"""What each layer takes of a batch: every layer is timed, copies and nested ones where they are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_nn.engine.layer_times import BATCHES, layer_times
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.effective import built
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import Config, Graph
from desktop_nn.graph.nesting import make_model
from desktop_nn.graph.scopes import layer_titles
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples
from desktop_nn.project.document import Project
from desktop_nn.training.layer_times import LayerTime, LayerTimes
from tests.core.engine.drawings import Drawing
from tests.core.engine.test_walking import GRAPHS


def chain(*names: str, **configs: Config) -> Graph:
    """Dense layers of these names behind an input of 4 values."""
    drawing = Drawing()
    last = drawing.add("InputLayer", name="in1", shape=[4])
    for name in names:
        last = drawing.add("Dense", last, name=name, **{"units": 4, **configs.get(name, {})})
    return drawing.graph


def node(graph: Graph, name: str) -> str:
    return next(id for id in graph.nodes if graph.name_of(id) == name)


def keys(graph: Graph, *names: str) -> set[str]:
    return {key for key, title in layer_titles(graph).items() if title in names}


def test_that_every_layer_is_timed_there_and_back_on_made_up_samples_where_there_is_no_data() -> None:
    graph = chain("a", "b")
    times = layer_times(Project(graph))
    assert times.layers.keys() == keys(graph, "a", "b")
    assert all(time.forward > 0 and time.backward > 0 for time in times.layers.values())
    assert (times.batch, times.batches, times.real) == (32, BATCHES, False)
    assert times.total == pytest.approx(sum(time.both for time in times.layers.values()))


def test_that_the_samples_are_those_of_the_project() -> None:
    project = examples.read("california-mlp").project
    times = layer_times(replace(project, training=replace(project.training, batch_size=8)))
    assert times.real
    assert times.batch == 8
    assert len(times.layers) == len(project.graph.layers) - 1


def test_that_copies_of_a_repeated_group_count_for_the_drawn_layer() -> None:
    graph = chain("a", "b")
    graph, group = make_group(graph, [node(graph, "b")])
    graph = change_group(graph, group, count=3)
    assert len(built(graph).nodes) == 5
    assert layer_times(Project(graph)).layers.keys() == keys(graph, "a", "b")


def test_that_layers_of_a_nested_model_are_timed_where_they_are() -> None:
    graph = chain("a", "b", "c", "d")
    graph, outside = make_model(graph, [node(graph, "b"), node(graph, "c")], "inner", ShapeInference().infer(graph))
    times = layer_times(Project(graph))
    assert times.layers.keys() == keys(graph, "a", "d", "inner / b", "inner / c")
    whole = times.of([graph.nodes[outside].layer])
    assert whole is not None
    assert 0 < whole.both < times.total


def test_that_a_layer_with_much_to_do_takes_longer() -> None:
    graph = chain("small", "large", "end", large={"units": 60_000})
    times = layer_times(Project(graph)).layers
    (small,), (large,) = keys(graph, "small"), keys(graph, "large")
    assert times[large].both > times[small].both


@pytest.mark.parametrize("name", GRAPHS)
def test_that_every_kind_of_drawing_can_be_timed(name: str) -> None:
    assert layer_times(Project(GRAPHS[name]())).layers


def test_that_measuring_draws_no_random_number_of_others() -> None:
    np.random.seed(3)
    wanted = np.random.random()
    np.random.seed(3)
    layer_times(Project(chain("a")))
    assert np.random.random() == wanted


def test_that_who_cancels_waits_for_one_layer_at_most() -> None:
    calls: list[int] = []

    def cancelled() -> bool:
        calls.append(1)
        return len(calls) > 2

    times = layer_times(Project(chain("a", "b", "c")), cancelled)
    assert times.layers == {}
    assert len(calls) == 3


def test_that_a_drawing_with_errors_is_refused_with_a_reason() -> None:
    drawing = Drawing()
    drawing.add("Conv2D", drawing.add("InputLayer", shape=[4]), filters=2, kernel_size=3)
    with pytest.raises(ProblemError):
        layer_times(Project(drawing.graph))


def test_that_layers_inside_a_nested_model_count_for_it() -> None:
    times = LayerTimes({"a": LayerTime(1.0, 2.0), "m/b": LayerTime(3.0, 4.0), "m/n/c": LayerTime(0.5, 0.5)})
    assert times.of(["m"]) == LayerTime(3.5, 4.5)
    assert times.of(["a", "m/n"]) == LayerTime(1.5, 2.5)
    assert times.of(["x"]) is None
