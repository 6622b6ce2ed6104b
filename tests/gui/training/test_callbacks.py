"""Callbacks: the usual ones as switches, the others as cards."""

from __future__ import annotations

from PySide6.QtGui import QAction

from desktop_nn.training.choices import Configured
from tests.gui.training.conftest import add_output
from tests.helpers.clicking import click, pick, retype
from tests.helpers.waiting import wait_until
from ui.session import Session
from ui.training.panel import TrainingPanel


def kinds(session: Session) -> list[str]:
    return [callback.kind for callback in session.project.training.callbacks]


def add(panel: TrainingPanel, kind: str) -> None:
    actions = panel.callbacks.menu.actions()
    next(action for action in actions if action.objectName() == f"add_callback_{kind}").trigger()


def test_that_tensorboard_is_on_at_first_and_can_be_switched_off(panel: TrainingPanel, session: Session) -> None:
    switch = panel.callbacks.switches["TensorBoard"].switch
    assert switch.isChecked()
    click(switch)
    assert kinds(session) == []
    session.undo()
    assert switch.isChecked()


def test_that_stopping_early_begins_with_sensible_numbers(panel: TrainingPanel, session: Session) -> None:
    click(panel.callbacks.switches["EarlyStopping"].switch)
    callback = session.project.training.callbacks[-1]
    assert callback == Configured("EarlyStopping", {"patience": 10, "restore_best_weights": True})


def test_that_its_patience_is_typed_as_one_undo_step(panel: TrainingPanel, session: Session) -> None:
    card = panel.callbacks.switches["EarlyStopping"]
    click(card.switch)
    wait_until(card.form.isVisible, 5, "the form")
    assert card.form.form is not None
    retype(card.form.form.field("patience").edit, "25")  # type: ignore[attr-defined]
    assert session.project.training.callbacks[-1].config["patience"] == 25
    assert session.history.labels() == ("Add EarlyStopping", "Change EarlyStopping")


def test_that_the_best_model_is_kept_only(panel: TrainingPanel, session: Session) -> None:
    click(panel.callbacks.switches["ModelCheckpoint"].switch)
    assert session.project.training.callbacks[-1] == Configured("ModelCheckpoint", {"save_best_only": True})


def test_that_the_figures_of_the_model_can_be_watched(panel: TrainingPanel, session: Session) -> None:
    click(next(iter(panel.outputs.cards.values())).suggest)
    card = panel.callbacks.switches["EarlyStopping"]
    click(card.switch)
    wait_until(card.monitor.isVisible, 5, "the list of figures")
    pick(card.monitor, "val_accuracy")
    assert session.project.training.callbacks[-1].config["monitor"] == "val_accuracy"


def test_that_several_outputs_have_figures_of_their_own(panel: TrainingPanel, session: Session) -> None:
    add_output(session)
    card = panel.callbacks.switches["EarlyStopping"]
    click(card.switch)
    names = [card.monitor.itemText(row) for row in range(card.monitor.count())]
    assert names[:3] == ["val_loss", "val_dense_loss", "val_aux_loss"]


def test_that_other_callbacks_are_added_from_the_menu(panel: TrainingPanel, session: Session) -> None:
    add(panel, "ReduceLROnPlateau")
    assert kinds(session) == ["TensorBoard", "ReduceLROnPlateau"]
    (_, card), *_ = panel.callbacks.cards
    wait_until(card.cross.isVisible, 5, "the cross")
    click(card.cross)
    assert kinds(session) == ["TensorBoard"]
    assert not panel.callbacks.cards


def test_that_the_menu_leaves_out_what_has_a_switch_and_what_runs_code(panel: TrainingPanel) -> None:
    offered = {action.text() for action in panel.callbacks.menu.actions() if isinstance(action, QAction)}
    assert "TerminateOnNaN" in offered
    assert not offered & {"EarlyStopping", "TensorBoard", "LambdaCallback"}


def test_that_a_second_one_of_a_kind_from_a_file_gets_a_card(panel: TrainingPanel, session: Session) -> None:
    from ui.training.edits import add_callback

    session.edit("Add", lambda project: add_callback(project, Configured("TensorBoard", {"histogram_freq": 1})))
    assert len(panel.callbacks.cards) == 1
    click(panel.callbacks.switches["TensorBoard"].switch)
    assert session.project.training.callbacks == (Configured("TensorBoard", {"histogram_freq": 1}),)
    assert not panel.callbacks.cards


def test_that_a_figure_that_the_run_will_not_have_is_told(panel: TrainingPanel, session: Session) -> None:
    card = panel.callbacks.switches["EarlyStopping"]
    click(card.switch)
    wait_until(card.monitor.isVisible, 5, "the list of figures")
    line = card.monitor.lineEdit()
    assert line is not None
    retype(line, "val_f1")
    assert card.note.text == "The run will have no figure “val_f1”. Watch one of the list."
    pick(card.monitor, "loss")
    assert not card.note.text


def test_that_looking_into_the_layers_is_on_at_first_and_one_step_to_switch_off(
    panel: TrainingPanel, session: Session
) -> None:
    switch = panel.callbacks.internals.switch
    assert switch.isChecked()
    click(switch)
    assert not session.project.training.internals
    assert session.history.undo_label == "Do not look inside the layers"
    session.undo()
    assert switch.isChecked()
