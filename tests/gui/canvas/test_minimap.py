"""The minimap: toggled, clicked, dragged, and usable for very tall drawings."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from desktop_nn.graph import groups
from tests.gui.canvas.hands import LEFT, NONE, drawn, node, open_drawing
from ui.canvas.view import CanvasView

SPREAD = drawn(("Dense", "a", 0, 0), ("Dense", "b", 3000, 2000))


def test_that_it_is_toggled(canvas: CanvasView) -> None:
    assert not canvas.minimap_shown()
    canvas.toggle_minimap(True)
    assert canvas.minimap_shown()
    assert canvas.rect().contains(canvas.minimap.geometry())
    canvas.toggle_minimap(False)
    assert not canvas.minimap_shown()


def test_that_a_click_goes_there(canvas: CanvasView) -> None:
    open_drawing(canvas, SPREAD)
    canvas.toggle_minimap(True)
    target = canvas.board.nodes[node(canvas, "b")].card_in_scene().center()
    QTest.mouseClick(canvas.minimap, LEFT, NONE, canvas.minimap.map_point(target).toPoint())
    assert canvas.camera.sight().contains(target)
    assert not canvas.session.selection


def test_that_dragging_keeps_going(canvas: CanvasView) -> None:
    open_drawing(canvas, SPREAD)
    canvas.toggle_minimap(True)
    first = canvas.minimap.map_point(QPointF(100, 100)).toPoint()
    QTest.mousePress(canvas.minimap, LEFT, NONE, first)
    QTest.mouseMove(canvas.minimap, first + QPoint(40, 30))
    expected = canvas.minimap.scene_point(QPointF(first + QPoint(40, 30)))
    gap = canvas.camera.centre() - expected
    assert gap.manhattanLength() < 5


def test_that_a_very_tall_drawing_stays_wide_enough_to_hit(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 56_000)))
    canvas.toggle_minimap(True)
    area = canvas.board.contents()
    left, right = canvas.minimap.map_point(area.topLeft()), canvas.minimap.map_point(area.bottomRight())
    assert right.x() - left.x() >= 24
    assert canvas.minimap.rect().contains(left.toPoint())
    assert canvas.minimap.rect().contains(right.toPoint())


def test_that_frames_have_their_colours_and_folded_cards_their_places(canvas: CanvasView) -> None:
    graph = drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 600), ("Dense", "c", 900, 0), ("Dense", "d", 900, 600))
    ids = list(graph.nodes)
    graph, frame = groups.make_group(graph, ids[:2], "frame", colour="convolution")
    graph, card = groups.make_group(graph, ids[2:], "card", colour="pooling")
    open_drawing(canvas, groups.change_group(graph, card, folded=True))
    canvas.toggle_minimap(True)
    canvas.camera.fly(QPointF(9000, 9000), 1.0, animated=False)  # what is in sight tints nothing here
    image = canvas.minimap.grab().toImage()

    def colour(at: QPointF) -> QColor:
        return image.pixelColor(canvas.minimap.map_point(at).toPoint())

    bare = colour(QPointF(550, 500))
    assert colour(canvas.board.frames.frames[frame].box.center()) != bare
    assert colour(canvas.board.nodes[card].card_in_scene().center()) != bare
    assert colour(QPointF(1000, 600)) == bare  # where d is folded away
