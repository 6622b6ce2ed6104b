"""The names of a run's figures before it runs."""

from __future__ import annotations

from desktop_nn.graph.edits import connect, place, rename
from desktop_nn.graph.model import Graph, Link
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.monitor_names import metric_name, monitor_names
from tests.helpers.drawings import CATALOGUE, chain

JUDGED = OutputChoices(Configured("MeanSquaredError"), metrics=(Configured("accuracy"), Configured("AUC")))


def two_outputs() -> tuple[Graph, TrainingChoices]:
    graph, (start, last) = chain("InputLayer", "Dense")
    graph = rename(graph, graph.nodes[last].layer, "main")
    graph, aux = place(graph, "Dense", 0, 0, name="aux")
    graph = connect(graph, Link(start, aux), CATALOGUE)
    return graph, TrainingChoices(outputs={last: JUDGED, aux: OutputChoices(Configured("MeanSquaredError"))})


def test_that_one_output_has_plain_names() -> None:
    graph, (_, last) = chain("InputLayer", "Dense")
    names = monitor_names(graph, TrainingChoices(outputs={last: JUDGED}))
    assert names == ("val_loss", "val_accuracy", "val_auc", "loss", "accuracy", "auc")


def test_that_several_outputs_put_their_name_before() -> None:
    graph, choices = two_outputs()
    names = monitor_names(graph, choices, validated=False)
    assert names == ("loss", "main_loss", "main_accuracy", "main_auc", "aux_loss")


def test_that_without_validation_only_the_training_part_has_figures() -> None:
    graph, choices = two_outputs()
    assert not [name for name in monitor_names(graph, choices, validated=False) if name.startswith("val_")]


def test_that_a_metric_goes_by_its_own_name_first() -> None:
    assert metric_name(Configured("AUC", {"name": "area"})) == "area"


def test_that_a_metric_has_the_name_that_keras_gives_it_by_default() -> None:
    assert metric_name(Configured("LogCoshError")) == "logcosh"
    assert metric_name(Configured("MeanIoU")) == "mean_io_u"


def test_that_a_short_name_stays_as_it_is() -> None:
    assert metric_name(Configured("mae")) == "mae"
