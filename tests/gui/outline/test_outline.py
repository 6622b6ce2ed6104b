"""The outline: rows, following edits, selection both ways, renaming, filter, menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_nn.graph import comments, edits, groups
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.graph.nesting import make_model
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project
from tests.gui.canvas.hands import drawn
from ui.outline.model import KIND, NAME, PARAMETERS, SHAPE
from ui.outline.panel import OutlinePanel
from ui.outline.rows import Key
from ui.session import Session

DRAWING = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Dense", "a", 0, 100),
    ("Dense", "b", 0, 200),
    ("Dense", "c", 0, 300),
    links=(("in1", "a"), ("a", "b"), ("b", "c")),
)


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> OutlinePanel:
    """The outline of a chain."""
    session.show(Project(DRAWING), GraphFacts(), path=None, title="test")
    panel = OutlinePanel(session)
    qtbot.addWidget(panel)
    panel.resize(460, 400)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.tree.setFocus()
    return panel


def node(session: Session, name: str) -> str:
    return next(id for id in session.graph.nodes if session.graph.name_of(id) == name)


def names(panel: OutlinePanel, key: Key = ()) -> list[str]:
    above = panel.rows.index_of(key)
    return [str(panel.rows.data(panel.rows.index(row, NAME, above))) for row in range(panel.rows.rowCount(above))]


def chosen(panel: OutlinePanel) -> list[str]:
    return [panel.rows.facts_of(key).name for key in panel.tree.chosen()]


def click(panel: OutlinePanel, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = panel.tree.visualRect(panel.rows.index_of(key)).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, held, place)


def grouped(session: Session, *members: str) -> str:
    ids = [node(session, name) for name in members]
    session.edit_graph("Group", lambda graph: groups.make_group(graph, ids, "Block")[0])
    return next(iter(session.graph.groups))


def test_that_layers_are_listed_in_the_order_of_the_flow(panel: OutlinePanel) -> None:
    assert names(panel) == ["in1", "a", "b", "c"]


def test_that_groups_are_branches(panel: OutlinePanel, session: Session) -> None:
    group = grouped(session, "a", "b")
    assert names(panel) == ["in1", "Block", "c"]
    assert names(panel, ("group", group)) == ["a", "b"]
    session.undo()
    assert names(panel) == ["in1", "a", "b", "c"]


def test_that_nested_models_are_branches(session: Session, panel: OutlinePanel) -> None:
    inside = drawn(("InputLayer", "deep_in", 0, 0), ("Dense", "deep", 0, 100), links=(("deep_in", "deep"),))
    graph = Graph(layers={"l1": Layer("l1", "Functional", "block", model=inside)}, nodes={"n1": Node("n1", "l1")})
    session.show(Project(graph), GraphFacts(), path=None, title="nested")
    assert names(panel) == ["block"]
    assert names(panel, ("node", "n1")) == ["deep_in", "deep"]


def test_that_shape_parameters_and_problem_are_shown(panel: OutlinePanel, session: Session) -> None:
    id = node(session, "a")
    session.facts = GraphFacts({id: NodeFacts(((None, 3),), parameters=15)})
    session.facts_changed.emit()
    session.problems = (Problem("It is wrong.", node=id),)
    session.problems_changed.emit()
    row = panel.rows.index_of(("node", id))
    cells = [panel.rows.data(row.siblingAtColumn(column)) for column in (NAME, KIND, SHAPE, PARAMETERS)]
    assert cells[:2] == ["a", "Dense"]
    assert cells[3] == "15"
    assert "3" in cells[2]
    assert panel.rows.data(row, Qt.ItemDataRole.AccessibleTextRole).endswith("error: It is wrong.")


def test_that_selecting_a_row_selects_on_the_canvas(panel: OutlinePanel, session: Session) -> None:
    place = panel.tree.visualRect(panel.rows.index_of(("node", node(session, "b")))).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == {node(session, "b")}
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.selection == {node(session, "b"), node(session, "c")}


def test_that_selecting_on_the_canvas_selects_rows(panel: OutlinePanel, session: Session) -> None:
    session.select({node(session, "a"), node(session, "c")})
    assert chosen(panel) == ["a", "c"]
    session.select(())
    assert chosen(panel) == []


def test_that_a_groups_row_selects_its_members(panel: OutlinePanel, session: Session) -> None:
    group = grouped(session, "a", "b")
    place = panel.tree.visualRect(panel.rows.index_of(("group", group))).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == {node(session, "a"), node(session, "b")}
    assert chosen(panel) == ["Block"]


def test_that_a_layer_is_renamed_in_place(panel: OutlinePanel, session: Session) -> None:
    session.select({node(session, "b")})
    panel.rename_current()
    editor = panel.tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "hidden")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt takes the text over a moment later
    assert names(panel) == ["in1", "a", "hidden", "c"]
    assert session.history.undo_label == "Rename b"


def test_that_a_taken_name_is_refused_and_told(panel: OutlinePanel, session: Session, qtbot: QtBot) -> None:
    index = panel.rows.index_of(("node", node(session, "b")))
    with qtbot.waitSignal(session.noticed):
        assert not panel.rows.setData(index, "a")
    assert names(panel) == ["in1", "a", "b", "c"]


def test_that_the_filter_keeps_what_matches_and_what_it_lies_in(panel: OutlinePanel, session: Session) -> None:
    group = grouped(session, "a", "b")
    QTest.keyClicks(panel.line, "b")
    assert names(panel) == ["Block"]
    QTest.keyClicks(panel.line, " dense")
    assert names(panel, ("group", group)) == ["b"]
    QTest.keyClick(panel.line, Qt.Key.Key_Escape)
    assert names(panel) == ["in1", "Block", "c"]


def test_that_enter_goes_to_the_layer(panel: OutlinePanel, session: Session, qtbot: QtBot) -> None:
    session.select({node(session, "c")})
    with qtbot.waitSignal(panel.go_to) as sent:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert sent.args == [node(session, "c")]


def test_that_the_menu_key_asks_for_the_layers_menu(panel: OutlinePanel, session: Session, qtbot: QtBot) -> None:
    session.select({node(session, "a")})
    with qtbot.waitSignal(panel.menu_wanted) as sent:
        _menu_key(panel)
    assert sent.args[0] == "node"


def test_that_a_layer_of_a_folded_group_is_selected_alone_and_with_the_group(
    panel: OutlinePanel, session: Session
) -> None:
    group = grouped(session, "a", "b")
    session.edit_graph("Fold", lambda graph: groups.change_group(graph, group, folded=True, count=4))
    panel.tree.expandAll()
    click(panel, ("node", node(session, "b")))
    assert session.selection == {node(session, "b")}
    session.select({group})
    assert chosen(panel) == ["Block", "a", "b"]
    assert panel.rows.facts_of(("group", group)).kind == "Group of 2 × 4, folded"


def test_that_a_layer_taken_off_a_selected_group_is_off(panel: OutlinePanel, session: Session) -> None:
    group = grouped(session, "a", "b")
    panel.tree.expandAll()
    session.select({group})
    click(panel, ("node", node(session, "b")), Qt.KeyboardModifier.ControlModifier)
    assert session.selection == {node(session, "a")}
    assert chosen(panel) == ["a"]


def test_that_the_menu_of_a_groups_row_is_the_groups(panel: OutlinePanel, session: Session, qtbot: QtBot) -> None:
    group = grouped(session, "a", "b")
    pointed: list[str] = []
    panel.group_pointed.connect(pointed.append)
    click(panel, ("group", group))
    with qtbot.waitSignal(panel.menu_wanted) as sent:
        _menu_key(panel)
    assert sent.args[0] == "group"
    assert pointed[-1] == group


def test_that_enter_on_a_groups_row_goes_to_the_group(panel: OutlinePanel, session: Session, qtbot: QtBot) -> None:
    group = grouped(session, "a", "b")
    click(panel, ("group", group))
    with qtbot.waitSignal(panel.go_to) as sent:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert sent.args == [group]


def test_that_a_group_is_renamed_in_place_but_not_to_nothing(
    panel: OutlinePanel, session: Session, qtbot: QtBot
) -> None:
    group = grouped(session, "a", "b")
    index = panel.rows.index_of(("group", group))
    assert panel.rows.setData(index, "encoder")
    assert session.history.undo_label == "Rename Block"
    with qtbot.waitSignal(session.noticed):
        assert not panel.rows.setData(index, "  ")
    assert session.graph.groups[group].title == "encoder"


def test_that_the_current_row_survives_a_deletion(panel: OutlinePanel, session: Session) -> None:
    session.select({node(session, "b")})
    session.edit_graph("Delete b", lambda graph: edits.delete(graph, {node(session, "b")}))
    assert panel.tree.currentIndex().isValid()
    assert panel.tree.hasFocus()


def test_that_an_edit_of_a_thousand_layers_is_shown(panel: OutlinePanel, session: Session) -> None:
    layers = {f"l{i}": Layer(f"l{i}", "Dense", f"d{i}") for i in range(1000)}
    nodes = {f"n{i}": Node(f"n{i}", f"l{i}", 0, 100 * i) for i in range(1000)}
    chain = tuple(Link(f"n{i}", f"n{i + 1}") for i in range(999))
    session.show(Project(Graph("big", layers, nodes, chain)), GraphFacts(), path=None, title="big")
    session.history.push(session.project, "")
    graph = edits.delete(session.graph, {"n500"})
    session.history.push(Project(graph), "Delete")
    panel.refresh()
    assert len(names(panel)) == 999


def _menu_key(panel: OutlinePanel) -> None:

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(panel.tree.viewport(), event)


def noted(session: Session) -> None:
    session.edit_graph("Add note", lambda graph: comments.add(graph, "# Why\nabout pixels", 300, 0)[0])


def test_that_notes_are_listed_at_the_end(panel: OutlinePanel, session: Session) -> None:
    noted(session)
    assert names(panel) == ["in1", "a", "b", "c", "Why"]
    panel.line.setText("pixels")
    assert names(panel) == ["Why"]


def test_that_notes_are_selected_in_the_outline_and_from_outside(panel: OutlinePanel, session: Session) -> None:
    noted(session)
    panel.tree.choose([("note", "c1")])
    assert (list(session.marked), list(session.selection)) == (["c1"], [])
    session.select((node(session, "a"),), ("c1",))
    assert set(chosen(panel)) == {"a", "Why"}


def test_that_opening_a_note_goes_there(panel: OutlinePanel, session: Session) -> None:
    noted(session)
    wanted: list[str] = []
    panel.go_to.connect(wanted.append)
    panel.tree.opened.emit(("note", "c1"))
    assert wanted == ["note:c1"]


def nested(session: Session) -> str:
    """b becomes a model of its own, of which Keras knows; returns its node."""
    graph, made = make_model(session.graph, [node(session, "a"), node(session, "b")], "part")
    inner = graph.layer_of(made).model
    assert inner is not None
    facts = GraphFacts({id: NodeFacts(((None, 7),), parameters=8) for id in inner.nodes})
    session.show(Project(graph), GraphFacts(inner={graph.layer_of(made).id: facts}), path=None, title="nested")
    return made


def test_that_a_nested_model_is_a_branch_with_what_is_known_inside(panel: OutlinePanel, session: Session) -> None:
    made = nested(session)
    assert panel.rows.facts_of(("node", made)).kind == "Model"
    assert names(panel, ("node", made)) == ["in1", "a", "b"]
    inside = panel.rows.facts_of(panel.rows.key(panel.rows.index(2, NAME, panel.rows.index_of(("node", made)))))
    assert (inside.shape, inside.parameters) == ("7", "8")


def test_that_a_row_inside_a_nested_model_leads_there(panel: OutlinePanel, session: Session, qtbot: QtBot) -> None:
    above = panel.rows.index_of(("node", nested(session)))
    panel.tree.setExpanded(above, True)
    row = panel.rows.index(2, NAME, panel.rows.index_of(("node", node(session, "part"))))
    panel.tree.setCurrentIndex(row)
    with qtbot.waitSignal(panel.go_to):
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert session.scope
    assert {session.graph.name_of(id) for id in session.selection} == {"b"}
    assert names(panel) == ["in1", "a", "b"]
