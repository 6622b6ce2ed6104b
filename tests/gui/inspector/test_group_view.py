"""The inspector of a group that is selected as a whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_nn.graph import groups
from desktop_nn.graph.facts import Counts, GraphFacts
from desktop_nn.graph.membership import members
from desktop_nn.project.document import Project
from tests.helpers.drawings import chain
from ui.inspector.group_view import COLOURS, GroupView
from ui.inspector.panel import InspectorPanel
from ui.session import Session


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> InspectorPanel:
    panel = InspectorPanel(session)
    qtbot.addWidget(panel)
    return panel


def shown(panel: InspectorPanel) -> tuple[GroupView, str]:
    """The inspector on a selected group of two layers."""
    session = panel.session
    graph, ids = chain("InputLayer", "Dense", "Dense", "Dense")
    graph, group = groups.make_group(graph, ids[1:3], "block")
    session.show(Project(graph), GraphFacts(groups={group: Counts(48, 48)}), path=None, title="test")
    panel.show()
    session.select(members(graph, group))
    return panel.several.group, group


def test_that_a_whole_group_has_a_view_of_its_own(panel: InspectorPanel, session: Session) -> None:
    view, group = shown(panel)
    assert view.isVisible()
    assert view.group == group
    assert view.told.text() == "Group of 2 layers. 48 parameters."


def test_that_a_part_of_a_group_has_none(panel: InspectorPanel, session: Session) -> None:
    view, _ = shown(panel)
    session.select(list(session.graph.nodes)[2:])
    assert not view.isVisible()


def test_that_the_count_is_typed_and_tells_the_depth(panel: InspectorPanel, session: Session) -> None:
    view, group = shown(panel)
    view.count.selectAll()
    QTest.keyClicks(view.count, "6")
    assert session.graph.groups[group].count == 6
    assert "12 layers" in view.told.text()
    session.undo()
    assert session.graph.groups[group].count == 1


def test_that_a_bad_count_is_marked_and_changes_nothing(panel: InspectorPanel, session: Session) -> None:
    view, group = shown(panel)
    view.count.selectAll()
    QTest.keyClicks(view.count, "0")
    assert session.graph.groups[group].count == 1
    assert view.count.property("invalid")


def test_that_the_title_is_renamed_and_an_empty_one_is_refused(panel: InspectorPanel, session: Session) -> None:
    view, group = shown(panel)
    view.title.edit.selectAll()
    QTest.keyClicks(view.title.edit, " ")
    assert view.title.error.isVisible()
    view.title.edit.selectAll()
    QTest.keyClicks(view.title.edit, "stem")
    QTest.keyClick(view.title.edit, Qt.Key.Key_Return)
    assert session.graph.groups[group].title == "stem"


def test_that_a_colour_is_chosen(panel: InspectorPanel, session: Session) -> None:
    view, group = shown(panel)
    view.colour.setFocus()
    QTest.keyClick(view.colour, Qt.Key.Key_Down)
    view.colour.activated.emit(view.colour.currentIndex())
    assert session.graph.groups[group].colour == COLOURS[view.colour.currentIndex()] != ""


def test_that_the_button_asks_for_folding(qtbot: QtBot, panel: InspectorPanel) -> None:
    view, group = shown(panel)
    with qtbot.waitSignal(view.fold_wanted) as wanted:
        QTest.mouseClick(view.fold_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [group, True]


def test_that_the_card_of_one_layer_shows_the_group_and_the_layers_parameters(
    panel: InspectorPanel, session: Session
) -> None:
    shown(panel)
    node = next(id for id in session.graph.nodes if session.graph.layer_of(id).kind == "Dense")
    graph, group = groups.make_group(groups.ungroup(session.graph, next(iter(session.graph.groups))), {node}, "one")
    session.edit_graph("Group", lambda _: groups.change_group(graph, group, folded=True))
    session.select({node})
    assert panel.several.isVisible()
    assert panel.several.group.group == group
    assert panel.several.form.form is not None
    assert session.graph.name_of(node) in panel.several.hint.text()
    session.edit_graph("Unfold", lambda graph: groups.change_group(graph, group, folded=False))
    session.select(())
    session.select({node})
    assert panel.node.isVisible()


def test_that_a_groups_weights_stand_there_once(panel: InspectorPanel, session: Session) -> None:
    shown(panel)
    rows = [row.text() for row in panel.several.facts.findChildren(QLabel) if row.isVisible()]
    assert "Kinds" in rows
    assert "Parameters" not in rows
