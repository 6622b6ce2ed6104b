"""What lies under the pointer: a port, a node, a link. Found by geometry, because ports are no items."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt

from ui.canvas.geometry import PortRef, around, distance
from ui.canvas.link_item import LinkItem
from ui.canvas.node_item import NodeItem
from ui.canvas.scene import CanvasScene

_BOXES = Qt.ItemSelectionMode.IntersectsItemBoundingRect


def node_at(scene: CanvasScene, point: QPointF) -> str | None:
    """The topmost node whose card holds the point."""
    for item in scene.items(point, _BOXES):
        if isinstance(item, NodeItem) and item.card_in_scene().contains(point):
            return item.node_id
    return None


def port_at(
    scene: CanvasScene, point: QPointF, reach: float, allowed: Callable[[PortRef], bool] = lambda _port: True
) -> PortRef | None:
    """The nearest port within `reach` scene units among those allowed."""
    best: tuple[float, PortRef] | None = None
    for item in scene.items(around(point, reach), _BOXES):
        if not isinstance(item, NodeItem):
            continue
        for port, place in item.ports():
            gap = distance(place, point)
            if gap <= reach and (best is None or gap < best[0]) and allowed(port):
                best = (gap, port)
    return best[1] if best else None


def link_at(
    scene: CanvasScene, point: QPointF, reach: float, allowed: Callable[[LinkItem], bool] = lambda _item: True
) -> LinkItem | None:
    """The nearest link within `reach` scene units among those allowed."""
    best: tuple[float, LinkItem] | None = None
    for item in scene.items(around(point, reach), _BOXES):
        if isinstance(item, LinkItem):
            gap = item.distance_to(point, reach)
            if gap is not None and (best is None or gap < best[0]) and allowed(item):
                best = (gap, item)
    return best[1] if best else None


def links_crossed(scene: CanvasScene, line: QLineF) -> list[LinkItem]:
    """The links that a straight line crosses, those in sight that is: not one that is hidden meanwhile."""
    area = QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1)
    return [
        item
        for item in scene.items(area, _BOXES)
        if isinstance(item, LinkItem) and item.isVisible() and item.is_crossed(line)
    ]
