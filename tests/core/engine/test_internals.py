"""Looking into the layers: what is seen is right, and the training is the same bit for bit with and without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import internals
from desktop_nn.engine.build import build
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.evaluate import prepared_data
from desktop_nn.engine.internals import Looker, histogram, look
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.output_losses import OutputLoss, output_losses
from desktop_nn.engine.walking import drawn_layers
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.graph.scopes import layer_key, scope_of_place
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.project.document import Project
from desktop_nn.runs.layers import read_layers
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import EpochEnded, LayersSeen
from desktop_nn.training.internals import BINS, LayerSeen
from tests.core.engine.drawings import Drawing
from tests.core.engine.projects import classification, regression, run
from tests.core.engine.test_walking import GRAPHS, inputs_of

ADAM = Configured("Adam", {"learning_rate": 0.01})
REGULARIZED = {"units": 12, "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.01}}}
BUSY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dense", {**REGULARIZED, "activation": "relu"}),
    ("BatchNormalization", {}),
    ("Dropout", {"rate": 0.3}),
    ("GaussianNoise", {"stddev": 0.1}),
    ("ActivityRegularization", {"l2": 0.01}),
)


def busy(epochs: int = 3) -> Project:
    """All that could be disturbed: batch norm, dropout, noise, regularizers, an optimizer with memory."""
    return classification(*BUSY, epochs=epochs, optimizer=ADAM)


def looked(project: Project) -> tuple[Any, dict[str, LayerSeen]]:
    """A fresh model of the project, and what a look into it saw, by layer name."""
    model = build(project.graph, 1)
    compile_model(model, project.graph, project.training)
    train = prepared_data(project).train
    graph = built(project.graph)
    seen = look(graph, model, output_losses(graph, project.training), *first(train.inputs, train.targets))
    return model, {project.graph.layers[item.layer].name: item for item in seen}


def first(*parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{name: values[:64] for name, values in part.items()} for part in parts]


@pytest.mark.parametrize(("make", "slow"), [(busy, False), (busy, True), (regression, False)])
def test_that_training_is_the_same_bit_for_bit(make: Any, slow: bool, tmp_path: Path) -> None:
    project = make(epochs=3)
    if slow:  # a file a batch takes the plain way
        callbacks = (Configured("TensorBoard", {"update_freq": "batch"}),)
        project = replace(project, training=replace(project.training, callbacks=callbacks))
    without = replace(project, training=replace(project.training, internals=False))
    (one, looks), (two, none) = run(project, tmp_path / "a"), run(without, tmp_path / "b")
    assert any(isinstance(event, LayersSeen) for event in looks)
    assert not any(isinstance(event, LayersSeen) for event in none)
    for ours, theirs in zip(one.model.variables, two.model.variables, strict=True):
        np.testing.assert_array_equal(ours.value.numpy(), theirs.value.numpy())
    for ours, theirs in zip(one.model.optimizer.variables, two.model.optimizer.variables, strict=True):
        np.testing.assert_array_equal(ours.value.numpy(), theirs.value.numpy())
    figures = [[event.logs for event in told if isinstance(event, EpochEnded)] for told in (looks, none)]
    assert figures[0] == figures[1]


def test_that_what_was_seen_is_told_and_read_back_from_the_folder(tmp_path: Path) -> None:
    trained, events = run(busy(), tmp_path)
    told = [event for event in events if isinstance(event, LayersSeen)]
    assert trained.folder is not None
    assert (told[0].epoch, told[-1].epoch) == (0, 2)
    assert read_layers(trained.folder) == told


def test_that_norms_are_those_of_keras() -> None:
    project = busy()
    model, seen = looked(project)
    keras = load_keras()
    train = prepared_data(project).train
    (x, y) = (next(iter(part.values())) for part in first(train.inputs, train.targets))
    import tensorflow

    with tensorflow.GradientTape() as tape:
        loss = model.compute_loss(x, y, model(x, training=False), training=False)
    slopes = tape.gradient(loss, [variable.value for variable in model.trainable_variables])
    norms: dict[str, float] = {}
    for variable, slope in zip(model.trainable_variables, slopes, strict=True):
        layer = next(layer for layer in model.layers if any(variable is one for one in layer.trainable_variables))
        norms[layer.name] = norms.get(layer.name, 0.0) + float(keras.ops.sum(slope**2))
    for name, square in norms.items():
        assert seen[name].gradient_norm == pytest.approx(square**0.5, rel=1e-5)
        flat = np.concatenate([weights.ravel() for weights in _trainable(model, name)])
        assert seen[name].weight_norm == pytest.approx(float(np.linalg.norm(flat)), rel=1e-5)


def test_that_activations_are_those_of_the_model() -> None:
    project = classification(("Dense", {"units": 12, "activation": "relu"}))
    model, seen = looked(project)
    x = next(iter(first(prepared_data(project).train.inputs)[0].values()))
    given = model.layers[0](x).numpy()
    assert seen["dense"].activation_mean == pytest.approx(float(given.mean()), rel=1e-5)
    assert seen["dense"].activation_std == pytest.approx(float(given.std()), rel=1e-5)
    assert seen["dense"].silent == pytest.approx(float((given == 0).all(axis=0).mean()))


def test_that_units_that_never_answer_are_counted() -> None:
    bias = {"class_name": "Constant", "config": {"value": -1000.0}}
    _, seen = looked(classification(("Dense", {"units": 4, "activation": "relu", "bias_initializer": bias})))
    assert seen["dense"].silent == 1.0
    assert seen["dense"].gradient_norm == 0.0


def test_that_a_layer_without_weights_or_frozen_has_no_norms() -> None:
    _, seen = looked(
        classification(("Dense", {"units": 4, "trainable": False}), ("Activation", {"activation": "relu"}))
    )
    for name in ("dense", "activation"):
        assert (seen[name].weight_norm, seen[name].gradient_norm, seen[name].weights) == (None, None, None)
        assert seen[name].activations is not None


def test_that_a_histogram_counts_every_finite_value_once() -> None:
    values = np.array([0.0, 0.5, 1.0, 1.0, np.nan, np.inf], "float32")
    found = histogram([values[:2], values[2:]])
    assert found is not None
    assert (found.low, found.high, len(found.counts), sum(found.counts)) == (0.0, 1.0, BINS, 4)
    assert (found.counts[0], found.counts[-1]) == (1, 2)
    flat = histogram([np.full(7, 3.0)])
    assert flat is not None
    assert flat.low < 3.0 < flat.high
    assert histogram([]) is histogram([np.array([np.nan])]) is None


def test_that_large_weights_are_thinned_out_for_histograms() -> None:
    found = histogram([np.linspace(0, 1, 1_000_000)])
    assert found is not None
    assert 10_000 <= sum(found.counts) <= 20_000


class Clock:
    """A look takes a tenth of a second; nothing else takes time."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        self.now += 0.1
        return self.now


