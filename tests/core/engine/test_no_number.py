"""A loss that is no number is traced back to the layer in which it began."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import no_number
from desktop_nn.graph.nesting import make_model
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured
from tests.core.engine.projects import classification, regression, run

RELU: tuple[str, dict[str, Any]] = ("Dense", {"units": 12, "activation": "relu"})
PLAIN: tuple[str, dict[str, Any]] = ("Dense", {"units": 12})
"""Behind an overflow: on some processors a relu that is fused with its sum makes 0 of NaN."""
HUGE = {"class_name": "Constant", "config": {"value": 40.0}}
BURSTS: tuple[str, dict[str, Any]] = (
    "Dense",
    {"units": 6, "activation": "exponential", "kernel_initializer": HUGE, "bias_initializer": HUGE},
)


def traced(project: Project, runs: Path) -> Problem:
    """The problem with which the run failed; its model must be good."""
    trained, _ = run(project, runs)
    assert trained.ended.status == "failed"
    assert trained.ended.problem is not None
    if trained.model is not None:
        assert all(np.isfinite(values).all() for values in trained.model.get_weights())
        assert all(np.isfinite(item.value.numpy()).all() for item in trained.model.optimizer.variables)
    return trained.ended.problem


def node_called(project: Project, name: str) -> str:
    return next(id for id in project.graph.nodes if project.graph.name_of(id) == name)


def test_that_an_activation_that_overflows_is_named(tmp_path: Path) -> None:
    project = classification(RELU, BURSTS, PLAIN, epochs=1)
    problem = traced(project, tmp_path)
    assert "in epoch 1, batch 1" in problem.what
    assert "It began in dense_1, which gave infinite numbers" in problem.what
    assert problem.node == node_called(project, "dense_1")
    assert problem.where == "dense_1"
    assert "activation" in problem.fix


def test_that_a_learning_rate_that_explodes_is_told_by_the_weights(tmp_path: Path) -> None:
    schedule = {"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [10], "values": [0.01, 1e38]}}
    project = classification(RELU, epochs=4, optimizer=Configured("SGD", {"learning_rate": schedule}))
    problem = traced(project, tmp_path)
    assert "in epoch 2, batch" in problem.what
    assert "its weights had grown to" in problem.what
    assert problem.node in project.graph.nodes
    assert "learning rate" in problem.fix


def test_that_a_layer_inside_a_nested_model_is_named_with_it(tmp_path: Path) -> None:
    project = classification(RELU, BURSTS, PLAIN, epochs=1)
    inside = [node_called(project, name) for name in ("dense", "dense_1", "dense_2")]
    graph, inner = make_model(project.graph, inside, "block")
    problem = traced(replace(project, graph=graph), tmp_path)
    assert problem.where == "block › dense_1"
    assert problem.node == inner


def test_that_several_outputs_are_walked_through_as_well(tmp_path: Path) -> None:
    project = regression(epochs=1)
    optimizer = Configured("SGD", {"learning_rate": 1e30})
    problem = traced(replace(project, training=replace(project.training, optimizer=optimizer)), tmp_path)
    assert "It began in" in problem.what
    assert problem.node in project.graph.nodes


def test_that_dropout_and_adam_do_not_hide_it(tmp_path: Path) -> None:
    project = classification(
        RELU, ("Dropout", {"rate": 0.3}), ("BatchNormalization", {}), epochs=2,
        optimizer=Configured("Adam", {"learning_rate": 1e37}),
    )  # fmt: skip
    problem = traced(project, tmp_path)
    assert "It began in" in problem.what


@pytest.mark.parametrize("failure", [RuntimeError("no way"), MemoryError()])
def test_that_the_run_ends_well_where_it_cannot_be_found_out(
    failure: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(no_number, "walk", refuse)
    problem = traced(classification(RELU, BURSTS, epochs=1), tmp_path)
    assert problem.what.startswith("The loss is no number any more (NaN) in epoch 1, batch 1")
    assert "It began" not in problem.what
    assert problem.where == "Training"


def test_that_an_epoch_that_takes_too_long_is_not_trained_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(no_number, "SECONDS", -1.0)
    schedule = {"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [3], "values": [0.01, 1e38]}}
    problem = traced(classification(RELU, epochs=1, optimizer=Configured("SGD", {"learning_rate": schedule})), tmp_path)
    assert "It began" not in problem.what
