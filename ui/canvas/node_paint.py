"""How a node looks near by: card, icon, lines of text, marks, ports, badge. From far `overview.py` paints instead.

What is laid out once a face stays at the item (`Layout`), because painting must not make objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from desktop_nn.problems import Severity
from ui.canvas.faces import Face, PortFace
from ui.canvas.geometry import BADGE, BODY, FOOTER, HEADER, PAD, PORT, TILE, Side
from ui.canvas.looks import looks
from ui.canvas.text import Text
from ui.canvas.training_paint import SPARK_WIDTH, paint_glow, paint_spark, spark_path
from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from ui.canvas.node_item import NodeItem

_STACK = 4.0
"""How far each card of a stack sticks out behind the one before."""
Placed: TypeAlias = tuple[QPointF, Text]
"""A text and its top left corner."""


@dataclass(frozen=True, slots=True)
class Pill:
    """A small word on a soft background, after an icon if there is one."""

    box: QRectF
    text: str
    back: QColor
    front: QColor
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything on a card stands, from its top left corner.

    The border is what the inner fill leaves of the outer one: filling twice is twice as fast as stroking.
    """

    stack: tuple[QPainterPath, ...]
    """The edges of further cards behind that of a folded group."""
    outer: QPainterPath
    inner: QPainterPath
    tile: QPainterPath
    icon: QRectF
    icon_name: str
    name: Placed
    line: Placed
    body: Placed
    body_pen: QPen
    shape: Placed
    dtype: Placed | None
    measure: Placed | None
    divider: QRectF
    bar: QRectF
    back: QBrush
    heat: QBrush | None
    spark: QPainterPath | None
    alarmed: bool
    pills: tuple[Pill, ...]
    badge: QPainterPath


def lay_out(item: NodeItem) -> Layout:
    """Lay out a card for the item's face, its size and the present text scale."""
    face, scale, card = item.face, looks.scale, item.card
    pad = PAD * scale
    tile = QRectF(pad, pad, TILE * scale, TILE * scale)
    side = 16 * scale
    icon = QRectF(tile.center().x() - side / 2, tile.center().y() - side / 2, side, side)
    left, right = tile.right() + pad, card.right() - pad
    name_end = line_end = right
    pills = []
    if face.role == "output":
        pills.append(_output_pill(right, tile.top()))
        name_end = pills[-1].box.left() - 6 * scale
    if face.calls > 1:
        pills.append(_shared_pill(face.letter, right, tile.top()))
        line_end = pills[-1].box.left() - 6 * scale
    if face.repeat > 1:
        pills.append(_repeat_pill(face.repeat, right, tile.top()))
        line_end = pills[-1].box.left() - 6 * scale
    border = (2.0 if face.severity else 1.0) + looks.border_width - 1.0
    shape, dtype, measure = _footer(item, pad, right)
    step = item.heat.step if item.heat is not None else None
    spark = _spark(item, right)
    body_end = right - (SPARK_WIDTH + 6) * scale if spark is not None else right
    return Layout(
        stack=tuple(_behind(card, step) for step in (2, 1)) if face.folded or face.nested else (),
        outer=_rounded(card, RADIUS),
        inner=_rounded(card.adjusted(border, border, -border, -border), RADIUS - border),
        tile=_rounded(tile, 5.0),
        icon=icon,
        icon_name="boxes"
        if face.folded
        else {"locked": "lock", "unknown": "circle-help"}.get(face.state, item.look.icon),
        name=(
            QPointF(left, tile.top() - scale),
            item.lay_out("name", face.name, looks.name_font, looks.name_metrics, name_end - left),
        ),
        line=(
            QPointF(left, tile.top() + 15 * scale),
            item.lay_out("line", face.second_line, looks.line_font, looks.line_metrics, line_end - left),
        ),
        body=(
            QPointF(pad, (HEADER - 3.0) * scale),
            item.lay_out("body", _body(face, body_end - pad), looks.line_font, looks.line_metrics, body_end - pad),
        ),
        body_pen=_body_pen(face),
        shape=shape,
        dtype=dtype,
        measure=measure,
        divider=QRectF(card.left() + 1, card.bottom() - FOOTER * scale, card.width() - 2, 1.0),
        bar=QRectF(card.left() + 1, card.top() + RADIUS, 4.0, card.height() - 2 * RADIUS),
        back=looks.card if step is None else looks.heat_tint[step],
        heat=None if step is None else looks.heat[step],
        spark=spark,
        alarmed=item.heat is not None and bool(item.heat.alarm),
        pills=tuple(pills),
        badge=_badge_shape(card, face.severity),
    )


