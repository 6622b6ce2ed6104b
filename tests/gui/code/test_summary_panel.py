"""The summary panel: its table, its totals, and one selection with the drawing."""

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
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.nesting import make_model
from tests.helpers.drawings import dense_chain
from tests.helpers.waiting import wait_until
from ui.code.summary_panel import SummaryPanel
from ui.session import Session


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> SummaryPanel:
    """The panel over input, Dense 4, Dense 1 with what Keras would say of them."""
    project = replace(dense_chain(), data=DataChoices())
    start, hidden, end = project.graph.nodes
    facts = GraphFacts(
        {
            start: NodeFacts(((None, 2),), "float32"),
            hidden: NodeFacts(((None, 4),), "float32", 12, 12),
            end: NodeFacts(((None, 1),), "float32", 5, 0),
        },
        17,
        12,
    )
    session.show(project, facts, path=None, title="small")
    panel = SummaryPanel(session)
    qtbot.addWidget(panel)
    panel.resize(800, 250)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def cells(panel: SummaryPanel) -> list[list[str]]:
    """All texts of the table."""
    model = panel.rows
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_that_every_layer_is_a_row(panel: SummaryPanel) -> None:
    assert cells(panel) == [
        ["input", "InputLayer", "(None, 2)", "0", "0", "0", "0", ""],
        ["dense", "Dense", "(None, 4)", "12", "12", "0", "48 bytes", "input"],
        ["dense_1", "Dense", "(None, 1)", "5", "0", "5", "20 bytes", "dense"],
    ]


def test_that_the_totals_tell_trainable_frozen_and_size(panel: SummaryPanel) -> None:
    assert panel.totals.text() == "Total 17 parameters (68 bytes) · trainable 12 · not trainable 5"


def test_that_unknown_shapes_are_not_called_zero(panel: SummaryPanel, session: Session) -> None:
    session.facts = GraphFacts()
    session.facts_changed.emit()
    assert cells(panel)[1][2:7] == ["…"] * 5


def test_that_a_click_on_a_row_selects_the_node(panel: SummaryPanel, session: Session) -> None:
    at = panel.table.visualRect(panel.rows.index(1, 0)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert {session.graph.name_of(id) for id in session.selection} == {"dense"}


def test_that_a_selected_node_selects_its_row(panel: SummaryPanel, session: Session) -> None:
    session.select([list(session.graph.nodes)[2]])
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [2]


def test_that_selecting_one_call_of_a_shared_layer_does_not_select_the_other(
    panel: SummaryPanel, session: Session
) -> None:
    hidden = list(session.graph.nodes)[1]
    layer = session.graph.nodes[hidden].layer
    session.edit_graph("Share", lambda graph: edits.place_call(graph, layer, 0, 0)[0])
    session.select([hidden])
    assert session.selection == {hidden}
    rows = [index.row() for index in panel.table.selectionModel().selectedRows()]
    assert [panel.rows.rows[row].name for row in rows] == ["dense"]
    assert "called 2 times" in cells(panel)[rows[0]][1]


def test_that_an_edit_keeps_the_selection(panel: SummaryPanel, session: Session) -> None:
    hidden = list(session.graph.nodes)[1]
    session.select([hidden])
    session.edit_graph("Rename", lambda graph: edits.rename(graph, graph.nodes[hidden].layer, "wide"))
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [1]
    assert session.selection == {hidden}


def test_that_the_table_can_be_copied_as_text(panel: SummaryPanel) -> None:
    QTest.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    panel._copies.actions()[0].trigger()
    panel._copies.close()
    text = QGuiApplication.clipboard().text()
    assert "dense_1" in text
    assert "17 parameters" in text


def test_that_a_double_click_goes_to_the_node(panel: SummaryPanel, session: Session, qtbot: QtBot) -> None:
    at = panel.table.visualRect(panel.rows.index(2, 0)).center()
    with qtbot.waitSignal(panel.go_to) as told:
        QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [list(session.graph.nodes)[2]]


def test_that_the_table_is_saved_as_its_suffix_says(panel: SummaryPanel, session: Session, tmp_path: Path) -> None:
    for suffix in (".csv", ".md", ".txt"):
        panel.save(tmp_path / f"table{suffix}")
    wait_until(lambda: not session.files.busy)
    assert (tmp_path / "table.csv").read_text().splitlines()[1] == 'input,InputLayer,"(None, 2)",0,0,0,0,'
    assert (tmp_path / "table.md").read_text().startswith("## model\n\n| Layer | Kind |")
    assert "17 parameters" in (tmp_path / "table.txt").read_text()


def test_that_layers_inside_nested_models_can_be_written_out_and_gone_to(panel: SummaryPanel, session: Session) -> None:
    assert not panel.nested.isVisible()
    hidden = list(session.graph.nodes)[1]
    session.edit_graph("Nest", lambda graph: make_model(graph, [hidden], "inside")[0])
    assert panel.nested.isVisible()
    assert len(panel.rows.rows) == 3
    panel.nested.setChecked(True)
    inner = next(row for row, found in enumerate(panel.rows.rows) if found.within and found.kind == "Dense")
    assert panel.rows.rows[inner].path == "inside / dense"
    at = panel.table.visualRect(panel.rows.index(inner, 0)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.scope == panel.rows.rows[inner].scope
    assert [session.graph.name_of(node) for node in session.selection] == ["dense"]
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [inner]
