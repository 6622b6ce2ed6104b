"""Training: the numbers of plain Keras, again and again; what a run tells and leaves behind."""

from __future__ import annotations

import csv
import gc
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.data.choices import Part, Split
from desktop_nn.data.columns import Samples
from desktop_nn.engine.evaluate import prepared_data
from desktop_nn.engine.fit import train
from desktop_nn.engine.loading import load_keras
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project
from desktop_nn.runs.library import list_runs, read_history
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import BatchProgress, EpochEnded, RunEnded, RunStarted
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.order import permutation
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification, regression, run
from tests.core.engine.test_build import assert_equal_weights


def alone(arrays: Mapping[str, Any]) -> Any:
    """A single array as itself, as one gives it to Keras."""
    return next(iter(arrays.values())) if len(arrays) == 1 else dict(arrays)


def plain_fit(model: Any, project: Project, samples: Samples, validation: Samples) -> list[dict[str, float]]:
    """What a script would do: shuffle by our rule, then fit one epoch at a time; returns each epoch's figures."""
    history = []
    for epoch in range(project.training.epochs):
        order = permutation(project.training.seed, epoch, len(samples))
        inputs, targets = (
            alone({name: array[order] for name, array in arrays.items()})
            for arrays in (samples.inputs, samples.targets)
        )
        held_out = alone(validation.inputs), alone(validation.targets)
        fitted = model.fit(inputs, targets, batch_size=32, shuffle=False, validation_data=held_out, verbose=0)
        history.append({name: values[0] for name, values in fitted.history.items()})
    return history


def test_that_a_sequential_ends_bit_equal_with_plain_keras(tmp_path: Path) -> None:
    project = classification()
    data = prepared_data(project)
    assert len(data.train) % 32, "the last batch must be short"
    keras = load_keras()
    keras.utils.set_random_seed(5)
    layers = [keras.layers.Dense(12, activation="relu"), keras.layers.Dropout(0.2)]
    plain = keras.Sequential([keras.Input((5,)), *layers, keras.layers.Dense(3, activation="softmax")])
    plain.compile(keras.optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = plain_fit(plain, project, data.train, data.validation)
    trained, events = run(project, tmp_path)
    assert_equal_weights(trained.model, plain)
    assert [event.logs for event in events if isinstance(event, EpochEnded)] == history


def test_that_two_inputs_and_weighted_outputs_end_bit_equal_with_plain_keras(tmp_path: Path) -> None:
    project = regression(epochs=3)
    data = prepared_data(project)
    keras = load_keras()
    keras.utils.set_random_seed(3)
    wide, deep = keras.Input((5,), name="wide"), keras.Input((6,), name="deep")
    first = keras.layers.Dense(30, activation="relu")(deep)
    second = keras.layers.Dense(20, activation="relu")(first)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.Concatenate()([wide, second]))
    plain = keras.Model([wide, deep], [main, keras.layers.Dense(1, name="aux_output")(second)])
    plain.compile(
        "adam",
        loss={"main_output": "mean_squared_error", "aux_output": keras.losses.Huber(0.5)},
        loss_weights={"main_output": 0.9, "aux_output": 0.1},
        metrics={"main_output": ["mean_absolute_error"]},
    )
    history = plain_fit(plain, project, data.train, data.validation)
    trained, events = run(project, tmp_path)
    assert_equal_weights(trained.model, plain)
    told = [event.logs for event in events if isinstance(event, EpochEnded)]
    assert told == history
    assert "val_main_output_mean_absolute_error" in told[0]


def test_that_a_run_repeats_itself_exactly(tmp_path: Path) -> None:
    project = classification()
    one, other = run(project, tmp_path)[0], run(project, tmp_path)[0]
    assert_equal_weights(one.model, other.model)
    assert one.ended.test == other.ended.test


def test_that_another_seed_gives_another_model(tmp_path: Path) -> None:
    one, other = (run(classification(), tmp_path, epochs=1, seed=seed)[0] for seed in (1, 2))
    assert one.ended.test != other.ended.test


