"""Bypass, shared layers and the order of inputs, by the real keys and menus of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop_nn.data.choices import Bindings
from desktop_nn.graph.effective import built
from desktop_nn.graph.groups import fold, make_group
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.settings import Settings
from tests.gui.canvas.hands import CTRL, SHIFT, at_node, click, drawn, key, links, node, open_drawing, selected
from tests.helpers.drawings import dense_chain
from ui.canvas.view import CanvasView
from ui.inspector.panel import InspectorPanel
from ui.main_window import MainWindow
from ui.theme.theme import theme


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window, without TensorFlow, with a chain of three Dense layers."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    window.documents.new()
    open_drawing(window.canvas, _chain())
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()
    theme.animated = True


@pytest.fixture
def canvas(window: MainWindow) -> CanvasView:
    return window.canvas


def _chain() -> Graph:
    return drawn(
        ("InputLayer", "in", 0, 0),
        ("Dense", "one", 0, 140),
        ("Dense", "two", 0, 280),
        ("Dense", "three", 0, 420),
        links=(("in", "one"), ("one", "two"), ("two", "three")),
    )


def _undo_label(canvas: CanvasView) -> str | None:
    return canvas.session.history.undo_label


def test_that_b_bypasses_the_selected_layer_and_b_again_does_not(canvas: CanvasView) -> None:
    click(canvas, at_node(canvas, "two"))
    key(canvas, Qt.Key.Key_B)
    two = node(canvas, "two")
    assert canvas.session.graph.nodes[two].bypassed
    assert _undo_label(canvas) == "Bypass two"
    key(canvas, Qt.Key.Key_B, CTRL)
    assert not canvas.session.graph.nodes[two].bypassed


def test_that_bypassing_several_is_one_undo_step(canvas: CanvasView) -> None:
    click(canvas, at_node(canvas, "one"))
    click(canvas, at_node(canvas, "two"), SHIFT)
    key(canvas, Qt.Key.Key_B)
    graph = canvas.session.graph
    assert [graph.name_of(id) for id in built(graph).nodes] == ["in", "three"]
    canvas.session.undo()
    assert not any(entry.bypassed for entry in canvas.session.graph.nodes.values())


def test_that_a_folded_group_is_bypassed_with_all_in_it(canvas: CanvasView) -> None:
    inside = [node(canvas, "one"), node(canvas, "two")]

    def change(graph: Graph) -> Graph:
        grouped, group = make_group(graph, inside)
        return fold(grouped, {group})

    canvas.session.edit_graph("Group", change)
    canvas.session.select(inside)
    key(canvas, Qt.Key.Key_B)
    assert all(canvas.session.graph.nodes[id].bypassed for id in inside)


def test_that_an_input_is_not_bypassed_and_the_user_is_told(window: MainWindow) -> None:
    canvas = window.canvas
    click(canvas, at_node(canvas, "in"))
    key(canvas, Qt.Key.Key_B)
    assert not canvas.session.graph.nodes[node(canvas, "in")].bypassed
    assert "An Input cannot be bypassed" in window.messages.text


def test_that_the_menu_entry_is_checked_while_the_layer_is_bypassed(window: MainWindow) -> None:
    canvas = window.canvas
    click(canvas, at_node(canvas, "two"))
    menu = window.actions_by_id.context_menu("node", window)
    action = next(action for action in menu.actions() if action.objectName() == "model.bypass")
    assert not action.isChecked()
    action.trigger()
    assert action.isChecked()
    menu.deleteLater()


def test_that_a_bypassed_card_is_faded_and_says_so(canvas: CanvasView) -> None:
    item = canvas.board.nodes[node(canvas, "two")]
    place = canvas.mapFromScene(item.card_in_scene().topLeft()) + at_node(canvas, "two") * 0
    spot = place.x() + 24, place.y() + 22
    before = canvas.grab().toImage().pixelColor(*spot)
    canvas.session.select({node(canvas, "two")})
    key(canvas, Qt.Key.Key_B)
    canvas.session.select(())
    after = canvas.grab().toImage().pixelColor(*spot)
    assert item.face.bypassed
    assert item.face.tells[0].startswith("bypassed")
    assert _distance(before, after) > 0


def _distance(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())


def test_that_the_node_before_a_bypassed_end_takes_over_target_and_loss(canvas: CanvasView) -> None:
    project = dense_chain()
    start, hidden, end = project.graph.nodes
    canvas.session.edit("Open", lambda _: project)
    canvas.session.select({end})
    key(canvas, Qt.Key.Key_B)
    now = canvas.session.project
    assert output_nodes(built(now.graph)) == (hidden,)
    assert now.data.bindings.targets[hidden] == "progression"
    assert now.training.output(hidden) == project.training.output(end)
    canvas.session.undo()
    assert canvas.session.project.data.bindings == Bindings({start: ("bmi", "bp")}, {end: "progression"})


def test_that_sharing_places_one_more_call_beside_it_and_selects_it(canvas: CanvasView) -> None:
    click(canvas, at_node(canvas, "two"))
    key(canvas, Qt.Key.Key_D, CTRL | SHIFT)
    graph, first = canvas.session.graph, node(canvas, "two")
    calls = graph.calls_of(graph.nodes[first].layer)
    assert len(calls) == 2
    assert canvas.session.selection == {calls[1]}
    assert not canvas.board.nodes[calls[0]].card_in_scene().intersects(canvas.board.nodes[calls[1]].card_in_scene())
    assert _undo_label(canvas) == "Share two"
    assert {canvas.board.nodes[id].face.letter for id in calls} == {"A"}


def test_that_an_input_cannot_be_shared(window: MainWindow) -> None:
    click(window.canvas, at_node(window.canvas, "in"))
    window.actions_by_id.refresh()
    assert not window.actions_by_id["model.share"].isEnabled()


def test_that_the_other_calls_of_the_selected_layer_are_outlined(canvas: CanvasView) -> None:
    click(canvas, at_node(canvas, "two"))
    key(canvas, Qt.Key.Key_D, CTRL | SHIFT)
    first, second = canvas.session.graph.calls_of(canvas.session.graph.nodes[node(canvas, "two")].layer)
    assert canvas.board.nodes[first].kin
    assert not canvas.board.nodes[second].kin
    click(canvas, at_node(canvas, "one"))
    assert not canvas.board.nodes[first].kin


def test_that_going_to_the_next_call_goes_round(window: MainWindow) -> None:
    canvas = window.canvas
    click(canvas, at_node(canvas, "two"))
    key(canvas, Qt.Key.Key_D, CTRL | SHIFT)
    first, second = canvas.session.graph.calls_of(canvas.session.graph.nodes[node(canvas, "two")].layer)
    window.actions_by_id["model.next_call"].trigger()
    assert canvas.session.selection == {first}
    window.actions_by_id["model.next_call"].trigger()
    assert canvas.session.selection == {second}


def test_that_a_call_made_independent_has_a_layer_of_its_own(window: MainWindow) -> None:
    canvas = window.canvas
    click(canvas, at_node(canvas, "two"))
    key(canvas, Qt.Key.Key_D, CTRL | SHIFT)
    window.actions_by_id["model.independent"].trigger()
    graph = canvas.session.graph
    (own,) = canvas.session.selection
    assert graph.name_of(own) == "two_1"
    assert graph.layer_of(own).config == graph.layer_of(node(canvas, "two")).config
    assert selected(canvas) == {"two_1"}
    assert not canvas.board.nodes[node(canvas, "two")].kin


def test_that_the_selected_link_moves_to_the_next_input_and_back(canvas: CanvasView) -> None:
    graph = drawn(
        ("InputLayer", "a", 0, 0),
        ("InputLayer", "b", 260, 0),
        ("Concatenate", "join", 130, 200),
        links=(("a", "join"), ("b", "join")),
    )
    open_drawing(canvas, graph)
    canvas.marks.choose_links({graph.links[0]})
    key(canvas, Qt.Key.Key_BracketRight, CTRL)
    assert links(canvas) == {("b", "join", 0), ("a", "join", 1)}
    assert _undo_label(canvas) == "Move an input of join right"
    key(canvas, Qt.Key.Key_BracketRight, CTRL)
    assert links(canvas) == {("b", "join", 0), ("a", "join", 1)}
    key(canvas, Qt.Key.Key_BracketLeft, CTRL)
    assert links(canvas) == {("a", "join", 0), ("b", "join", 1)}


def test_that_the_inputs_of_an_attention_are_swapped(canvas: CanvasView) -> None:
    graph = drawn(
        ("InputLayer", "a", 0, 0),
        ("InputLayer", "b", 260, 0),
        ("MultiHeadAttention", "attend", 130, 200),
        links=(("a", "attend"), ("b", "attend")),
    )
    open_drawing(canvas, graph)
    canvas.marks.choose_links({link for link in graph.links if link.target_port == 1})
    key(canvas, Qt.Key.Key_BracketLeft, CTRL)
    assert links(canvas) == {("b", "attend", 0), ("a", "attend", 1)}


def test_that_many_free_optional_inputs_show_only_on_a_card_that_is_pointed_at(canvas: CanvasView) -> None:
    graph = drawn(("InputLayer", "a", 0, 0), ("MultiHeadAttention", "attend", 0, 200), links=(("a", "attend"),) * 2)
    open_drawing(canvas, graph)
    item = canvas.board.nodes[node(canvas, "attend")]
    assert item.face.crowded
    place = canvas.mapFromScene(item.pos() + item.inputs_at[6])
    quiet = canvas.grab().toImage().pixelColor(place.x() + 3, place.y())
    click(canvas, at_node(canvas, "attend"))
    shown = canvas.grab().toImage().pixelColor(place.x() + 3, place.y())
    assert _distance(quiet, shown) > 0


def test_that_the_inspector_counts_the_uses_and_goes_to_the_next(window: MainWindow) -> None:
    canvas = window.canvas
    click(canvas, at_node(canvas, "two"))
    key(canvas, Qt.Key.Key_D, CTRL | SHIFT)
    first, second = canvas.session.graph.calls_of(canvas.session.graph.nodes[node(canvas, "two")].layer)
    window.show_panel("inspector")
    inspector = window.panels.panel("inspector")
    assert isinstance(inspector, InspectorPanel)
    assert inspector.node.shared.text() == "One layer, used 2 times with the same weights."
    inspector.node.next_call.click()
    assert canvas.session.selection == {first}
    inspector.node.next_call.click()
    assert canvas.session.selection == {second}


def test_that_shared_calls_are_found_among_several_selected(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200), ("Dense", "c", 0, 400)))
    canvas.session.select(canvas.session.graph.nodes)
    assert not canvas.layers.can_part()
    canvas.session.select({node(canvas, "a")})
    canvas.layers.share()
    canvas.select_all()
    assert canvas.layers.can_part()
    canvas.session.select({node(canvas, "b"), node(canvas, "c")})
    assert not canvas.layers.can_part()