def _spark(item: NodeItem, right: float) -> QPainterPath | None:
    """The small curve at the right of the line that says what the layer does."""
    if item.heat is None or not item.heat.spark:
        return None
    wide, high = SPARK_WIDTH * looks.scale, (BODY - 6.0) * looks.scale
    return spark_path(QRectF(right - wide, (HEADER + 1.0) * looks.scale, wide, high), item.heat.spark)


def _body(face: Face, room: float) -> str:
    """The fullest wording that fits; where Keras knows nothing, what is wrong."""
    if face.tells:
        wide = looks.line_metrics.horizontalAdvance
        return next((text for text in face.tells if wide(text) <= room), face.tells[-1])
    return "not in this Keras, kept as it is" if face.state == "unknown" else face.trouble


def _body_pen(face: Face) -> QPen:
    if face.tells or not face.severity:
        return looks.text
    return looks.text_bad if face.severity == "error" else looks.text_warn


def _footer(item: NodeItem, left: float, right: float) -> tuple[Placed, Placed | None, Placed | None]:
    """Below the line: the output's shape, its data type, and at the right what the overlay measures."""
    face, scale, metrics = item.face, looks.scale, looks.line_metrics
    top = item.card.bottom() - FOOTER * scale + (FOOTER * scale - metrics.height()) / 2 - 0.5
    measure, end = None, right
    if item.heat is not None:
        text = item.lay_out("measure", item.heat.text, looks.line_font, metrics, right - left)
        measure = (QPointF(right - text.width, top), text)
        end = right - text.width - left
    shape = item.lay_out("shape", face.shape or "shape not known yet", looks.line_font, metrics, end - left)
    dtype, words = None, f" · {face.dtype}"
    if face.shape and face.dtype and left + shape.width + metrics.horizontalAdvance(words) <= end:
        dtype = (
            QPointF(left + shape.width, top),
            item.lay_out("dtype", words, looks.line_font, metrics, end - left),
        )
    return (QPointF(left, top), shape), dtype, measure


def paint(painter: QPainter, item: NodeItem, zoom: float) -> None:
    """Paint a node at a zoom (device pixels a scene unit)."""
    if item.layout is None:
        item.layout = lay_out(item)
    layout, face = item.layout, item.face
    for edge in layout.stack:
        painter.setBrush(looks.card)
        painter.setPen(looks.stack_edge)
        painter.drawPath(edge)
    if item.selected or item.focused:
        _rings(painter, item)
    elif item.kin:
        painter.setBrush(looks.no_brush)
        painter.setPen(looks.kin_ring)
        painter.drawRoundedRect(item.kin_box, RADIUS + 3, RADIUS + 3)
    if layout.alarmed:
        paint_glow(painter, layout.outer)
    painter.fillPath(layout.outer, _border(item) if face.state != "unknown" else looks.card)
    painter.fillPath(layout.inner, layout.back)
    if face.state == "unknown":
        painter.strokePath(layout.inner, QPen(_border(item), 1.5, Qt.PenStyle.DashLine))
    painter.fillRect(layout.divider, looks.divider)
    if layout.heat is not None:
        painter.fillRect(layout.bar, layout.heat)
    painter.fillPath(layout.tile, item.look.soft)
    picture = looks.icon(layout.icon_name, item.look.colour_name, zoom)
    painter.drawPixmap(layout.icon, picture, QRectF(picture.rect()))
    painter.setPen(looks.text)
    _text(painter, layout.name)
    if layout.spark is not None:
        paint_spark(painter, layout.spark, alarmed=layout.alarmed)
    if layout.measure is not None:
        painter.setPen(looks.text_bad if layout.alarmed else looks.text)
        _text(painter, layout.measure)
    painter.setPen(looks.text if face.shape else looks.text_faint)
    _text(painter, layout.shape)
    painter.setPen(layout.body_pen)
    _text(painter, layout.body)
    painter.setPen(looks.text_dim)
    _text(painter, layout.line)
    if layout.dtype is not None:
        painter.setPen(looks.text_faint)
        _text(painter, layout.dtype)
    for pill in layout.pills:
        _paint_pill(painter, pill, zoom)
    if face.bypassed:
        _pass_by(painter, item)
    if item.faded:
        painter.fillPath(layout.outer, looks.fade)
    _ports(painter, item)
    if face.severity:
        _badge(painter, item, layout.badge)


