"""The inspector of a nested model: what it tells, and its buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.nesting import make_model
from desktop_nn.project.document import Project
from tests.gui.canvas.hands import drawn
from ui.inspector.panel import InspectorPanel
from ui.session import Session

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> InspectorPanel:
    """The inspector of x → part(a → b) → y with the model selected."""
    layers = [("InputLayer", "x", 0.0, 0.0), *(("Dense", name, 0.0, 130.0 * i) for i, name in enumerate("aby", 1))]
    graph = drawn(*layers, links=(("x", "a"), ("a", "b"), ("b", "y")))
    graph, made = make_model(graph, [id for id in graph.nodes if graph.name_of(id) in "ab"], "part")
    session.show(Project(graph), GraphFacts(), path=None, title="nested")
    panel = InspectorPanel(session)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    session.select({made})
    return panel


def names(session: Session) -> list[str]:
    return [session.graph.name_of(id) for id in session.graph.nodes]


def rows(panel: InspectorPanel) -> list[str]:
    inside = panel.node.inside.layers
    return [inside.item(row).text().split()[0] for row in range(inside.count())]


def test_that_the_layers_inside_are_told(panel: InspectorPanel) -> None:
    assert panel.node.name.edit.text() == "part"
    assert panel.node.about.text().startswith("Model · ")
    assert panel.node.inside.told.text() == "2 layers inside"
    assert rows(panel) == ["x", "a", "b"]
    assert panel.node.note.isHidden()


def test_that_open_leads_inside_and_shows_the_model_there(panel: InspectorPanel, session: Session) -> None:
    QTest.mouseClick(panel.node.inside.open, LEFT)
    assert names(session) == ["x", "a", "b"]
    assert panel.model.isVisible()
    assert panel.model.name.edit.text() == "part"


def test_that_renaming_it_inside_renames_the_layer(panel: InspectorPanel, session: Session) -> None:
    QTest.mouseClick(panel.node.inside.open, LEFT)
    edit = panel.model.name.edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "encoder")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    session.go_out()
    assert names(session) == ["x", "encoder", "y"]


def test_that_unpack_puts_the_layers_back_in_one_step(panel: InspectorPanel, session: Session) -> None:
    QTest.mouseClick(panel.node.inside.unpack, LEFT)
    assert names(session) == ["x", "a", "b", "y"]
    session.undo()
    assert names(session) == ["x", "part", "y"]


def test_that_a_layer_of_the_list_leads_to_it(panel: InspectorPanel, session: Session) -> None:
    inside = panel.node.inside.layers
    inside.setCurrentRow(2)
    inside.itemActivated.emit(inside.currentItem())
    assert [session.graph.name_of(id) for id in session.selection] == ["b"]


def test_that_a_layer_without_an_inside_has_no_such_section(panel: InspectorPanel, session: Session) -> None:
    session.select([id for id in session.graph.nodes if session.graph.name_of(id) == "y"])
    assert panel.node.inside.isHidden()
    assert panel.node.form.form is not None


def test_that_a_node_inside_of_the_same_id_is_shown_anew(panel: InspectorPanel, session: Session) -> None:
    outside = next(iter(session.graph.nodes))
    session.select({outside})
    scope = tuple(layer.id for layer in session.graph.layers.values() if layer.model is not None)
    session.look_into(scope)
    for id in session.graph.nodes:
        session.select({id})
        assert panel.node.name.edit.text() == session.graph.name_of(id)
