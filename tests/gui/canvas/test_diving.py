"""Nested models on the canvas: made of the selection, looked into, edited inside, left, unpacked; by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_nn.graph import edits, groups
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem
from tests.gui.canvas.hands import (
    ALT,
    CTRL,
    at_node,
    at_port,
    click,
    double_click,
    drag,
    drawn,
    key,
    links,
    node,
    selected,
)
from tests.gui.canvas.hands import open_drawing as show
from ui.canvas import announcing
from ui.canvas.view import CanvasView

Key = Qt.Key


def chain() -> Graph:
    """x → a → b → y."""
    layers = [("InputLayer", "x", 0.0, 0.0), *(("Dense", name, 0.0, 130.0 * (i + 1)) for i, name in enumerate("aby"))]
    return drawn(*layers, links=(("x", "a"), ("a", "b"), ("b", "y")))


@pytest.fixture
def made(canvas: CanvasView) -> CanvasView:
    """x → model(a → b) → y, made by hand; the model is selected."""
    show(canvas, chain())
    canvas.session.select({node(canvas, "a"), node(canvas, "b")})
    canvas.diving.make()
    return canvas


def shown(canvas: CanvasView) -> list[str]:
    """Names on the cards."""
    return sorted(item.face.name for item in canvas.board.nodes.values())


def into(canvas: CanvasView) -> None:
    canvas.diving.open(node(canvas, "model"))


def test_that_the_selection_becomes_one_card(made: CanvasView) -> None:
    assert shown(made) == ["model", "x", "y"]
    assert links(made) == {("x", "model", 0), ("model", "y", 0)}
    assert selected(made) == {"model"}
    assert made.session.history.undo_label == "Make a model of 2 layers"


def test_that_the_card_tells_of_the_inside(made: CanvasView) -> None:
    face = made.board.nodes[node(made, "model")].face
    assert face.second_line == "Model · 2 layers"
    assert [port.name for port in face.inputs] == ["x"]
    assert [port.name for port in face.outputs] == ["b"]


def test_that_a_screen_reader_hears_of_the_inside(made: CanvasView) -> None:
    assert announcing.describe(made, node(made, "model")).startswith("Model model, 2 layers inside, ")
    into(made)
    assert made.accessibleDescription() == "Inside model, 2 layers"


def test_that_what_cannot_be_a_model_is_told_and_changes_nothing(canvas: CanvasView) -> None:
    told: list[str] = []
    canvas.session.noticed.connect(lambda notice: told.append(notice.text))
    show(canvas, chain())
    before = canvas.session.graph
    canvas.session.select({node(canvas, "a"), node(canvas, "y")})
    canvas.diving.make()
    assert canvas.session.graph is before
    assert "b lies between these layers" in told[0]


def test_that_a_double_click_leads_in_and_esc_leads_out(made: CanvasView) -> None:
    double_click(made, at_node(made, "model"))
    assert shown(made) == ["a", "b", "x"]
    assert made.diving.bar.path == ("model", "model")
    assert not made.rename_editor.isVisible()
    key(made, Key.Key_Escape)
    assert shown(made) == ["model", "x", "y"]
    assert selected(made) == {"model"}
    assert made.diving.bar.isHidden()


@pytest.mark.parametrize(("pressed", "held"), [(Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Key.Key_Down, ALT)])
def test_that_keys_lead_in_and_out(made: CanvasView, pressed: Qt.Key, held: Qt.KeyboardModifier) -> None:
    key(made, pressed, held)
    assert shown(made) == ["a", "b", "x"]
    key(made, Key.Key_Up, ALT)
    assert shown(made) == ["model", "x", "y"]


def test_that_arrows_walk_inside_and_outside_for_those_on_the_keyboard(made: CanvasView) -> None:
    key(made, Key.Key_Up)
    key(made, Key.Key_Down)
    assert selected(made) == {"model"}
    key(made, Key.Key_Down, ALT)
    key(made, Key.Key_Down)
    assert len(selected(made)) == 1
    assert made.marks.focus in made.session.graph.nodes
    key(made, Key.Key_Up, ALT)
    assert made.marks.focus == node(made, "model")
    key(made, Key.Key_Down)
    assert selected(made) == {"y"}


def test_that_f2_renames_a_nested_model(made: CanvasView) -> None:
    key(made, Key.Key_F2)
    QTest.keyClicks(made.rename_editor, "encoder")
    QTest.keyClick(made.rename_editor, Key.Key_Return)
    assert shown(made) == ["encoder", "x", "y"]
    made.diving.open(node(made, "encoder"))
    assert made.diving.bar.path == ("model", "encoder")


def test_that_a_nested_model_can_be_bypassed_grouped_and_wired_like_any_layer(made: CanvasView) -> None:
    made.layers.bypass()
    assert made.board.nodes[node(made, "model")].face.bypassed
    made.session.undo()
    made.session.select({node(made, "model"), node(made, "y")})
    made.grouping.make()
    (group,) = made.session.graph.groups
    made.grouping.fold((group,), True)
    assert group in made.board.nodes
    made.grouping.fold((group,), False)
    made.session.select({node(made, "model")})
    made.diving.open_chosen()
    assert shown(made) == ["a", "b", "x"]


def test_that_esc_first_deselects_then_leads_out(made: CanvasView) -> None:
    into(made)
    click(made, at_node(made, "a"))
    key(made, Key.Key_Escape)
    assert made.session.scope
    assert not made.session.selection
    key(made, Key.Key_Escape)
    assert not made.session.scope


def test_that_a_crumb_leads_out_any_number_of_levels(made: CanvasView) -> None:
    into(made)
    made.session.select({node(made, "a")})
    made.diving.make()
    into(made)
    assert made.diving.bar.path == ("model", "model", "model")
    assert shown(made) == ["a", "x"]
    QTest.mouseClick(made.diving.bar.crumbs[0], Qt.MouseButton.LeftButton)
    assert shown(made) == ["model", "x", "y"]
    assert made.hasFocus()


def test_that_crumbs_can_be_reached_by_keys(made: CanvasView) -> None:
    into(made)
    here = made.diving.bar.crumbs[-1]
    here.setFocus()
    QTest.keyClick(here, Key.Key_Left)
    assert made.diving.bar.crumbs[0].hasFocus()
    assert made.diving.bar.crumbs[0].accessibleName() == "Go out to model"
    QTest.keyClick(made.diving.bar.crumbs[0], Key.Key_Space)
    assert not made.session.scope


def test_that_an_edit_inside_is_one_step_and_changes_the_whole_model(made: CanvasView) -> None:
    into(made)
    place = at_node(made, "a")
    drag(made, place, place + QPoint(150, 10))
    assert made.session.history.undo_label == "Move a"
    key(made, Key.Key_Escape)
    key(made, Key.Key_Escape)
    whole = made.session.project.graph
    inside = whole.layer_of(node(made, "model")).model
    assert inside is not None
    assert inside.nodes[next(id for id in inside.nodes if inside.name_of(id) == "a")].x > 100


def test_that_undo_shows_the_drawing_where_it_happened(made: CanvasView) -> None:
    into(made)
    scope = made.session.scope
    click(made, at_node(made, "a"))
    key(made, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    made.session.look_into(())
    made.session.undo()
    assert made.session.scope == scope
    made.session.undo()
    assert made.session.scope == ()
    assert shown(made) == ["a", "b", "x", "y"]
    made.session.redo()
    assert shown(made) == ["model", "x", "y"]


def test_that_a_layer_behind_the_end_inside_keeps_the_link_outside(made: CanvasView) -> None:
    into(made)
    made.session.edit_graph("Add", lambda graph: edits.place(graph, "Dense", 300, 300, name="c")[0])
    made.fit()
    drag(made, at_port(made, "b", "out"), at_port(made, "c", "in"))
    made.session.look_into(())
    assert links(made) == {("x", "model", 0), ("model", "y", 0)}
    assert [port.name for port in made.board.nodes[node(made, "model")].face.outputs] == ["c"]


def test_that_a_new_input_inside_is_a_new_port_outside(made: CanvasView) -> None:
    into(made)
    made.session.edit_graph("Add", lambda graph: edits.place(graph, "InputLayer", 300, 0, name="mask")[0])
    made.session.look_into(())
    assert [port.name for port in made.board.nodes[node(made, "model")].face.inputs] == ["x", "mask"]


def test_that_unpacking_brings_the_layers_back(made: CanvasView) -> None:
    made.diving.unpack()
    assert shown(made) == ["a", "b", "x", "y"]
    assert selected(made) == {"a", "b"}
    assert links(made) == {("x", "a", 0), ("a", "b", 0), ("b", "y", 0)}
    made.session.undo()
    assert shown(made) == ["model", "x", "y"]


def test_that_the_camera_is_where_it_was_in_each_drawing(made: CanvasView) -> None:
    made.camera.fly(made.camera.centre() + QPoint(70, 40), 0.8, animated=False)
    before = made.camera.centre()
    into(made)
    made.camera.fly(made.camera.centre(), 2.0, animated=False)
    made.session.go_out()
    assert made.camera.zoom == pytest.approx(0.8)
    assert (made.camera.centre() - before).manhattanLength() < 4
    into(made)
    assert made.camera.zoom == pytest.approx(2.0)


def test_that_nothing_of_one_drawing_stays_in_the_other(made: CanvasView) -> None:
    into(made)
    click(made, at_node(made, "a"))
    made.session.look_into(())
    assert not made.session.selection
    assert not any(item.selected or item.focused for item in made.board.nodes.values())
    assert len(made.board.links) == 2


def test_that_both_calls_of_a_shared_model_show_one_inside(made: CanvasView) -> None:
    layer = made.session.graph.layer_of(node(made, "model")).id
    made.session.edit_graph("Share", lambda graph: edits.place_call(graph, layer, 400, 0)[0])
    first, second = made.session.graph.calls_of(layer)
    made.diving.open(second)
    made.session.edit_graph("Rename", lambda graph: edits.rename(graph, graph.nodes[node(made, "a")].layer, "new"))
    made.session.look_into(())
    made.diving.open(first)
    assert shown(made) == ["b", "new", "x"]


def test_that_a_deleted_model_is_left(made: CanvasView) -> None:
    into(made)
    model = made.session.project.graph.calls_of(made.session.scope[0])
    made.session.edit_model("Delete", lambda graph: edits.delete(graph, model))
    assert made.session.scope == ()
    assert shown(made) == ["x", "y"]


def test_that_a_problem_inside_shows_inside_and_leads_there(made: CanvasView) -> None:
    session, model = made.session, node(made, "model")
    layer = session.graph.layer_of(model).id
    inner = session.graph.layers[layer].model
    assert inner is not None
    b = next(id for id in inner.nodes if inner.name_of(id) == "b")
    wrong, told = Problem("It is wrong.", "b", node=b), Problem("Inside model: It is wrong.", "model › b", node=model)
    inside = GraphFacts({b: NodeFacts(problem=wrong)})
    session.facts = GraphFacts({model: NodeFacts(problem=told)}, inner={layer: inside})
    session.facts_changed.emit()
    assert made.board.nodes[model].face.severity == "error"
    assert session.look_at_problem(told) == b
    assert selected(made) == {"b"}
    assert made.board.nodes[b].face.trouble == "It is wrong."


def test_that_problems_outside_do_not_show_at_nodes_inside_of_the_same_id(made: CanvasView) -> None:
    outside = node(made, "x")
    made.session.problems = (Problem("No data.", "x", node=outside),)
    into(made)
    assert outside in made.board.nodes or outside not in made.session.graph.nodes
    assert not any(item.face.severity for item in made.board.nodes.values())


def test_that_a_copy_has_an_inside_of_its_own(made: CanvasView) -> None:
    made.duplicate()
    assert shown(made) == ["model", "model_1", "x", "y"]
    made.diving.open(node(made, "model_1"))
    assert shown(made) == ["a", "b", "x"]
    made.session.edit_graph("Delete", lambda graph: edits.delete(graph, [node(made, "b")]))
    made.session.look_into(())
    made.diving.open(node(made, "model"))
    assert shown(made) == ["a", "b", "x"]


def test_that_ctrl_f_finds_layers_inside_and_outside(made: CanvasView) -> None:
    key(made, Key.Key_F, CTRL)
    field = made.node_search.findChild(QLineEdit, "node_search_field")
    assert field is not None
    QTest.keyClicks(field, "b")
    QTest.keyClick(field, Key.Key_Return)
    assert shown(made) == ["a", "b", "x"]
    assert selected(made) == {"b"}
    key(made, Key.Key_F, CTRL)
    QTest.keyClicks(field, "dense y")
    QTest.keyClick(field, Key.Key_Return)
    assert made.session.scope == ()
    assert selected(made) == {"y"}


def test_that_a_group_that_becomes_a_model_gives_it_its_title(canvas: CanvasView) -> None:
    show(canvas, chain())
    ids = [node(canvas, "a"), node(canvas, "b")]
    canvas.session.edit_graph("Group", lambda graph: groups.make_group(graph, ids, "My block")[0])
    canvas.session.select(ids)
    canvas.diving.make()
    assert selected(canvas) == {"My_block"}
    assert not canvas.session.graph.groups
    canvas.diving.open_chosen()
    assert [group.title for group in canvas.session.graph.groups.values()] == ["My block"]


def test_that_the_bar_is_wide_enough_for_its_names(made: CanvasView) -> None:
    into(made)
    bar = made.diving.bar
    assert bar.width() > sum(crumb.sizeHint().width() for crumb in bar.crumbs)
    assert bar.width() < made.width()
    assert all(crumb.isVisible() for crumb in bar.crumbs)


def test_that_what_is_fitted_stands_below_the_bar(made: CanvasView) -> None:
    into(made)
    made.resize(800, 320)
    made.fit()
    top = min(made.mapFromScene(item.card_in_scene().topLeft()).y() for item in made.board.nodes.values())
    assert top >= made.diving.bar.geometry().bottom()
    bottom = max(made.mapFromScene(item.card_in_scene().bottomLeft()).y() for item in made.board.nodes.values())
    assert bottom <= 320


def test_that_a_long_path_is_shortened_in_its_middle(made: CanvasView) -> None:
    for _ in range(6):
        into(made)
        made.session.select({node(made, "a")})
        made.diving.make()
    bar = made.diving.bar
    made.resize(420, 400)
    assert bar.width() <= 420 - 24
    assert [crumb.text() for crumb in bar.crumbs][1] == "…"
    assert (bar.crumbs[0].text(), bar.crumbs[-1].text()) == ("model", "model")
    assert bar.crumbs[1].accessibleName() == "Go out to model"
    made.resize(1000, 400)
    assert all(crumb.text() == "model" for crumb in bar.crumbs)


def test_that_the_drawings_view_in_the_file_is_that_of_the_whole_model(made: CanvasView) -> None:
    made.camera.fly(QPointF(10.0, 20.0), 0.8, animated=False)
    made.repaint()
    made.camera.pan(QPoint(1, 0))
    before = made.session.look
    into(made)
    made.camera.zoom_to(3.0)
    assert made.session.look == before


def test_that_another_document_is_seen_from_outside(made: CanvasView) -> None:
    into(made)
    show(made, chain())
    assert made.session.scope == ()
    assert made.diving.bar.isHidden()
    assert shown(made) == ["a", "b", "x", "y"]
