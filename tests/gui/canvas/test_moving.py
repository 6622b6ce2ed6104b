"""Nodes are moved by dragging: nothing is committed before the release, Esc puts everything back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.canvas.hands import (
    ALT,
    at_node,
    at_port,
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

TWO = drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200), links=(("a", "b"),))
BY = QPoint(90, 40)


def place(canvas: CanvasView, name: str) -> tuple[float, float]:
    """A node's position in the document."""
    found = canvas.session.graph.nodes[node(canvas, name)]
    return found.x, found.y


def test_that_a_drag_moves_a_node_in_one_undo_step(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + BY)
    assert place(canvas, "a") == (90, 40)
    assert place(canvas, "b") == (0, 200)
    assert canvas.session.history.labels() == ("Move a",)
    canvas.session.undo()
    assert place(canvas, "a") == (0, 0)
    assert canvas.board.nodes[node(canvas, "a")].pos().x() == 0


def test_that_nothing_is_committed_while_dragging(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    before = canvas.session.project
    start = at_node(canvas, "a")
    press(canvas, start)
    glide(canvas, start, start + BY)
    assert canvas.session.project is before
    assert canvas.board.nodes[node(canvas, "a")].pos().x() == 90
    release(canvas, start + BY)
    assert canvas.session.project is not before


def test_that_links_follow_while_dragging(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    start = at_node(canvas, "a")
    press(canvas, start)
    glide(canvas, start, start + BY)
    (item,) = canvas.board.links.values()
    assert item.start == canvas.board.nodes[node(canvas, "a")].port_point("out", 0)


def test_that_escape_cancels_a_drag(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    start = at_node(canvas, "a")
    press(canvas, start)
    glide(canvas, start, start + BY)
    key(canvas, Qt.Key.Key_Escape)
    release(canvas, start + BY)
    assert canvas.board.nodes[node(canvas, "a")].pos().x() == 0
    assert not canvas.session.history.labels()
    (item,) = canvas.board.links.values()
    assert item.start == canvas.board.nodes[node(canvas, "a")].port_point("out", 0)


def test_that_a_drag_moves_all_selected_nodes(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    canvas.select_all()
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + BY)
    assert (place(canvas, "a"), place(canvas, "b")) == ((90, 40), (90, 240))
    assert canvas.session.history.labels() == ("Move 2 layers",)


def test_that_dragging_an_unselected_node_moves_it_alone(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    click(canvas, at_node(canvas, "b"))
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + BY)
    assert place(canvas, "b") == (0, 200)
    assert selected(canvas) == {"a"}


def test_that_a_drag_counts_in_scene_units_at_any_zoom(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    canvas.zoom_to(0.5)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(50, 20))
    assert place(canvas, "a") == (100, 40)


def test_that_a_tremble_is_no_drag(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(2, 1))
    assert place(canvas, "a") == (0, 0)
    assert selected(canvas) == {"a"}


def test_that_a_lonely_node_dropped_on_a_link_is_inserted(canvas: CanvasView) -> None:
    open_drawing(
        canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 240), ("Dropout", "c", 260, 0), links=(("a", "b"),))
    )
    middle = (at_port(canvas, "a", "out") + at_port(canvas, "b", "in")) / 2
    drag(canvas, at_node(canvas, "c"), middle)
    assert links(canvas) == {("a", "c", 0), ("c", "b", 0)}
    assert canvas.session.history.labels() == ("Insert c",)


def test_that_alt_drag_leaves_the_original_and_lands_a_copy(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(230, 30), ALT)
    assert place(canvas, "a") == (0, 0)
    assert place(canvas, "a_1") == (230, 30)
    assert selected(canvas) == {"a_1"}
    assert len(canvas.session.history.labels()) == 1


def test_that_alt_pressed_during_a_drag_makes_it_a_copy(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    start, end = at_node(canvas, "a"), at_node(canvas, "a") + QPoint(230, 30)
    press(canvas, start)
    glide(canvas, start, end)
    QTest.keyPress(canvas, Qt.Key.Key_Alt)
    assert canvas.board.nodes[node(canvas, "a")].pos().x() == 0
    release(canvas, end, ALT)
    QTest.keyRelease(canvas, Qt.Key.Key_Alt)
    assert place(canvas, "a") == (0, 0)
    assert place(canvas, "a_1") == (230, 30)
    assert len(canvas.session.history.labels()) == 1


def test_that_alt_drag_copies_the_links_among_the_selected_too(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    canvas.select_all()
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(230, 30), ALT)
    assert links(canvas) == {("a", "b", 0), ("a_1", "b_1", 0)}
    assert selected(canvas) == {"a_1", "b_1"}
    canvas.session.undo()
    assert links(canvas) == {("a", "b", 0)}


def test_that_the_view_pans_while_dragging_near_its_edge(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, TWO)
    start = at_node(canvas, "a")
    left = canvas.camera.sight().left()
    press(canvas, start)
    glide(canvas, start, QPoint(canvas.viewport().width() - 2, start.y()))
    qtbot.waitUntil(lambda: canvas.camera.sight().left() > left + 60)
    release(canvas, QPoint(canvas.viewport().width() - 2, start.y()))
    x, _ = place(canvas, "a")
    assert x > canvas.viewport().width() - start.x() - 60 + 60
    still = canvas.camera.sight().left()
    qtbot.wait(60)
    assert canvas.camera.sight().left() == still


def test_that_an_undo_during_a_drag_ends_it_cleanly(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + BY)
    start = at_node(canvas, "b")
    press(canvas, start)
    glide(canvas, start, start + BY)
    canvas.session.undo()
    assert canvas.pointing.gesture is None
    assert canvas.board.nodes[node(canvas, "b")].pos().x() == 0
    release(canvas, start + BY)
    assert place(canvas, "b") == (0, 200)
