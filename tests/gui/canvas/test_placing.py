"""Layers come onto the canvas: dragged from the palette, searched for, chosen elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.canvas.hands import (
    PaletteDrag,
    at_node,
    at_port,
    click,
    double_click,
    drag,
    drawn,
    key,
    links,
    node,
    open_drawing,
    selected,
)
from ui.canvas.view import CanvasView

CHAIN = drawn(("InputLayer", "input", 0, 0), ("Dense", "hidden", 0, 200), links=(("input", "hidden"),))


def names(canvas: CanvasView) -> list[str]:
    """Names of all layers in drawing order."""
    return [canvas.session.graph.name_of(id) for id in canvas.session.graph.nodes]


def touching(canvas: CanvasView) -> bool:
    """Whether any two cards overlap."""
    cards = [item.card_in_scene() for item in canvas.board.nodes.values()]
    return any(one.intersects(other) for one in cards for other in cards if one is not other)


def search_field(canvas: CanvasView) -> QLineEdit:
    """The search's line edit."""
    field = canvas.search.findChild(QLineEdit, "layer_search_field")
    assert field is not None
    return field


def type_and_choose(canvas: CanvasView, text: str) -> None:
    """Type into the open search and press Enter."""
    QTest.keyClicks(search_field(canvas), text)
    QTest.keyClick(search_field(canvas), Qt.Key.Key_Return)


def test_that_a_layer_dropped_from_the_palette_stands_under_the_pointer(canvas: CanvasView) -> None:
    place = QPoint(400, 300)
    palette = PaletteDrag(canvas, "Dense")
    assert palette.enter(QPoint(10, 10))
    palette.move(place)
    palette.drop(place)
    assert names(canvas) == ["dense"]
    gap = at_node(canvas, "dense") - place
    assert abs(gap.x()) <= 1
    assert abs(gap.y()) <= 1


def test_that_a_dropped_layer_is_selected_and_one_undo_step(canvas: CanvasView) -> None:
    palette = PaletteDrag(canvas, "Dense")
    palette.enter(QPoint(300, 300))
    palette.drop(QPoint(300, 300))
    assert selected(canvas) == {"dense"}
    canvas.session.undo()
    assert not canvas.session.graph.nodes
    assert not canvas.board.nodes


def test_that_a_dropped_layer_has_what_keras_requires(canvas: CanvasView) -> None:
    palette = PaletteDrag(canvas, "Dense")
    palette.enter(QPoint(300, 300))
    palette.drop(QPoint(300, 300))
    assert canvas.session.graph.layer_of(node(canvas, "dense")).config["units"] > 0


def test_that_a_drag_that_leaves_again_adds_nothing(canvas: CanvasView) -> None:
    palette = PaletteDrag(canvas, "Dense")
    palette.enter(QPoint(300, 300))
    palette.move(QPoint(320, 300))
    palette.leave()
    assert not canvas.session.graph.nodes
    assert canvas.dropping.gesture is None


def test_that_foreign_drags_are_left_to_the_window(canvas: CanvasView) -> None:
    assert not PaletteDrag(canvas, "some words", "text/plain").enter(QPoint(300, 300))


