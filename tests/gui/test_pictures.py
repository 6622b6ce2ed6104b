"""Pictures of the drawing out of the window and back into it; what of the window is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_nn import settings as settings_file
from desktop_nn.graph.edits import place
from desktop_nn.settings import Settings
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.theme.theme import theme


def opened(qtbot: QtBot, settings: Settings) -> MainWindow:
    theme.animated = False
    window = MainWindow(settings)
    with qtbot.waitSignal(window.usable):
        window.show()
    return window


def closed(window: MainWindow) -> None:
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window with a drawing, without TensorFlow."""
    window = opened(qtbot, Settings(runs_folder=str(tmp_path / "runs")))
    window.documents.open_example("two-outputs")
    wait_until(lambda: window.session.title == "two-outputs")
    yield window
    closed(window)


def test_that_a_picture_brings_its_project_back(window: MainWindow, tmp_path: Path) -> None:
    project = window.session.project
    window.pictures.write(tmp_path / "drawing.png")
    wait_until(lambda: not window.session.files.busy)
    assert not QImage(str(tmp_path / "drawing.png")).isNull()
    window.documents.new()
    window.documents.open(tmp_path / "drawing.png")
    wait_until(lambda: window.session.title == "drawing")
    assert window.session.project == project


def test_that_saving_what_came_from_a_picture_asks_where(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.pictures.write(tmp_path / "drawing.png")
    wait_until(lambda: not window.session.files.busy)
    window.documents.open(tmp_path / "drawing.png")
    wait_until(lambda: window.session.title == "drawing")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new.dnn"), ""))
    window.actions_by_id["file.save"].trigger()
    wait_until((tmp_path / "new.dnn").exists)
    assert (tmp_path / "drawing.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("chosen", ["SVG (*.svg)", "PDF (*.pdf)", "PNG with the project inside (*.png)"])
def test_that_the_chosen_kind_is_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "drawing"), chosen))
    window.actions_by_id["file.export_picture"].trigger()
    wait_until(lambda: not window.session.files.busy)
    (written,) = tmp_path.glob("drawing.*")
    head = {".svg": b"<?xml", ".pdf": b"%PDF-", ".png": b"\x89PNG"}
    assert written.read_bytes().startswith(head[written.suffix])


def test_that_an_svg_of_the_selection_is_smaller_and_the_canvas_stays_whole(window: MainWindow, tmp_path: Path) -> None:
    window.session.select(list(window.session.graph.nodes)[:2])
    window.pictures.write(tmp_path / "part.svg", selected=True)
    window.pictures.write(tmp_path / "whole.svg")
    wait_until(lambda: not window.session.files.busy)
    part, whole = (QSvgRenderer(str(tmp_path / name)).viewBoxF() for name in ("part.svg", "whole.svg"))
    assert part.height() < whole.height()
    assert all(item.isVisible() for item in window.canvas.board.nodes.values())
    assert all(item.isVisible() for item in window.canvas.board.links.values())


def test_that_a_kind_that_is_no_picture_is_refused_in_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    told: list[str] = []
    window.session.noticed.connect(lambda notice: told.append(notice.text))
    window.pictures.write(tmp_path / "drawing.doc")
    assert told == ["A picture cannot be written as “.doc”. Choose .png, .svg or .pdf."]


def test_that_a_picture_is_on_the_clipboard(window: MainWindow) -> None:
    window.actions_by_id["file.copy_picture"].trigger()
    assert QGuiApplication.clipboard().image().width() > 500


def test_that_a_picture_without_a_project_is_told(window: MainWindow, tmp_path: Path) -> None:
    plain = QImage(20, 20, QImage.Format.Format_RGB32)
    plain.save(str(tmp_path / "plain.png"))
    told: list[str] = []
    window.session.noticed.connect(lambda notice: told.append(notice.text))
    before = window.session.project
    window.documents.open(tmp_path / "plain.png")
    wait_until(lambda: any("carries no project" in text for text in told))
    assert window.session.project is before


def test_that_a_dropped_project_is_inserted_beside_the_drawing(window: MainWindow, tmp_path: Path) -> None:
    window.pictures.write(tmp_path / "again.png")
    wait_until(lambda: not window.session.files.busy)
    before = len(window.session.graph.nodes)
    window.canvas.dropping.files.insert_wanted.emit(tmp_path / "again.png", QPointF(900, 300))
    wait_until(lambda: len(window.session.graph.nodes) == 2 * before)
    assert window.session.history.undo_label == "Insert again"


def test_that_a_project_opens_where_it_was_looked_at(window: MainWindow, tmp_path: Path) -> None:
    canvas = window.canvas
    canvas.camera.fly(QPointF(300, 200), 1.5, animated=False)
    window.session.path = tmp_path / "kept.dnn"
    window.documents.save()
    wait_until(lambda: not window.session.files.busy)
    assert not window.session.modified
    window.documents.new()
    window.documents.open(tmp_path / "kept.dnn")
    wait_until(lambda: window.session.title == "kept")
    assert canvas.camera.zoom == pytest.approx(1.5)
    assert (canvas.camera.centre() - QPointF(300, 200)).manhattanLength() < 3


def test_that_looking_around_leaves_the_document_saved(window: MainWindow) -> None:
    window.canvas.zoom_in()
    window.canvas.camera.pan(QPointF(40, 40))
    assert not window.session.modified


def test_that_a_fitted_drawing_is_fitted_again(window: MainWindow, tmp_path: Path) -> None:
    window.canvas.fit(animated=False)
    assert window.session.look.zoom == 0


def test_that_size_and_minimap_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    first = opened(qtbot, Settings(runs_folder=str(tmp_path)))
    first.session.edit_graph("Add", lambda graph: place(graph, "Dense", 0, 0)[0])
    first.resize(900, 707)  # the offscreen screen is not wider
    first.canvas.toggle_minimap(True)
    closed(first)
    second = opened(qtbot, settings_file.load())
    assert (second.width(), second.height()) == (900, 707)
    assert second.canvas.minimap_shown()
    closed(second)


def test_that_a_spoilt_memory_of_the_window_is_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, Settings(runs_folder=str(tmp_path), window="x!", panel_widths="1280 ü"))
    assert window.width() > 800
    closed(window)