def test_that_a_run_tells_what_happens_in_order(tmp_path: Path) -> None:
    trained, events = run(classification(epochs=3), tmp_path)
    started = events[0]
    assert isinstance(started, RunStarted)
    assert (started.epochs, started.steps, started.parameters) == (3, 7, 111)
    assert started.folder == trained.folder
    assert events[-1] == trained.ended
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [0, 1, 2]
    progress = [(event.epoch, event.step) for event in events if isinstance(event, BatchProgress)]
    assert progress
    assert progress == sorted(progress)
    log = MetricLog()
    for event in events:
        log.add(event)
    assert set(log.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert log.fraction_done() == 1.0


def test_that_a_finished_run_has_test_figures_by_keras_names(tmp_path: Path) -> None:
    project = classification()
    trained, _ = run(project, tmp_path)
    test = prepared_data(project).test
    plain = trained.model.evaluate(alone(test.inputs), alone(test.targets), batch_size=32, verbose=0, return_dict=True)
    assert trained.ended.status == "finished"
    assert trained.ended.test == plain
    assert set(plain) == {"loss", "accuracy"}


def test_that_a_run_leaves_everything_in_its_folder(tmp_path: Path) -> None:
    project = classification(callbacks=[Configured("TensorBoard")])
    trained, events = run(project, tmp_path / "runs")
    folder = trained.folder
    assert folder is not None
    extras = {path.name for path in folder.glob("events.out.tfevents.*.extras")}
    names = {path.name for path in folder.iterdir()} - extras
    assert len(extras) == 1
    figures = {"history.csv", "batches.csv", "layers.jsonl", "run.json"}
    models = {"best.h5", "model.h5", "checkpoint.zip"}
    assert names == {"project.dnn", ".lock", "train", "validation"} | figures | models
    assert all(any((folder / part).glob("events.out.tfevents.*")) for part in ("train", "validation"))
    assert project_file.read(folder / "project.dnn").project == project
    with (folder / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    epochs = [event for event in events if isinstance(event, EpochEnded)]
    assert [float(row["val_loss"]) for row in rows] == [event.logs["val_loss"] for event in epochs]
    record = json.loads((folder / "run.json").read_text())
    assert record["state"] == "finished"
    assert (record["epochs"], record["seed"], record["parameters"]) == (2, 5, 111)
    assert record["samples"] == {"train": 212, "validation": 54, "test": 67}
    assert record["test"] == trained.ended.test
    assert record["best"]["val_loss"] == min(event.logs["val_loss"] for event in epochs)
    assert set(record["versions"]) == {"desktop-nn", "python", "keras", "tensorflow", "numpy", "threads"}
    assert list_runs(tmp_path / "runs")[0].state == "finished"
    assert read_history(folder).history["loss"] == [event.logs["loss"] for event in epochs]


def test_that_keras_itself_can_load_the_model_compiled(tmp_path: Path) -> None:
    project = classification()
    trained, _ = run(project, tmp_path)
    assert trained.ended.model is not None
    loaded = load_keras().models.load_model(trained.ended.model)
    test = prepared_data(project).test
    figures = loaded.evaluate(alone(test.inputs), alone(test.targets), batch_size=32, verbose=0, return_dict=True)
    assert figures == pytest.approx(trained.ended.test)


def test_that_the_best_model_is_that_of_the_best_epoch(tmp_path: Path) -> None:
    from desktop_nn.engine.evaluate import evaluate

    project = classification(epochs=4, optimizer=Configured("SGD", {"learning_rate": 1.5}))
    trained, events = run(project, tmp_path)
    assert trained.folder is not None
    best = min(event.logs["val_loss"] for event in events if isinstance(event, EpochEnded))
    assert evaluate(project, trained.folder / "best.h5", "validation")["loss"] == pytest.approx(best, rel=1e-6)


def test_that_a_project_without_validation_and_test_part_trains(tmp_path: Path) -> None:
    project = classification(split=Split(Part(0), Part(0)))
    trained, events = run(project, tmp_path)
    assert trained.ended.status == "finished", trained.ended.problem
    assert trained.ended.test == {}
    epochs = [event for event in events if isinstance(event, EpochEnded)]
    assert set(epochs[0].logs) == {"loss", "accuracy"}


def test_that_a_run_can_start_from_a_model(tmp_path: Path) -> None:
    project = classification(("Dense", {"units": 12, "activation": "relu"}), optimizer=Configured("Adam"))
    first, _ = run(project, tmp_path, epochs=1)
    slower = replace(project, training=replace(project.training, optimizer=Configured("Adam", {"learning_rate": 1e-9})))
    second, _ = run(slower, tmp_path, epochs=1, start_from=first.ended.model)
    for before, after in zip(first.model.get_weights(), second.model.get_weights(), strict=True):
        np.testing.assert_allclose(after, before, atol=1e-6)
    assert int(second.model.optimizer.iterations) == 2 * int(first.model.optimizer.iterations)
    assert float(second.model.optimizer.learning_rate) == pytest.approx(1e-9)


def test_that_a_run_cannot_start_from_a_model_of_another_drawing(tmp_path: Path) -> None:
    first, _ = run(classification(("Dense", {"units": 7})), tmp_path, epochs=1)
    second, _ = run(classification(("Dense", {"units": 12})), tmp_path, epochs=1, start_from=first.ended.model)
    assert second.ended.status == "failed"
    assert second.ended.problem is not None
    assert "layer dense have other shapes" in second.ended.problem.what


def test_that_memory_does_not_hold_the_graphs_of_former_runs(tmp_path: Path) -> None:
    def graphs() -> int:
        gc.collect()
        return sum(type(item).__name__ == "FuncGraph" for item in gc.get_objects())

    project = classification(epochs=1)
    run(project, tmp_path)
    before = graphs()
    run(project, tmp_path)
    assert graphs() <= before


def test_that_nothing_is_written_to_standard_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    noisy = [Configured("EarlyStopping", {"verbose": 1, "patience": 0}), Configured("TerminateOnNaN")]
    run(classification(callbacks=noisy), tmp_path)
    assert capfd.readouterr().out == ""


def test_that_the_last_event_is_sent_even_when_nothing_could_start(tmp_path: Path) -> None:
    events: list[object] = []

    trained = train(Project(), tmp_path, events.append, Steering())
    assert events == [trained.ended]
    assert isinstance(trained.ended, RunEnded)
    assert (trained.ended.status, trained.model, trained.folder) == ("failed", None, None)
    assert trained.ended.problem is not None
    assert trained.ended.problem.what == "The drawing is empty."
