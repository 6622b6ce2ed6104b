"""A line drawn with Y held, or with Alt from empty canvas, cuts the links that it crosses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.canvas.hands import (
    ALT,
    CTRL,
    at_node,
    at_port,
    click,
    drag,
    drawn,
    glide,
    key,
    links,
    open_drawing,
    press,
    release,
    selected,
)
from ui.canvas.view import CanvasView

FAN = drawn(
    ("InputLayer", "a", 0, 0),
    ("Dense", "b", -240, 220),
    ("Dense", "c", 0, 220),
    ("Dense", "d", 240, 220),
    links=(("a", "b"), ("a", "c"), ("a", "d")),
)


def across(canvas: CanvasView) -> tuple[QPoint, QPoint]:
    """A line between the rows, on empty canvas at both ends."""
    middle = (at_port(canvas, "a", "out") + at_port(canvas, "c", "in")) / 2
    return middle - QPoint(300, 0), middle + QPoint(300, 0)


def hold_y(canvas: CanvasView) -> None:
    QTest.keyPress(canvas, Qt.Key.Key_Y)


def let_go_of_y(canvas: CanvasView) -> None:
    QTest.keyRelease(canvas, Qt.Key.Key_Y)


def test_that_a_line_drawn_with_y_held_cuts_what_it_crosses_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    hold_y(canvas)
    drag(canvas, *across(canvas))
    let_go_of_y(canvas)
    assert not links(canvas)
    assert canvas.session.history.labels() == ("Cut 3 links",)
    canvas.session.undo()
    assert len(links(canvas)) == 3


def test_that_alt_and_a_drag_from_empty_canvas_cut_too(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    drag(canvas, *across(canvas), held=ALT)
    assert not links(canvas)


def test_that_only_crossed_links_are_cut(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    start, end = across(canvas)
    drag(canvas, start, (start + end) / 2 - QPoint(30, 0), ALT)
    assert links(canvas) == {("a", "c", 0), ("a", "d", 0)}
    assert canvas.session.history.labels() == ("Cut a link",)


def test_that_y_cuts_even_from_a_card(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    hold_y(canvas)
    drag(canvas, at_node(canvas, "b") - QPoint(60, 0), at_node(canvas, "b") + QPoint(60, -100))
    assert links(canvas) == {("a", "c", 0), ("a", "d", 0)}
    assert canvas.session.graph.nodes == FAN.nodes


def test_that_the_line_follows_the_pointer_round_corners(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    start, end = across(canvas)
    press(canvas, start, ALT)
    glide(canvas, start, start - QPoint(0, 140))
    glide(canvas, start - QPoint(0, 140), end - QPoint(0, 140))
    glide(canvas, end - QPoint(0, 140), end)
    glide(canvas, end, end - QPoint(250, 0))
    release(canvas, end - QPoint(250, 0), ALT)
    assert links(canvas) == {("a", "b", 0), ("a", "c", 0)}


def test_that_crossed_links_are_told_before_the_button_goes_up(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    start, end = across(canvas)
    press(canvas, start, ALT)
    glide(canvas, start, end)
    assert canvas.note.isVisible()
    assert canvas.note.text() == "Cuts 3 links"
    assert len(links(canvas)) == 3
    release(canvas, end, ALT)
    assert not canvas.note.isVisible()


def test_that_crossed_links_are_marked_in_red(canvas: CanvasView) -> None:
    from ui.canvas.looks import looks

    open_drawing(canvas, FAN)
    start, end = across(canvas)
    item = next(item for item in canvas.board.links.values() if item.link.target == "n3")
    place = canvas.mapFromScene(item.path().pointAtPercent(0.9))
    before = canvas.grab().toImage().pixelColor(place)
    press(canvas, start, ALT)
    glide(canvas, start, end)
    assert canvas.grab().toImage().pixelColor(place) == looks.colour["bad"] != before
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.grab().toImage().pixelColor(place) == before
    release(canvas, end, ALT)


def test_that_escape_cuts_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    start, end = across(canvas)
    press(canvas, start, ALT)
    glide(canvas, start, end)
    key(canvas, Qt.Key.Key_Escape)
    release(canvas, end, ALT)
    assert len(links(canvas)) == 3
    assert not canvas.session.history.labels()
    assert not canvas.note.isVisible()


def test_that_a_cut_across_nothing_is_no_step(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    start, _ = across(canvas)
    drag(canvas, start, start - QPoint(60, 20), ALT)
    assert not canvas.session.history.labels()
    assert canvas.pointing.gesture is None


def test_that_a_click_with_y_held_changes_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    click(canvas, at_node(canvas, "c"))
    hold_y(canvas)
    click(canvas, at_node(canvas, "a"))
    assert selected(canvas) == {"c"}


def test_that_y_is_forgotten_when_the_keyboard_goes_elsewhere(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    hold_y(canvas)
    assert canvas.knife
    QApplication.sendEvent(canvas, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason))
    assert not canvas.knife


def test_that_redo_takes_no_knife(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    QTest.keyPress(canvas, Qt.Key.Key_Y, CTRL)
    assert not canvas.knife


@pytest.mark.parametrize("zoom", [0.35, 0.12])
def test_that_links_are_cut_from_far_too(canvas: CanvasView, zoom: float) -> None:
    open_drawing(canvas, FAN)
    canvas.zoom_to(zoom)
    start, end = across(canvas)
    drag(canvas, start, end, ALT)
    assert not links(canvas)


def test_that_ports_of_a_merging_layer_close_up_behind_a_cut(canvas: CanvasView) -> None:
    merged = drawn(
        ("Dense", "a", -300, 0),
        ("Dense", "b", 300, 0),
        ("Add", "sum", 0, 300),
        links=(("a", "sum"), ("b", "sum")),
    )
    open_drawing(canvas, merged)
    port = at_port(canvas, "a", "out")
    drag(canvas, port + QPoint(-60, 40), port + QPoint(90, 40), ALT)
    assert links(canvas) == {("b", "sum", 0)}
