"""The code panel: it follows the project, marks the selected layers, copies and saves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.data.choices import DataChoices
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from tests.helpers.drawings import dense_chain
from ui.code.panel import CodePanel
from ui.session import Session


def open_panel(session: Session, project: Project, qtbot: QtBot) -> CodePanel:
    """The panel over a project, on the screen."""
    session.show(project, GraphFacts(), path=None, title="small")
    panel = CodePanel(session)
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> CodePanel:
    """The panel once it shows the script of a small project with data."""
    panel = open_panel(session, dense_chain(), qtbot)
    qtbot.waitUntil(lambda: "Dense" in panel.text(), timeout=20_000)
    return panel


def test_that_the_script_is_python_that_makes_the_layers(panel: CodePanel) -> None:
    compile(panel.text(), "script.py", "exec")
    assert "Dense(4" in panel.text()


def test_that_it_follows_an_edit(panel: CodePanel, session: Session, qtbot: QtBot) -> None:
    hidden = list(session.graph.nodes)[1]
    layer = session.graph.nodes[hidden].layer
    session.edit_graph("Units", lambda graph: edits.configure(graph, layer, {"units": 77}))
    qtbot.waitUntil(lambda: "Dense(77" in panel.text())


def test_that_a_hidden_panel_writes_once_it_is_seen_again(panel: CodePanel, session: Session, qtbot: QtBot) -> None:
    panel.hide()
    layer = session.graph.nodes[list(session.graph.nodes)[1]].layer
    session.edit_graph("Units", lambda graph: edits.configure(graph, layer, {"units": 78}))
    before = panel.text()
    with qtbot.waitSignal(panel.written):
        panel.show()
    assert "Dense(78" not in before
    assert "Dense(78" in panel.text()


def test_that_the_lines_of_the_selected_layer_are_marked(panel: CodePanel, session: Session) -> None:
    session.select([list(session.graph.nodes)[1]])
    lines = panel.text().splitlines()
    assert panel.view.marked
    assert all("dense" in lines[number] for number in panel.view.marked)
    session.select([])
    assert panel.view.marked == []


def test_that_copy_puts_the_whole_script_on_the_clipboard(panel: CodePanel) -> None:
    QTest.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == panel.text()


def test_that_the_script_is_saved_as_shown(panel: CodePanel, session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.noticed) as told:
        panel.save(tmp_path / "model.py")
    assert told.args is not None
    assert told.args[0].level == "good"
    assert (tmp_path / "model.py").read_text("utf-8") == panel.text()


def test_that_a_folder_that_is_gone_is_told(panel: CodePanel, session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.noticed) as told:
        panel.save(tmp_path / "gone" / "model.py")
    assert told.args is not None
    assert told.args[0].level == "bad"


def test_that_without_data_it_says_what_is_needed(session: Session, qtbot: QtBot) -> None:
    panel = open_panel(session, replace(dense_chain(), data=DataChoices()), qtbot)
    assert "data set" in panel.empty.text()


def test_that_without_a_model_it_says_what_is_needed(session: Session, qtbot: QtBot) -> None:
    panel = open_panel(session, Project(), qtbot)
    assert "Draw a model" in panel.empty.text()
