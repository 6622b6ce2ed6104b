"""Links lead calmly from port to port and round the cards between; short ways stay plain curves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from desktop_nn.settings import LinkStyle
from ui.canvas.routing import Obstacles, link_path, middle

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


STYLES: tuple[LinkStyle, ...] = ("curved", "orthogonal", "straight")


@pytest.mark.parametrize("style", STYLES)
def test_that_every_style_goes_round_a_card_between(style: LinkStyle) -> None:
    lane = Obstacles([("x", CARD)], "down").lane(TOP, BOTTOM, ("a", "b"), style)
    assert lane is not None
    path = link_path(TOP, BOTTOM, "down", lane, style)
    assert not crosses(path, CARD)
    assert (path.pointAtPercent(0), path.currentPosition()) == (TOP, BOTTOM)


@pytest.mark.parametrize("style", STYLES)
def test_that_every_style_runs_to_the_right_too(style: LinkStyle) -> None:
    card, start, end = QRectF(100, 0, 190, 68), QPointF(0, 30), QPointF(400, 40)
    lane = Obstacles([("x", card)], "right").lane(start, end, ("a", "b"), style)
    assert lane is not None
    path = link_path(start, end, "right", lane, style)
    assert not crosses(path, card)
    assert (path.pointAtPercent(0), path.currentPosition()) == (start, end)


def bends(path: QPainterPath) -> list[tuple[float, float]]:
    """Steps along straight runs, as (dx, dy)."""
    found = []
    for i in range(1, path.elementCount()):
        one, two = path.elementAt(i - 1), path.elementAt(i)
        if two.type == QPainterPath.ElementType.LineToElement:
            found.append((two.x - one.x, two.y - one.y))
    return found


def test_that_right_angles_run_along_the_axes_with_rounded_corners() -> None:
    path = link_path(QPointF(0, 0), QPointF(200, 80), "down", style="orthogonal")
    assert all(dx == 0 or dy == 0 for dx, dy in bends(path))
    kinds = [path.elementAt(i).type for i in range(path.elementCount())]
    assert kinds.count(QPainterPath.ElementType.CurveToElement) == 2
    assert not path.contains(QPointF(0, 40))


def test_that_a_way_at_right_angles_is_kept_off_cards_that_a_straight_line_would_miss() -> None:
    start, end = QPointF(95, 0), QPointF(800, 500)
    below = QRectF(0, 100, 190, 68)
    cards = Obstacles([("x", below)], "down")
    assert cards.lane(start, end, ("a", "b"), "straight") is None
    lane = cards.lane(start, end, ("a", "b"), "orthogonal")
    assert lane is not None
    assert not crosses(link_path(start, end, "down", lane, "orthogonal"), below)


def test_that_a_link_back_up_leaves_its_card_aside() -> None:
    start, end = QPointF(95, 168), QPointF(95, 0)
    path = link_path(start, end, "down", style="orthogonal")
    assert not crosses(path, QRectF(0, 20, 190, 120))
    assert path.currentPosition() == end


def test_that_a_straight_link_is_one_line() -> None:
    path = link_path(QPointF(0, 0), QPointF(200, 80), "down", style="straight")
    assert bends(path) == [(200, 80)]


def test_that_the_label_of_a_way_at_right_angles_stands_clear_of_the_card_that_it_passes() -> None:
    lane = Obstacles([("x", CARD)], "down").lane(TOP, BOTTOM, ("a", "b"), "orthogonal")
    at = middle(TOP, BOTTOM, "down", lane, "orthogonal")
    assert not CARD.adjusted(-30, -5, 30, 5).contains(at)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_that_the_label_of_a_way_past_cards_stands_in_a_gap_between_them(count: int) -> None:
    cards = [CARD.translated(0, number * (CARD.height() + 48)) for number in range(count)]
    end = QPointF(TOP.x(), cards[-1].bottom() + 60)
    lane = Obstacles([(str(number), card) for number, card in enumerate(cards)], "down").lane(TOP, end, ("a", "b"))
    at = middle(TOP, end, "down", lane)
    written = QRectF(at.x() - 40, at.y() - 7, 80, 14)
    assert lane is not None
    assert not any(card.intersects(written) for card in cards)
    assert TOP.y() < at.y() < end.y()
