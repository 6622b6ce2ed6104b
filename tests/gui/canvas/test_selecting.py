"""Selecting: clicks, rubber band, all, none; what is selected is the session's and shows on the items."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.canvas.hands import (
    CTRL,
    SHIFT,
    at_node,
    click,
    drag,
    drawn,
    glide,
    key,
    links,
    node,
    open_drawing,
    press,
    release,
    selected,
)
from ui.canvas.view import CanvasView

THREE = drawn(("Dense", "a", 0, 0), ("Dense", "b", 260, 0), ("Dense", "c", 0, 200))
PAIR_WITH_LINK = drawn(("Dense", "a", 0, 0), ("Dense", "b", 300, 200), ("Dense", "c", 600, 400), links=(("b", "c"),))


def corners(canvas: CanvasView, *names: str) -> tuple[QPoint, QPoint]:
    """Two corners of a band around some nodes."""
    area = canvas.board.contents([node(canvas, name) for name in names]).adjusted(-20, -20, 20, 20)
    return canvas.mapFromScene(area.topLeft()), canvas.mapFromScene(area.bottomRight())


def test_that_a_click_selects_only_that_node(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    click(canvas, at_node(canvas, "a"))
    click(canvas, at_node(canvas, "b"))
    assert selected(canvas) == {"b"}
    assert {canvas.session.graph.name_of(id) for id, item in canvas.board.nodes.items() if item.selected} == {"b"}


def test_that_shift_adds_and_ctrl_toggles(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    click(canvas, at_node(canvas, "a"))
    click(canvas, at_node(canvas, "b"), SHIFT)
    assert selected(canvas) == {"a", "b"}
    click(canvas, at_node(canvas, "a"), CTRL)
    click(canvas, at_node(canvas, "c"), CTRL)
    assert selected(canvas) == {"b", "c"}


def test_that_a_click_on_bare_canvas_selects_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    canvas.select_all()
    click(canvas, QPoint(10, 10))
    assert selected(canvas) == set()


def test_that_a_rubber_band_selects_what_it_touches(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    drag(canvas, *corners(canvas, "a", "c"))
    assert selected(canvas) == {"a", "c"}


def test_that_an_exactly_level_rubber_band_selects_too(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    middle = at_node(canvas, "a")
    left = canvas.mapFromScene(canvas.board.nodes[node(canvas, "a")].card_in_scene().topLeft()).x()
    drag(canvas, QPoint(left - 30, middle.y()), middle)
    assert selected(canvas) == {"a"}


def test_that_a_rubber_band_shows_its_catch_before_the_release(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    start, end = corners(canvas, "a")
    press(canvas, start)
    glide(canvas, start, end)
    assert canvas.board.nodes[node(canvas, "a")].selected
    assert selected(canvas) == set()
    release(canvas, end)
    assert selected(canvas) == {"a"}


def test_that_a_rubber_band_with_shift_adds(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    click(canvas, at_node(canvas, "c"))
    drag(canvas, *corners(canvas, "a"), held=SHIFT)
    assert selected(canvas) == {"a", "c"}


def test_that_a_rubber_band_with_ctrl_toggles(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    click(canvas, at_node(canvas, "c"))
    drag(canvas, *corners(canvas, "a", "c"), held=CTRL)
    assert selected(canvas) == {"a"}


def test_that_escape_cancels_a_rubber_band(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    click(canvas, at_node(canvas, "c"))
    start, end = corners(canvas, "a")
    press(canvas, start)
    glide(canvas, start, end)
    key(canvas, Qt.Key.Key_Escape)
    release(canvas, end)
    assert selected(canvas) == {"c"}
    assert not canvas.board.nodes[node(canvas, "a")].selected


def test_that_ctrl_a_selects_all_and_escape_none(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    key(canvas, Qt.Key.Key_A, CTRL)
    assert selected(canvas) == {"a", "b", "c"}
    key(canvas, Qt.Key.Key_Escape)
    assert selected(canvas) == set()


def test_that_selecting_is_no_undo_step(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    click(canvas, at_node(canvas, "a"))
    drag(canvas, *corners(canvas, "a", "c"))
    assert not canvas.session.history.labels()


def test_that_links_of_selected_nodes_stand_out(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200), links=(("a", "b"),)))
    (line,) = canvas.board.links.values()
    plain = line.pen().color()
    click(canvas, at_node(canvas, "b"))
    assert line.pen().color() != plain


def test_that_delete_removes_the_selected_nodes_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    drag(canvas, *corners(canvas, "a", "c"))
    key(canvas, Qt.Key.Key_Delete)
    assert [canvas.session.graph.name_of(id) for id in canvas.session.graph.nodes] == ["b"]
    assert len(canvas.board.nodes) == 1
    canvas.session.undo()
    assert len(canvas.board.nodes) == 3


def test_that_ctrl_delete_takes_a_layer_out_of_its_chain(canvas: CanvasView) -> None:
    chain = (("Dense", "a", 0, 0), ("Dropout", "b", 0, 160), ("Dense", "c", 0, 320))
    open_drawing(canvas, drawn(*chain, links=(("a", "b"), ("b", "c"))))
    click(canvas, at_node(canvas, "b"))
    key(canvas, Qt.Key.Key_Delete, CTRL)
    assert links(canvas) == {("a", "c", 0)}
    assert canvas.session.history.labels() == ("Take out b",)


def test_that_the_right_button_selects_and_asks_for_the_nodes_menu(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    asked: list[str] = []
    canvas.context_menu_wanted.connect(lambda kind, _place: asked.append(kind))
    menu(canvas, at_node(canvas, "b"))
    assert asked == ["node"]
    assert selected(canvas) == {"b"}


def test_that_the_right_button_keeps_a_selection_that_it_hits(canvas: CanvasView) -> None:
    open_drawing(canvas, THREE)
    canvas.select_all()
    menu(canvas, at_node(canvas, "b"))
    assert selected(canvas) == {"a", "b", "c"}


def test_that_menus_differ_for_links_and_bare_canvas(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200), links=(("a", "b"),)))
    asked: list[str] = []
    canvas.context_menu_wanted.connect(lambda kind, _place: asked.append(kind))
    menu(canvas, (at_node(canvas, "a") + at_node(canvas, "b")) / 2)
    menu(canvas, QPoint(5, 5))
    assert asked == ["link", "canvas"]
    assert canvas.marks.links


def test_that_a_layer_added_from_the_menu_lands_where_it_was_opened(canvas: CanvasView) -> None:
    menu(canvas, QPoint(300, 240))
    canvas.search_to_add()
    canvas.search.chosen.emit("Flatten")
    gap = at_node(canvas, "flatten") - QPoint(300, 240)
    assert max(abs(gap.x()), abs(gap.y())) <= 1


def menu(canvas: CanvasView, at: QPoint) -> None:
    """Ask for the context menu with the mouse."""
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.viewport(), event)


def test_that_a_rubber_band_lets_go_of_links(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR_WITH_LINK)
    canvas.marks.choose_links(canvas.session.graph.links)
    drag(canvas, *corners(canvas, "a"))
    assert selected(canvas) == {"a"}
    assert not canvas.marks.links


def test_that_dragging_another_layer_lets_go_of_links(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR_WITH_LINK)
    canvas.marks.choose_links(canvas.session.graph.links)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(60, 30))
    assert not canvas.marks.links


def test_that_modifier_keys_count_before_the_mouse_moves_on(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR_WITH_LINK)
    canvas.session.select({node(canvas, "b")})
    start, end = corners(canvas, "a")
    press(canvas, start)
    glide(canvas, start, end)
    shown = canvas.board.nodes
    assert not shown[node(canvas, "b")].selected
    QTest.keyPress(canvas, Qt.Key.Key_Shift)
    assert shown[node(canvas, "b")].selected
    release(canvas, end, SHIFT)
    assert selected(canvas) == {"a", "b"}
    QTest.keyRelease(canvas, Qt.Key.Key_Shift)
