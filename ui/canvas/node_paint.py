"""How a node looks at each zoom: the whole card, its name in large letters, or a bare box. No state lives here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from ui.canvas.faces import PortFace
from ui.canvas.geometry import FOOTER, PAD, PORT, TILE, Side
from ui.canvas.looks import FULL, NAMED, looks
from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from ui.canvas.node_item import NodeItem


def paint(painter: QPainter, item: NodeItem, zoom: float) -> None:
    """Paint a node at a zoom (device pixels a scene unit)."""
    _rings(painter, item, zoom)
    _card(painter, item)
    if zoom >= FULL:
        _header(painter, item, zoom)
        _footer(painter, item)
        _ports(painter, item)
        if item.face.severity:
            _badge(painter, item, 8.0, 11.0)
        return
    _far(painter, item, zoom)
    if item.lit_ports is not None:
        _ports(painter, item)
    if item.face.severity:
        _badge(painter, item, 18.0, 25.0)


def _rings(painter: QPainter, item: NodeItem, zoom: float) -> None:
    if not (item.selected or item.focused):
        return
    painter.setBrush(looks.no_brush)
    wide = 1.0 if zoom >= FULL else FULL / zoom
    if item.selected:
        pen = looks.ring if wide == 1.0 else _wider(looks.ring, wide)
        gap = 2.0 * wide
        painter.setPen(pen)
        painter.drawRoundedRect(item.card.adjusted(-gap, -gap, gap, gap), RADIUS + gap, RADIUS + gap)
    if item.focused:
        gap = 5.5 * min(wide, 1.5)
        painter.setPen(looks.focus_ring if wide == 1.0 else _wider(looks.focus_ring, wide))
        painter.drawRoundedRect(item.card.adjusted(-gap, -gap, gap, gap), RADIUS + gap, RADIUS + gap)


def _wider(pen: QPen, factor: float) -> QPen:
    copy = QPen(pen)
    copy.setWidthF(pen.widthF() * factor)
    return copy


def _card(painter: QPainter, item: NodeItem) -> None:
    face = item.face
    pen = looks.border_hover if item.hovered else looks.border
    if face.severity:
        pen = looks.border_bad if face.severity == "error" else looks.border_warn
    if face.state == "unknown":
        pen = QPen(pen)
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(looks.card)
    painter.drawRoundedRect(item.card, RADIUS, RADIUS)


def _header(painter: QPainter, item: NodeItem, zoom: float) -> None:
    face, scale = item.face, looks.scale
    tile = QRectF(PAD * scale, PAD * scale, TILE * scale, TILE * scale)
    painter.setPen(looks.no_pen)
    painter.setBrush(item.look.soft)
    painter.drawRoundedRect(tile, 5, 5)
    side = 16 * scale
    name = {"locked": "lock", "unknown": "circle-help"}.get(face.state, item.look.icon)
    picture = looks.icon(name, item.look.colour.name(), round(side), zoom)
    corner = tile.center() - QPointF(side / 2, side / 2)
    painter.drawPixmap(QRectF(corner.x(), corner.y(), side, side), picture, QRectF(picture.rect()))
    left, right = tile.right() + PAD * scale, item.card.right() - PAD * scale
    room = right - left
    right = _marks(painter, item, right, tile.top())
    painter.setPen(looks.text)
    painter.setFont(looks.name_font)
    title = _text(item, "name", face.name, looks.name_font, looks.name_metrics, right - left)
    painter.drawStaticText(QPointF(left, tile.top() - 1 * scale), title)
    painter.setPen(looks.text_dim)
    painter.setFont(looks.line_font)
    line = _text(item, "line", face.second_line, looks.line_font, looks.line_metrics, room)
    painter.drawStaticText(QPointF(left, tile.top() + 15 * scale), line)


def _marks(painter: QPainter, item: NodeItem, right: float, top: float) -> float:
    """Draw the small marks at the name's right; returns where the name must end."""
    face = item.face
    if face.role == "output":
        right = _pill(painter, "output", right, top, looks.colour["accent_soft"], looks.colour["accent"])
    if face.calls > 1:
        colour = looks.colour["text_dim"]
        right = _pill(painter, f"shared {face.letter}", right, top, looks.colour["hover"], colour)
    return right


