"""The history panel: the steps, where we are, what is saved, and going there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.graph import edits
from ui.history.panel import HistoryPanel
from ui.session import Session
from ui.theme.theme import theme

ROLE = Qt.ItemDataRole


def add(session: Session, name: str) -> None:
    session.edit_graph(f"Add {name}", lambda graph: edits.place(graph, "Dense", 0, 0, name=name)[0])


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> HistoryPanel:
    """The panel after three edits."""
    for name in ("a", "b", "c"):
        add(session, name)
    panel = HistoryPanel(session)
    qtbot.addWidget(panel)
    panel.resize(220, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.list.setFocus()
    return panel


def said(panel: HistoryPanel) -> list[str]:
    steps = panel.steps
    return [str(steps.data(steps.index(row), ROLE.AccessibleTextRole)) for row in range(steps.rowCount())]


def at_row(panel: HistoryPanel, row: int) -> QPoint:
    return panel.list.visualRect(panel.steps.index(row)).center()


def test_that_all_steps_are_listed_with_the_present_one_current(panel: HistoryPanel) -> None:
    assert [text.split(",")[0] for text in said(panel)] == ["Start", "Add a", "Add b", "Add c"]
    assert panel.list.currentIndex().row() == 3


def test_that_a_click_undoes_several_steps_at_once(panel: HistoryPanel, session: Session) -> None:
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at_row(panel, 1))
    assert {layer.name for layer in session.graph.layers.values()} == {"a"}
    assert session.history.redo_label == "Add b"


def test_that_enter_goes_to_the_step_that_the_arrows_found(panel: HistoryPanel, session: Session) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert len(session.graph.nodes) == 3
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert len(session.graph.nodes) == 1
    QTest.keyClick(panel.list, Qt.Key.Key_End)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert len(session.graph.nodes) == 3


def test_that_what_was_undone_is_faded(panel: HistoryPanel, session: Session) -> None:
    session.undo()
    steps = panel.steps
    assert steps.data(steps.index(3), ROLE.ForegroundRole) == theme.colour("text_faint")
    assert steps.data(steps.index(2), ROLE.ForegroundRole) is None
    assert said(panel)[3] == "Add c, 1 step undone"


def test_that_the_saved_state_is_marked(panel: HistoryPanel, session: Session) -> None:
    session.undo()
    session.saved(session.project, Path("m.dnn"))
    assert said(panel)[2] == "Add b, now, saved"
    session.redo()
    assert said(panel)[2] == "Add b, 1 step back, saved"


def test_that_an_edit_after_going_back_drops_what_was_undone(panel: HistoryPanel, session: Session) -> None:
    session.go_to_step(1)
    add(session, "d")
    assert [text.split(",")[0] for text in said(panel)] == ["Start", "Add a", "Add d"]


def test_that_another_document_begins_an_empty_list(panel: HistoryPanel, session: Session) -> None:
    from desktop_nn.graph.facts import GraphFacts
    from desktop_nn.project.document import Project

    session.show(Project(), GraphFacts(), path=None, title="new")
    assert panel.pages.currentWidget() is panel.empty
