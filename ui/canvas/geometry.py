"""Sizes and places on the canvas in scene units: cards, ports, and which way a link leaves a port. No painting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, QRectF

from desktop_nn.graph.model import Direction

Side: TypeAlias = Literal["in", "out"]

WIDTH = 208.0
HEADER = 46.0
BODY = 18.0
"""The line that says what the layer does with its input."""
FOOTER = 22.0
TILE = 28.0
"""The square behind the icon."""
PAD = 9.0
PORT = 9.0
"""Diameter of a port."""
PORT_GAP = 24.0
BADGE = 9.0
"""Radius of the disc that tells of a problem."""
MARGIN = 12.0
"""How far rings, badges and ports may reach beyond the card."""


@dataclass(frozen=True, slots=True)
class PortRef:
    """A port on the canvas; `index` is the `source_port` or `target_port` of links at it."""

    node: str
    side: Side
    index: int


def card_size(inputs: int, outputs: int, direction: Direction, scale: float) -> tuple[float, float]:
    """Width and height of a node's card; many ports make it larger. `scale` is the text scale."""
    width, height = WIDTH * scale, (HEADER + BODY + FOOTER) * scale
    needed = (max(inputs, outputs) + 0.5) * PORT_GAP
    return (max(width, needed), height) if direction == "down" else (width, max(height, needed))


def port_offset(side: Side, index: int, count: int, size: tuple[float, float], direction: Direction) -> QPointF:
    """Where port `index` of `count` lies, from the card's top left corner: evenly about the middle of its edge."""
    width, height = size
    along = (index - (count - 1) / 2) * PORT_GAP
    if direction == "down":
        return QPointF(width / 2 + along, 0.0 if side == "in" else height)
    return QPointF(0.0 if side == "in" else width, height / 2 + along)


def united(boxes: list[QRectF]) -> QRectF:
    """The smallest rectangle around all boxes; empty without any."""
    if not boxes:
        return QRectF()
    left = min(box.left() for box in boxes)
    top = min(box.top() for box in boxes)
    right = max(box.right() for box in boxes)
    bottom = max(box.bottom() for box in boxes)
    return QRectF(left, top, right - left, bottom - top)


def around(point: QPointF, reach: float) -> QRectF:
    """The square about a point that reaches `reach` to each side."""
    return QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)


def distance(one: QPointF, other: QPointF) -> float:
    """How far apart two points are."""
    gap = one - other
    return float((gap.x() ** 2 + gap.y() ** 2) ** 0.5)
