"""Steering a run from the window: how it begins, pause, the ways to end, the learning rate, the queue."""

from __future__ import annotations

import platform
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.record import RunRecord
from desktop_nn.settings import Settings
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import EpochEnded, RunEnded, RunStarted, Status, Steered
from desktop_nn.training.steering import Steering
from tests.helpers.clicking import retype
from tests.helpers.drawings import dense_chain
from tests.helpers.waiting import wait_until
from ui import engine_door
from ui.main_window import MainWindow
from ui.running import ModelInHand
from ui.theme.theme import theme
from ui.training.panel import TrainingPanel
from ui.training.start_dialog import StartDialog


class Engine:
    """Stands for the engine: one epoch, then it obeys its steering until it is to end. Runs on the training thread."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, Any]] = []
        self.rates: list[float] = []

    def train(self, project: Project, runs: Path, emit: Any, steering: Steering, start_from: Path | None) -> Any:
        self.begun.append(("train", start_from))
        return self._run(runs / f"run_{len(self.begun)}", emit, steering)

    def go_on(self, folder: Path, emit: Any, steering: Steering, epochs: int | None) -> Any:
        self.begun.append(("go on", epochs))
        return self._run(folder, emit, steering)

    def _run(self, folder: Path, emit: Any, steering: Steering) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "model.h5").touch()
        emit(RunStarted(folder, 5, 10, 7))
        emit(EpochEnded(0, 0.1, {"loss": 1.0}, 0.01))
        pause = threading.Event()
        while not steering.must_end and steering.wish != "stop after epoch":
            if steering.paused:
                emit(Steered(1, 3, "paused"))
                steering.wait_while_paused()
            rate = steering.take_learning_rate()
            if rate is not None:
                self.rates.append(rate)
                emit(Steered(1, 3, "learning_rate", rate))
            pause.wait(0.002)
        status: Status = "discarded" if steering.wish == "discard" else "stopped"
        ended = RunEnded(status, 1, 0.1, model=None if status == "discarded" else folder / "model.h5")
        emit(ended)
        return SimpleNamespace(ended=ended, model=None if status == "discarded" else "trained")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(engine_door, "train", engine.train)
    monkeypatch.setattr(engine_door, "go_on", engine.go_on)
    return engine


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, engine: Engine) -> Iterator[MainWindow]:
    """The real window on a drawing that may be trained."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    window.session.show(sound(), GraphFacts(), path=None, title="drawing")
    set_sound(window)
    yield window
    window.run.shut_down()
    wait_until(lambda: not window.run.active)
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def sound() -> Project:
    project = dense_chain()
    training = replace(project.training, optimizer=Configured("SGD", {"learning_rate": 0.01}), epochs=5)
    return replace(project, training=training)


def set_sound(window: MainWindow) -> None:
    """Nothing is wrong with the drawing; what is checked is not what is tested here."""
    window.session.problems = ()
    window.session.problems_changed.emit()


def act(window: MainWindow, id: str) -> None:
    """As the menu does."""
    window.actions_by_id.refresh()
    assert window.actions_by_id[id].isEnabled(), id
    window.actions_by_id[id].trigger()


def begin(window: MainWindow) -> None:
    set_sound(window)
    act(window, "run.train")
    wait_until(lambda: window.run.state == "running" and bool(window.run.log.epoch_seconds))


def finish(window: MainWindow) -> None:
    act(window, "run.stop")
    wait_until(lambda: not window.run.active)
    set_sound(window)


def dialog(window: MainWindow) -> StartDialog:
    found = window.findChildren(StartDialog)
    assert found
    return found[-1]


def press(window: MainWindow, choice: Any) -> None:
    QTest.mouseClick(dialog(window).cards[choice], Qt.MouseButton.LeftButton)


def test_that_without_weights_training_begins_at_once(window: MainWindow, engine: Engine) -> None:
    begin(window)
    assert engine.begun == [("train", None)]


def test_that_with_weights_the_user_is_asked_and_new_ones_are_the_first_answer(
    window: MainWindow, engine: Engine
) -> None:
    begin(window)
    finish(window)
    act(window, "run.train")
    assert not window.run.active
    asked = dialog(window)
    assert list(asked.cards) == ["scratch", "continue", "weights"]
    QTest.keyClick(asked.cards["scratch"], Qt.Key.Key_Return)
    wait_until(lambda: window.run.state == "running")
    assert engine.begun[-1] == ("train", None)


def test_that_a_run_begins_with_the_weights_if_told_so(window: MainWindow, engine: Engine) -> None:
    begin(window)
    finish(window)
    model = window.run.model
    act(window, "run.train")
    press(window, "weights")
    wait_until(lambda: window.run.state == "running")
    assert model is not None
    assert engine.begun[-1] == ("train", model.path)


def test_that_a_run_goes_on_for_as_many_epochs_as_typed(window: MainWindow, engine: Engine) -> None:
    begin(window)
    finish(window)
    act(window, "run.train")
    retype(dialog(window).epochs, "7")
    press(window, "continue")
    wait_until(lambda: window.run.state == "running")
    assert engine.begun[-1] == ("go on", 8)


