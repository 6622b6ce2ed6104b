"""Runs that go on: bit for bit as if they had never stopped, from whatever their folder holds."""

from __future__ import annotations

import errno
import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import checkpoint, checkpointing
from desktop_nn.engine.fit import Trained, go_on, train
from desktop_nn.project.document import Project
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.library import list_runs, read_history, read_record
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import BatchProgress, EpochEnded, RunEvent, RunStarted, Steered
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification, regression, run

SCHEDULE = Configured("Adam", {"learning_rate": {"class_name": "ExponentialDecay", "config": {
    "initial_learning_rate": 0.01, "decay_steps": 5, "decay_rate": 0.9}}})  # fmt: skip
PLATEAU = Configured("ReduceLROnPlateau", {"monitor": "loss", "patience": 1, "min_delta": 10.0})
PATIENT = Configured("EarlyStopping", {"monitor": "loss", "patience": 3, "min_delta": 10.0})
BATCH_NORM: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dense", {"units": 9}),
    ("BatchNormalization", {}),
    ("Dropout", {"rate": 0.3}),
)
BY_BATCH = Configured("TensorBoard", {"update_freq": "batch"})
EMA = Configured("Adam", {"use_ema": True, "ema_overwrite_frequency": 3})


def ended_when(
    event_is: Callable[[RunEvent], bool], ask: Callable[[Steering], None], project: Project, runs: Path
) -> Trained:
    """Train, and ask for something once an event comes."""
    steering = Steering()

    def emit(event: RunEvent) -> None:
        if event_is(event):
            ask(steering)

    return train(project, runs, emit, steering)


def in_epoch(number: int) -> Callable[[RunEvent], bool]:
    """In the middle of that epoch (from 0)."""
    return lambda event: isinstance(event, BatchProgress) and event.epoch == number


def after_epoch(number: int) -> Callable[[RunEvent], bool]:
    return lambda event: isinstance(event, EpochEnded) and event.epoch == number


def state(model: Any) -> list[np.ndarray]:
    variables = (*model.variables, *model.optimizer.variables)
    return [np.array(variable.numpy()) for variable in variables]


def assert_same(one: Any, other: Any) -> None:
    pairs = list(zip(state(one), state(other), strict=True))
    assert pairs
    for here, there in pairs:
        np.testing.assert_array_equal(here, there)


def continued(folder: Path | None, epochs: int | None = None) -> tuple[Trained, list[RunEvent]]:
    assert folder is not None
    events: list[RunEvent] = []
    return go_on(folder, events.append, Steering(), epochs=epochs), events


@pytest.mark.parametrize(
    "project",
    [
        classification(epochs=4),
        classification(*BATCH_NORM, epochs=4, optimizer=Configured("Adam"), callbacks=[PLATEAU, PATIENT]),
        pytest.param(classification(epochs=4, optimizer=SCHEDULE), marks=pytest.mark.thorough),
        pytest.param(classification(epochs=4, optimizer=EMA), marks=pytest.mark.thorough),
        pytest.param(classification(epochs=4, callbacks=[BY_BATCH]), marks=pytest.mark.thorough),
        pytest.param(regression(epochs=4), marks=pytest.mark.thorough),
    ],
    ids=["dropout", "batch norm, plateau", "schedule", "averages", "batch by batch", "two outputs"],
)
def test_that_a_run_that_goes_on_is_bit_for_bit_one_that_never_stopped(project: Project, tmp_path: Path) -> None:
    whole, _ = run(project, tmp_path / "whole")
    part = ended_when(after_epoch(1), Steering.stop_after_epoch, project, tmp_path / "parts")
    assert (part.ended.status, part.ended.epochs) == ("stopped", 2)
    rest, _ = continued(part.folder)
    assert (rest.ended.status, rest.ended.epochs) == ("finished", 4)
    assert_same(whole.model, rest.model)
    assert whole.folder is not None
    assert rest.folder is not None
    assert read_history(whole.folder).history == read_history(rest.folder).history
    assert dict(whole.ended.test) == dict(rest.ended.test)


def test_that_a_finished_run_takes_more_epochs(tmp_path: Path) -> None:
    whole, _ = run(classification(epochs=5), tmp_path / "whole")
    part, _ = run(classification(epochs=3), tmp_path / "parts")
    rest, _ = continued(part.folder, epochs=5)
    assert_same(whole.model, rest.model)
    assert list_runs(tmp_path / "parts")[0].planned_epochs == 5


def test_that_a_run_stopped_within_an_epoch_goes_on_after_its_last_whole_one(tmp_path: Path) -> None:
    whole, _ = run(classification(epochs=4), tmp_path / "whole")
    part = ended_when(after_epoch(1), Steering.stop, classification(epochs=4), tmp_path / "parts")
    assert part.ended.status == "stopped", "in the epoch after; its batches are told by time, so not waited for"
    rest, events = continued(part.folder)
    assert_same(whole.model, rest.model)
    started = next(event for event in events if isinstance(event, RunStarted))
    assert started.first_epoch <= 2
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [0, 1, 2, 3]


