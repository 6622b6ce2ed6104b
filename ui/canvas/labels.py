"""The shapes on the links: one item paints those in sight, between links and nodes, from a zoom on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.link_item import LinkItem
from ui.canvas.looks import LABELLED, looks
from ui.canvas.text import Text


class LinkLabels(QGraphicsItem):
    """Knows a text for each link item; `area` must cover all links."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(-1)
        self._area = QRectF()
        self._texts: dict[str, Text] = {}
        self._rows: list[tuple[float, int, LinkItem, str]] | None = None
        """All labels from top to bottom, numbered so that items need not be compared; None until painted again."""
        self._loose: set[LinkItem] = set()
        """Links that a drag has moved since the rows were made."""
        self.shown: dict[LinkItem, str] = {}

    def cover(self, area: QRectF) -> None:
        """Set the area that labels may be painted in (scene coordinates)."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area

    def show_text(self, item: LinkItem, text: str) -> None:
        """Label a link; empty text takes the label away."""
        if self.shown.get(item, "") != text:
            if text:
                self.shown[item] = text
            else:
                self.shown.pop(item, None)
            self._rows = None
            self.update(_place(item.label_at, 300.0))

    def forget(self, item: LinkItem) -> None:
        """The link is gone."""
        self._loose.discard(item)
        if self.shown.pop(item, None) is not None:
            self._rows = None
            self.update(_place(item.label_at, 300.0))

    def moved(self, items: Iterable[LinkItem], *, dragged: bool) -> None:
        """Links run elsewhere now; while a drag goes on only these are looked at anew."""
        if dragged:
            self._loose.update(items)
        else:
            self._rows = None

    def restyle(self) -> None:
        """Take over a change of theme."""
        self._texts.clear()
        self.update()

    def boundingRect(self) -> QRectF:
        """All labels."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the labels in the exposed part."""
        if painter.worldTransform().m11() < LABELLED:
            return
        exposed = option.exposedRect
        left, right = exposed.left() - 150, exposed.right() + 150
        top, bottom = exposed.top() - 20, exposed.bottom() + 20
        seen = []
        for item, text in self._between(top, bottom):
            x, y = item.label_at
            if top < y < bottom and left < x < right and item.roomy and item.isVisible():
                label = self._texts.get(text) or self._lay_out(text)
                seen.append((x - label.width / 2, y, label, looks.label_dim if item.dimmed else looks.text_dim))
        height, line = 14.0 * looks.scale, looks.small_metrics.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # a third of the time, and as good here
        painter.setPen(looks.no_pen)
        painter.setBrush(looks.canvas)
        painter.drawRects([QRectF(x - 4, y - height / 2, label.width + 8, height) for x, y, label, _ in seen])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for x, y, label, pen in seen:
            painter.setPen(pen)
            label.paint(painter, QPointF(x, y - line))

    def _between(self, top: float, bottom: float) -> list[tuple[LinkItem, str]]:
        """Labels that may lie there."""
        if self._rows is None:
            self._loose.clear()
            labels = enumerate(self.shown.items())
            self._rows = sorted((item.label_at[1], at, item, text) for at, (item, text) in labels)
        first, last = bisect_left(self._rows, (top,)), bisect_left(self._rows, (bottom,))
        found = [(item, text) for _, _, item, text in self._rows[first:last] if item not in self._loose]
        return found + [(item, self.shown[item]) for item in self._loose if item in self.shown]

    def _lay_out(self, text: str) -> Text:
        self._texts[text] = Text(text, looks.small_font, looks.small_metrics)
        return self._texts[text]


def _place(at: tuple[float, float], width: float) -> QRectF:
    height = 14.0 * looks.scale
    return QRectF(at[0] - width / 2 - 4, at[1] - height / 2, width + 8, height)