def test_that_a_layer_dropped_on_a_link_is_inserted(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    middle = (at_port(canvas, "input", "out") + at_port(canvas, "hidden", "in")) / 2
    palette = PaletteDrag(canvas, "Dropout")
    palette.enter(middle)
    palette.move(middle)
    assert any(item.hovered for item in canvas.board.links.values())
    palette.drop(middle)
    assert links(canvas) == {("input", "dropout", 0), ("dropout", "hidden", 0)}
    canvas.session.undo()
    assert links(canvas) == {("input", "hidden", 0)}


def test_that_an_inserted_layer_has_room(canvas: CanvasView) -> None:
    near = drawn(
        ("InputLayer", "input", 0, 0),
        ("Dense", "hidden", 0, 110),
        ("Dense", "out", 0, 220),
        links=(("input", "hidden"), ("hidden", "out")),
    )
    open_drawing(canvas, near)
    middle = (at_port(canvas, "input", "out") + at_port(canvas, "hidden", "in")) / 2
    palette = PaletteDrag(canvas, "Dropout")
    palette.enter(middle)
    palette.drop(middle)
    assert not touching(canvas)
    assert at_node(canvas, "dropout").y() < at_node(canvas, "hidden").y() < at_node(canvas, "out").y()
    assert len(canvas.session.history.labels()) == 1


def test_that_an_input_dropped_on_a_link_only_lands_there(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    middle = (at_port(canvas, "input", "out") + at_port(canvas, "hidden", "in")) / 2
    palette = PaletteDrag(canvas, "InputLayer")
    palette.enter(middle)
    palette.drop(middle)
    assert links(canvas) == {("input", "hidden", 0)}
    assert len(canvas.session.graph.nodes) == 3


def test_that_tab_opens_the_search_and_enter_adds_the_best_match(canvas: CanvasView) -> None:
    key(canvas, Qt.Key.Key_Tab)
    assert canvas.search.isVisible()
    assert search_field(canvas).hasFocus()
    type_and_choose(canvas, "fc")
    assert names(canvas) == ["dense"]
    assert not canvas.search.isVisible()
    assert canvas.hasFocus()


def test_that_layers_added_with_the_pointer_at_rest_make_a_chain(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn())
    spot = canvas.viewport().rect().center()
    QTest.mouseMove(canvas.viewport(), spot)
    click(canvas, spot)
    for kind in ("inputlayer", "dense", "dense"):
        key(canvas, Qt.Key.Key_Tab)
        type_and_choose(canvas, kind)
    assert links(canvas) == {("input", "dense", 0), ("dense", "dense_1", 0)}
    assert not touching(canvas)


def test_that_a_layer_searched_for_beside_another_does_not_cover_it(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    double_click(canvas, at_node(canvas, "hidden") + QPoint(120, 20))
    type_and_choose(canvas, "dropout")
    assert len(canvas.session.graph.nodes) == 3
    assert not touching(canvas)


def test_that_a_double_click_on_bare_canvas_searches_and_adds_there(canvas: CanvasView) -> None:
    double_click(canvas, QPoint(250, 200))
    assert canvas.search.isVisible()
    type_and_choose(canvas, "flatten")
    gap = at_node(canvas, "flatten") - QPoint(250, 200)
    assert max(abs(gap.x()), abs(gap.y())) <= 1


def test_that_the_search_walks_with_arrow_keys(canvas: CanvasView) -> None:
    key(canvas, Qt.Key.Key_Tab)
    QTest.keyClicks(search_field(canvas), "max pooling")
    QTest.keyClick(search_field(canvas), Qt.Key.Key_Down)
    entry = canvas.search.current()
    QTest.keyClick(search_field(canvas), Qt.Key.Key_Return)
    assert [layer.kind for layer in canvas.session.graph.layers.values()] == [entry]
    assert entry.startswith(("MaxPooling", "GlobalMaxPooling"))


def test_that_escape_closes_the_search_and_adds_nothing(canvas: CanvasView) -> None:
    key(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(search_field(canvas), Qt.Key.Key_Escape)
    assert not canvas.search.isVisible()
    assert not canvas.session.graph.nodes
    assert canvas.hasFocus()


def test_that_a_click_on_the_canvas_closes_the_search(canvas: CanvasView) -> None:
    key(canvas, Qt.Key.Key_Tab)
    click(canvas, QPoint(20, 20))
    assert not canvas.search.isVisible()


def test_that_recently_added_kinds_come_first(canvas: CanvasView) -> None:
    key(canvas, Qt.Key.Key_Tab)
    type_and_choose(canvas, "gaussiannoise")
    key(canvas, Qt.Key.Key_Tab)
    assert canvas.search.current() == "GaussianNoise"


def test_that_a_wire_dropped_on_bare_canvas_searches_what_fits_and_connects_it(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("InputLayer", "input", 0, 0)))
    end = at_port(canvas, "input", "out") + QPoint(120, 120)
    drag(canvas, at_port(canvas, "input", "out"), end)
    assert canvas.search.isVisible()
    assert "InputLayer" not in canvas.search.offered()
    type_and_choose(canvas, "dense")
    assert links(canvas) == {("input", "dense", 0)}
    gap = at_port(canvas, "dense", "in") - end
    assert max(abs(gap.x()), abs(gap.y())) <= 1
    canvas.session.undo()
    assert names(canvas) == ["input"]


def test_that_a_wire_from_an_input_port_offers_inputs_too(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "hidden", 0, 0)))
    start = at_port(canvas, "hidden", "in")
    drag(canvas, start, start + QPoint(0, -120))
    assert "InputLayer" in canvas.search.offered()
    type_and_choose(canvas, "input")
    assert links(canvas) == {("input", "hidden", 0)}


def test_that_layers_chosen_elsewhere_grow_a_chain(canvas: CanvasView) -> None:
    for kind in ("InputLayer", "Dense", "Dropout"):
        canvas.add_layer(kind)
    assert links(canvas) == {("input", "dense", 0), ("dense", "dropout", 0)}
    assert at_node(canvas, "dropout").y() > at_node(canvas, "dense").y() > at_node(canvas, "input").y()


def test_that_added_layers_never_cover_each_other(canvas: CanvasView) -> None:
    for _ in range(4):
        canvas.session.select(())
        canvas.add_layer("Dense")
    assert not touching(canvas)


def test_that_the_empty_canvas_says_how_to_begin(canvas: CanvasView) -> None:
    assert canvas.hint.isVisible()
    canvas.add_layer("Dense")
    assert not canvas.hint.isVisible()
    canvas.session.undo()
    assert canvas.hint.isVisible()


def test_that_the_view_pans_while_a_layer_from_the_palette_is_held_at_its_edge(
    canvas: CanvasView, qtbot: QtBot
) -> None:
    open_drawing(canvas, CHAIN)
    left = canvas.camera.sight().left()
    palette = PaletteDrag(canvas, "Dense")
    place = QPoint(canvas.viewport().width() - 3, 200)
    palette.enter(place - QPoint(100, 0))
    palette.move(place)
    qtbot.waitUntil(lambda: canvas.camera.sight().left() > left + 60)
    palette.drop(place)
    assert not canvas.dropping.edges.active
    gap = at_node(canvas, "dense") - place
    assert gap.manhattanLength() <= 3