def _pill(painter: QPainter, text: str, right: float, top: float, back: QColor, front: QColor) -> float:
    scale = looks.scale
    width = looks.small_metrics.horizontalAdvance(text) + 10 * scale
    box = QRectF(right - width, top - 1 * scale, width, 15 * scale)
    painter.setPen(looks.no_pen)
    painter.setBrush(back)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(front)
    painter.setFont(looks.small_font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box.left() - 6 * scale


def _footer(painter: QPainter, item: NodeItem) -> None:
    face, scale, card = item.face, looks.scale, item.card
    top = card.bottom() - FOOTER * scale
    painter.setPen(looks.divider)
    painter.drawLine(QPointF(card.left() + 1, top), QPointF(card.right() - 1, top))
    painter.setFont(looks.line_font)
    left, right = card.left() + PAD * scale, card.right() - PAD * scale
    baseline = top + (FOOTER * scale - looks.line_metrics.height()) / 2 - 0.5
    if face.parameters:
        painter.setPen(looks.text_dim)
        count = _text(item, "parameters", face.parameters, looks.line_font, looks.line_metrics, (right - left) * 0.55)
        width = looks.line_metrics.horizontalAdvance(count.text())
        painter.drawStaticText(QPointF(right - width, baseline), count)
        right -= width + PAD * scale
    painter.setPen(looks.text if face.shape else looks.text_faint)
    text = face.shape or "shape not known yet"
    painter.drawStaticText(
        QPointF(left, baseline), _text(item, "shape", text, looks.line_font, looks.line_metrics, right - left)
    )


def _ports(painter: QPainter, item: NodeItem) -> None:
    for side, ports, places in (("in", item.face.inputs, item.inputs_at), ("out", item.face.outputs, item.outputs_at)):
        for index, (port, at) in enumerate(zip(ports, places, strict=True)):
            _port(painter, item, side, index, port, at)  # type: ignore[arg-type]


def _port(painter: QPainter, item: NodeItem, side: Side, index: int, port: PortFace, at: QPointF) -> None:
    radius = PORT / 2
    pen, brush = looks.port, looks.card
    if port.taken:
        brush = looks.port.brush()
    if item.lit_ports is not None:
        fits = (side, index) in item.lit_ports
        pen = looks.port_fits if fits else looks.port_dim
        brush = looks.card if fits or not port.taken else looks.port_dim.brush()
        radius += 1.5 if fits else 0
    if item.hot_port == (side, index):
        pen, brush, radius = looks.port_fits, looks.accent, PORT / 2 + 2.5
    if port.spare or (port.optional and not port.taken):
        radius -= 1.0
    painter.setPen(pen)
    painter.setBrush(brush)
    painter.drawEllipse(at, radius, radius)


def _badge(painter: QPainter, item: NodeItem, radius: float, size: float) -> None:
    """A disc with an exclamation mark on the card's top right corner."""
    middle = item.card.topRight() + QPointF(-2.0, 2.0) if radius < 10 else item.card.topRight() + QPointF(-10, 10)
    error = item.face.severity == "error"
    painter.setPen(QPen(looks.colour["canvas"], 2.0))
    painter.setBrush(looks.colour["bad" if error else "warn"])
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(looks.colour["card"])
    font = QFont(looks.name_font)
    font.setPixelSize(round(size))
    painter.setFont(font)
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")


def _far(painter: QPainter, item: NodeItem, zoom: float) -> None:
    """From far: a strip in the category's colour, and the name in large letters as long as it can be read."""
    card = item.card
    painter.setPen(looks.no_pen)
    painter.setBrush(item.look.solid)
    strip = 10.0
    painter.drawRect(QRectF(card.left() + 1, card.top() + 3, strip, card.height() - 6))
    if zoom < NAMED:
        return
    painter.setPen(looks.text)
    painter.setFont(looks.big_font)
    room = card.width() - strip - 14
    name = _text(item, "big", item.face.name, looks.big_font, looks.big_metrics, room)
    top = card.center().y() - looks.big_metrics.height() / 2
    painter.drawStaticText(QPointF(card.left() + strip + 8, top), name)


def _text(item: NodeItem, key: str, text: str, font: QFont, metrics: QFontMetricsF, room: float) -> QStaticText:
    """The laid-out text, kept at the item until its face changes."""
    known = item.texts.get(key)
    if known is None:
        known = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room)))
        known.setTextFormat(Qt.TextFormat.PlainText)
        known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        known.prepare(font=font)
        item.texts[key] = known
    return known
