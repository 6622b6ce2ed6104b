"""Dragged layers are drawn into line with others, or rest on the grid; Ctrl sets them free."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from tests.gui.canvas.hands import (
    ALT,
    CTRL,
    at_node,
    click,
    drag,
    drawn,
    glide,
    key,
    node,
    open_drawing,
    press,
    release,
    selected,
)
from ui.canvas.gestures.move_nodes import MoveNodes
from ui.canvas.grid import STEP
from ui.canvas.looks import looks
from ui.canvas.view import CanvasView

PAIR = drawn(("Dense", "a", 0, 0), ("Dense", "b", 100, 220))


def place(canvas: CanvasView, name: str) -> tuple[float, float]:
    """A node's position in the document."""
    found = canvas.session.graph.nodes[node(canvas, name)]
    return found.x, found.y


def choose(canvas: CanvasView, *, guides: bool = True, onto_grid: bool = False) -> None:
    """Set the user's wishes."""
    session = canvas.session
    session.settings = replace(session.settings, alignment_guides=guides, snap_to_grid=onto_grid)


def hold(
    canvas: CanvasView, name: str, by: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> QPoint:
    """Drag without letting go; returns where the pointer is."""
    start = at_node(canvas, name)
    press(canvas, start)
    glide(canvas, start, start + by)
    return start + by


def guides(canvas: CanvasView) -> list[tuple[float, float, float, float]]:
    """The lines that are shown."""
    gesture = canvas.pointing.gesture
    assert isinstance(gesture, MoveNodes)
    return [(line.x1(), line.y1(), line.x2(), line.y2()) for line in gesture._alignment.guides]


def test_that_a_card_nearly_below_another_is_drawn_into_line(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(-95, 30))
    assert place(canvas, "b") == (0, 250)
    assert canvas.session.history.labels() == ("Move b",)


def test_that_a_card_farther_off_stays_where_it_is_put(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(-92, 30))
    assert place(canvas, "b") == (8, 250)


def test_that_tops_are_lined_up_too(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(190, -216))
    assert place(canvas, "b") == (290, 0)


def test_that_the_guide_between_middles_spares_what_is_written_on_the_cards(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    end = hold(canvas, "b", QPoint(-95, 30))
    middle = canvas.board.nodes[node(canvas, "a")].card_in_scene().center().x()
    above, below = (canvas.board.nodes[node(canvas, name)].card_in_scene() for name in ("a", "b"))
    assert {x for x, *_ in guides(canvas)} == {middle}
    assert (middle, above.bottom(), middle, below.top()) in guides(canvas)
    assert all(not QRectF(above).contains(QPointF(x, (y1 + y2) / 2)) for x, y1, _, y2 in guides(canvas))
    release(canvas, end)


def test_that_edges_of_unequal_cards_have_guides_of_their_own(canvas: CanvasView) -> None:
    wide = drawn(
        *(("Dense", f"s{i}", -700 + 260 * i, -400) for i in range(9)),
        ("Add", "sum", 0, 0),
        ("Dense", "b", 150, 220),
        links=tuple((f"s{i}", "sum") for i in range(9)),
    )
    open_drawing(canvas, wide)
    canvas.camera.fly(QPointF(100, 130), 1.0)
    assert canvas.board.nodes[node(canvas, "sum")].card.width() > canvas.board.nodes[node(canvas, "b")].card.width()
    end = hold(canvas, "b", QPoint(-147, 40))
    assert [line[0] for line in guides(canvas)] == [0]
    release(canvas, end)
    assert place(canvas, "b") == (0, 260)


def test_that_guides_are_seen_while_dragging_and_gone_afterwards(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    start = at_node(canvas, "b")
    between = canvas.mapFromScene(QPointF(104, 170))
    before = canvas.grab().toImage().pixelColor(between)
    press(canvas, start)
    glide(canvas, start, start + QPoint(-98, 60))
    accent, shown = looks.colour["accent"], canvas.grab().toImage()
    assert any(shown.pixelColor(between + QPoint(dx, 0)) == accent for dx in (-1, 0, 1))
    release(canvas, start + QPoint(-98, 60))
    after = canvas.grab().toImage()
    assert all(after.pixelColor(between + QPoint(dx, 0)) == before for dx in (-1, 0, 1))


def test_that_escape_takes_guides_away_and_puts_the_card_back(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    end = hold(canvas, "b", QPoint(-95, 30))
    gesture = canvas.pointing.gesture
    assert isinstance(gesture, MoveNodes)
    key(canvas, Qt.Key.Key_Escape)
    assert not gesture._alignment.guides
    release(canvas, end)
    assert place(canvas, "b") == (100, 220)
    assert canvas.board.nodes[node(canvas, "b")].pos() == QPointF(100, 220)


def test_that_ctrl_sets_the_card_free(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    start = at_node(canvas, "b")
    press(canvas, start)
    glide(canvas, start, start + QPoint(-95, 30))
    assert canvas.board.nodes[node(canvas, "b")].pos().x() == 0
    QTest.keyPress(canvas, Qt.Key.Key_Control)
    assert canvas.board.nodes[node(canvas, "b")].pos().x() == 5
    assert not guides(canvas)
    release(canvas, start + QPoint(-95, 30), CTRL)
    assert place(canvas, "b") == (5, 250)
    QTest.keyRelease(canvas, Qt.Key.Key_Control)


def test_that_letting_go_of_ctrl_snaps_again(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    end = hold(canvas, "b", QPoint(-95, 30))
    QTest.keyPress(canvas, Qt.Key.Key_Control)
    QTest.keyRelease(canvas, Qt.Key.Key_Control, CTRL)
    assert canvas.board.nodes[node(canvas, "b")].pos().x() == 0
    release(canvas, end)


def test_that_guides_can_be_switched_off(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    choose(canvas, guides=False)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(-95, 30))
    assert place(canvas, "b") == (5, 250)


def test_that_the_pull_is_as_strong_in_pixels_at_any_zoom(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    canvas.zoom_to(0.5)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(-45, 15))
    assert place(canvas, "b") == (0, 250)


def test_that_cards_out_of_sight_pull_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "far", 0, -5000), ("Dense", "b", 100, 220)))
    canvas.camera.fly(QPointF(100, 220), 1.0)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(-95, 30))
    assert place(canvas, "b") == (5, 250)


def test_that_several_cards_line_up_as_one_block(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 100, 220), ("Dense", "c", 400, 250)))
    click(canvas, at_node(canvas, "b"))
    click(canvas, at_node(canvas, "c"), CTRL)
    drag(canvas, at_node(canvas, "c"), at_node(canvas, "c") + QPoint(-96, 40))
    assert (place(canvas, "b"), place(canvas, "c")) == ((0, 260), (300, 290))


