"""The drawing from far away: boxes by colour and straight lines, from lists that are made once a change.

The view paints this below a zoom, and the minimap always; neither touches an item.
"""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.looks import looks
from ui.canvas.scene import CanvasScene


class Overview:
    """Lists of boxes and lines of a scene; call `expire` when the scene changed."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._boxes: dict[str, list[QRectF]] | None = None
        self._lines: list[QLineF] = []
        self._contents = QRectF()
        scene.rearranged.connect(self.expire)

    def expire(self) -> None:
        """Make the lists anew when they are needed next."""
        self._boxes = None

    @property
    def contents(self) -> QRectF:
        """The rectangle around all boxes."""
        self._lists()
        return self._contents

    def paint(self, painter: QPainter, *, lines: bool = True, least: float = 0.0) -> None:
        """Paint in scene coordinates; boxes are grown to at least `least` units wide and high."""
        boxes = self._lists()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if lines:
            pen = QPen(looks.colour["link"], 0)
            painter.setPen(pen)
            painter.drawLines(self._lines)
        painter.setPen(looks.no_pen)
        for colour, rects in boxes.items():
            painter.setBrush(QColor(colour))
            painter.drawRects(rects if least <= 0 else [_at_least(rect, least) for rect in rects])

    def _lists(self) -> dict[str, list[QRectF]]:
        if self._boxes is not None:
            return self._boxes
        boxes: defaultdict[str, list[QRectF]] = defaultdict(list)
        marked: defaultdict[str, list[QRectF]] = defaultdict(list)
        for item in self._scene.nodes.values():
            card = item.card_in_scene()
            boxes[item.look.colour.name()].append(card)
            if item.selected:
                marked[looks.colour["accent"].name()].append(card.adjusted(-14, -14, 14, 14))
            elif item.face.severity:
                token = "bad" if item.face.severity == "error" else "warn"
                marked[looks.colour[token].name()].append(card.adjusted(-14, -14, 14, 14))
        self._boxes = {**marked, **{key: boxes[key] for key in boxes}}
        self._lines = [QLineF(item.start, item.end) for item in self._scene.links.values()]
        self._contents = self._scene.contents()
        return self._boxes


def _at_least(rect: QRectF, least: float) -> QRectF:
    wide, high = max(0.0, least - rect.width()) / 2, max(0.0, least - rect.height()) / 2
    return rect.adjusted(-wide, -high, wide, high)
