"""The drawing from far away: cards, strips of colour, names and links from lists that are made once a change.

The view paints this below a zoom, and the minimap always; no item is asked, which is what makes it quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from ui.canvas.far_names import FarNames
from ui.canvas.link_item import LinkItem
from ui.canvas.looks import Carried, looks
from ui.canvas.node_item import NodeItem
from ui.canvas.scene import CanvasScene

BARE = 0.15
"""Below this zoom: plain boxes in their colours, straight links."""
NAMED = 0.26
"""From this zoom on: names."""
PORTED = 0.3
"""From this zoom on: ports."""
_STRIP = 9.0
_HEAT, _UNHEATED = "heat ", "not known"
"""Keys of boxes that an overlay colours, beside the names of categories."""
_RINGS = 60.0
"""How far marks may reach beyond a card, in scene units at the smallest zoom that cards are looked for in sight."""
_Spot: TypeAlias = tuple[NodeItem, float, float]
"""An item with its card's top left corner."""


class _Lists:
    """Boxes and lines in scene coordinates, by what is painted with them in one go."""

    def __init__(self, frames: list[tuple[str, QRectF]]) -> None:
        self.frames = frames
        """Open groups with their colours, outer ones first."""
        self.cards: list[QRectF] = []
        self.coloured: defaultdict[str, list[QRectF]] = defaultdict(list)
        self.strips: defaultdict[str, list[QRectF]] = defaultdict(list)
        self.tinted: defaultdict[int, list[QRectF]] = defaultdict(list)
        self.ends: list[QRectF] = []
        self.passed: list[QRectF] = []
        self.stacks: list[QRectF] = []
        self.faded: list[QRectF] = []
        self.wires: list[QLineF] = []
        self.lines: list[QLineF] = []
        self.traced: list[LinkItem] = []
        self.traced_paths = QPainterPath()
        self.spots: list[_Spot] = []
        self.widest = self.highest = 0.0
        self.contents = QRectF()

    def take(self, item: NodeItem) -> None:
        """Put a card into the lists that it belongs to."""
        card, category = item.card_in_scene(), item.face.category
        left, top, width, height = card.left(), card.top(), card.width(), card.height()
        if item.heat is not None:  # an overlay is on: its scale takes the place of the categories
            step = item.heat.step
            category = _UNHEATED if step is None else f"{_HEAT}{step}"
            if step is not None:
                self.tinted[step].append(card)
        if item.face.folded:
            self.stacks += [card.translated(8.0, 8.0), card.translated(4.0, 4.0)]
        self.cards.append(card)
        self.spots.append((item, left, top))
        self.coloured[category].append(card)
        self.strips[category].append(QRectF(left, top, _STRIP, height))
        self.widest, self.highest = max(self.widest, width), max(self.highest, height)
        if item.faded:
            self.faded.append(card)
        if item.face.bypassed:
            self.passed.append(card)
            if item.inputs_at and item.outputs_at:
                self.wires.append(QLineF(item.port_point("in", 0), item.port_point("out", 0)))
        if item.face.role == "output":
            self.ends.append(QRectF(left + width - _STRIP / 2, top, _STRIP / 2, height))


