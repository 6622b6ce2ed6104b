"""Names from far: beside the cards, legible at any zoom, where no other card is in the way. Those of folded
groups always, those of layers where there are few cards.

Titles of open groups are painted with their frames (`group_frames.py`), names on near cards by the overview.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.canvas.looks import looks
from ui.canvas.node_item import NodeItem
from ui.canvas.text import Text

_SIZE = 11.0
"""Pixels, at any zoom."""
_FARTHEST = 0.03
_GAP = 7.0
_STACK = 8.0
"""How far the cards below stand out."""
_FEW = 40
"""Up to so many cards are all named."""
_MOST = 40_000
"""Pairs of cards that are compared at most; in larger drawings names would stand on each other anyway."""


class FarNames:
    """Knows how much room there is at the right of each card that is named."""

    def __init__(self) -> None:
        self._rooms: list[tuple[NodeItem, QRectF, float]] = []
        self._texts: dict[tuple[str, int], Text] = {}

    def refresh(self, items: Collection[NodeItem]) -> None:
        """Cards came, went or moved."""
        self._rooms.clear()
        self._texts.clear()
        named = [item for item in items if item.face.folded or len(items) <= _FEW]
        if not named or len(named) * len(items) > _MOST:
            return
        cards = [item.card_in_scene() for item in items]
        for item in sorted(named, key=lambda item: item.card_in_scene().top()):
            card = item.card_in_scene()
            lefts = [
                other.left()
                for other in cards
                if other.left() >= card.right() and other.top() < card.bottom() and other.bottom() > card.top()
            ]
            self._rooms.append((item, card, min(lefts, default=float("inf")) - card.right() - _STACK))

    def paint(self, painter: QPainter, sight: QRectF, zoom: float) -> None:
        """Paint the names that fit; where cards are too close, those further down give way."""
        scale = max(zoom, _FARTHEST)
        size = round(_SIZE * looks.scale / scale)
        font, metrics = looks.title_font(size)
        height, gap, below = metrics.height(), _GAP / scale, float("-inf")
        painter.setPen(looks.text)
        for item, card, room in self._rooms:
            y = card.center().y() - height / 2
            if y < below or card.bottom() < sight.top() or card.top() > sight.bottom():
                continue
            text = self._texts.get((item.face.name, size))
            if text is None:
                text = self._texts[(item.face.name, size)] = Text(item.face.name, font, metrics)
            if text.width + 2 * gap < room:
                text.paint(painter, QPointF(card.right() + _STACK + gap, y))
                below = y + height
