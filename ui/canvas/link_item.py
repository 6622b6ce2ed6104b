"""A link on the canvas: a path that Qt paints itself, which is faster than any painting of ours could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsPathItem

from desktop_nn.graph.model import Direction, Link
from desktop_nn.settings import LinkStyle
from ui.canvas.geometry import distance
from ui.canvas.looks import Carried, looks
from ui.canvas.routing import CLEARANCE, SHORTEST_DETOUR, Obstacles, link_path, middle

_SHORTEST = 30.0
"""A link needs this much room, end to end, for a label."""


class LinkItem(QGraphicsPathItem):
    """Its marks choose the pen: `hovered`, `chosen` (selected), `near` (at a selected node), `traced` and `dimmed`
    (on the path that is shown, or not)."""

    def __init__(self, link: Link, source: tuple[str, int], target: tuple[str, int]) -> None:
        super().__init__()
        self.link = link
        self.source, self.target = source, target
        """What it starts and ends at on the canvas, with the port's number: a node, or the card of a folded group."""
        self.hovered = self.chosen = self.near = self.traced = self.dimmed = False
        self.start, self.end = QPointF(), QPointF()
        self.carries: Carried = "float"
        self.label_at = (0.0, 0.0)
        self.roomy = False
        """Whether it is long enough for a label."""
        self.long = False
        """Whether cards can stand in its way, so that it must be routed anew when others move."""
        self._lead: tuple[object, ...] = ()
        self._shape: tuple[object, ...] | None = None
        """Of a way that no card bends: how far it leads. It looks the same wherever it starts."""
        self._from = (0.0, 0.0)
        self._corridor: QRectF | None = None
        self.setZValue(-2)
        self.setPen(looks.link)

    def route(
        self,
        start: QPointF,
        end: QPointF,
        direction: Direction,
        obstacles: Callable[[], Obstacles] | None,
        style: LinkStyle = "curved",
    ) -> None:
        """Lead the link from `start` to `end` (scene coordinates), round the obstacles if any are given."""
        x1, y1, x2, y2 = start.x(), start.y(), end.x(), end.y()
        self.long = (y2 - y1 if direction == "down" else x2 - x1) >= SHORTEST_DETOUR
        ends = (self.source[0], self.target[0])
        lane = obstacles().lane(start, end, ends, style) if obstacles is not None and self.long else None
        if self._lead == (x1, y1, x2, y2, direction, lane, style):
            return
        self._lead = (x1, y1, x2, y2, direction, lane, style)
        self.start, self.end = start, end
        shape = (x2 - x1, y2 - y1, direction, style)
        if lane is None and self._shape == shape:  # both ends moved by the same
            path = self.path()
            path.translate(x1 - self._from[0], y1 - self._from[1])
        else:
            path = link_path(start, end, direction, lane, style)
        self._shape, self._from = shape if lane is None else None, (x1, y1)
        point = middle(start, end, direction, lane, style)
        self.label_at = (point.x(), point.y())
        self.roomy = abs(x2 - x1) + abs(y2 - y1) >= _SHORTEST
        self._corridor = None
        self.setPath(path)

    def restyle(self) -> None:
        """Take the pen that its marks and the theme ask for."""
        if self.hovered:
            pen = looks.link_hover
        elif self.chosen:
            pen = looks.link_chosen
        elif self.dimmed:
            pen = looks.link_dim
        else:
            pen = looks.link_near if self.near or self.traced else looks.link
        self.setPen(looks.carrying(pen, self.carries))

    def carry(self, carries: Carried) -> None:
        """Show what kind of values go through it."""
        if carries != self.carries:
            self.carries = carries
            self.restyle()

    def mark(self, *, hovered: bool | None = None, chosen: bool | None = None, near: bool | None = None) -> None:
        """Set marks and change the pen if one changed."""
        wanted = (
            self.hovered if hovered is None else hovered,
            self.chosen if chosen is None else chosen,
            self.near if near is None else near,
        )
        if wanted != (self.hovered, self.chosen, self.near):
            self.hovered, self.chosen, self.near = wanted
            self.restyle()

    def trace(self, *, traced: bool, dimmed: bool) -> None:
        """Show that it is on the path that is shown, or off it, or that none is shown."""
        if (traced, dimmed) != (self.traced, self.dimmed):
            self.traced, self.dimmed = traced, dimmed
            self.restyle()

    def distance_to(self, point: QPointF, reach: float) -> float | None:
        """How far the point is from the line, or None if that is more than `reach`."""
        if not self.path().boundingRect().adjusted(-reach, -reach, reach, reach).contains(point):
            return None
        nearest = min(_to_segment(point, one, two) for one, two in pairwise(self._corners()))
        return nearest if nearest <= reach else None

    def is_crossed(self, line: QLineF) -> bool:
        """Whether a straight line crosses the link; cheap for one that passes far off."""
        box, area = self.path().boundingRect(), QRectF(line.p1(), line.p2()).normalized()
        apart = (
            box.right() < area.left()
            or box.left() > area.right()
            or box.bottom() < area.top()
            or box.top() > area.bottom()
        )
        if apart:
            return False
        meeting = QLineF.IntersectionType.BoundedIntersection
        return any(line.intersects(QLineF(one, two))[0] == meeting for one, two in pairwise(self._corners()))

    def _corners(self) -> list[QPointF]:
        return [corner for polygon in self.path().toSubpathPolygons() for corner in polygon.toList()]

    def passes_any(self, cards: Iterable[QRectF]) -> bool:
        """Whether one of the cards lies where the link passes, or could be led past it."""
        if self._corridor is None:
            corridor = self.path().boundingRect().united(QRectF(self.start, self.end).normalized())
            self._corridor = corridor.adjusted(-2 * CLEARANCE, -CLEARANCE, 2 * CLEARANCE, CLEARANCE)
        return any(map(self._corridor.intersects, cards))


def _to_segment(point: QPointF, one: QPointF, two: QPointF) -> float:
    along = two - one
    length = along.x() ** 2 + along.y() ** 2
    if length == 0:
        return distance(point, one)
    share = ((point.x() - one.x()) * along.x() + (point.y() - one.y()) * along.y()) / length
    return distance(point, one + along * min(1.0, max(0.0, share)))