class Overview:
    """Lists of boxes and lines of a scene. They are made anew when needed after `expire`."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._fresh = False
        self._lists = _Lists([])
        self._paths: defaultdict[Carried, QPainterPath] | None = None
        self._far_names = FarNames()
        scene.rearranged.connect(self.expire)

    def expire(self) -> None:
        """Something moved, came, went, or looks different."""
        self._fresh = False

    @property
    def contents(self) -> QRectF:
        """The rectangle around all cards."""
        self._refresh()
        return self._lists.contents

    def paint_boxes(self, painter: QPainter, *, least: float = 0.0) -> None:
        """Paint only boxes, in scene coordinates, grown to at least `least` units wide and high."""
        self._refresh()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if least > 0:
            painter.setPen(looks.thin_border)
            for colour, box in self._lists.frames:
                painter.setBrush(looks.category(colour).soft)
                painter.drawRect(box)
            self._scene.comments.paint_boxes(painter)
        painter.setPen(looks.no_pen)
        for category, boxes in self._lists.coloured.items():
            painter.setBrush(self._brush(category))
            painter.drawRects(boxes if least <= 0 else [_at_least(box, least) for box in boxes])
        painter.setBrush(looks.veil)
        painter.drawRects(self._lists.passed if least <= 0 else [_at_least(box, least) for box in self._lists.passed])
        painter.setBrush(looks.fade)
        painter.drawRects(self._lists.faded if least <= 0 else [_at_least(box, least) for box in self._lists.faded])

    def paint(self, painter: QPainter, sight: QRectF, zoom: float) -> None:
        """Paint the drawing as seen from far, in scene coordinates; `sight` is the part to be painted."""
        self._refresh()
        self._scene.frames.paint_boxes(painter, sight)
        self._scene.comments.paint_far(painter, zoom, sight, self._lists.cards)
        if zoom < BARE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(looks.far_dim if self._lists.faded else looks.thin_link)
            painter.drawLines(self._lists.lines)
            painter.setPen(looks.far_traced)
            painter.drawLines([QLineF(item.start, item.end) for item in self._lists.traced])
            self.paint_boxes(painter)
            self._scene.frames.paint_titles(painter, zoom, sight)
            self._paint_marks(painter, zoom, self._scene.made.values())
            self._far_names.paint(painter, sight, zoom)
            return
        self._paint_links(painter)
        self._scene.frames.paint_titles(painter, zoom, sight, cover=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(looks.thin_border)
        painter.setBrush(looks.card)
        painter.drawRects(self._lists.stacks)
        painter.setPen(looks.no_pen)
        painter.drawRects(self._lists.cards)
        for step, boxes in self._lists.tinted.items():
            painter.setBrush(looks.heat_tint[step])
            painter.drawRects(boxes)
        for category, strips in self._lists.strips.items():
            painter.setBrush(self._brush(category))
            painter.drawRects(strips)
        painter.setBrush(looks.accent)
        painter.drawRects(self._lists.ends)
        painter.setPen(looks.thin_border)
        painter.setBrush(looks.no_brush)
        painter.drawRects(self._lists.cards)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        seen = self._in_sight(sight)
        if zoom >= NAMED:
            self._paint_contents(painter, seen, zoom)
        else:
            self._far_names.paint(painter, sight, zoom)
        self._paint_passed(painter)
        self._paint_marks(painter, zoom, [item for item, _, _ in seen])

    @staticmethod
    def _brush(key: str) -> QBrush:
        """The colour of a category, or of a step of the overlay's scale."""
        if key == _UNHEATED:
            return looks.port_dim_taken
        return looks.heat[int(key.removeprefix(_HEAT))] if key.startswith(_HEAT) else looks.category(key).solid

    # --- parts ---------------------------------------------------------------------------------------------------

    def _paint_links(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(looks.no_brush)
        if self._paths is None:
            self._paths = defaultdict(QPainterPath)
            for item in self._scene.led.values():
                if item.isVisible():
                    self._paths[item.carries].addPath(item.path())
        pen = looks.far_dim if self._lists.faded else looks.far_link
        for carries, path in self._paths.items():
            painter.setPen(looks.carrying(pen, carries))
            painter.drawPath(path)
        if self._lists.traced:
            painter.setPen(looks.far_traced)
            painter.drawPath(self._lists.traced_paths)
        marked: dict[tuple[object, ...], tuple[QPen, QPainterPath]] = {}
        for item in self._scene.led.values():
            if item.hovered or item.chosen or item.near:
                look = (item.hovered, item.chosen, item.near, item.carries)
                marked.setdefault(look, (item.pen(), QPainterPath()))[1].addPath(item.path())
        for line, path in marked.values():
            painter.setPen(line)
            painter.drawPath(path)

    def _paint_passed(self, painter: QPainter) -> None:
        """Bypassed nodes under a veil, the wire going through; nodes off the path that is shown."""
        painter.setPen(looks.no_pen)
        painter.setBrush(looks.veil)
        painter.drawRects(self._lists.passed)
        painter.setPen(looks.far_link)
        painter.drawLines(self._lists.wires)
        painter.setPen(looks.no_pen)
        painter.setBrush(looks.fade)
        painter.drawRects(self._lists.faded)

    def _in_sight(self, sight: QRectF) -> list[_Spot]:
        """The nodes of which something, a ring at least, lies within; with their top left corners."""
        wide = sight.adjusted(-self._lists.widest - _RINGS, -self._lists.highest - _RINGS, _RINGS, _RINGS)
        left, top, right, bottom = wide.left(), wide.top(), wide.right(), wide.bottom()
        return [spot for spot in self._lists.spots if left < spot[1] < right and top < spot[2] < bottom]

    def _paint_contents(self, painter: QPainter, seen: list[_Spot], zoom: float) -> None:
        """Ports and names of nodes."""
        if zoom >= PORTED:
            painter.setPen(looks.far_port)
            painter.drawPoints([place for item, x, y in seen for place in item.port_places()])
        key, font, metrics = looks.far_font(zoom)
        painter.setPen(looks.text)
        shift = -metrics.height() / 2
        for item, x, y in seen:
            name = item.texts.get(key) or item.lay_out(key, item.face.name, font, metrics, item.card.width() - 26)
            name.paint(painter, QPointF(x + _STRIP + 8, y + item.card.height() / 2 + shift))

    def _paint_marks(self, painter: QPainter, zoom: float, items: Iterable[NodeItem]) -> None:
        """Rings, badges, and the ports that a wire may end at."""
        gap = 2.5 / zoom
        self._scene.comments.paint_rings(painter, gap)
        rings: list[QRectF] = []
        for item in items:
            if item.selected:  # maybe all of ten thousand
                rings.append(item.card_in_scene().adjusted(-gap, -gap, gap, gap))
            if (
                item.face.severity
                or item.kin
                or item.hovered
                or item.focused
                or item.lit_ports is not None
                or (item.heat is not None and item.heat.alarm)
            ):
                self._paint_mark(painter, item, zoom)
        painter.setPen(looks.far_ring)
        painter.setBrush(looks.no_brush)
        painter.drawRects(rings)

    def _paint_mark(self, painter: QPainter, item: NodeItem, zoom: float) -> None:
        card = item.card_in_scene()
        painter.setBrush(looks.no_brush)
        if item.heat is not None and item.heat.alarm:
            painter.setPen(looks.far_alarm)
            painter.drawRect(card)
        if item.hovered and zoom >= BARE:
            painter.setPen(looks.far_hover)
            painter.drawRect(card)
        if item.face.severity:
            error = item.face.severity == "error"
            painter.setPen(looks.far_bad if error else looks.far_warn)
            painter.drawRect(card)
            if zoom >= BARE:
                painter.setPen(looks.no_pen)
                painter.setBrush(looks.colour["bad" if error else "warn"])
                reach = 4.5 / zoom
                if error:
                    painter.drawEllipse(card.topRight(), reach, reach)
                else:  # another shape, not only another colour
                    painter.drawRect(QRectF(card.right() - reach, card.top() - reach, 2 * reach, 2 * reach))
                painter.setBrush(looks.no_brush)
        gap = 2.5 / zoom
        if item.kin and not item.selected:
            painter.setPen(looks.far_kin)
            painter.drawRect(card.adjusted(-gap, -gap, gap, gap))
        if item.focused:
            painter.setPen(looks.far_focus)
            painter.drawRect(card.adjusted(-2 * gap, -2 * gap, 2 * gap, 2 * gap))
        if item.lit_ports and zoom >= BARE:
            self._paint_lit_ports(painter, item, zoom)

    @staticmethod
    def _paint_lit_ports(painter: QPainter, item: NodeItem, zoom: float) -> None:
        """Discs where a wire fits, squares where Keras would not take it."""
        reach = 4 / zoom
        for port, place in item.ports():
            key = (port.side, port.index)
            if key not in (item.lit_ports or ()):
                continue
            hot, doubted = item.hot_port == key, key in item.doubted_ports
            painter.setPen(looks.far_doubted if doubted else looks.far_fits)
            if doubted:
                painter.setBrush(looks.border_warn if hot else looks.card)
                painter.drawRect(QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach))
            else:
                painter.setBrush(looks.accent if hot else looks.card)
                painter.drawEllipse(place, reach, reach)

    def _refresh(self) -> None:
        for _ in self.gathering():
            pass

    def gathering(self) -> Iterator[None]:
        """Make the lists bit by bit, if they are not as all looks now; what is painted meanwhile are the old ones."""
        if self._fresh:
            return
        self._fresh, whole = True, False
        try:
            yield from self._gather()
            whole = True
        finally:
            self._fresh = self._fresh and whole  # it may be broken off

    def _gather(self) -> Iterator[None]:
        found = _Lists([(frame.group.colour or "group", frame.box) for frame in self._scene.frames.frames.values()])
        for item in list(self._scene.made.values()):
            found.take(item)
            yield
        links = list(self._scene.led.values())
        found.lines = [QLineF(item.start, item.end) for item in links]
        yield
        found.traced = [item for item in links if item.traced]
        for line in found.traced:
            found.traced_paths.addPath(line.path())
        yield
        found.contents = self._scene.contents()
        self._far_names.refresh(self._scene.made.values())
        self._lists, self._paths = found, None


def _at_least(rect: QRectF, least: float) -> QRectF:
    wide, high = max(0.0, least - rect.width()) / 2, max(0.0, least - rect.height()) / 2
    return rect.adjusted(-wide, -high, wide, high)
