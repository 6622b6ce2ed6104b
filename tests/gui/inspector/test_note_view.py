"""The inspector of sticky notes: the text of one, the colour of all."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.graph import comments
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from tests.gui.canvas.hands import drawn
from ui.inspector.panel import InspectorPanel
from ui.session import Session
from ui.theme.tokens import NOTE_HUES

GRAPH = comments.add(comments.add(drawn(("Dense", "dense", 0, 0)), "one", 300, 0)[0], "two", 300, 200, colour="red")[0]


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> InspectorPanel:
    session.show(Project(GRAPH), GraphFacts(), path=None, title="test")
    panel = InspectorPanel(session)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def test_that_a_marked_note_has_a_view_of_its_own(panel: InspectorPanel, session: Session) -> None:
    session.select((), ("c2",))
    assert panel.note.isVisible()
    assert not panel.model.isVisible()
    assert panel.note.text.toPlainText() == "two"
    assert panel.note.colour.currentText() == "Red"


def test_that_a_layer_goes_before_a_note(panel: InspectorPanel, session: Session) -> None:
    session.select(session.graph.nodes, ("c1",))
    assert panel.node.isVisible()
    assert not panel.note.isVisible()


def test_that_typing_is_one_step(panel: InspectorPanel, session: Session) -> None:
    session.select((), ("c1",))
    panel.rename()
    QTest.keyClicks(panel.note.text, "abc")
    assert session.graph.comments["c1"].text == "abcone"
    session.undo()
    assert session.graph.comments["c1"].text == "one"
    assert panel.note.text.toPlainText() == "one"


def test_that_an_emptied_text_comes_back(panel: InspectorPanel, session: Session) -> None:
    session.select((), ("c1",))
    panel.note.text.setFocus()
    panel.note.text.selectAll()
    QTest.keyClicks(panel.note.text, " ")
    assert session.graph.comments["c1"].text == "one"
    panel.note.colour.setFocus()
    assert panel.note.text.toPlainText() == "one"


def test_that_several_notes_take_one_colour(panel: InspectorPanel, session: Session) -> None:
    session.select((), ("c1", "c2"))
    assert panel.note.title.text() == "2 notes selected"
    assert not panel.note.text.isVisible()
    assert panel.note.colour.currentIndex() == -1
    row = list(NOTE_HUES).index("green")
    panel.note.colour.setCurrentIndex(row)
    panel.note.colour.activated.emit(row)
    assert [note.colour for note in session.graph.comments.values()] == ["green", "green"]


def test_that_the_view_goes_with_the_note(panel: InspectorPanel, session: Session) -> None:
    session.select((), ("c1",))
    session.edit_graph("Delete", lambda graph: comments.delete(graph, ("c1",)))
    assert panel.model.isVisible()