def test_that_figures_after_the_checkpoint_are_written_once(tmp_path: Path) -> None:
    part, _ = run(classification(epochs=2), tmp_path)
    assert part.folder is not None
    folder = RunFolder(part.folder)
    folder.append_history(2, 0.1, {"loss": 9.0})
    folder.history.open("a").write("3,0.2,0.")  # a crash in the middle of a line
    continued(part.folder, epochs=4)
    log = read_history(part.folder)
    assert len(log.history["loss"]) == 4
    assert 9.0 not in log.history["loss"]
    assert [at for at, _ in log.batch_losses] == sorted(at for at, _ in log.batch_losses)


def test_that_early_stopping_gets_its_patience_again(tmp_path: Path) -> None:
    impatient = Configured("EarlyStopping", {"monitor": "loss", "patience": 2, "min_delta": 10.0})
    part, _ = run(classification(epochs=9, callbacks=[impatient]), tmp_path)
    assert part.ended.epochs == 3
    rest, _ = continued(part.folder)
    assert rest.ended.epochs == 5


def test_that_a_run_without_a_checkpoint_begins_anew(tmp_path: Path) -> None:
    whole, _ = run(classification(epochs=2), tmp_path)
    assert whole.folder is not None
    RunFolder(whole.folder).checkpoint.unlink()
    again, _ = continued(whole.folder)
    assert_same(whole.model, again.model)


def test_that_a_run_with_all_its_epochs_says_so(tmp_path: Path) -> None:
    part, _ = run(classification(epochs=2), tmp_path)
    rest, _ = continued(part.folder)
    assert rest.ended.status == "failed"
    assert rest.ended.problem is not None
    assert "has 2 epochs already" in rest.ended.problem.what


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + 18 * b"\0"], ids=["empty", "foreign", "hollow"])
def test_that_a_damaged_checkpoint_is_named(content: bytes, tmp_path: Path) -> None:
    part, _ = run(classification(epochs=2), tmp_path)
    assert part.folder is not None
    RunFolder(part.folder).checkpoint.write_bytes(content)
    rest, _ = continued(part.folder, epochs=3)
    assert rest.ended.problem is not None
    assert rest.ended.problem.what == "This checkpoint is damaged."


def test_that_a_checkpoint_of_another_model_is_refused(tmp_path: Path) -> None:
    one, _ = run(classification(epochs=1), tmp_path / "one")
    other, _ = run(classification(("Dense", {"units": 7}), epochs=1), tmp_path / "other")
    assert one.folder is not None
    assert other.folder is not None
    RunFolder(one.folder).checkpoint.write_bytes(RunFolder(other.folder).checkpoint.read_bytes())
    rest, _ = continued(one.folder, epochs=2)
    assert rest.ended.problem is not None
    assert "does not fit the model" in rest.ended.problem.what


def test_that_two_programs_do_not_train_in_one_folder(tmp_path: Path) -> None:
    part, _ = run(classification(epochs=1), tmp_path)
    assert part.folder is not None
    with RunFolder(part.folder).locked():
        rest, _ = continued(part.folder, epochs=2)
    assert rest.ended.problem is not None
    assert "trains in this run's folder" in rest.ended.problem.what


def test_that_a_run_does_not_go_on_with_other_data(tmp_path: Path) -> None:
    part, _ = run(classification(epochs=1), tmp_path)
    assert part.folder is not None
    record = json.loads(RunFolder(part.folder).record.read_text())
    RunFolder(part.folder).record.write_text(json.dumps({**record, "samples": {**record["samples"], "train": 7}}))
    rest, _ = continued(part.folder, epochs=2)
    assert rest.ended.problem is not None
    assert "The data has changed" in rest.ended.problem.what


def test_that_a_discarded_run_leaves_nothing(tmp_path: Path) -> None:
    part = ended_when(in_epoch(0), Steering.discard, classification(epochs=50), tmp_path)
    assert (part.ended.status, part.model) == ("discarded", None)
    assert list(tmp_path.iterdir()) == []


