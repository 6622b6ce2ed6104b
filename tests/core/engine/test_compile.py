"""Compiling: what Keras is given for losses, weights, metrics and the optimizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.build import build
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.loading import load_keras
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from tests.core.engine.drawings import chain, two_outputs

GRAPH = chain(("Dense", {"units": 3, "activation": "softmax"}))
(OUTPUT,) = output_nodes(GRAPH)


def compiled(output: OutputChoices, graph: Graph = GRAPH, optimizer: Configured = Configured("SGD")) -> Any:  # noqa: B008
    model = build(graph, 0)
    compile_model(model, graph, TrainingChoices(optimizer, {id: output for id in output_nodes(graph)}))  # noqa: C420
    return model


def refused(output: OutputChoices, optimizer: str = "SGD") -> Problem:
    with pytest.raises(ProblemError) as raised:
        compiled(output, optimizer=Configured(optimizer))
    assert raised.value.problem.fix
    return raised.value.problem


@pytest.mark.parametrize("name", ["MeanSquaredError", "mse", "MSE", "mean_squared_error"])
def test_that_a_loss_without_parameters_bears_its_functions_full_name(name: str) -> None:
    assert compiled(OutputChoices(Configured(name))).loss == "mean_squared_error"


def test_that_a_loss_with_parameters_is_an_object() -> None:
    model = compiled(OutputChoices(Configured("SparseCategoricalCrossentropy", {"from_logits": True})))
    assert type(model.loss).__name__ == "SparseCategoricalCrossentropy"


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        (Configured("accuracy"), "accuracy"),
        (Configured("acc"), "acc"),
        (Configured("mae"), "mae"),
        (Configured("MeanAbsoluteError"), "mean_absolute_error"),
        (Configured("SparseTopKCategoricalAccuracy", {"k": 2, "name": "top2"}), "top2"),
        (Configured("RMSE"), "root_mean_squared_error"),
    ],
)
def test_that_metrics_bear_keras_names(metric: Configured, name: str) -> None:
    sparse = metric.kind.startswith(("Sparse", "acc"))
    loss = "SparseCategoricalCrossentropy" if sparse else "MeanSquaredError"
    target = np.zeros(4, "int64") if sparse else np.zeros((4, 3))
    model = compiled(OutputChoices(Configured(loss), metrics=(metric,)))
    figures = model.evaluate(np.ones((4, 8)), target, verbose=0, return_dict=True)
    assert list(figures) == sorted(["loss", name])


def test_that_several_outputs_are_keyed_by_name() -> None:
    graph, main, auxiliary = two_outputs()
    outputs = {
        main: OutputChoices(Configured("mse"), 0.9),
        auxiliary: OutputChoices(Configured("mae"), 0.1, (Configured("mse"),)),
    }
    model = build(graph, 0)
    compile_model(model, graph, TrainingChoices(outputs=outputs))
    inputs, target = {"wide": np.ones((4, 5)), "deep": np.ones((4, 6))}, np.zeros(4)
    figures = model.evaluate(inputs, {"main_output": target, "aux_output": target}, verbose=0, return_dict=True)
    assert set(figures) == {"loss", "main_output_loss", "aux_output_loss", "aux_output_mse"}
    assert figures["loss"] == pytest.approx(0.9 * figures["main_output_loss"] + 0.1 * figures["aux_output_loss"])


def test_that_the_weight_of_a_single_output_counts() -> None:
    samples = np.ones((4, 8)), np.zeros(4, "int64")
    losses = [
        compiled(OutputChoices(Configured("SparseCategoricalCrossentropy"), weight)).evaluate(*samples, verbose=0)
        for weight in (1.0, 0.5)
    ]
    assert losses[1] == pytest.approx(losses[0] / 2)


def test_that_keras_can_load_a_file_with_short_names(tmp_path: Path) -> None:
    model = compiled(OutputChoices(Configured("mse"), metrics=(Configured("mae"), Configured("RMSE"))))
    model.save(tmp_path / "x.h5")
    loaded = load_keras().models.load_model(tmp_path / "x.h5")
    assert loaded.loss.__name__ == "mean_squared_error"


@pytest.mark.parametrize(
    "loss", [Configured("Huber", {"delta": 0.25}), Configured("CosineSimilarity", {"axis": 0, "reduction": "sum"})]
)
def test_that_a_saved_loss_keeps_its_parameters(tmp_path: Path, loss: Configured) -> None:
    model = compiled(OutputChoices(loss))
    samples = np.linspace(0, 9, 32, dtype="float32").reshape(4, 8), np.linspace(5, 9, 12).reshape(4, 3)
    model.save(tmp_path / "x.h5")
    loaded = load_keras().models.load_model(tmp_path / "x.h5")
    assert loaded.evaluate(*samples, verbose=0) == pytest.approx(model.evaluate(*samples, verbose=0))


def test_that_the_optimizer_gets_its_schedule() -> None:
    schedule = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 10}}
    optimizer = Configured("Nadam", {"learning_rate": schedule, "clipvalue": 0.5})
    model = compiled(OutputChoices(Configured("mse")), optimizer=optimizer)
    assert float(model.optimizer.learning_rate) == pytest.approx(0.2)
    assert model.optimizer.clipvalue == 0.5


def test_that_an_output_without_loss_is_told_at_its_name() -> None:
    problem = refused(OutputChoices())
    assert (problem.where, problem.what) == ("dense", "The output dense has no loss.")


def test_that_unknown_names_are_told_where_they_stand() -> None:
    assert refused(OutputChoices(Configured("mess"))).where == "dense"
    assert refused(OutputChoices(Configured("mse"), metrics=(Configured("accurate"),))).where == "dense"
    assert refused(OutputChoices(Configured("mse")), "Adem").where == "optimizer"
