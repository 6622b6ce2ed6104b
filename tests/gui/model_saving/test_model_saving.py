"""The dialog that asks in which form the model goes, and what the window makes of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import model_formats
from tests.helpers.drawings import dense_chain, with_name
from ui import engine_door
from ui.model_saving.dialog import ModelSavingDialog
from ui.model_saving.saving import ModelSaving
from ui.running import ModelInHand, RunControl
from ui.session import Session


@dataclass
class Desk:
    """A window with a drawing, what it told, and what was asked of the engine."""

    session: Session
    run: RunControl
    saving: ModelSaving
    window: QWidget
    told: list[str] = field(default_factory=list)
    given: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def dialog(self) -> ModelSavingDialog:
        found = self.window.findChild(ModelSavingDialog)
        assert found is not None
        return found

    def radio(self, form: str) -> QRadioButton:
        found = self.dialog.findChild(QRadioButton, f"form_{form}")
        assert isinstance(found, QRadioButton)
        return found


@pytest.fixture
def desk(session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    session.show(dense_chain(), GraphFacts(), path=None, title="first")
    run = RunControl(session)
    desk = Desk(session, run, ModelSaving(session, run, window), window)
    session.noticed.connect(lambda notice: desk.told.append(notice.text))

    def give(model: Any, path: Path, project: Any, form: str, precision: str, cancelled: Callable[[], bool]) -> str:
        desk.given.append((model, path.name, form, precision))
        return "It takes one sample at a time." if form == "tflite" else ""

    monkeypatch.setattr(engine_door, "give_model", give)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    return desk


def choose(desk: Desk, form: str, qtbot: QtBot) -> None:
    desk.radio(form).setChecked(True)
    with qtbot.waitSignal(desk.dialog.accepted):
        desk.dialog.go_on.click()
    qtbot.waitUntil(lambda: not desk.session.files.busy, timeout=30_000)


def test_that_enter_takes_the_usual_form(desk: Desk, qtbot: QtBot) -> None:
    desk.saving.ask(model_formats.KERAS)
    with qtbot.waitSignal(desk.dialog.accepted):
        QTest.keyClick(desk.radio("keras3_h5"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.given), timeout=30_000)
    assert desk.given == [(None, "mine.h5", "keras3_h5", "float32")]


@pytest.mark.parametrize(
    ("form", "name"), [("keras2_h5", "mine.h5"), ("keras", "mine.keras"), ("weights", "mine.weights.h5")]
)
def test_that_the_chosen_form_gives_the_suffix(form: str, name: str, desk: Desk, qtbot: QtBot) -> None:
    desk.saving.ask(model_formats.KERAS)
    choose(desk, form, qtbot)
    assert desk.given == [(None, name, form, "float32")]


def test_that_a_suffix_that_was_typed_says_what_is_wanted(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/somewhere/mine.keras", ""))
    desk.saving.ask(model_formats.KERAS)
    choose(desk, "keras2_h5", qtbot)
    assert desk.given == [(None, "mine.keras", "keras", "float32")]


def test_that_the_last_form_is_offered_first(desk: Desk, qtbot: QtBot) -> None:
    desk.saving.ask(model_formats.KERAS)
    choose(desk, "keras2_h5", qtbot)
    qtbot.waitUntil(lambda: desk.window.findChild(ModelSavingDialog) is None)
    desk.saving.ask(model_formats.KERAS)
    assert desk.dialog.form.id == "keras2_h5"


def test_that_precision_is_asked_where_there_is_a_choice(desk: Desk, qtbot: QtBot) -> None:
    desk.saving.ask(model_formats.ELSEWHERE)
    assert desk.dialog.weights.isHidden() or not desk.dialog.weights.isVisibleTo(desk.dialog)
    desk.radio("tflite").setChecked(True)
    assert desk.dialog.weights.isVisibleTo(desk.dialog)
    desk.dialog.weights.setCurrentIndex(2)
    choose(desk, "tflite", qtbot)
    assert desk.given == [(None, "mine.tflite", "tflite", "int8")]
    qtbot.waitUntil(lambda: any("one sample at a time" in text for text in desk.told))


def test_that_what_cannot_be_written_is_shown_with_the_reason(desk: Desk) -> None:
    desk.saving.ask(model_formats.ELSEWHERE)
    assert not desk.radio("tensorflowjs").isEnabled()
    assert "tensorflow-decision-forests" in desk.radio("tensorflowjs").accessibleDescription()


def test_that_missing_packages_are_told_in_the_dialog(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_formats, "find_spec", lambda name: None)
    desk.saving.ask(model_formats.ELSEWHERE)
    assert desk.dialog.go_on.isEnabled()
    desk.radio("onnx").setChecked(True)
    assert "pip install 'desktop-nn[onnx]'" in desk.dialog.note.text
    assert not desk.dialog.go_on.isEnabled()


def test_that_an_untrained_model_is_told_before_it_is_saved(desk: Desk) -> None:
    desk.saving.ask(model_formats.KERAS)
    assert "not trained yet" in desk.dialog.model_note.text


def test_that_a_drawing_changed_since_is_told_before_it_is_saved(desk: Desk) -> None:
    desk.run.hold(ModelInHand(with_name(dense_chain(), "other"), "trained"))
    desk.session.edit("Empty", lambda project: type(project)())
    desk.saving.ask(model_formats.KERAS)
    assert "changed since" in desk.dialog.model_note.text


def test_that_a_trained_model_goes_as_it_is(desk: Desk, qtbot: QtBot) -> None:
    desk.run.hold(ModelInHand(desk.session.project, "trained"))
    desk.saving.ask(model_formats.KERAS)
    assert desk.dialog.model_note.text == ""
    choose(desk, "keras3_h5", qtbot)
    assert desk.given == [("trained", "mine.h5", "keras3_h5", "float32")]


def test_that_work_in_a_dialog_that_is_left_is_none(desk: Desk, qtbot: QtBot) -> None:
    desk.saving.ask(model_formats.KERAS)
    QTest.keyClick(desk.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.window.findChild(ModelSavingDialog) is None)
    assert desk.given == []


def test_that_a_refusal_of_the_engine_is_told(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    problems: list[Problem] = []
    monkeypatch.setattr(desk.session, "tell_problems", problems.extend)

    def refuse(*_: Any) -> str:
        raise ProblemError(Problem("Keras 2 has no RandomHue.", "hue"))

    monkeypatch.setattr(engine_door, "give_model", refuse)
    desk.saving.save(Path("a.h5"))
    qtbot.waitUntil(lambda: bool(problems))
    assert problems[0].where == "hue"


def test_that_a_suffix_that_is_none_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    problems: list[Problem] = []
    monkeypatch.setattr(desk.session, "tell_problem", problems.append)
    desk.saving.save(Path("a.pt"))
    assert ".weights.h5" in problems[0].fix
    assert desk.given == []


def test_that_a_form_that_cannot_be_written_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    problems: list[Problem] = []
    monkeypatch.setattr(desk.session, "tell_problem", problems.append)
    desk.saving.save(Path("a.tfjs"))
    assert "tensorflow-decision-forests" in problems[0].what
    assert desk.given == []


def test_that_saving_can_be_cancelled(desk: Desk, qtbot: QtBot) -> None:
    jobs: list[Any] = []
    desk.session.working.connect(lambda job, text, cancel: jobs.append((job, text)))
    desk.saving.save(Path("a.tflite"))
    assert "TensorFlow Lite" in jobs[0][1]
    jobs[0][0].cancel()
    qtbot.waitUntil(lambda: not desk.session.files.busy, timeout=30_000)
    assert not any("Saved" in text for text in desk.told)
