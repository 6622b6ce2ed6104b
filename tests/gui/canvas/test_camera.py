"""Zoom at the pointer, pan in three ways, fit, centre: where the view looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.canvas.hands import (
    CTRL,
    LEFT,
    MIDDLE,
    NONE,
    at_node,
    drag,
    drawn,
    key,
    node,
    open_drawing,
    selected,
    wheel,
)
from ui.canvas.view import CanvasView
from ui.theme.theme import theme

TALL = drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 900), ("Dense", "c", 2400, 900))
NOTCH = QPoint(0, 120)


def test_that_the_wheel_zooms_at_the_pointer(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    place = QPoint(137, 411)
    before = canvas.to_scene(QPointF(place))
    wheel(canvas, place, NOTCH)
    assert canvas.camera.zoom > 1.1
    drift = canvas.to_scene(QPointF(place)) - before
    assert drift.manhattanLength() * canvas.camera.zoom <= 1.5


@pytest.mark.parametrize(("turn", "limit"), [(QPoint(0, 120), 4.0), (QPoint(0, -120), 0.05)])
def test_that_the_zoom_has_limits(canvas: CanvasView, turn: QPoint, limit: float) -> None:
    open_drawing(canvas, TALL)
    for _ in range(40):
        wheel(canvas, QPoint(300, 300), turn)
    assert canvas.camera.zoom == pytest.approx(limit)


def test_that_two_fingers_pan_and_do_not_zoom(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    before = canvas.camera.centre()
    wheel(canvas, QPoint(300, 300), QPoint(0, -24), pixels=QPoint(-30, -12), phase=Qt.ScrollPhase.ScrollUpdate)
    assert canvas.camera.zoom == 1.0
    moved = canvas.camera.centre() - before
    assert (moved.x(), moved.y()) == pytest.approx((30, 12), abs=1)


def test_that_ctrl_and_two_fingers_zoom(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    wheel(canvas, QPoint(300, 300), QPoint(0, 60), held=CTRL, phase=Qt.ScrollPhase.ScrollUpdate)
    assert canvas.camera.zoom > 1.0


def test_that_a_middle_drag_pans(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    before = canvas.camera.centre()
    drag(canvas, QPoint(300, 300), QPoint(360, 280), button=MIDDLE)
    moved = canvas.camera.centre() - before
    assert (moved.x(), moved.y()) == pytest.approx((-60, 20), abs=1)
    assert canvas.pointing.gesture is None


def test_that_space_and_a_drag_pan_even_over_a_node(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0)))
    before = canvas.camera.centre()
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(40, 30))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    moved = canvas.camera.centre() - before
    assert (moved.x(), moved.y()) == pytest.approx((-40, -30), abs=1)
    assert canvas.session.graph.nodes[node(canvas, "a")].x == 0
    assert not canvas.hand


def test_that_fit_shows_everything(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    canvas.fit()
    assert canvas.camera.sight().contains(canvas.board.contents())


def test_that_fit_never_magnifies(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0)))
    canvas.zoom_to(0.3)
    key(canvas, Qt.Key.Key_Home)
    assert canvas.camera.zoom == pytest.approx(1.0)


def test_that_a_very_tall_drawing_is_fitted_from_its_beginning(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 60_000)))
    canvas.fit()
    sight = canvas.camera.sight()
    assert canvas.camera.zoom == pytest.approx(0.05)
    assert sight.contains(canvas.board.nodes[node(canvas, "a")].card_in_scene())


def test_that_fit_selection_shows_what_is_selected(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    canvas.session.select({node(canvas, "c")})
    canvas.fit_selection()
    sight = canvas.camera.sight()
    assert sight.contains(canvas.board.nodes[node(canvas, "c")].card_in_scene())
    assert not sight.contains(canvas.board.nodes[node(canvas, "a")].card_in_scene())


def test_that_going_to_a_node_selects_and_centres_it(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    canvas.center_on(node(canvas, "c"))
    gap = at_node(canvas, "c") - canvas.viewport().rect().center()
    assert gap.manhattanLength() <= 3
    assert selected(canvas) == {"c"}


def test_that_an_opened_drawing_is_fitted(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    from desktop_nn.graph.facts import GraphFacts
    from desktop_nn.project.document import Project

    canvas.camera.fly(QPointF(90_000, 0), 1.0)
    canvas.session.show(Project(TALL), GraphFacts(), path=None, title="again")
    assert canvas.camera.sight().contains(canvas.board.contents())


def test_that_an_edit_leaves_the_view_where_it_is(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    canvas.camera.fly(QPointF(500, 500), 0.8)
    before = canvas.camera.sight()
    canvas.session.select({node(canvas, "a")})
    canvas.delete_selection()
    assert canvas.camera.sight() == before


def test_that_flights_are_short_and_can_be_switched_off(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, TALL)
    theme.animated = True
    canvas.fit()
    assert canvas.camera.flying
    qtbot.waitUntil(lambda: not canvas.camera.flying, timeout=1000)
    assert canvas.camera.sight().contains(canvas.board.contents())


def test_that_without_motion_a_fit_is_there_at_once(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    canvas.fit()
    assert not canvas.camera.flying
    assert canvas.camera.sight().contains(canvas.board.contents())


def test_that_a_wheel_turn_ends_a_flight(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    theme.animated = True
    canvas.fit()
    wheel(canvas, QPoint(300, 300), NOTCH)
    assert not canvas.camera.flying


def test_that_the_zoom_is_told(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    told: list[float] = []
    canvas.zoom_changed.connect(told.append)
    canvas.zoom_in()
    canvas.zoom_out()
    canvas.zoom_to(0.5)
    assert told == pytest.approx([1.2, 1.0, 0.5])


def test_that_the_other_mouse_buttons_do_not_interfere(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    QTest.mousePress(canvas.viewport(), MIDDLE, NONE, QPoint(300, 300))
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, QPoint(300, 300))
    assert canvas.pointing.gesture is not None
    QTest.mouseRelease(canvas.viewport(), MIDDLE, NONE, QPoint(300, 300))
    assert canvas.pointing.gesture is None


def test_that_a_pinch_zooms_between_the_fingers(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    place = QPointF(200, 150)
    before = canvas.to_scene(place)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        place,
        place,
        QPointF(canvas.viewport().mapToGlobal(place)),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.camera.zoom == pytest.approx(1.25)
    assert (canvas.to_scene(place) - before).manhattanLength() * canvas.camera.zoom <= 1.5


def test_that_ctrl_and_the_wheel_of_a_mouse_zoom_at_the_pointer(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    place = QPoint(137, 411)
    before = canvas.to_scene(QPointF(place))
    wheel(canvas, place, NOTCH, held=CTRL)
    assert canvas.camera.zoom == pytest.approx(1.2)
    assert (canvas.to_scene(QPointF(place)) - before).manhattanLength() * canvas.camera.zoom <= 1.5


def test_that_f_shows_the_selection_or_all_if_there_is_none(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    canvas.session.select({node(canvas, "c")})
    key(canvas, Qt.Key.Key_F)
    assert not canvas.camera.sight().contains(canvas.board.contents())
    canvas.session.select(())
    key(canvas, Qt.Key.Key_F)
    assert canvas.camera.sight().contains(canvas.board.contents())


def test_that_a_flight_takes_no_longer_than_a_glance(canvas: CanvasView) -> None:
    open_drawing(canvas, TALL)
    theme.animated = True
    canvas.fit()
    flight = canvas.camera.findChild(QVariantAnimation)
    assert isinstance(flight, QVariantAnimation)
    assert flight.duration() <= 150
