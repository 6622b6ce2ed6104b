"""Epochs, batch size, seed, and which weights a run starts from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.helpers.clicking import retype
from ui.running import ModelInHand, RunControl
from ui.session import Session
from ui.training.panel import TrainingPanel


def test_that_typed_epochs_are_one_undo_step(panel: TrainingPanel, session: Session) -> None:
    retype(panel.run.fields["epochs"], "125")
    assert session.project.training.epochs == 125
    assert session.history.labels() == ("Change epochs",)
    session.undo()
    assert panel.run.fields["epochs"].text() == "30"


def test_that_two_fields_are_two_undo_steps(panel: TrainingPanel, session: Session) -> None:
    retype(panel.run.fields["epochs"], "5")
    retype(panel.run.fields["batch_size"], "16")
    assert session.history.labels() == ("Change epochs", "Change batch size")


def test_that_no_epochs_at_all_are_refused(panel: TrainingPanel, session: Session) -> None:
    retype(panel.run.fields["epochs"], "0")
    assert session.project.training.epochs == 30
    assert panel.run.fields["epochs"].text() == "30"


def test_that_arrow_keys_step_a_number(panel: TrainingPanel, session: Session) -> None:
    panel.run.fields["epochs"].setFocus()
    QTest.keyClick(panel.run.fields["epochs"], Qt.Key.Key_Up)
    assert session.project.training.epochs == 31


def test_that_the_steps_of_an_epoch_are_told(panel: TrainingPanel) -> None:
    assert panel.run.steps.text() == "96 training samples make 3 steps an epoch."
    retype(panel.run.fields["batch_size"], "96")
    assert panel.run.steps.text() == "96 training samples make 1 step an epoch."


def test_that_a_batch_above_all_samples_is_warned_of(panel: TrainingPanel) -> None:
    retype(panel.run.fields["batch_size"], "500")
    assert panel.run.note.text.startswith("A batch of 500 is larger than the 96 training samples")


def test_that_new_weights_are_told_with_their_seed(panel: TrainingPanel) -> None:
    assert panel.run.words.text() == "Begins with new weights, drawn from seed 0."


def test_that_trained_weights_are_told_to_be_asked_about(
    panel: TrainingPanel, session: Session, run: RunControl, tmp_path: Path
) -> None:
    run.hold(ModelInHand(session.project, None, tmp_path / "final.keras", tmp_path / "run_2026_11_23_10_13_33", 20))
    assert "Train asks" in panel.run.words.text()
    assert "run_2026_11_23_10_13_33" in panel.run.words.text()
