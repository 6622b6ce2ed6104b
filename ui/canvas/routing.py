"""The way of a link from port to port, led round the cards that stand between: curved, or as `link_shapes.py` has it.

No items here.

Inside, ways are worked out along the flow (u) and across it (v), so that both directions share one rule.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from desktop_nn.graph.model import Direction
from desktop_nn.settings import LinkStyle
from ui.canvas import link_shapes
from ui.canvas.link_shapes import Spot

CLEARANCE = 16.0
"""Space between a card and a link that passes it."""
SHORTEST_DETOUR = 110.0
"""A link shorter than this (along the flow) has no room for a card in between."""
TRIES = 8
LABEL = 56.0
"""How far to each side what is written on a link may reach."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a link runs straight beside cards: from `start` to `end` along the flow, at `across`."""

    start: float
    end: float
    across: float
    label: float
    """Where along the flow no card is beside it, so that what is written there is not hidden."""


class _Box(NamedTuple):
    """A card along (u) and across (v) the flow."""

    u1: float
    u2: float
    v1: float
    v2: float
    node: str


class Obstacles:
    """The cards of a drawing, ready to be asked which of them are in a link's way."""

    def __init__(self, cards: Iterable[tuple[str, QRectF]], direction: Direction) -> None:
        self.direction = direction
        self._of = {node: _box(node, card, direction) for node, card in cards}
        self._boxes = sorted(self._of.values())
        self._starts = [box.u1 for box in self._boxes]
        self._longest = max((box.u2 - box.u1 for box in self._boxes), default=0.0)

    def place(self, node: str, card: QRectF | None) -> None:
        """A card came, stands elsewhere now, or (None) is gone."""
        before = self._of.pop(node, None)
        if before is not None:
            at = bisect_left(self._boxes, before)
            del self._boxes[at], self._starts[at]
        if card is not None:
            box = self._of[node] = _box(node, card, self.direction)
            at = bisect_left(self._boxes, box)
            self._boxes.insert(at, box)
            self._starts.insert(at, box.u1)
            self._longest = max(self._longest, box.u2 - box.u1)

    def lane(self, start: QPointF, end: QPointF, ends: tuple[str, str], style: LinkStyle = "curved") -> Lane | None:
        """The lane round what stands between two points, or None if the way without one is free."""
        u1, v1 = _flow(start, self.direction)
        u2, v2 = _flow(end, self.direction)
        if u2 - u1 < SHORTEST_DETOUR:
            return None
        low, high = min(v1, v2) - 4.0, max(v1, v2) + 4.0
        rows = self._within(u1, u2)
        near = [box for box in rows if box.v1 < high and box.v2 > low and box.node not in ends]
        hits = _hits_angular if style == "orthogonal" else _hits
        hit = [box for box in near if hits(box, u1, v1, u2, v2)]
        if not hit:
            return None
        between = [box for box in rows if box.node not in ends]
        first, last = min(box.u1 for box in hit) - 2.0, max(box.u2 for box in hit) + 2.0
        beside = [box for box in between if box.u1 < last and box.u2 > first]
        ways = (_free_lane(beside, min(box.v1 for box in hit), -1), _free_lane(beside, max(box.v2 for box in hit), 1))
        across = min(ways, key=lambda way: abs(way - v1) + abs(way - v2))
        return Lane(max(first, u1), min(last, u2), across, _gap(beside, first, last, across))

    def _within(self, u1: float, u2: float) -> list[_Box]:
        first = bisect_left(self._starts, u1 - self._longest)
        last = bisect_left(self._starts, u2)
        return [box for box in self._boxes[first:last] if box.u2 > u1]


def link_path(
    start: QPointF, end: QPointF, direction: Direction, lane: Lane | None = None, style: LinkStyle = "curved"
) -> QPainterPath:
    """The way from an output port to an input port; if it is no straight line, it leaves and arrives along the flow."""
    if style == "orthogonal":
        one, two = _flow(start, direction), _flow(end, direction)
        by = None if lane is None else link_shapes.right_angles_by(one, two, lane.start, lane.end, lane.across)
        return link_shapes.rounded([_point(u, v, direction) for u, v in by or link_shapes.right_angles(one, two)])
    if style == "straight":
        ends = () if lane is None else (lane.start, lane.end)
        across = 0.0 if lane is None else lane.across
        return link_shapes.straight([start, *(_point(u, across, direction) for u in ends), end])
    path = QPainterPath(start)
    one, two = _flow(start, direction), _flow(end, direction)
    if lane is None:
        _curve(path, one, two, direction)
        return path
    first, last = (lane.start, lane.across), (lane.end, lane.across)
    _curve(path, one, first, direction)
    path.lineTo(_point(*last, direction))
    _curve(path, last, two, direction)
    return path


