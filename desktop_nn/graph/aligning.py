"""Lining boxes up and spreading them evenly. Which boxes there are is the caller's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from desktop_nn.graph import edits
from desktop_nn.graph.membership import shown_as
from desktop_nn.graph.model import Graph

Line: TypeAlias = Literal["left", "centre", "right", "top", "middle", "bottom"]
"""Vertical lines: left, centre, right; horizontal ones: top, middle, bottom."""
Axis: TypeAlias = Literal["across", "down"]
Shift: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the canvas by its top left corner."""

    x: float
    y: float
    width: float
    height: float


def aligned(boxes: Mapping[str, Box], line: Line) -> dict[str, Shift]:
    """By how much each box moves so that all touch one line: the outermost edge, or the middle of the whole."""
    if line in ("top", "middle", "bottom"):
        return {id: (dx, dy) for id, (dy, dx) in aligned(_turned(boxes), _TURNED[line]).items()}
    if not boxes:
        return {}
    left = min(box.x for box in boxes.values())
    right = max(box.x + box.width for box in boxes.values())
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[line]
    at = left + (right - left) * share
    return {id: (round(at - box.width * share - box.x, 1), 0.0) for id, box in boxes.items()}


def distributed(boxes: Mapping[str, Box], axis: Axis) -> dict[str, Shift]:
    """By how much each box moves so that the gaps between neighbours are equal; the two outermost stay.

    Fewer than three boxes stay. Where there is no room the boxes overlap by equal parts.
    """
    if axis == "down":
        return {id: (dx, dy) for id, (dy, dx) in distributed(_turned(boxes), "across").items()}
    if len(boxes) < 3:
        return dict.fromkeys(boxes, (0.0, 0.0))
    row = sorted(boxes, key=lambda id: (boxes[id].x + boxes[id].width / 2, boxes[id].x))
    first, last = boxes[row[0]], boxes[row[-1]]
    free = last.x + last.width - first.x - sum(box.width for box in boxes.values())
    gap = free / (len(row) - 1)
    shifts: dict[str, Shift] = {row[0]: (0.0, 0.0)}
    x = first.x
    for before, id in pairwise(row):
        x += boxes[before].width + gap
        shifts[id] = (round(x - boxes[id].x, 1), 0.0)
    return shifts


def shifted(graph: Graph, shifts: Mapping[str, Shift]) -> Graph:
    """The drawing with nodes, and all nodes under the card of a folded group, moved by the shift of what shows them."""
    places = {
        id: (graph.nodes[id].x + shifts[card][0], graph.nodes[id].y + shifts[card][1])
        for id, card in shown_as(graph).items()
        if card in shifts and shifts[card] != (0.0, 0.0)
    }
    return edits.move(graph, places) if places else graph


_TURNED: dict[Line, Line] = {"top": "left", "middle": "centre", "bottom": "right"}


def _turned(boxes: Mapping[str, Box]) -> dict[str, Box]:
    return {id: replace(box, x=box.y, y=box.x, width=box.height, height=box.width) for id, box in boxes.items()}
