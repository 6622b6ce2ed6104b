"""Opening takes a while: the window says so, can be told to stop, and keeps what was open until the new is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_nn.engine.model_files.model_file import ModelFile, ReadingCancelledError, StoredArray
from desktop_nn.graph.edits import place
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import recovery
from desktop_nn.settings import Settings
from tests.helpers.waiting import wait_until
from ui import engine_door
from ui.main_window import MainWindow
from ui.theme.theme import theme


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window, without TensorFlow, with a drawing in it."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    window.session.edit_graph("Add Dense", lambda graph: place(graph, "Dense", 0, 0, config={"units": 3})[0])
    window.session.history.mark_saved(window.session.project)
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Reading a model file takes until it is cancelled, or until the event lets it fail."""
    go = threading.Event()

    def read(_path: Path, cancelled: Callable[[], bool]) -> Any:
        while not go.wait(0.01):
            if cancelled():
                raise ReadingCancelledError
        raise ProblemError(Problem("The file is damaged."))

    monkeypatch.setattr(engine_door, "read_model", read)
    return go


def test_that_a_long_opening_is_spoken_of_while_the_old_drawing_stays(
    window: MainWindow, slow: threading.Event
) -> None:
    before = window.session.project
    window.documents.open(Path("large.h5"))
    wait_until(lambda: window.work_strip.text == "Opening large.h5…")
    assert window.session.project is before
    slow.set()
    wait_until(lambda: not window.work_strip.isVisible())
    assert "damaged" in window.messages.text
    assert window.session.project is before


def test_that_cancel_ends_it_and_changes_nothing(window: MainWindow, slow: threading.Event) -> None:
    before, title = window.session.project, window.session.title
    window.documents.open(Path("large.h5"))
    wait_until(window.work_strip.isVisible)
    button = window.work_strip.findChild(QPushButton, "work_cancel")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.work_strip.isVisible()
    wait_until(lambda: not window.session.files.busy)
    assert (window.session.project, window.session.title) == (before, title)
    assert window.messages.text == "large.h5 was not opened."


def test_that_a_quick_opening_shows_no_strip(window: MainWindow, slow: threading.Event) -> None:
    slow.set()
    window.documents.open(Path("small.h5"))
    wait_until(lambda: "damaged" in window.messages.text)
    assert not window.work_strip.isVisible()


def test_that_a_file_of_another_program_opens_as_a_project(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = place(Graph(), "Dense", 0, 0, config={"units": 3}, name="foreign")[0]
    stored = {"foreign": (StoredArray("foreign/kernel", (2, 3), "float32", "a0"),)}
    monkeypatch.setattr(engine_door, "read_model", lambda path, _cancelled: ModelFile(path, foreign, weights=stored))
    window.documents.open(Path("foreign.h5"))
    wait_until(lambda: window.session.title == "foreign")
    assert window.session.graph == foreign
    assert "open with its weights" in window.messages.text
    assert window.run.model is not None


def test_that_a_file_without_weights_has_no_model_to_evaluate(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = place(Graph(), "Dense", 0, 0, config={"units": 3}, name="bare")[0]
    monkeypatch.setattr(engine_door, "read_model", lambda path, _cancelled: ModelFile(path, drawn))
    window.documents.open(Path("bare.json"))
    wait_until(lambda: window.session.title == "bare")
    assert "bare.json is open without weights" in window.messages.text
    assert window.run.model is None


def answer_with(monkeypatch: pytest.MonkeyPatch, *answers: QMessageBox.StandardButton) -> list[str]:
    """Questions about unsaved work get these answers; returns what was asked."""
    asked: list[str] = []
    left = list(answers)

    def answer(self: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(self.text())
        return left.pop(0)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def test_that_work_done_while_a_file_is_read_is_asked_about_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    foreign = place(Graph(), "Dense", 0, 0, config={"units": 3}, name="foreign")[0]

    def read(path: Path, _cancelled: object) -> ModelFile:
        go.wait(30)
        return ModelFile(path, foreign)

    monkeypatch.setattr(engine_door, "read_model", read)
    asked = answer_with(monkeypatch, QMessageBox.StandardButton.Cancel)
    window.documents.open(Path("slow.h5"))
    assert asked == []  # nothing is unsaved yet
    window.session.edit_graph("Add", lambda graph: place(graph, "Dense", 0, 200, config={"units": 5})[0])
    mine = window.session.project
    go.set()
    wait_until(lambda: asked)
    wait_until(lambda: not window.session.files.busy)
    assert window.session.project is mine
    assert window.messages.text == "slow.h5 was not opened."


def test_that_work_that_is_given_up_is_kept_until_the_new_file_is_there(
    window: MainWindow, slow: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.edit_graph("Add", lambda graph: place(graph, "Dense", 0, 200, config={"units": 5})[0])
    window.documents.write_recovery_copy()
    wait_until(lambda: not window.session.files.busy)
    kept = list(recovery._folder().glob("*"))
    assert kept
    answer_with(monkeypatch, QMessageBox.StandardButton.Discard)
    window.documents.open(Path("damaged.h5"))
    slow.set()
    wait_until(lambda: "damaged" in window.messages.text)
    assert list(recovery._folder().glob("*")) == kept
    assert len(window.session.graph.nodes) == 2


def test_that_weights_alone_go_into_the_open_model(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    project = window.session.project
    monkeypatch.setattr(engine_door, "load_weights", lambda path, given, _cancelled: ("live", path, given))
    window.documents.load_weights(Path("mine.weights.h5"))
    wait_until(lambda: window.run.model is not None)
    assert window.run.model is not None
    assert window.run.model.live == ("live", Path("mine.weights.h5"), project)
    assert window.session.project is project
    assert "weights of mine.weights.h5" in window.messages.text


def test_that_weights_that_do_not_fit_leave_the_model_as_it_was(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise ProblemError(Problem("The layer needs 4 weights, but the file holds 9.", "mine.weights.h5, dense"))

    monkeypatch.setattr(engine_door, "load_weights", refuse)
    window.documents.load_weights(Path("mine.weights.h5"))
    wait_until(lambda: "holds 9" in window.messages.text)
    assert window.run.model is None


def test_that_weights_wait_for_the_end_of_a_run(window: MainWindow) -> None:
    window.run.state = "running"
    window.documents.load_weights(Path("mine.weights.h5"))
    window.run.state = "idle"
    assert "A run is under way" in window.messages.text
