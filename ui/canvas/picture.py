"""The drawing as an image with all its details, whatever the view shows just now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from ui.canvas.looks import looks
from ui.canvas.scene import CanvasScene

_BORDER = 32.0
_LARGEST = 12_000
"""No side has more pixels; a larger drawing is scaled down."""


def picture(scene: CanvasScene, scale: float, ids: Collection[str] | None = None) -> QImage:
    """All nodes (or those of `ids`) with their links; `scale` is pixels a scene unit. Marks are not painted."""
    area = scene.contents(ids).adjusted(-_BORDER, -_BORDER, _BORDER, _BORDER)
    scale = min(scale, _LARGEST / max(area.width(), area.height(), 1.0))
    image = QImage(QSize(round(area.width() * scale), round(area.height() * scale)), QImage.Format.Format_RGB32)
    image.fill(looks.colour["canvas"])
    with _without_marks(scene):
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        scene.render(painter, QRectF(image.rect()), area)
        painter.end()
    return image


@contextmanager
def _without_marks(scene: CanvasScene) -> Iterator[None]:
    """Selection, focus and hover are the user's business of the moment."""
    nodes = [(item, item.selected, item.hovered, item.focused) for item in scene.nodes.values()]
    links = [(item, item.hovered, item.chosen, item.near) for item in scene.links.values()]
    for node, *_ in nodes:
        node.mark(selected=False, hovered=False, focused=False)
    for link, *_ in links:
        link.mark(hovered=False, chosen=False, near=False)
    try:
        yield
    finally:
        for node, selected, hovered, focused in nodes:
            node.mark(selected=selected, hovered=hovered, focused=focused)
        for link, hovered, chosen, near in links:
            link.mark(hovered=hovered, chosen=chosen, near=near)
