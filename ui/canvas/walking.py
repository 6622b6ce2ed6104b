"""From node to node with the arrow keys: along the links where there are some, else to the next one that way."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF

from desktop_nn.graph.model import Direction
from ui.canvas.scene import CanvasScene

Way = Literal["up", "down", "left", "right"]
_VECTORS: dict[Way, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def next_node(scene: CanvasScene, start: str | None, way: Way) -> str | None:
    """The node that an arrow key leads to from `start`; the first one if there is no start; None at the end."""
    if start is None or start not in scene.nodes:
        return min(scene.nodes, key=lambda id: _place(scene, id, scene.direction), default=None)
    along = _linked(scene, start, way)
    candidates = along or [id for id in scene.nodes if id != start]
    return _nearest(scene, start, way, candidates) or _nearest(
        scene, start, way, [id for id in scene.nodes if id != start]
    )


def _linked(scene: CanvasScene, start: str, way: Way) -> list[str]:
    """Neighbours along the links if the key goes along the flow."""
    onward, back = ("down", "up") if scene.direction == "down" else ("right", "left")
    if way == onward:
        return [item.target[0] for item in scene.links_at(start) if item.source[0] == start]
    if way == back:
        return [item.source[0] for item in scene.links_at(start) if item.target[0] == start]
    return []


def _nearest(scene: CanvasScene, start: str, way: Way, candidates: list[str]) -> str | None:
    here = scene.nodes[start].card_in_scene().center()
    dx, dy = _VECTORS[way]

    def cost(id: str) -> float | None:
        gap: QPointF = scene.nodes[id].card_in_scene().center() - here
        ahead = gap.x() * dx + gap.y() * dy
        aside = abs(gap.x() * dy) + abs(gap.y() * dx)
        return ahead + 2 * aside if ahead > 1 else None

    costs = {id: price for id in candidates if (price := cost(id)) is not None}
    return min(costs, key=lambda id: costs[id], default=None)


def _place(scene: CanvasScene, id: str, direction: Direction) -> tuple[float, float]:
    corner = scene.nodes[id].pos()
    return (corner.y(), corner.x()) if direction == "down" else (corner.x(), corner.y())