def middle(
    start: QPointF, end: QPointF, direction: Direction, lane: Lane | None, style: LinkStyle = "curved"
) -> QPointF:
    """The point of the link where its label stands: where there is room between the cards, if it can be told."""
    if lane is None:
        return (start + end) / 2
    if style != "orthogonal":
        # What is written is low and wide: beside a card there is room for it only where the flow runs across.
        along = lane.label if direction == "down" else (lane.start + lane.end) / 2
        return _point(along, lane.across, direction)
    one, two = _flow(start, direction), _flow(end, direction)
    corners = link_shapes.right_angles_by(one, two, lane.start, lane.end, lane.across)
    runs = ((corners[1], corners[2]), (corners[3], corners[4]))
    (u, v1), (_, v2) = max(runs, key=lambda run: abs(run[0][1] - run[1][1]))
    return _point(u, (v1 + v2) / 2, direction)


def _curve(path: QPainterPath, start: Spot, end: Spot, direction: Direction) -> None:
    (u1, v1), (u2, v2) = start, end
    length, aside = u2 - u1, abs(v2 - v1)
    down = direction == "down"
    if length > 0 and aside < 0.5:
        # Qt strokes a line twenty times as fast as a curve, even one that looks the same.
        path.lineTo(v2, u2) if down else path.lineTo(u2, v2)
        return
    # A link that leads back swings out, so that both ends still leave their ports the right way.
    bend = min(max(length / 2, 0.3 * aside), 0.95 * length) if length > 6 else min(40.0 - length / 3, 140.0)
    if down:
        path.cubicTo(v1, u1 + bend, v2, u2 - bend, v2, u2)
    else:
        path.cubicTo(u1 + bend, v1, u2 - bend, v2, u2, v2)


def _gap(beside: list[_Box], first: float, last: float, across: float) -> float:
    """The gap between cards beside a lane that is nearest to its middle; just before the first one if there is none."""
    near = [box for box in beside if box.v1 - LABEL < across < box.v2 + LABEL]
    gaps, reached = [first - 8.0], max(first, min((box.u1 for box in near), default=first))
    for box in near:  # in the order of the flow
        if box.u1 - reached >= 18.0:
            gaps.append((reached + box.u1) / 2)
        reached = max(reached, box.u2)
    return min(gaps, key=lambda gap: abs(gap - (first + last) / 2))


def _free_lane(boxes: list[_Box], edge: float, side: int) -> float:
    """The first place beyond `edge` on a side where a straight run touches no box."""
    way = edge + side * CLEARANCE
    moves = 0
    for box in sorted(boxes, key=_low_edge) if side > 0 else sorted(boxes, key=_high_edge, reverse=True):
        if box.v1 - CLEARANCE / 2 < way < box.v2 + CLEARANCE / 2:
            way = box.v2 + CLEARANCE if side > 0 else box.v1 - CLEARANCE
            moves += 1
            if moves == TRIES:
                break
    return way


_low_edge, _high_edge = attrgetter("v1"), attrgetter("v2")


def _hits(box: _Box, u1: float, v1: float, u2: float, v2: float) -> bool:
    """Whether the straight line passes through the box or grazes it."""
    slope = (v2 - v1) / (u2 - u1)
    one, two = v1 + slope * (max(box.u1, u1) - u1), v1 + slope * (min(box.u2, u2) - u1)
    low, high = (one, two) if one < two else (two, one)
    return high > box.v1 - 4.0 and low < box.v2 + 4.0


def _hits_angular(box: _Box, u1: float, v1: float, u2: float, v2: float) -> bool:
    """Whether the way at right angles passes through the box or grazes it."""
    across = link_shapes.turn(u1, u2)
    if box.u1 - 4.0 < across < box.u2 + 4.0:
        return True  # of the boxes between the ends' v, where the way crosses over
    v = v1 if box.u2 < across else v2
    return box.v1 - 4.0 < v < box.v2 + 4.0


def _box(node: str, card: QRectF, direction: Direction) -> _Box:
    if direction == "down":
        return _Box(card.top(), card.bottom(), card.left(), card.right(), node)
    return _Box(card.left(), card.right(), card.top(), card.bottom(), node)


def _flow(point: QPointF, direction: Direction) -> tuple[float, float]:
    return (point.y(), point.x()) if direction == "down" else (point.x(), point.y())


def _point(u: float, v: float, direction: Direction) -> QPointF:
    return QPointF(v, u) if direction == "down" else QPointF(u, v)