def _pass_by(painter: QPainter, item: NodeItem) -> None:
    """A veil over the card, a dashed edge, and the wire that passes by from the first port to the first."""
    layout = item.layout
    assert layout is not None
    painter.fillPath(layout.outer, looks.veil)
    painter.setBrush(looks.no_brush)
    painter.setPen(looks.passing_edge)
    painter.drawPath(layout.inner)
    if item.inputs_at and item.outputs_at:
        painter.setPen(looks.link)
        painter.drawLine(item.inputs_at[0], item.outputs_at[0])


def _text(painter: QPainter, placed: Placed) -> None:
    placed[1].paint(painter, placed[0])


def _border(item: NodeItem) -> QBrush:
    severity = item.face.severity
    if severity:
        return looks.border_bad if severity == "error" else looks.border_warn
    return looks.border_hover if item.hovered else looks.border


def _rings(painter: QPainter, item: NodeItem) -> None:
    painter.setBrush(looks.no_brush)
    for shown, pen, gap in ((item.selected, looks.ring, 2.0), (item.focused, looks.focus_ring, 5.5)):
        if shown:
            painter.setPen(pen)
            painter.drawRoundedRect(item.card.adjusted(-gap, -gap, gap, gap), RADIUS + gap, RADIUS + gap)


def _output_pill(right: float, top: float) -> Pill:
    """At the name's right: this is an output of the model."""
    width = looks.small_metrics.horizontalAdvance("output") + 10 * looks.scale
    box = QRectF(right - width, top - looks.scale, width, 15 * looks.scale)
    return Pill(box, "output", looks.colour["accent_soft"], looks.colour["accent"])


def _shared_pill(letter: str, right: float, top: float) -> Pill:
    """At the second line's right: the mark that all calls of a shared layer carry."""
    width = looks.small_metrics.horizontalAdvance(letter) + 23 * looks.scale
    box = QRectF(right - width, top + 15 * looks.scale, width, 15 * looks.scale)
    return Pill(box, letter, looks.colour["hover"], looks.colour["text_dim"], "link")


def _repeat_pill(count: int, right: float, top: float) -> Pill:
    """At the second line's right: how often the group is built."""
    text = f"× {count}"
    width = looks.small_metrics.horizontalAdvance(text) + 12 * looks.scale
    box = QRectF(right - width, top + 14 * looks.scale, width, 15 * looks.scale)
    return Pill(box, text, looks.colour["accent_soft"], looks.colour["accent"])


def _behind(card: QRectF, step: int) -> QPainterPath:
    """A card so many steps behind, of which the lower right edge shows."""
    by = _STACK * step
    return _rounded(card.adjusted(by, by, by, by), RADIUS)


