"""The inspector: what it shows of the selection, how edits reach the document, undo, several nodes, the model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_nn.data.choices import DataChoices
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem
from desktop_nn.project.document import with_graph
from tests.helpers.drawings import dense_chain
from ui.inspector.panel import InspectorPanel
from ui.session import Session
from ui.theme.theme import theme
from ui.widgets.fields.line_field import LineField


@pytest.fixture
def nodes(session: Session) -> tuple[str, str, str]:
    """The nodes of a small open project: input, hidden layer of 4, output of 1."""
    session.show(replace(dense_chain(), data=DataChoices()), GraphFacts(), path=None, title="small")
    start, hidden, end = session.graph.nodes
    return start, hidden, end


@pytest.fixture
def panel(session: Session, nodes: tuple[str, str, str], qtbot: QtBot) -> InspectorPanel:
    """The inspector over that project, on the screen."""
    panel = InspectorPanel(session)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def line(panel: InspectorPanel, name: str) -> QLineEdit:
    """The line in which a parameter of the selection is typed."""
    view = panel.node if panel.node.isVisible() else panel.several
    assert view.form.form is not None
    field = view.form.form.field(name)
    assert isinstance(field, LineField)
    return field.edit


def type_anew(edit: QLineEdit, text: str) -> None:
    """Replace the text of a line by typing."""
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def know(session: Session, **counts: int) -> None:
    """Let Keras have said how many weights some nodes have."""
    session.facts = GraphFacts({id: NodeFacts(((None, 4),), "float32", n, n) for id, n in counts.items()})
    session.facts_changed.emit()


def test_that_a_selected_node_is_shown_with_its_name_and_values(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    assert panel.node.isVisible()
    assert panel.node.name.edit.text() == "dense"
    assert line(panel, "units").text() == "4"


def test_that_typing_a_number_is_one_undo_step(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    edit = line(panel, "units")
    type_anew(edit, "128")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    type_anew(edit, "64")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    layer = session.graph.nodes[nodes[1]].layer
    values = [session.graph.layers[layer].config["units"]]
    for _ in range(2):
        session.undo()
        values.append(session.graph.layers[layer].config["units"])
    assert values == [64, 128, 4]


def test_that_undo_shows_in_the_line_and_clears_a_refused_entry(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    edit = line(panel, "units")
    type_anew(edit, "9")
    type_anew(edit, "x")
    session.undo()
    assert (edit.text(), edit.property("invalid")) == ("4", "false")


def test_that_facts_arriving_do_not_disturb_typing(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    edit = line(panel, "units")
    type_anew(edit, "12")
    edit.setCursorPosition(1)
    know(session, **{nodes[1]: 36})
    assert edit.hasFocus()
    QTest.keyClicks(edit, "5")
    assert edit.text() == "152"
    assert session.graph.layer_of(nodes[1]).config["units"] == 152


def test_that_facts_show_shapes_weights_and_the_formula(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    session.facts = GraphFacts(
        {nodes[0]: NodeFacts(((None, 2),), "float32"), nodes[1]: NodeFacts(((None, 4),), "float32", 12, 12)}
    )
    session.facts_changed.emit()
    assert panel.node.facts.text().splitlines() == [
        "Input: 2",
        "Output: 4",
        "Parameters: 12 (2 × 4 + 4)",
        "Data type: float32",
    ]


def test_that_a_value_set_back_to_the_default_leaves_the_document(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    assert panel.node.form.form is not None
    row = panel.node.form.form.row("activation")
    QTest.mouseClick(row.reset_button, Qt.MouseButton.LeftButton)
    assert dict(session.graph.layer_of(nodes[1]).config) == {"units": 4}


def test_that_the_problem_of_the_node_stands_at_the_top(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    session.problems = (Problem("It has no input.", "dense", "Link one.", node=nodes[1]),)
    session.problems_changed.emit()
    assert panel.node.note.text == "It has no input. Link one."
    session.problems = ()
    session.problems_changed.emit()
    assert panel.node.note.text == ""


def test_that_a_layer_is_renamed_on_enter(panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]) -> None:
    session.select([nodes[1]])
    type_anew(panel.node.name.edit, "hidden")
    names = [session.graph.name_of(nodes[1])]
    QTest.keyClick(panel.node.name.edit, Qt.Key.Key_Return)
    assert [*names, session.graph.name_of(nodes[1])] == ["dense", "hidden"]


@pytest.mark.parametrize("name", ["dense_1", "a b", ""])
def test_that_a_bad_name_says_why_and_changes_nothing(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str], name: str
) -> None:
    session.select([nodes[1]])
    edit = panel.node.name.edit
    type_anew(edit, name or "x")
    if not name:
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert session.graph.name_of(nodes[1]) == "dense"
    assert panel.node.name.error.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "dense"


def test_that_a_hidden_layer_can_be_made_an_output_as_well(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    box = panel.node.output
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().topLeft() + (box.rect().center() / 8))
    assert session.graph.nodes[nodes[1]].output
    session.select([nodes[2]])
    assert not box.isVisible()  # it is an output anyway


def test_that_a_shared_layer_says_so_and_selects_all_its_calls(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    layer = session.graph.nodes[nodes[1]].layer
    session.edit_graph("Share", lambda graph: edits.place_call(graph, layer, 0, 0)[0])
    session.select([nodes[1]])
    assert "2 times" in panel.node.shared.text()
    QTest.mouseClick(panel.node.calls, Qt.MouseButton.LeftButton)
    assert session.selection == set(session.graph.calls_of(layer))


def test_that_several_nodes_of_one_kind_are_set_together_in_one_step(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select(nodes[1:])
    edit = line(panel, "units")
    assert edit.placeholderText() == "several values"
    type_anew(edit, "7")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert [session.graph.layer_of(id).config["units"] for id in nodes[1:]] == [7, 7]
    session.undo()
    assert [session.graph.layer_of(id).config["units"] for id in nodes[1:]] == [4, 1]


def test_that_nodes_of_different_kinds_offer_no_form(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select(nodes)
    assert panel.several.isVisible()
    assert panel.several.form.form is None
    assert "2 Dense, InputLayer" in panel.several.facts.text()


def test_that_nothing_selected_shows_the_model(panel: InspectorPanel, session: Session) -> None:
    session.facts = GraphFacts({}, parameters=17, trainable=12)
    session.facts_changed.emit()
    text = panel.model.facts.text()
    assert panel.model.isVisible()
    assert "Parameters: 17 (68 bytes)" in text
    assert "Not trainable: 5" in text
    assert "Outputs: 1 (dense_1)" in text


def test_that_the_model_is_renamed(panel: InspectorPanel, session: Session) -> None:
    type_anew(panel.model.name.edit, "houses")
    QTest.keyClick(panel.model.name.edit, Qt.Key.Key_Return)
    assert session.graph.name == "houses"


def test_that_notes_are_typed_in_one_undo_step(panel: InspectorPanel, session: Session) -> None:
    before = session.project.notes
    panel.model.notes.setFocus()
    QTest.keyClicks(panel.model.notes, "abc")
    assert session.project.notes == f"abc{before}"
    session.undo()
    assert session.project.notes == before
    assert panel.model.notes.toPlainText() == before


def test_that_deleting_the_selected_node_shows_the_model(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    session.edit_graph("Delete", lambda graph: edits.delete(graph, [nodes[1]]))
    assert panel.model.isVisible()


def test_that_another_document_with_the_same_ids_is_shown_anew(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    type_anew(line(panel, "units"), "x")
    other = replace(dense_chain(), data=DataChoices())
    layer = other.graph.nodes[nodes[1]].layer
    graph = edits.rename(edits.configure(other.graph, layer, {"units": 4}), layer, "other")
    session.show(with_graph(other, graph), GraphFacts(), path=None, title="other")
    session.select([nodes[1]])
    assert panel.node.name.edit.text() == "other"
    assert line(panel, "units").text() == "4"


def test_that_an_unknown_kind_keeps_its_parameters_exactly(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    def add(graph: Graph) -> Graph:
        return edits.place(graph, "MyLayer", 0, 0, config={"alpha": [1, 2], "beta": 3})[0]

    session.edit_graph("Add", add)
    session.select([list(session.graph.nodes)[-1]])
    assert line(panel, "alpha").text() == "[1, 2]"
    assert not line(panel, "alpha").isEnabled()
    type_anew(line(panel, "alpha"), "[3]")
    assert session.graph.layer_of(list(session.graph.nodes)[-1]).config == {"alpha": [1, 2], "beta": 3}
    assert "Neither Keras nor the project has a layer of this kind" in panel.node.about.text()


def test_that_the_focused_parameter_is_explained_below(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    line(panel, "units").setFocus()
    assert panel.help.title.text() == "units"


def test_that_the_help_begins_with_the_layers_own(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    assert panel.help.title.text() == "Dense"


def test_that_what_keras_says_of_the_shape_comes_before_other_problems(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    shape = Problem("It gets 2 axes.", "dense", "Reshape.", node=nodes[1])
    session.facts = GraphFacts({nodes[1]: NodeFacts(problem=shape)})
    session.problems = (Problem("No loss.", "dense", node=nodes[1]), shape)
    session.problems_changed.emit()
    assert panel.node.note.text == "It gets 2 axes. Reshape. (1 more in the list of problems.)"


def test_that_larger_text_keeps_what_is_shown(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    session.select([nodes[1]])
    before = line(panel, "units")
    try:
        theme.apply("light", 1.4)
        assert line(panel, "units") is not before
        assert line(panel, "units").text() == "4"
    finally:
        theme.apply("light", 1.0)


def test_that_the_problem_of_a_node_can_be_mended_here(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    links, last = session.graph.links, nodes[2]
    session.edit_graph("Cut", lambda graph: replace(graph, links=graph.links[:-1]))
    session.facts = GraphFacts({last: NodeFacts(problem=Problem("It has no input.", node=last))})
    session.select([last])
    session.facts_changed.emit()
    assert len(panel.node.mends.labels) == 1
    QTest.mouseClick(panel.node.mends.buttons[0], Qt.MouseButton.LeftButton)
    assert session.graph.links == links
    session.facts = GraphFacts()
    session.facts_changed.emit()


def test_that_what_different_kinds_have_in_common_is_set_together_in_one_step(
    panel: InspectorPanel, session: Session, nodes: tuple[str, str, str]
) -> None:
    def add(graph: Graph) -> Graph:
        graph, _ = edits.place(graph, "Conv2D", 300, 0, config={"filters": 4, "kernel_size": 3})
        return edits.place(graph, "LSTM", 600, 0, config={"units": 5})[0]

    session.edit_graph("Add", add)
    conv, lstm = list(session.graph.nodes)[-2:]
    session.select([nodes[1], conv])
    form = panel.several.form.form
    assert form is not None
    names = {parameter.name for parameter in form.kind.parameters}
    assert {"activation", "use_bias", "kernel_initializer"} <= names
    assert "units" not in names
    form.changed.emit("use_bias", False, True)
    assert all(session.graph.layer_of(id).config["use_bias"] is False for id in (nodes[1], conv))
    session.undo()
    assert not any("use_bias" in session.graph.layer_of(id).config for id in (nodes[1], conv))
    session.select([nodes[1], lstm])
    assert panel.several.form.form is not None
    common = panel.several.form.form.kind
    assert common.parameter("units") is not None
    assert common.parameter("activation") is None  # an LSTM's default is another one