def test_that_a_changed_drawing_cannot_go_on_exactly_and_says_why(window: MainWindow, engine: Engine) -> None:
    begin(window)
    finish(window)
    window.session.edit("Change seed", lambda project: replace(project, training=replace(project.training, seed=9)))
    set_sound(window)
    act(window, "run.train")
    card = dialog(window).cards["continue"]
    assert not card.isEnabled()
    assert "have changed since" in card.accessibleName()


def test_that_escape_begins_nothing(window: MainWindow, engine: Engine) -> None:
    begin(window)
    finish(window)
    act(window, "run.train")
    QTest.keyClick(dialog(window), Qt.Key.Key_Escape)
    assert len(engine.begun) == 1
    assert not window.run.active


def test_that_weights_of_an_opened_file_are_asked_about_too(window: MainWindow, engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "other.h5"
    path.touch()
    window.run.hold(ModelInHand(window.session.project, None, path))
    act(window, "run.train")
    assert list(dialog(window).cards) == ["scratch", "weights"]


def test_that_one_button_pauses_and_resumes(window: MainWindow) -> None:
    begin(window)
    button = window.findChild(QToolButton, "tool_run.pause")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_until(lambda: bool(window.run.log.steered))
    assert button.defaultAction() is window.actions_by_id["run.resume"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_until(lambda: window.run.state == "running")


def test_that_a_paused_run_can_be_stopped(window: MainWindow) -> None:
    begin(window)
    act(window, "run.pause")
    finish(window)
    assert window.run.log.ended is not None


def test_that_a_run_stops_after_its_epoch(window: MainWindow) -> None:
    begin(window)
    act(window, "run.stop_after_epoch")
    wait_until(lambda: not window.run.active)
    assert window.run.model is not None


def test_that_discarding_asks_and_leaves_the_model_of_before_in_hand(window: MainWindow, tmp_path: Path) -> None:
    before = ModelInHand(window.session.project, "earlier", None)
    window.run.hold(before)
    begin(window)
    act(window, "run.discard")
    box = window.findChild(QMessageBox, "discard_run_dialog")
    assert box is not None
    assert window.run.active
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Discard), Qt.MouseButton.LeftButton)
    wait_until(lambda: not window.run.active)
    assert window.run.model is before


def test_that_the_learning_rate_is_halved_and_typed_while_the_run_goes(window: MainWindow, engine: Engine) -> None:
    panel = window.panels.panel("training")
    assert isinstance(panel, TrainingPanel)
    window.show_panel("training")
    wait_until(lambda: panel.made)
    begin(window)
    window.show_panel("training")
    live = panel.optimizer.live
    wait_until(live.isVisible)
    QTest.mouseClick(live.halve, Qt.MouseButton.LeftButton)
    wait_until(lambda: engine.rates == [0.005])
    wait_until(lambda: live.field.text() == "0.005")
    retype(live.field, "0.2")
    wait_until(lambda: engine.rates == [0.005, 0.2])
    assert window.session.project.training.optimizer.config["learning_rate"] == 0.01, "the document keeps its own"


def test_that_a_rate_set_anew_each_epoch_cannot_be_changed_by_hand(window: MainWindow) -> None:
    schedulers = (Configured("LearningRateScheduler", {}),)
    window.session.edit("Add", lambda old: replace(old, training=replace(old.training, callbacks=schedulers)))
    begin(window)
    assert window.run.steerable
    assert not window.run.rate_settable


def test_that_a_schedule_cannot_be_changed_by_hand(window: MainWindow) -> None:
    schedule = {"class_name": "ExponentialDecay", "config": {}}
    optimizer = Configured("SGD", {"learning_rate": schedule})
    window.session.edit("Use a schedule", lambda old: replace(old, training=replace(old.training, optimizer=optimizer)))
    begin(window)
    window.actions_by_id.refresh()
    assert not window.actions_by_id["run.rate_down"].isEnabled()


def test_that_runs_wait_for_each_other(window: MainWindow, engine: Engine) -> None:
    begin(window)
    set_sound(window)
    act(window, "run.queue")
    set_sound(window)
    act(window, "run.queue")
    button = window.findChild(QToolButton, "run_queue")
    assert button is not None
    wait_until(lambda: button.isVisible() and button.text() == "2 waiting")
    button.menu().aboutToShow.emit()
    button.menu().actions()[1].trigger()
    assert button.text() == "1 waiting"
    assert len(engine.begun) == 1
    act(window, "run.stop")
    wait_until(lambda: len(engine.begun) == 2 and window.run.state == "running")
    assert not window.run.queue


def test_that_waiting_runs_can_be_forgotten(window: MainWindow, engine: Engine) -> None:
    begin(window)
    act(window, "run.queue")
    act(window, "run.clear_queue")
    finish(window)
    assert len(engine.begun) == 1


