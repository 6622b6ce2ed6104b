"""Pictures of the cards as they were painted last: panning and dragging copy pixels, as long as the zoom stays.

What a card looks like is `node_paint.py`'s; an item drops its picture whenever it looks different.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from ui.canvas import node_paint

if TYPE_CHECKING:
    from ui.canvas.node_item import NodeItem

MOST_PIXELS = 16_000_000
"""Of all pictures together: twice what a large, sharp screen shows."""
_PLAIN, _SMOOTH = QTransform(), QPainter.RenderHint.SmoothPixmapTransform


@dataclass(slots=True)
class Picture:
    """`zoom` in device pixels a scene unit; `pixels` is None until the card is painted a second time at that zoom.

    (`dx`, `dy`) is how far into its first pixel the item begins, so that text keeps its place between the pixels.
    """

    zoom: float
    pixels: QPixmap | None = None
    dx: float = 0.0
    dy: float = 0.0


_owners: WeakSet[NodeItem] = WeakSet()
_spent = 0


def paint(painter: QPainter, item: NodeItem, zoom: float) -> None:
    """Paint a card on a widget, from its picture if there is one for the zoom.

    While the zoom changes each picture would be of use only once, so the first time at a zoom none is made.
    """
    picture = item.picture
    if picture is None or picture.zoom != zoom:
        item.picture = Picture(zoom)
        node_paint.paint(painter, item, zoom)
        return
    seen, smooth = painter.worldTransform(), painter.testRenderHint(_SMOOTH)
    ratio = zoom / seen.m11()
    corner = seen.map(item.boundingRect().topLeft())
    x, y = corner.x() * ratio, corner.y() * ratio
    pixels = picture.pixels or _take(picture, item, x, y)
    if pixels.devicePixelRatio() != ratio:
        pixels.setDevicePixelRatio(ratio)
    painter.setWorldTransform(_PLAIN)
    painter.setRenderHint(_SMOOTH, False)  # whole pixels onto whole pixels: smoothing would only cost time
    painter.drawPixmap(QPointF(round(x - picture.dx) / ratio, round(y - picture.dy) / ratio), pixels)
    painter.setRenderHint(_SMOOTH, smooth)
    painter.setWorldTransform(seen)


def _take(picture: Picture, item: NodeItem, x: float, y: float) -> QPixmap:
    """Paint the card as it lies at a point of the device."""
    box, zoom = item.boundingRect(), picture.zoom
    picture.dx, picture.dy = x - floor(x), y - floor(y)
    size = ceil(box.width() * zoom) + 1, ceil(box.height() * zoom) + 1
    _make_room(size[0] * size[1])
    pixels = QPixmap(*size)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(picture.dx, picture.dy)
    painter.scale(zoom, zoom)
    painter.translate(-box.left(), -box.top())
    node_paint.paint(painter, item, zoom)
    painter.end()
    item.picture, picture.pixels = picture, pixels
    _owners.add(item)
    return pixels


def _make_room(pixels: int) -> None:
    """Forget all pictures once they would take too much; those in sight are soon there again."""
    global _spent
    if _spent + pixels > MOST_PIXELS:
        for owner in _owners:
            owner.picture = None
        _owners.clear()
        _spent = 0
    _spent += pixels
