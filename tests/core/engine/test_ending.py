"""How runs end before their time: stopped, early, with a loss that is no number, on a disk that refuses."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import model_files
from desktop_nn.engine.evaluate import evaluate
from desktop_nn.engine.fit import train
from desktop_nn.engine.watching import Watch
from desktop_nn.problems import Problem
from desktop_nn.runs.library import list_runs
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import BatchProgress, EpochEnded, RunEnded, RunEvent
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification, run


def problem_of(ended: RunEnded) -> Problem:
    assert ended.status == "failed"
    assert ended.problem is not None
    assert ended.problem.fix
    return ended.problem


def summary_writer() -> object:
    """What TensorFlow would write summaries of this thread to."""
    from tensorflow.python.ops import summary_ops_v2

    return summary_ops_v2._summary_state.writer


def test_that_a_stop_ends_within_one_batch_and_keeps_the_model(tmp_path: Path) -> None:
    stop, seen = Steering(), list[int]()

    def emit(event: RunEvent) -> None:
        if isinstance(event, BatchProgress) and not stop.must_end:
            seen.append(event.step + 7 * event.epoch)
            stop.stop()

    trained = train(classification(epochs=1000), tmp_path, emit, stop)
    assert trained.ended.status == "stopped"
    assert int(trained.model.optimizer.iterations) <= seen[0] + 1
    assert trained.ended.model is not None
    assert trained.ended.model.exists()
    assert list_runs(tmp_path)[0].state == "stopped"


def test_that_a_stop_during_validation_does_not_wait_for_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, asked = Steering(), list[int]()
    plain = Watch.check_stop

    def check(watch: Watch) -> None:
        if watch.epoch == 1 and watch.step == 7:
            asked.append(1)
            if len(asked) == 2:  # after the last training batch, and after the first of two validation batches
                stop.stop()
        plain(watch)

    monkeypatch.setattr(Watch, "check_stop", check)
    callbacks = [Configured("TensorBoard", {"update_freq": "batch"})]
    trained, events = run(classification(epochs=1000, callbacks=callbacks), tmp_path, stop=stop)
    assert trained.ended.status == "stopped"
    assert len(asked) == 2
    assert trained.ended.epochs == 1
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [0]
    assert int(trained.model.optimizer.iterations) == 14
    assert summary_writer() is None, "TensorBoard's writer would stay behind in this thread"


def test_that_a_stop_before_the_first_batch_makes_no_model(tmp_path: Path) -> None:
    stop = Steering()
    stop.stop()
    trained, events = run(classification(), tmp_path, stop=stop)
    assert (trained.ended.status, trained.ended.epochs, trained.model) == ("stopped", 0, None)
    assert events == [trained.ended]
    assert not list(tmp_path.iterdir())


def test_that_event_files_are_whole_after_a_stop(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

    stop = Steering()

    def emit(event: RunEvent) -> None:
        if isinstance(event, EpochEnded):
            stop.stop()

    project = classification(epochs=9, callbacks=[Configured("TensorBoard", {"update_freq": "batch"})])
    trained = train(project, tmp_path, emit, stop)
    assert trained.folder is not None
    file = next((trained.folder / "train").glob("events.out.*"))
    tags = {value.tag for event in EventFileLoader(str(file)).Load() for value in event.summary.value}
    assert "epoch_loss" in tags


def test_that_early_stopping_restores_its_best_weights_and_says_why(tmp_path: Path) -> None:
    stopping = Configured("EarlyStopping", {"patience": 2, "restore_best_weights": True})
    project = classification(epochs=50, optimizer=Configured("SGD", {"learning_rate": 3.0}), callbacks=[stopping])
    trained, events = run(project, tmp_path)
    losses = [event.logs["val_loss"] for event in events if isinstance(event, EpochEnded)]
    best = losses.index(min(losses))
    assert trained.ended.status == "finished"
    assert len(losses) == best + 3 < 50
    assert f"the best was {min(losses):.4g} in epoch {best + 1}, whose weights were restored" in trained.ended.early
    assert evaluate(project, trained.model, "validation")["loss"] == pytest.approx(min(losses), rel=1e-5)
    assert list_runs(tmp_path)[0].early == trained.ended.early


def test_that_a_loss_that_is_no_number_ends_the_run_and_keeps_good_weights(tmp_path: Path) -> None:
    bursting = {"boundaries": [10], "values": [0.01, 1e38]}
    schedule = {"class_name": "PiecewiseConstantDecay", "config": bursting}
    project = classification(epochs=5, optimizer=Configured("SGD", {"learning_rate": schedule}))
    trained, events = run(project, tmp_path)
    problem = problem_of(trained.ended)
    assert problem.what.startswith("The loss is no number any more (NaN) in epoch 2, batch ")
    assert "learning rate" in problem.fix
    told = [event.logs["val_loss"] for event in events if isinstance(event, EpochEnded)]
    assert len(told) == trained.ended.epochs == 1
    assert all(np.isfinite(values).all() for values in trained.model.get_weights())
    assert trained.ended.model is not None
    assert evaluate(project, trained.ended.model, "validation")["loss"] == pytest.approx(told[0])
    assert all(np.isfinite(item.numpy()).all() for item in trained.model.optimizer.variables)


def test_that_a_place_where_no_run_folder_can_be_made_is_told_before_training(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    trained, events = run(classification(), tmp_path / "runs")
    problem = problem_of(trained.ended)
    assert problem.what.startswith("No run folder can be made there.")
    assert problem.where == str(tmp_path / "runs")
    assert events == [trained.ended]


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for runs in which no model can be written; temporary files go beside it."""
    folder, spare = tmp_path / "runs", tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    plain = model_files.save

    def save(model: Any, path: Path, project: Any) -> None:
        if path.is_relative_to(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        plain(model, path, project)

    monkeypatch.setattr(model_files, "save", save)
    return folder


def test_that_a_full_disk_loses_neither_the_model_nor_its_figures(full: Path) -> None:
    project = classification()
    trained, events = run(project, full)
    problem = problem_of(trained.ended)
    assert problem.what == "The disk is full."
    assert trained.ended.model is not None
    assert problem.fix.endswith(f"The model so far is in {trained.ended.model}.")
    told = [event.logs["val_loss"] for event in events if isinstance(event, EpochEnded)]
    assert evaluate(project, trained.ended.model, "validation")["loss"] == pytest.approx(told[-1])
    assert evaluate(project, trained.model, "validation")["loss"] == pytest.approx(told[-1])
    assert list_runs(full)[0].problem == problem


def test_that_a_checkpoint_that_cannot_be_written_costs_no_epoch(full: Path) -> None:
    project = classification(callbacks=[Configured("ModelCheckpoint", {"save_best_only": True})])
    trained, events = run(project, full)
    assert problem_of(trained.ended).what == "The disk is full."
    assert trained.ended.epochs == len([event for event in events if isinstance(event, EpochEnded)]) == 1


def test_that_a_history_that_cannot_be_written_fails_the_run_but_keeps_the_model(tmp_path: Path) -> None:
    def emit(event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 0:
            (next(tmp_path.glob("run_*")) / "history.csv").mkdir()

    trained = train(classification(), tmp_path, emit, Steering())
    problem = problem_of(trained.ended)
    assert problem.where.endswith("history.csv")
    assert trained.ended.epochs == 1
    assert trained.ended.model is not None
    assert trained.ended.model.parent == trained.folder


def test_that_callbacks_write_into_the_runs_folder_only(tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "elsewhere")
    callbacks = [
        Configured("TensorBoard", {"log_dir": elsewhere}),
        Configured("ModelCheckpoint", {"filepath": f"{elsewhere}/x.keras", "save_best_only": True}),
        Configured("ModelCheckpoint", {"filepath": f"{elsewhere}/x.h5", "save_weights_only": True}),
        Configured("CSVLogger", {"filename": f"{elsewhere}.csv"}),
        Configured("BackupAndRestore", {"backup_dir": elsewhere}),
        Configured("ReduceLROnPlateau", {"patience": 1}),
    ]
    trained, events = run(classification(callbacks=callbacks), tmp_path / "ru{n}s")
    assert trained.ended.status == "finished", trained.ended.problem
    assert [path.name for path in tmp_path.iterdir()] == ["ru{n}s"]
    assert trained.folder is not None
    names = {path.name for path in trained.folder.iterdir()}
    assert {"best.keras", "epoch_001.weights.h5", "epoch_002.weights.h5", "log.csv"} <= names
    assert "best.h5" not in names, "the document's own checkpoint takes its place"
    epochs = [event for event in events if isinstance(event, EpochEnded)]
    assert "learning_rate" in epochs[0].logs
    assert "learning_rate" in (trained.folder / "history.csv").read_text()


def test_that_a_checkpoint_holds_the_drawing(tmp_path: Path) -> None:
    project = classification(callbacks=[Configured("ModelCheckpoint", {"save_best_only": True})])
    trained, _ = run(project, tmp_path)
    assert trained.folder is not None
    assert model_files.read(trained.folder / "best.h5").project == project


def test_that_a_callback_that_watches_nothing_is_refused_before_a_folder_is_made(tmp_path: Path) -> None:
    trained, _ = run(classification(callbacks=[Configured("EarlyStopping", {"monitor": "val_acc"})]), tmp_path)
    problem = problem_of(trained.ended)
    assert problem.what == "EarlyStopping watches “val_acc”, which this run does not have."
    assert "val_accuracy" in problem.fix
    assert not list(tmp_path.iterdir())


def test_that_a_learning_rate_with_a_schedule_is_not_reduced(tmp_path: Path) -> None:
    schedule = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 10}}
    optimizer = Configured("SGD", {"learning_rate": schedule})
    trained, _ = run(classification(optimizer=optimizer, callbacks=[Configured("ReduceLROnPlateau")]), tmp_path)
    assert "follows a schedule" in problem_of(trained.ended).what


def test_that_a_folder_renamed_under_a_run_ends_it_with_the_model_kept(tmp_path: Path) -> None:
    def rename(event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 1:
            (folder,) = tmp_path.iterdir()
            folder.rename(tmp_path / "renamed")

    ended = train(classification(epochs=50), tmp_path, rename, Steering()).ended
    assert problem_of(ended).what == "The folder of this run was deleted, renamed or moved while it trained."
    assert ended.epochs == 2
    assert ended.model is not None
    assert ended.model.exists()
