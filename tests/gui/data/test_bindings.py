"""Connecting columns to inputs and targets to outputs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_nn.graph import edits as drawing
from desktop_nn.graph.edits import configure, delete
from tests.gui.data.conftest import wait_read
from tests.helpers.clicking import click, click_check, pick
from tests.helpers.waiting import wait_until
from ui.data.input_card import InputCard
from ui.data.output_card import OutputCard
from ui.data.panel import DataPanel
from ui.session import Session


@pytest.fixture
def iris(panel: DataPanel, session: Session, nodes: tuple[str, ...]) -> DataPanel:
    """The panel with iris chosen and connected."""
    pick(panel.source.combo, "Iris")
    wait_read(session)
    return panel


def input_card(panel: DataPanel) -> InputCard:
    return next(iter(panel.bindings.inputs.values()))


def output_card(panel: DataPanel) -> OutputCard:
    return next(iter(panel.bindings.outputs.values()))


def child(card: InputCard, kind: type[QPushButton], name: str) -> QPushButton:
    found = card.findChild(kind, f"input_{card.node}_{name}")
    assert found is not None
    return found


def test_that_unchecking_a_column_takes_it_out_of_the_input(
    iris: DataPanel, session: Session, nodes: tuple[str, ...]
) -> None:
    card = input_card(iris)
    click(card.fold)
    before = session.project.data.bindings.inputs[nodes[0]]
    click_check(card.list.view, card.list.view.model().index(1, 0))
    assert session.project.data.bindings.inputs[nodes[0]] == (before[0], *before[2:])
    assert card.shape.text() == "shape 3"


def test_that_the_space_bar_checks_a_column(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    card = input_card(iris)
    click(card.fold)
    card.list.view.setFocus()
    card.list.view.setCurrentIndex(card.list.view.model().index(0, 0))
    QTest.keyClick(card.list.view, Qt.Key.Key_Space)
    assert len(session.project.data.bindings.inputs[nodes[0]]) == 3


def test_that_none_and_all_are_one_click_each(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    card = input_card(iris)
    click(card.fold)
    click(child(card, QPushButton, "list_none"))
    assert nodes[0] not in session.project.data.bindings.inputs
    assert card.list.count.text() == "0 of 5"
    click(child(card, QPushButton, "list_all"))
    assert len(session.project.data.bindings.inputs[nodes[0]]) == 5


def test_that_an_open_list_stays_open_while_columns_are_checked(iris: DataPanel) -> None:
    card = input_card(iris)
    click(card.fold)
    click_check(card.list.view, card.list.view.model().index(1, 0))
    assert input_card(iris) is card
    assert card.list.isVisible()


def test_that_a_wrong_shape_offers_the_right_one(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    layer = session.graph.nodes[nodes[0]].layer
    session.edit_graph("Shape", lambda graph: configure(graph, layer, {"shape": [7]}))
    note = input_card(iris).note
    assert note.button.text() == "Set the input's shape to 4"
    click(note.button)
    assert list(session.graph.layers[layer].config["shape"]) == [4]
    assert not note.text


def test_that_a_fitting_shape_needs_no_words(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    layer = session.graph.nodes[nodes[0]].layer
    session.edit_graph("Shape", lambda graph: configure(graph, layer, {"shape": [4]}))
    assert not input_card(iris).note.text


def test_that_the_target_is_chosen_from_the_columns(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    card = output_card(iris)
    assert card.target.currentText() == "species"
    pick(card.target, "petal")
    assert session.project.data.bindings.targets[nodes[-1]].startswith("petal")
    assert card.kind.text() == "number"
    session.undo()
    assert card.target.currentText() == "species"


def test_that_a_target_among_the_inputs_is_warned_of(iris: DataPanel) -> None:
    card = output_card(iris)
    pick(card.target, "petal")
    assert "simply copy it" in card.note.text


def test_that_connect_for_me_binds_what_is_drawn_later(
    iris: DataPanel, session: Session, nodes: tuple[str, ...]
) -> None:
    kept = session.project.data.bindings.inputs[nodes[0]]
    assert not iris.bindings.connect_button.isVisible()
    session.edit_graph("Draw", lambda graph: drawing.place(graph, "InputLayer", 0, 0, name="deep")[0])
    click(iris.bindings.connect_button)
    inputs = session.project.data.bindings.inputs
    assert len(inputs) == 2
    assert inputs[nodes[0]] == kept
    assert not iris.bindings.connect_button.isVisible()


def test_that_the_card_of_a_deleted_input_goes(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    session.edit_graph("Delete", lambda graph: delete(graph, [nodes[0]]))
    assert not iris.bindings.inputs


def test_that_cards_follow_the_names_of_the_drawing(iris: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    layer = session.graph.nodes[nodes[0]].layer
    session.edit_graph("Rename", lambda graph: drawing.rename(graph, layer, "wide"))
    assert input_card(iris).name.text() == "wide"


def test_that_without_a_drawing_the_panel_says_what_is_missing(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Iris")
    wait_read(session)
    words = panel.findChild(QLabel, "bindings_empty")
    assert words is not None
    assert words.text().startswith("There is nothing to connect yet.")


def test_that_samples_are_weighed_by_a_picked_column(iris: DataPanel, session: Session) -> None:
    field = iris.bindings.weight
    assert field.column.currentText() == "All count the same"
    pick(field.column, "petal width (cm)")
    assert session.project.data.weight == "petal width (cm)"
    assert "fed to an input" in field.note.label.text()
    session.undo()
    assert session.project.data.weight == ""
    assert field.column.currentText() == "All count the same"


def test_that_a_set_without_numbers_asks_for_no_weight(
    panel: DataPanel, session: Session, nodes: tuple[str, ...]
) -> None:
    pick(panel.source.combo, "Fashion-MNIST")
    wait_read(session)
    assert not panel.bindings.weight.isVisible()


def test_that_a_weight_is_forgotten_with_the_set_that_has_it(iris: DataPanel, session: Session) -> None:
    pick(iris.bindings.weight.column, "petal width (cm)")
    pick(iris.source.combo, "Wine")
    wait_until(lambda: session.description is not None and session.description.name == "wine", what="the wines")
    assert session.project.data.weight == ""
