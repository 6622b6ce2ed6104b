"""The optimizer and its parameters."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from desktop_nn.training.choices import Configured
from tests.helpers.clicking import click, pick, retype
from ui.session import Session
from ui.training.configured_form import ConfiguredForm
from ui.training.panel import TrainingPanel


def line(form: ConfiguredForm, name: str) -> QLineEdit:
    assert form.form is not None
    edit = form.form.field(name).findChild(QLineEdit)
    assert edit is not None
    return edit


def test_that_typing_a_learning_rate_is_one_undo_step(panel: TrainingPanel, session: Session) -> None:
    retype(line(panel.optimizer.rate, "learning_rate"), "0.0025")
    assert session.project.training.optimizer == Configured("SGD", {"learning_rate": 0.0025})
    assert session.history.labels() == ("Change learning rate",)
    session.undo()
    assert line(panel.optimizer.rate, "learning_rate").text() == "0.01"


def test_that_typing_again_is_another_undo_step(panel: TrainingPanel, session: Session) -> None:
    retype(line(panel.optimizer.rate, "learning_rate"), "0.5")
    retype(line(panel.optimizer.rate, "learning_rate"), "0.25")
    assert len(session.history.labels()) == 2


def test_that_another_optimizer_begins_with_its_own_defaults(panel: TrainingPanel, session: Session) -> None:
    pick(panel.optimizer.combo, "Adam")
    assert session.project.training.optimizer == Configured("Adam")
    assert line(panel.optimizer.rate, "learning_rate").text() == "0.001"
    session.undo()
    assert panel.optimizer.combo.currentText() == "SGD"
    assert line(panel.optimizer.rate, "learning_rate").text() == "0.01"


def test_that_the_other_parameters_unfold(panel: TrainingPanel, session: Session) -> None:
    panel.optimizer.rest.open()
    retype(line(panel.optimizer.rest, "momentum"), "0.9")
    assert session.project.training.optimizer.config["momentum"] == 0.9


def test_that_a_value_typed_back_to_its_default_is_dropped(panel: TrainingPanel, session: Session) -> None:
    panel.optimizer.rest.open()
    retype(line(panel.optimizer.rest, "momentum"), "0.9")
    retype(line(panel.optimizer.rest, "momentum"), "0")
    assert "momentum" not in session.project.training.optimizer.config


def test_that_the_heading_sums_up(panel: TrainingPanel) -> None:
    assert panel.optimizer.heading.accessibleDescription() == "SGD, 0.01"
    click(panel.optimizer.heading)
    assert not panel.optimizer.combo.isVisible()
