"""An output as the checks see it, made out of a drawing."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from desktop_nn.catalogue import load
from desktop_nn.data.choices import Bindings, DataChoices, Source, Step
from desktop_nn.data.sources import describe
from desktop_nn.graph.edits import connect, place
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph, Link
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.output_view import last_activation, output_views

CATALOGUE = load()


def chain(*layers: tuple[str, dict[str, Any]]) -> tuple[Graph, str]:
    """A chain of an input and these layers, and the id of its last node."""
    graph, last = place(Graph(), "InputLayer", 0, 0)
    for kind, config in layers:
        graph, node = place(graph, kind, 0, 0, config=config)
        graph, last = connect(graph, Link(last, node), CATALOGUE), node
    return graph, last


@pytest.mark.parametrize(
    ("layers", "activation"),
    [
        ([("Dense", {"units": 3})], "linear"),
        ([("Dense", {"units": 3, "activation": "softmax"})], "softmax"),
        ([("Dense", {"units": 3, "activation": {"class_name": "relu", "config": {}}})], "relu"),
        ([("Dense", {"units": 3, "activation": "swish"})], "silu"),
        ([("Dense", {"units": 3}), ("Softmax", {})], "softmax"),
        ([("Dense", {"units": 3}), ("ReLU", {})], "relu"),
        ([("Dense", {"units": 3}), ("Activation", {"activation": "sigmoid"})], "sigmoid"),
        ([("LSTM", {"units": 3})], "tanh"),
        ([("Dense", {"units": 4, "activation": "sigmoid"}), ("Reshape", {"target_shape": [2, 2]})], "sigmoid"),
        ([("Dense", {"units": 4, "activation": "relu"}), ("BatchNormalization", {})], ""),
        ([], ""),
    ],
)
def test_that_the_last_activation_is_found(layers: list[tuple[str, dict[str, Any]]], activation: str) -> None:
    graph, last = chain(*layers)
    assert last_activation(graph, last, CATALOGUE) == activation


def test_that_a_view_has_everything_that_the_checks_need() -> None:
    graph, last = chain(("Dense", {"units": 1, "activation": "relu"}))
    facts = GraphFacts({last: NodeFacts(((None, 1),))})
    source = Source("california-housing")
    description = describe(source)
    data = DataChoices(source, bindings=Bindings({"n1": description.features}, {last: "MedHouseVal"}))
    choices = OutputChoices(Configured("MeanSquaredError"), 0.5, (Configured("MeanAbsoluteError"),))
    (view,) = output_views(graph, facts, data, TrainingChoices(outputs={last: choices}), description, CATALOGUE)
    assert (view.node, view.name, view.shape, view.units) == (last, "dense", (None, 1), 1)
    assert (view.activation, view.loss, view.weight) == ("relu", choices.loss, 0.5)
    assert view.metrics == choices.metrics
    assert view.target == description.column("MedHouseVal")
    assert view.target_minimum == pytest.approx(0.14999)
    assert not view.one_hot


def test_that_a_standardized_target_lies_on_both_sides_of_zero() -> None:
    graph, last = chain(("Dense", {"units": 1}))
    source = Source("california-housing")
    data = DataChoices(source, (Step("standardize", ("MedHouseVal",)),), bindings=Bindings({}, {last: "MedHouseVal"}))
    (view,) = output_views(graph, GraphFacts(), data, TrainingChoices(), describe(source), CATALOGUE)
    assert (view.target_minimum, view.target_maximum) == (-inf, inf)
    assert view.shape is None


def test_that_a_one_hot_step_on_the_target_is_seen() -> None:
    graph, last = chain(("Dense", {"units": 3}))
    source = Source("iris")
    data = DataChoices(source, (Step("one-hot", ("species",)),), bindings=Bindings({}, {last: "species"}))
    (view,) = output_views(graph, GraphFacts(), data, TrainingChoices(), describe(source), CATALOGUE)
    assert view.one_hot


def test_that_an_output_without_data_has_no_target() -> None:
    graph, _ = chain(("Dense", {"units": 3}))
    (view,) = output_views(graph, GraphFacts(), DataChoices(), TrainingChoices(), None, CATALOGUE)
    assert view.target is None
    assert view.loss is None
