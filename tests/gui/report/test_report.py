"""The report on an opened model file: its words, where its lines lead, and how it behaves in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.engine.model_files.model_file import ModelFile
from desktop_nn.engine.model_files.report import Change, LockedLayer, Report
from desktop_nn.graph.edits import rename
from desktop_nn.graph.model import Graph
from desktop_nn.settings import Settings
from tests.helpers.drawings import chain
from tests.helpers.waiting import wait_until
from ui import engine_door
from ui.main_window import MainWindow
from ui.report.content import NOTHING, Place, opened_report
from ui.theme.theme import theme
from ui.widgets.card_button import CardButton

REPORT = Report(
    "Keras 2.9 HDF5",
    "2.9.0",
    2_000_000,
    "2023-05-02",
    (Change("hidden", "“a” became “b”", "Keras 3 calls it so"), Change("gone", "the name was changed")),
    (Change("optimizer", "its state was left out", "it is of Keras 2"),),
    (LockedLayer("head", "Mine", "Its class is not known here.", ((4, 2),)),),
)


def drawing() -> Graph:
    graph, (_, hidden, head) = chain("InputLayer", "Dense", "Dense")
    graph = rename(graph, graph.nodes[hidden].layer, "hidden")
    return rename(graph, graph.nodes[head].layer, "head")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The real window; every model file has the drawing and, unless it is called plain.h5, the report above."""
    theme.animated = False

    def read(path: Path, _cancelled: object) -> ModelFile:
        return ModelFile(path, drawing(), Report("Keras 3.15 HDF5") if path.stem == "plain" else REPORT)

    monkeypatch.setattr(engine_door, "read_model", read)
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def open_file(window: MainWindow, name: str) -> None:
    window.documents.open(Path(name))
    wait_until(lambda: window.session.title == Path(name).stem and window.reports.report)


def test_that_each_line_leads_to_its_layer_or_to_the_training() -> None:
    graph = drawing()
    report = opened_report(Path("old.h5"), REPORT, graph)
    locked, lost, changed = report.sections
    nodes = {graph.name_of(node): node for node in graph.nodes}
    assert locked.entries[0].place == Place((), nodes["head"])
    assert lost.entries[0].place == Place()
    assert [entry.place for entry in changed.entries] == [Place((), nodes["hidden"]), None]
    assert report.serious


def test_that_the_text_has_everything() -> None:
    text = opened_report(Path("old.h5"), REPORT, drawing()).text()
    for words in ("old.h5: Keras 2.9 HDF5, 2.0 MB, saved 2023-05-02", "1 locked layer", "Not taken over", "4×2"):
        assert words in text
    assert "- hidden: “a” became “b”, because Keras 3 calls it so." in text
    assert NOTHING in opened_report(Path("new.h5"), Report("Keras 3.15 HDF5"), drawing()).text()


def test_that_a_file_that_was_changed_opens_with_its_report_beside_it(window: MainWindow) -> None:
    open_file(window, "old.h5")
    card = window.reports.card
    assert card.isVisible()
    assert "The report tells 4 things about it." in window.messages.text
    assert window.canvas.isEnabled()
    rows = card.findChildren(CardButton)
    QTest.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    graph = window.session.graph
    assert [graph.name_of(node) for node in window.session.selection] == ["head"]
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_that_the_report_can_be_called_up_again_and_copied(window: MainWindow) -> None:
    assert not window.actions_by_id["file.report"].isEnabled()
    open_file(window, "plain.h5")
    assert not window.reports.card.isVisible()
    window.actions_by_id["file.report"].trigger()
    assert window.reports.card.isVisible()
    QTest.mouseClick(window.reports.card.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("plain.h5: Keras 3.15 HDF5")


def test_that_another_document_takes_the_report_away(window: MainWindow) -> None:
    open_file(window, "old.h5")
    window.documents.new()
    assert window.reports.report is None
    assert not window.reports.card.isVisible()
    assert not window.actions_by_id["file.report"].isEnabled()
