"""The shapes on the links: one item paints those in sight, between links and nodes, from a zoom on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.link_item import LinkItem
from ui.canvas.looks import LABELLED, looks

_SHORTEST = 30.0
"""A link needs this much room, end to end, for a label."""


class LinkLabels(QGraphicsItem):
    """Knows a text for each link item; `area` must cover all links."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(-1)
        self._area = QRectF()
        self._texts: dict[str, tuple[QStaticText, float]] = {}
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
            self.update(_place(item.label_at, 300.0))

    def forget(self, item: LinkItem) -> None:
        """The link is gone."""
        if self.shown.pop(item, None) is not None:
            self.update(_place(item.label_at, 300.0))

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
        near = exposed.adjusted(-150, -20, 150, 20)
        painter.setFont(looks.small_font)
        for item, text in self.shown.items():
            at = item.label_at
            if near.contains(at) and (item.end - item.start).manhattanLength() >= _SHORTEST:
                self._paint_label(painter, at, text)

    def _paint_label(self, painter: QPainter, at: QPointF, text: str) -> None:
        known = self._texts.get(text)
        if known is None:
            known = (QStaticText(text), looks.small_metrics.horizontalAdvance(text))
            self._texts[text] = known
        laid_out, width = known
        box = _place(at, width)
        painter.setPen(looks.no_pen)
        painter.setBrush(looks.canvas)
        painter.drawRect(box)
        painter.setPen(looks.text_dim)
        painter.drawStaticText(QPointF(box.left() + 4, at.y() - looks.small_metrics.height() / 2), laid_out)


def _place(at: QPointF, width: float) -> QRectF:
    height = 14.0 * looks.scale
    return QRectF(at.x() - width / 2 - 4, at.y() - height / 2, width + 8, height)
