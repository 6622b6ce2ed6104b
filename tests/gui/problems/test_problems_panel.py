"""The problems panel: order, going to the node, counts, what it says when there is nothing to say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop_nn.data.choices import DataChoices
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem
from tests.helpers.drawings import dense_chain
from ui.problems.model import MENDS
from ui.problems.panel import ProblemsPanel
from ui.session import Session


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> ProblemsPanel:
    """The panel over a small project."""
    session.edit("Draw", lambda _: replace(dense_chain(), data=DataChoices()))
    panel = ProblemsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(900, 250)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def tell(session: Session, *problems: Problem) -> None:
    """Let the session have these problems."""
    session.problems = problems
    session.problems_changed.emit()


def shown(panel: ProblemsPanel) -> list[str]:
    """What is wrong, row by row."""
    model = panel.problems
    return [str(model.data(model.index(row, 1))) for row in range(model.rowCount())]


def two(session: Session) -> tuple[Problem, Problem]:
    """A warning without a place, and an error of the last node."""
    last = list(session.graph.nodes)[-1]
    return Problem("A warning.", severity="warning"), Problem("An error.", "dense_1", "Mend it.", node=last)


def test_that_errors_come_before_warnings(panel: ProblemsPanel, session: Session) -> None:
    tell(session, *two(session))
    assert shown(panel) == ["An error.", "A warning."]


def test_that_the_numbers_of_errors_and_warnings_are_told(panel: ProblemsPanel, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.count_changed) as told:
        tell(session, *two(session))
    assert told.args == [1, 1]


def test_that_a_click_selects_the_node_and_goes_to_it(panel: ProblemsPanel, session: Session, qtbot: QtBot) -> None:
    _, error = two(session)
    tell(session, error)
    at = panel.table.visualRect(panel.problems.index(0, 1)).center()
    with qtbot.waitSignal(panel.go_to) as told:
        QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [error.node]
    assert session.selection == {error.node}


def test_that_enter_goes_to_the_node(panel: ProblemsPanel, session: Session, qtbot: QtBot) -> None:
    _, error = two(session)
    tell(session, error)
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.go_to) as told:
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert told.args == [error.node]


def test_that_the_current_problem_stays_current_when_others_come(panel: ProblemsPanel, session: Session) -> None:
    warning, error = two(session)
    tell(session, warning)
    panel.table.selectRow(0)
    tell(session, error, warning)
    assert panel.table.currentIndex().row() == 1


def test_that_copying_gives_the_whole_problem_in_one_line(panel: ProblemsPanel, session: Session) -> None:
    tell(session, two(session)[1])
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "dense_1: An error. Mend it."


def test_that_a_sound_model_is_said_to_be_ready(panel: ProblemsPanel, session: Session) -> None:
    tell(session)
    assert panel.pages.currentWidget() is panel.empty
    assert "The model can be trained." in panel.empty.text()


def test_that_an_empty_document_is_not_called_ready(session: Session, qtbot: QtBot) -> None:
    panel = ProblemsPanel(session)
    qtbot.addWidget(panel)
    assert "can be trained" not in panel.empty.text()


def lonely(session: Session) -> Problem:
    """The last node without its link, and the problem that Keras would tell of it."""
    last = list(session.graph.nodes)[-1]
    session.edit_graph("Cut", lambda graph: replace(graph, links=graph.links[:-1]))
    problem = Problem(f"{session.graph.name_of(last)} has no input.", session.graph.name_of(last), node=last)
    session.facts = GraphFacts({last: NodeFacts(problem=problem)})
    tell(session, problem)
    return problem


def test_that_a_row_mends_its_problem_with_one_click(panel: ProblemsPanel, session: Session, qtbot: QtBot) -> None:
    links = session.graph.links
    lonely(session)
    button = panel.table.indexWidget(panel.problems.index(0, MENDS)).findChild(QToolButton, "problems_mend")
    assert button is not None
    assert button.accessibleName().startswith("Connect ")
    qtbot.waitUntil(lambda: button.width() > 50)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.graph.links == links
    assert session.history.undo_label == button.accessibleName()


def test_that_a_row_is_mended_by_its_key(panel: ProblemsPanel, session: Session) -> None:
    links = session.graph.links
    lonely(session)
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert session.graph.links == links


def test_that_a_row_without_an_obvious_way_out_has_no_button(panel: ProblemsPanel, session: Session) -> None:
    tell(session, Problem("Something is wrong.", "Data"))
    assert panel.table.indexWidget(panel.problems.index(0, MENDS)) is None


def test_that_buttons_are_made_when_the_panel_is_looked_at(panel: ProblemsPanel, session: Session) -> None:
    panel.hide()
    lonely(session)
    place = panel.problems.index(0, MENDS)
    assert panel.table.indexWidget(place) is None
    panel.show()
    assert panel.table.indexWidget(place) is not None
