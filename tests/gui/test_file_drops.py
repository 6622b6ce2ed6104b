"""Files dropped on the window: what it says while they hang over it, and what becomes of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import file
from desktop_nn.project.document import Project
from desktop_nn.settings import Settings
from desktop_nn.training.choices import TrainingChoices
from tests.gui.runs.run_folders import make_run
from tests.helpers.drawings import chain, dense_chain
from tests.helpers.waiting import wait_until
from ui.code_dialog import CodeDialog
from ui.main_window import MainWindow
from ui.theme.theme import theme


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window, without TensorFlow, at its start page."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


KEYS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def hang(over: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(40, 40), Qt.DropAction.CopyAction, data, *KEYS)
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def drop(window: MainWindow, *paths: Path) -> None:
    data = files(*paths)
    assert hang(window, data)
    QApplication.sendEvent(window, QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data, *KEYS))
    assert not window.drops.sheet.isVisible()


def draw(window: MainWindow) -> None:
    window.session.show(Project(chain("InputLayer", "Dense")[0]), GraphFacts(), path=None, title="drawn")


def project_file(folder: Path, name: str = "small.dnn") -> Path:
    file.write(folder / name, dense_chain(), GraphFacts())
    return folder / name


def test_that_the_window_lights_up_and_says_what_a_drop_would_do(window: MainWindow, tmp_path: Path) -> None:
    assert hang(window, files(tmp_path / "model.h5"))
    assert window.drops.sheet.text == "Open: model.h5"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert window.drops.sheet.text == ""
    text = QMimeData()
    text.setText("no file")
    assert not hang(window, text)


def test_that_what_the_canvas_does_not_take_reaches_the_window(window: MainWindow, tmp_path: Path) -> None:
    draw(window)
    hang(window.canvas.viewport(), files(tmp_path / "table.csv"))
    assert window.drops.sheet.text == "Use as data: table.csv"
    QApplication.sendEvent(window, QDragLeaveEvent())


def test_that_a_project_and_a_table_open_together(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("bmi,bp,progression\n" + "1,2,3\n" * 30)
    drop(window, table, project_file(tmp_path))
    wait_until(lambda: window.session.title == "small")
    wait_until(lambda: window.session.project.data.source is not None and window.session.description is not None)
    source = window.session.project.data.source
    assert source is not None
    assert (source.name, source.options["path"]) == ("csv", str(table))
    assert window.panels.shown("data")
    window.session.undo()
    assert window.session.project.data.source == dense_chain().data.source


def test_that_a_table_alone_begins_a_project(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("x,y\n1,2\n3,4\n")
    drop(window, table)
    wait_until(lambda: window.session.description is not None)
    assert window.session.has_document
    assert window.session.project.data.source is not None


def test_that_foreign_files_get_a_sentence_and_change_nothing(window: MainWindow, tmp_path: Path) -> None:
    draw(window)
    before = window.session.project
    drop(window, tmp_path / "song.mp3")
    assert window.messages.text.startswith("song.mp3 cannot be opened here.")
    assert window.session.project is before


def test_that_a_python_file_is_shown_before_anything_runs(window: MainWindow, tmp_path: Path) -> None:
    draw(window)
    code = tmp_path / "mine.py"
    code.write_text("import keras\n\n\nclass Mine(keras.callbacks.Callback):\n    pass\n")
    drop(window, code)
    wait_until(lambda: window.findChild(CodeDialog))
    dialog = window.findChild(CodeDialog)
    assert dialog is not None
    assert window.session.project.training == TrainingChoices()
    dialog.reject()


def test_that_a_python_file_with_a_layer_comes_into_the_editor(window: MainWindow, tmp_path: Path) -> None:
    draw(window)
    code = tmp_path / "mine.py"
    code.write_text(
        "import keras\n\n\nclass Mine(keras.layers.Layer):\n    def call(self, inputs):\n        return inputs\n"
    )
    drop(window, code)
    wait_until(lambda: window.layer_code.window().isVisible())
    assert "class Mine(keras.layers.Layer)" in window.layer_code.window().text
    assert window.session.project.code == ()
    window.layer_code.window().editor.setPlainText("")
    window.layer_code.window().hide()


def test_that_a_python_file_without_use_gets_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    draw(window)
    code = tmp_path / "script.py"
    code.write_text("print(1)\n")
    drop(window, code)
    wait_until(lambda: "script.py has no class that comes from a Keras callback" in window.messages.text)


def test_that_a_folder_of_runs_shows_their_charts(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(window)
    shown: list[list[str]] = []
    monkeypatch.setattr(window.run_charts, "show", lambda runs: shown.append([run.name for run in runs]))
    one, two = make_run(tmp_path / "runs", 1), make_run(tmp_path / "runs", 2)
    drop(window, one)
    wait_until(lambda: shown == [["run_1"]])
    drop(window, tmp_path / "runs")
    wait_until(lambda: shown[1:] == [["run_2", "run_1"]])
    assert two.is_dir()
    (tmp_path / "empty").mkdir()
    drop(window, tmp_path / "empty")
    wait_until(lambda: "empty holds no runs" in window.messages.text)


def test_that_weights_alone_need_a_model(window: MainWindow, tmp_path: Path) -> None:
    drop(window, tmp_path / "a.weights.h5")
    assert "Open its model first" in window.messages.text


def test_that_the_newest_of_two_drops_is_opened(window: MainWindow, tmp_path: Path) -> None:
    drop(window, project_file(tmp_path, "first.dnn"))
    drop(window, project_file(tmp_path, "second.dnn"))
    wait_until(lambda: window.session.has_document and not window.session.files.busy)
    assert window.session.title == "second"