def epochs_seen(monkeypatch: pytest.MonkeyPatch, seconds: float, epochs: int = 40) -> list[int]:
    monkeypatch.setattr(internals, "time", Clock())
    monkeypatch.setattr(internals, "look", lambda *_: ())
    project, told = busy(), list[LayersSeen]()
    looker = Looker(project.graph, project.training, prepared_data(project).train, told.append)
    for epoch in range(epochs):
        looker.epoch_ends(None, epoch, seconds, epoch == epochs - 1)
    return [seen.epoch for seen in told]


def test_that_long_epochs_are_all_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert epochs_seen(monkeypatch, 5.1) == list(range(40))


def test_that_short_epochs_are_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    assert epochs_seen(monkeypatch, 0.5001) == [0, 3, 13, 23, 33, 39]


def test_that_a_layer_that_cannot_be_looked_into_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("no way in")

    monkeypatch.setattr(internals, "walk", refuse)
    trained, events = run(busy(), tmp_path)
    assert trained.ended.status == "finished"
    assert not any(isinstance(event, LayersSeen) for event in events)


def _trainable(model: Any, name: str) -> list[Any]:
    return [variable.value.numpy() for variable in model.get_layer(name).trainable_variables]


def stateful() -> Graph:
    """A recurrent layer that remembers from call to call; batches of six."""
    drawing = Drawing("stateful")
    start = drawing.add("InputLayer", name="start", batch_shape=[6, 4, 2])
    drawing.add("LSTM", start, units=3, stateful=True)
    return drawing.graph


@pytest.mark.parametrize("name", [*GRAPHS, "stateful"])
def test_that_every_kind_of_model_can_be_looked_into_and_stays_as_it_was(name: str) -> None:
    graph = stateful() if name == "stateful" else GRAPHS[name]()
    model = build(graph, 3)
    inputs = dict(zip((graph.name_of(id) for id in input_nodes(graph)), inputs_of(model).values(), strict=True))
    squared = load_keras().losses.MeanSquaredError()
    ends = [(id, graph.name_of(id)) for id in output_nodes(graph)]
    losses = [OutputLoss(id, end, "MeanSquaredError", squared, 1.0) for id, end in ends]
    targets = {
        end: np.zeros((6, *tensor.shape[1:]), "float32") for (_, end), tensor in zip(ends, model.outputs, strict=True)
    }
    before = [variable.value.numpy() for variable in model.variables]
    seen = look(built(graph), model, losses, inputs, targets)
    for old, variable in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, variable.value.numpy())
    drawn = built(graph)
    layers = {layer_key(scope_of_place(drawn, place), layer.id) for place, layer, _ in drawn_layers(drawn, model)}
    assert {item.layer for item in seen} == layers
    learning = [item for item in seen if item.weight_norm is not None]
    assert learning
    assert all(item.gradient_norm is not None and np.isfinite(item.gradient_norm) for item in learning)
    assert any(item.gradient_norm for item in learning)
