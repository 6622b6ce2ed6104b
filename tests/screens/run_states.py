"""States of the runs library: a full table, runs compared, TensorBoard's state. The run folders are written here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import Problem
from desktop_nn.project import examples, file
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.label import RunLabel, write_label
from desktop_nn.runs.record import RunRecord, State
from desktop_nn.training.choices import Configured
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.runs.compare_dialog import CompareDialog
from ui.runs.panel import RunsPanel

_STATES: tuple[State, ...] = ("finished", "finished", "stopped", "finished", "interrupted", "finished", "failed")
_TITLES = {0: "Baseline", 3: "Wider, with dropout", 5: "Adam, higher learning rate", 8: "Ready for the report"}
_NOTES = {
    3: "Overfits less: the gap closes after epoch 12.",
    5: "Diverged at first.\nThen fine.",
    8: "Best so far; compare with the baseline.",
}


def many_runs(window: MainWindow) -> None:
    """The library with a dozen runs of all kinds, sorted and with one selected."""
    root = window.runs_folder()
    for number in range(12):
        _make(root, number)
    window.show_panel("runs")
    panel = _panel(window)
    panel.refresh()
    wait_until(lambda: panel.model.rowCount() >= 12, what="the list of runs")
    panel.table.selectRow(3)


def two_runs_compared(window: MainWindow) -> QWidget | None:
    """What differs between two runs, in words."""
    panel = _panel(window)
    folders = [entry.folder for entry in panel.model.entries[:2]]
    before = examples.read("fashion-mnist").project
    graph = before.graph
    layers = {
        id: replace(layer, config={**layer.config, "units": 100}) if layer.config.get("units") == 300 else layer
        for id, layer in graph.layers.items()
    }
    training = replace(before.training, optimizer=Configured("Adam", {"learning_rate": 0.001}), epochs=12)
    after = replace(before, graph=replace(graph, layers=layers), training=training)
    for folder, project in zip(folders, (before, after), strict=True):
        file.write(folder / "project.dnn", project, GraphFacts())
    panel.table.select(set(folders))
    panel.do("compare")
    wait_until(lambda: panel.findChild(CompareDialog), what="the comparison")
    return panel.findChild(CompareDialog)


def tensorboard_answers(window: MainWindow) -> None:
    """TensorBoard's state below the table, while it shows two chosen runs."""
    for dialog in window.findChildren(CompareDialog):
        dialog.close()
    window.session.settings = replace(window.session.settings, open_browser=False)
    panel = _panel(window)
    window.show_panel("runs")
    panel.do("tensorboard")
    wait_until(lambda: window.tensorboard.state == "answers", what="TensorBoard")


def _panel(window: MainWindow) -> RunsPanel:
    panel = window.panels.panel("runs")
    assert isinstance(panel, RunsPanel)
    return panel


def _make(root: Path, number: int) -> None:
    folder = root / f"run_2026_11_{10 + number:02d}_09_{number:02d}_00"
    folder.mkdir(parents=True, exist_ok=True)
    state = _STATES[number % len(_STATES)]
    adam = number % 3 == 2
    epochs = 30 if state == "finished" else 5 + number
    loss = 0.28 + 0.041 * ((number * 7) % 11)
    record = RunRecord(
        folder,
        state,
        title="fashion-mnist" if number % 4 else "two-outputs",
        created=f"2026-11-{10 + number:02d}T09:{number:02d}:00+00:00",
        seconds=3.1 * epochs + number,
        epochs=epochs,
        planned_epochs=30,
        batch_size=32 if number % 2 else 128,
        seed=number % 5,
        parameters=266_610 if number % 4 else 33_792,
        optimizer="Adam" if adam else "SGD",
        learning_rate=0.001 if adam else 0.01,
        data="fashion-mnist" if number % 4 else "california",
        metrics={"loss": loss * 0.8, "val_loss": loss, "accuracy": 0.97 - loss / 5, "val_accuracy": 0.95 - loss / 5},
        test={"loss": loss * 1.05, "accuracy": 0.94 - loss / 5} if state == "finished" else {},
        best={"epoch": max(0, epochs - 4), "val_loss": loss * 0.97},
        problem=Problem("There is not enough memory for this.", fix="Use less data.") if state == "failed" else None,
    )
    RunFolder(folder).write_state(record)
    colour = ("blue", "", "orange", "teal", "", "purple")[number % 6]
    write_label(folder, RunLabel(_TITLES.get(number, ""), colour, number in (0, 8), _NOTES.get(number, "")))