def test_that_a_run_which_was_cut_off_is_told_when_its_project_opens(window: MainWindow, tmp_path: Path) -> None:
    window.session.settings = replace(window.session.settings, runs_folder=str(tmp_path / "others"))
    folder = RunFolder(tmp_path / "others" / "run_1")
    folder.path.mkdir(parents=True)
    gone: dict[str, Any] = {"pid": 2**22 + 1, "host": platform.node()}
    folder.write_state(RunRecord(folder.path, created="2026-01-01T00:00:00", epochs=3, planned_epochs=9, **gone))
    notices = list[str]()
    window.session.noticed.connect(lambda notice: notices.append(str(notice)))
    window.session.show(sound(), GraphFacts(), path=None, title="again")
    wait_until(lambda: any("run_1 was cut off after 3 epochs of 9" in notice for notice in notices))


def test_that_a_queued_run_trains_the_drawing_as_it_was_then(window: MainWindow, engine: Engine) -> None:
    begin(window)
    then = window.session.project
    act(window, "run.queue")
    window.session.edit("Change seed", lambda project: replace(project, training=replace(project.training, seed=9)))
    act(window, "run.stop")
    wait_until(lambda: len(engine.begun) == 2 and window.run.state == "running")
    assert window.run.project == then


def test_that_a_question_about_a_run_is_gone_with_the_run_and_spares_the_next(
    window: MainWindow, engine: Engine
) -> None:
    begin(window)
    act(window, "run.queue")
    act(window, "run.discard")
    box = window.findChild(QMessageBox, "discard_run_dialog")
    assert box is not None
    gone: list[int] = []
    box.finished.connect(gone.append)
    window.run.stop()
    wait_until(lambda: len(engine.begun) == 2 and window.run.state == "running")
    assert gone == [0], "closed, and not by Discard"
    assert window.run.steerable


def test_that_the_rate_is_halved_twice_also_before_the_optimizer_has_heard_of_the_first(window: MainWindow) -> None:
    begin(window)
    act(window, "run.pause")
    wait_until(lambda: bool(window.run.log.steered))
    act(window, "run.rate_down")
    act(window, "run.rate_down")
    assert window.run.learning_rate == 0.0025, "what was asked for shows at once"
    act(window, "run.resume")
    rates = window.run.log.steered
    wait_until(lambda: rates[-1].what == "learning_rate" and rates[-1].value == 0.0025)


def test_that_leaving_the_rate_field_untouched_does_not_bring_an_old_rate_back(window: MainWindow) -> None:
    panel = window.panels.panel("training")
    assert isinstance(panel, TrainingPanel)
    window.show_panel("training")
    wait_until(lambda: panel.made)
    begin(window)
    window.show_panel("training")
    live = panel.optimizer.live
    wait_until(live.isVisible)
    live.field.setFocus()
    act(window, "run.rate_down")
    assert live.field.text() == "0.005"
    window.canvas.setFocus()
    assert window.run.learning_rate == 0.005


def test_that_the_live_rate_says_whose_it_is_once_another_document_is_open(window: MainWindow) -> None:
    panel = window.panels.panel("training")
    assert isinstance(panel, TrainingPanel)
    window.show_panel("training")
    wait_until(lambda: panel.made)
    begin(window)
    live, name = panel.optimizer.live, window.session.project.graph.name
    assert live.words.text() == "Learning rate of the run under way"
    window.session.show(sound(), GraphFacts(), path=None, title="another")
    assert live.words.text() == f"Learning rate of the run of “{name}” under way"


def test_that_epochs_are_added_to_those_that_the_folder_has_by_now(window: MainWindow, engine: Engine) -> None:
    begin(window)
    finish(window)
    model = window.run.model
    assert model is not None
    assert model.folder is not None
    RunFolder(model.folder).write_state(RunRecord(model.folder, "finished", epochs=7, planned_epochs=7))
    act(window, "run.train")
    wait_until(lambda: bool(window.findChildren(StartDialog)))
    dialog(window).epochs.set_value(2)
    QTest.mouseClick(dialog(window).cards["continue"], Qt.MouseButton.LeftButton)
    wait_until(lambda: ("go on", 9) in engine.begun)


def test_that_a_run_whose_folder_was_deleted_is_not_offered_and_it_is_said_why(window: MainWindow) -> None:
    begin(window)
    finish(window)
    model = window.run.model
    assert model is not None
    assert model.folder is not None
    shutil.rmtree(model.folder)
    act(window, "run.train")
    cards = dialog(window).cards
    assert [cards[choice].isEnabled() for choice in ("scratch", "continue", "weights")] == [True, False, False]
    assert "folder is gone" in cards["continue"].accessibleName()
    assert "file is gone" in cards["weights"].accessibleName()
    dialog(window).reject()
    act(window, "run.continue")
    assert "cannot be continued" in window.messages.text


def test_that_trains_picture_can_be_seen_on_its_button_and_in_the_menu(window: MainWindow) -> None:
    def colour(icon: QIcon) -> QColor:
        picture = icon.pixmap(32, 32).toImage()
        return max((picture.pixelColor(x, y) for x in range(32) for y in range(32)), key=lambda colour: colour.alpha())

    button = window.findChild(QToolButton, "tool_run.train")
    assert button is not None
    window.actions_by_id.refresh()
    assert colour(button.icon()).name() == theme.colour("accent_text").name()
    assert colour(window.actions_by_id["run.train"].icon()).name() != theme.colour("accent_text").name()
