"""Links lead calmly from port to port and round the cards between; short ways stay plain curves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from ui.canvas.routing import Obstacles, link_path

CARD = QRectF(0, 100, 190, 68)
TOP, BOTTOM = QPointF(95, 0), QPointF(95, 300)


def crosses(path: QPainterPath, card: QRectF) -> bool:
    """Whether the line runs through the card."""
    return any(card.contains(path.pointAtPercent(step / 400)) for step in range(401))


def test_that_a_free_way_needs_no_lane() -> None:
    beside = Obstacles([("x", CARD.translated(400, 0))], "down")
    assert beside.lane(TOP, BOTTOM, ("a", "b")) is None


def test_that_a_card_between_is_passed() -> None:
    lane = Obstacles([("x", CARD)], "down").lane(TOP, BOTTOM, ("a", "b"))
    assert lane is not None
    assert crosses(link_path(TOP, BOTTOM, "down"), CARD)
    path = link_path(TOP, BOTTOM, "down", lane)
    assert not crosses(path, CARD)
    assert path.currentPosition() == BOTTOM


def test_that_the_nearer_side_is_taken() -> None:
    start, end = QPointF(150, 0), QPointF(150, 300)
    lane = Obstacles([("x", CARD)], "down").lane(start, end, ("a", "b"))
    assert lane is not None
    assert lane.across > CARD.right()


def test_that_the_lane_goes_round_neighbours_too() -> None:
    row = [("x", CARD), ("y", CARD.translated(200, 0)), ("z", CARD.translated(-200, 0))]
    lane = Obstacles(row, "down").lane(TOP, BOTTOM, ("a", "b"))
    assert lane is not None
    assert all(not (card.left() < lane.across < card.right()) for _, card in row)


def test_that_its_own_ends_are_not_in_the_way() -> None:
    assert Obstacles([("a", CARD)], "down").lane(TOP, BOTTOM, ("a", "b")) is None


def test_that_short_and_backward_links_are_plain() -> None:
    obstacles = Obstacles([("x", QRectF(0, 20, 190, 10))], "down")
    assert obstacles.lane(TOP, QPointF(95, 60), ("a", "b")) is None
    assert obstacles.lane(BOTTOM, TOP, ("a", "b")) is None


def test_that_the_other_direction_is_the_same_turned() -> None:
    turned = QRectF(100, 0, 68, 190)
    lane = Obstacles([("x", turned)], "right").lane(QPointF(0, 95), QPointF(300, 95), ("a", "b"))
    assert lane is not None
    path = link_path(QPointF(0, 95), QPointF(300, 95), "right", lane)
    assert not crosses(path, turned)
