"""A run survives the sudden end of its program: it is listed as interrupted and goes on bit for bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop_nn.engine.fit import go_on
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import file
from desktop_nn.runs.library import list_runs, read_history
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification, run
from tests.helpers.killing import kill, same, training, until_said

EPOCHS = 400


def test_that_a_killed_run_is_listed_and_goes_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    project = classification(epochs=EPOCHS, samples=60)
    path = tmp_path / "project.dnn"
    file.write(path, project, GraphFacts())
    process = training(path, tmp_path / "killed")
    assert until_said(process, f"epoch 4/{EPOCHS}")  # told just before it is written down
    kill(process)
    record = list_runs(tmp_path / "killed")[0]
    assert record.state == "interrupted"
    log = read_history(record.folder)
    assert 3 <= len(log.history["loss"]) < EPOCHS
    epochs = len(log.history["loss"]) + 5
    rest = go_on(record.folder, lambda _: None, Steering(), epochs=epochs)
    assert rest.ended.status == "finished"
    whole, _ = run(replace(project, training=replace(project.training, epochs=epochs)), tmp_path / "whole")
    assert whole.folder is not None
    assert same(whole.folder, record.folder)
    assert read_history(whole.folder).history == read_history(record.folder).history