def test_that_dragged_cards_do_not_pull_one_another(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "b", 100, 220), ("Dense", "c", 400, 223)))
    canvas.select_all()
    drag(canvas, at_node(canvas, "c"), at_node(canvas, "c") + QPoint(37, 41))
    assert (place(canvas, "b"), place(canvas, "c")) == ((137, 261), (437, 264))


def test_that_copies_line_up_too(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(300, 3), ALT)
    assert place(canvas, "a_1") == (300, 0)


def test_that_layers_rest_on_the_grid_if_wanted(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    choose(canvas, guides=False, onto_grid=True)
    drag(canvas, at_node(canvas, "b"), at_node(canvas, "b") + QPoint(37, 41))
    x, y = place(canvas, "b")
    assert (x, y) == (6 * STEP, 11 * STEP)


def test_that_on_the_grid_several_layers_keep_their_distance(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    choose(canvas, onto_grid=True)
    canvas.select_all()
    drag(canvas, at_node(canvas, "a"), at_node(canvas, "a") + QPoint(37, 41))
    assert (place(canvas, "a"), place(canvas, "b")) == ((48, 48), (148, 268))
    assert selected(canvas) == {"a", "b"}


def test_that_the_grid_gives_way_to_ctrl(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    choose(canvas, onto_grid=True)
    end = hold(canvas, "b", QPoint(37, 41))
    QTest.keyPress(canvas, Qt.Key.Key_Control)
    release(canvas, end, CTRL)
    assert place(canvas, "b") == (137, 261)
