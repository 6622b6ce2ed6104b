"""The code panel: it follows the project, marks the selected layers, copies and saves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn import settings
from desktop_nn.data.choices import DataChoices
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.nesting import make_model
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


def test_that_a_panel_that_comes_to_sight_shows_the_lines_of_the_selected_layer(session: Session, qtbot: QtBot) -> None:
    session.show(dense_chain(), GraphFacts(), path=None, title="small")
    session.select([list(session.graph.nodes)[1]])
    panel = CodePanel(session)
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    with qtbot.waitSignal(panel.written, timeout=20_000):
        panel.show()
    first = panel.view.firstVisibleBlock().blockNumber()
    assert first > 0
    assert any(first <= line < first + 30 for line in panel.view.marked)


def line_with(panel: CodePanel, text: str) -> int:
    """The number of the first line that holds a text, from 0."""
    return next(number for number, line in enumerate(panel.text().splitlines()) if text in line)


def click(panel: CodePanel, line: int) -> None:
    """Click on a line of the code."""
    view = panel.view
    view.setTextCursor(QTextCursor(view.document().findBlockByNumber(line)))
    view.ensureCursorVisible()
    at = view.cursorRect().center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_that_a_click_on_a_line_selects_its_layer_and_asks_to_show_it(
    panel: CodePanel, session: Session, qtbot: QtBot
) -> None:
    hidden = list(session.graph.nodes)[1]
    with qtbot.waitSignal(panel.nodes_wanted) as wanted:
        click(panel, line_with(panel, "layers.Dense(4"))
    assert session.selection == {hidden}
    assert wanted.args == [(hidden,)]
    assert panel.view.hasFocus()


def test_that_picking_a_line_does_not_move_the_code(panel: CodePanel, session: Session) -> None:
    line = line_with(panel, "layers.Dense(4")
    click(panel, line)
    before = panel.view.verticalScrollBar().value()
    session.select(())
    click(panel, line)
    assert panel.view.verticalScrollBar().value() == before


def test_that_the_arrow_keys_go_from_layer_to_layer(panel: CodePanel, session: Session) -> None:
    click(panel, line_with(panel, "layers.Dense(4"))
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert session.selection == {list(session.graph.nodes)[2]}


@pytest.mark.parametrize(
    ("text", "name"), [("model.compile(", "training"), ("# --- The data", "data"), ("EPOCHS", "training")]
)
def test_that_a_click_on_a_choice_opens_the_panel_where_it_is_made(
    panel: CodePanel, qtbot: QtBot, text: str, name: str
) -> None:
    with qtbot.waitSignal(panel.panel_wanted) as wanted:
        click(panel, line_with(panel, text))
    assert wanted.args == [name]


def test_that_passing_a_choice_opens_nothing_but_enter_does(panel: CodePanel, qtbot: QtBot) -> None:
    line = line_with(panel, "model.compile(")
    panel.view.setTextCursor(QTextCursor(panel.view.document().findBlockByNumber(line - 1)))
    with qtbot.assertNotEmitted(panel.panel_wanted):
        QTest.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.panel_wanted):
        QTest.keyClick(panel.view, Qt.Key.Key_Return)


def test_that_a_line_inside_a_nested_model_leads_there_and_its_node_back_to_the_line(
    session: Session, qtbot: QtBot
) -> None:
    project = dense_chain()
    inner = list(project.graph.nodes)[1]
    graph, outer = make_model(project.graph, [inner], "encoder")
    panel = open_panel(session, replace(project, graph=graph), qtbot)
    qtbot.waitUntil(lambda: "make_encoder" in panel.text(), timeout=20_000)
    click(panel, line_with(panel, "layers.Dense(4"))
    assert session.scope == (graph.nodes[outer].layer,)
    assert [session.graph.name_of(id) for id in session.selection] == ["dense"]
    assert panel.view.marked == [line_with(panel, "layers.Dense(4")]
    session.go_out()
    assert session.selection == {outer}
    assert line_with(panel, "def make_encoder") in panel.view.marked


def test_that_the_style_is_chosen_in_the_pane_and_remembered(panel: CodePanel, session: Session, qtbot: QtBot) -> None:
    panel.bar.style_box.setCurrentIndex(panel.bar.style_box.findData("subclassing"))
    panel.bar.style_box.activated.emit(panel.bar.style_box.currentIndex())
    qtbot.waitUntil(lambda: "(keras.Model):" in panel.text())
    assert session.settings.code_style == "subclassing"
    qtbot.waitUntil(lambda: not session.files.busy)
    assert settings.load().code_style == "subclassing"


def test_that_a_style_that_cannot_be_says_why_and_offers_another(session: Session, qtbot: QtBot) -> None:
    session.settings = replace(session.settings, code_style="sequential")
    project = dense_chain()
    graph = edits.mark_output(project.graph, list(project.graph.nodes)[1], True)
    panel = open_panel(session, replace(project, graph=graph), qtbot)
    qtbot.waitUntil(lambda: "keras.Model(" in panel.text(), timeout=20_000)
    assert panel.bar.said.startswith("A Sequential model has one input and one output; this one has 2 outputs.")
    QTest.mouseClick(panel.bar.help_button, Qt.MouseButton.LeftButton)
    assert session.settings.code_style == "functional"
    qtbot.waitUntil(lambda: "Sequential" not in panel.bar.said)


def test_that_what_is_missing_is_told_and_the_rest_is_shown(session: Session, qtbot: QtBot) -> None:
    project = dense_chain()
    panel = open_panel(session, replace(project, training=replace(project.training, outputs={})), qtbot)
    qtbot.waitUntil(lambda: "has no loss" in panel.bar.said, timeout=20_000)
    assert "model.fit(" in panel.text()


def test_that_text_is_found_round_the_end_and_counted(panel: CodePanel) -> None:
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = panel.find_bar.field
    assert field.hasFocus()
    QTest.keyClicks(field, "layers.dense")
    assert panel.find_bar.said.text() == "1 of 2"
    assert panel.view.textCursor().selectedText() == "layers.Dense"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.find_bar.said.text() == "2 of 2"
    QTest.keyClick(field, Qt.Key.Key_F3)
    assert panel.find_bar.said.text() == "1 of 2"
    QTest.keyClicks(field, "!")
    assert panel.find_bar.said.text() == "Not found"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert panel.find_bar.isHidden()
    assert panel.view.hasFocus()


def test_that_copy_takes_what_is_selected(panel: CodePanel) -> None:
    panel.view.find_text("model.compile")
    QTest.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "model.compile"


def test_that_a_notebook_is_saved_in_the_chosen_style(
    panel: CodePanel, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.settings = replace(session.settings, code_style="subclassing")
    with qtbot.waitSignal(session.noticed):
        panel.save(tmp_path / "model.ipynb")
    book = json.loads((tmp_path / "model.ipynb").read_text("utf-8"))
    assert any("(keras.Model):" in "".join(cell["source"]) for cell in book["cells"])


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


def test_that_without_data_the_model_is_shown_and_data_are_offered(session: Session, qtbot: QtBot) -> None:
    panel = open_panel(session, replace(dense_chain(), data=DataChoices()), qtbot)
    qtbot.waitUntil(lambda: "Dense" in panel.text(), timeout=20_000)
    assert "No data" in panel.bar.said
    with qtbot.waitSignal(panel.panel_wanted) as wanted:
        QTest.mouseClick(panel.bar.help_button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["data"]


def test_that_without_a_model_it_says_what_is_needed(session: Session, qtbot: QtBot) -> None:
    panel = open_panel(session, Project(), qtbot)
    assert "Draw a model" in panel.empty.text()
