"""Links made of straight runs: at right angles with rounded corners, or straight from port to port.

Worked out along the flow (u) and across it (v), as in `routing.py`, which leads links round cards and draws curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

Spot: TypeAlias = tuple[float, float]
"""A point as (u, v)."""

STUB = 14.0
"""How far a link runs along the flow before it may turn, where there is room."""
_RADIUS = 8.0
_AROUND = 132.0
"""How far beside a link that leads back to a card right above has to swing out: more than half a card."""


def turn(start: float, end: float) -> float:
    """Where a link at right angles, from one u to another, changes over from its start's v to its end's."""
    return (start + end) / 2


def right_angles(start: Spot, end: Spot) -> list[Spot]:
    """The corners of a way at right angles, ends included; one that leads back goes round."""
    (u1, v1), (u2, v2) = start, end
    if abs(v1 - v2) < 0.5 and u2 > u1:
        return [start, end]
    if u2 - u1 >= STUB:
        across = turn(u1, u2)
        return [start, (across, v1), (across, v2), end]
    beside = (v1 + v2) / 2 if abs(v1 - v2) > 2 * _AROUND else max(v1, v2) + _AROUND
    return [start, (u1 + STUB, v1), (u1 + STUB, beside), (u2 - STUB, beside), (u2 - STUB, v2), end]


def right_angles_by(start: Spot, end: Spot, first: float, last: float, across: float) -> list[Spot]:
    """The same through a lane at `across` that runs from `first` to `last` along the flow."""
    (u1, v1), (u2, v2) = start, end
    out, into = max(first - STUB, (u1 + first) / 2), min(last + STUB, (last + u2) / 2)
    return [start, (out, v1), (out, across), (into, across), (into, v2), end]


def rounded(points: Sequence[QPointF]) -> QPainterPath:
    """A line through the points, its corners rounded."""
    path = QPainterPath(points[0])
    for (before, corner), (_, after) in pairwise(pairwise(points)):
        one, two = before - corner, after - corner
        long_one, long_two = one.manhattanLength(), two.manhattanLength()
        radius = min(_RADIUS, long_one / 2, long_two / 2)
        if radius < 0.5:
            path.lineTo(corner)
            continue
        path.lineTo(corner + one * (radius / long_one))
        path.quadTo(corner, corner + two * (radius / long_two))
    path.lineTo(points[-1])
    return path


def straight(points: Sequence[QPointF]) -> QPainterPath:
    """A line through the points as they are."""
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    return path