def _paint_pill(painter: QPainter, pill: Pill, zoom: float) -> None:
    painter.setPen(looks.no_pen)
    painter.setBrush(pill.back)
    painter.drawRoundedRect(pill.box, 4, 4)
    box = QRectF(pill.box)
    if pill.icon:
        side = 10 * looks.scale
        picture = looks.icon(pill.icon, pill.front.name(), zoom)
        place = QRectF(box.left() + 5 * looks.scale, box.center().y() - side / 2, side, side)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        box.setLeft(place.right())
    painter.setPen(pill.front)
    painter.setFont(looks.small_font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, pill.text)


def _ports(painter: QPainter, item: NodeItem) -> None:
    if item.lit_ports is None:
        painter.setPen(looks.no_pen)
        hides = item.face.crowded and not (item.hovered or item.selected or item.focused)
        for ports, places in ((item.face.inputs, item.inputs_at), (item.face.outputs, item.outputs_at)):
            for port, at in zip(ports, places, strict=True):
                if hides and port.optional and not port.taken:
                    continue
                radius = PORT / 2 - 0.5 if port.spare or (port.optional and not port.taken) else PORT / 2 + 0.5
                painter.setBrush(looks.port_dim_taken if item.faded else looks.port_taken)
                painter.drawEllipse(at, radius, radius)
                if not port.taken:
                    painter.setBrush(looks.card)
                    painter.drawEllipse(at, radius - 1.5, radius - 1.5)
        return
    for index, (port, at) in enumerate(zip(item.face.inputs, item.inputs_at, strict=True)):
        _lit_port(painter, item, "in", index, port, at)
    for index, (port, at) in enumerate(zip(item.face.outputs, item.outputs_at, strict=True)):
        _lit_port(painter, item, "out", index, port, at)


def _lit_port(painter: QPainter, item: NodeItem, side: Side, index: int, port: PortFace, at: QPointF) -> None:
    """A port while a link is drawn: it fits, Keras would not take it there (a ring with a "!"), or it is dimmed."""
    fits = item.lit_ports is not None and (side, index) in item.lit_ports
    doubted, hot = (side, index) in item.doubted_ports, item.hot_port == (side, index)
    radius = PORT / 2 + (1.5 if fits else 0.0) + (1.0 if hot else 0.0)
    painter.setPen(looks.port_doubted if doubted else looks.port_fits if fits else looks.port_dim)
    painter.setBrush(looks.card if fits or not port.taken else looks.port_dim_taken)
    if hot:
        painter.setBrush(looks.border_warn if doubted else looks.accent)
    painter.drawEllipse(at, radius, radius)
    if doubted:
        x, y = at.x(), at.y()
        painter.setPen(looks.doubt_mark_hot if hot else looks.doubt_mark)
        painter.drawLine(QLineF(x, y - 3.0, x, y + 0.3))
        painter.drawPoint(QPointF(x, y + 3.0))


def badge_point(card: QRectF) -> QPointF:
    """The middle of a card's badge."""
    return card.topRight() + QPointF(-2.0, 2.0)


def _badge_shape(card: QRectF, severity: Severity | None) -> QPainterPath:
    """A disc for an error, a triangle for a warning, so that they differ in more than colour."""
    path, middle = QPainterPath(), badge_point(card)
    if severity == "warning":
        wide, top, bottom = BADGE * 1.2, -BADGE * 1.25, BADGE * 0.85
        corners = [QPointF(0, top), QPointF(wide, bottom), QPointF(-wide, bottom)]
        path.addPolygon(QPolygonF([middle + corner for corner in corners]))
        path.closeSubpath()
    elif severity is not None:
        path.addEllipse(middle, BADGE, BADGE)
    return path


def _badge(painter: QPainter, item: NodeItem, shape: QPainterPath) -> None:
    """An exclamation mark on the card's top right corner."""
    middle = badge_point(item.card)
    painter.setPen(looks.badge_edge)
    painter.setBrush(looks.colour["bad" if item.face.severity == "error" else "warn"])
    painter.drawPath(shape)
    painter.setPen(looks.colour["card"])
    painter.setFont(looks.badge_font)
    box = QRectF(middle.x() - BADGE, middle.y() - BADGE, 2 * BADGE, 2 * BADGE)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")


def _rounded(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path