def test_that_discarding_a_continued_run_leaves_it_as_it_was(tmp_path: Path) -> None:
    part, _ = run(classification(epochs=2), tmp_path)
    assert part.folder is not None
    before = {name: (part.folder / name).read_bytes() for name in ("history.csv", "checkpoint.zip", "project.dnn")}
    events = frozenset(part.folder.rglob("*.v2"))
    steering = Steering()

    def emit(event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 4:
            steering.discard()

    ended = go_on(part.folder, emit, steering, epochs=500).ended
    assert ended.status == "discarded"
    assert {name: (part.folder / name).read_bytes() for name in before} == before
    assert frozenset(part.folder.rglob("*.v2")) == events, "TensorBoard is told nothing of what was thrown away"
    record = read_record(part.folder)
    assert (record.state, record.epochs, record.planned_epochs) == ("finished", 2, 2)


def test_that_a_learning_rate_set_by_hand_stays_with_the_run(tmp_path: Path) -> None:
    def changed(epochs: int, runs: Path) -> Trained:
        project = classification(epochs=epochs)
        return ended_when(after_epoch(0), lambda steering: steering.set_learning_rate(0.5), project, runs)

    whole, part = changed(4, tmp_path / "whole"), changed(2, tmp_path / "parts")
    rest, _ = continued(part.folder, epochs=4)
    assert_same(whole.model, rest.model)
    assert rest.folder is not None
    assert read_history(rest.folder).learning_rates == pytest.approx([0.05, 0.5, 0.5, 0.5])
    assert read_record(rest.folder).steered[0] == Steered(1, 0, "learning_rate", 0.5)


def test_that_a_full_disk_leaves_the_checkpoint_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part, _ = run(classification(epochs=2), tmp_path)
    assert part.folder is not None
    path = RunFolder(part.folder).checkpoint
    before = path.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np.lib.format, "write_array", full)
    rest, _ = continued(part.folder, epochs=4)
    assert rest.ended.problem is not None
    assert rest.ended.problem.what == "The disk is full."
    assert path.read_bytes() == before
    assert not list(part.folder.glob(".checkpoint*"))
    monkeypatch.undo()
    assert continued(part.folder, epochs=4)[0].ended.status == "finished"


def test_that_quick_epochs_are_not_all_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = list[int]()
    plain = checkpoint.write

    def count(state: checkpoint.Checkpoint, path: Path) -> None:
        written.append(state.epochs)
        plain(state, path)

    monkeypatch.setattr(checkpointing, "write", count)
    monkeypatch.setattr(checkpointing, "SHARE", 1e-9)
    run(classification(epochs=30), tmp_path)
    assert written == [1, 30]


def test_that_numbers_which_numpy_does_not_know_come_back(tmp_path: Path) -> None:
    import ml_dtypes

    values = np.array([1.5, -2.0], ml_dtypes.bfloat16)
    checkpoint.write(checkpoint.Checkpoint(3, {"model/0": values}), tmp_path / "a.zip")
    found = checkpoint.read(tmp_path / "a.zip")
    assert found is not None
    assert found.arrays["model/0"].dtype == values.dtype
    assert found.arrays["model/0"].tolist() == values.tolist()


def test_that_a_checkpoint_holds_no_objects(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "about.json",
            json.dumps({"epochs": 1, "callbacks": [], "dtypes": {"model/0": "object"}}),
        )
        with archive.open("model/0.npy", "w") as file:
            np.lib.format.write_array(file, np.array([{}], object), allow_pickle=True)
    with pytest.raises(Exception, match="damaged"):
        checkpoint.read(path)


def test_that_a_pause_is_told_and_costs_the_epoch_no_time(tmp_path: Path) -> None:
    steering, told = Steering(), list[RunEvent]()

    def emit(event: RunEvent) -> None:
        told.append(event)
        if isinstance(event, EpochEnded) and event.epoch == 0:
            steering.pause()
        if isinstance(event, Steered) and event.what == "paused":
            steering.resume()

    project = classification(epochs=3)
    paused = train(project, tmp_path / "a", emit, steering)
    assert [event.what for event in told if isinstance(event, Steered)] == ["paused", "resumed"]
    plain, _ = run(project, tmp_path / "b")
    assert_same(plain.model, paused.model)


def test_that_a_clock_set_back_changes_nothing_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its figures, nor how long it took, nor that it goes on: an hour less at each look at the clock."""
    straight = run(project := classification(epochs=4), tmp_path / "straight")[0]
    now = [time.time()]

    def earlier() -> float:
        now[0] -= 3600.0
        return now[0]

    monkeypatch.setattr(time, "time", earlier)
    first = train(replace(project, training=replace(project.training, epochs=2)), tmp_path, lambda _: None, Steering())
    assert first.folder is not None
    whole, events = continued(first.folder, 4)
    assert_same(whole.model, straight.model)
    assert all(event.seconds >= 0 for event in events if isinstance(event, EpochEnded))
    assert 0 < read_record(first.folder).seconds < 3600


def test_that_an_interrupted_run_keeps_the_time_it_took(tmp_path: Path) -> None:
    part, _ = run(classification(epochs=1), tmp_path)
    assert part.folder is not None
    record = read_record(part.folder)
    RunFolder(part.folder).write_state(replace(record, seconds=1000.0))
    rest, _ = continued(part.folder, epochs=2)
    assert rest.folder is not None
    after = read_record(rest.folder)
    assert after.seconds > 1000.0
    assert len(after.continued) == 1
