"""The frames of open groups: one item behind everything paints them all, with their titles. Which title lies under the
pointer is answered here too; groups are edited elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_nn.graph.folding import FRAME_PAD, TITLE_HEIGHT, Seen
from desktop_nn.graph.membership import members_of_all
from desktop_nn.graph.model import Graph, Group
from ui.canvas.geometry import united
from ui.canvas.looks import looks
from ui.canvas.node_item import NodeItem
from ui.canvas.text import Text
from ui.theme.tokens import RADIUS

_FAR_BAR = 20.0
"""Least height of a title's bar on the screen, in pixels."""
_FARTHEST = 0.1
"""Below this zoom titles shrink with the drawing."""
_TITLE_PART = 0.46
"""Size of the letters as a part of the bar's height."""
Part = Literal["chevron", "pill", "title"]


@dataclass(slots=True)
class Frame:
    """One open group: what it is, where it is, and its title laid out at a size."""

    group: Group
    shown: tuple[str, ...]
    box: QRectF
    path: QPainterPath
    title: Text | None = None
    pill: Text | None = None
    titled: tuple[object, ...] = ()


class GroupFrames(QGraphicsItem):
    """`frames` by group id, outer ones first."""

    def __init__(self, nodes: Mapping[str, NodeItem]) -> None:
        super().__init__()
        self._nodes = nodes
        self.frames: dict[str, Frame] = {}
        self.lit: str = ""
        """The group whose frame lights up, because something is about to be dropped into it."""
        self.left_out: frozenset[str] = frozenset()
        """Groups whose frames are not painted, because a picture is made of something else."""
        self._area = QRectF()
        self._shown: tuple[object, ...] = ()
        self.setZValue(-3)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # it asks what is to be painted

    def show_groups(self, graph: Graph, seen: Seen) -> bool:
        """Have frames for the open groups that are seen; returns whether that changed anything."""
        if not seen.frames and not self.frames:
            return False
        held = seen.holders
        inside = members_of_all(graph)
        wanted = {
            id: (graph.groups[id], tuple(dict.fromkeys(held.get(node, node) for node in inside[id])))
            for id in seen.frames
        }
        before = {id: (frame.group, frame.shown) for id, frame in self.frames.items()}
        if wanted == before:
            return False
        self.frames = {id: Frame(group, shown, QRectF(), QPainterPath()) for id, (group, shown) in wanted.items()}
        self.settle()
        return True

    def settle(self) -> None:
        """Fit the frames round what they hold, wherever that is now."""
        if not self.frames and self._area.isNull():
            return
        title, pad = TITLE_HEIGHT * looks.scale, FRAME_PAD
        for frame in reversed(self.frames.values()):  # inner ones first: outer ones hold them
            boxes = [self._nodes[id].card_in_scene() for id in frame.shown if id in self._nodes]
            boxes += [one.box for one in self.frames.values() if one.group.parent == frame.group.id]
            box = united(boxes).adjusted(-pad, -pad - title, pad, pad)
            if box != frame.box:
                frame.box = box
                frame.path = QPainterPath()
                frame.path.addRoundedRect(box, RADIUS + 4, RADIUS + 4)
        area = united(self.boxes())
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area
        self.update()

    def restyle(self) -> None:
        """Take over a change of theme or text size."""
        for frame in self.frames.values():
            frame.title = None
        self.settle()

    def boxes(self) -> list[QRectF]:
        """The rectangles of all frames."""
        return [frame.box for frame in self.frames.values()]

    def title_at(self, point: QPointF, zoom: float = 1.0) -> str | None:
        """The innermost group whose title bar holds the point."""
        for id, frame in reversed(self.frames.items()):
            if self._bar(frame, zoom).contains(point) and not self._hidden(id, zoom):
                return id
        return None

    def part_at(self, group_id: str, point: QPointF, zoom: float) -> Part:
        """What of a group's title bar lies at a point of it."""
        frame = self.frames[group_id]
        bar = self._bar(frame, zoom)
        if point.x() < _start(bar):
            return "chevron"
        return "pill" if _pill_box(frame, bar).contains(point) else "title"

    def frame_round(self, box: QRectF) -> str:
        """The innermost group whose frame holds a whole card, or ""."""
        return next((id for id, frame in reversed(self.frames.items()) if frame.box.contains(box)), "")

    def title_box(self, group_id: str) -> QRectF:
        """Where the title stands, for an editor."""
        return self._bar(self.frames[group_id], 1.0)

    def boundingRect(self) -> QRectF:
        """All frames."""
        return self._area.adjusted(-4, -4, 4, 4)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the frames that are touched by what is to be painted, with their titles."""
        self.paint_at(painter, painter.deviceTransform().m11(), option.exposedRect)

    def paint_at(self, painter: QPainter, zoom: float, sight: QRectF) -> None:
        """The same from the overview; titles stay legible from far."""
        self.paint_boxes(painter, sight)
        self.paint_titles(painter, zoom, sight)

    def paint_boxes(self, painter: QPainter, sight: QRectF) -> None:
        """The frames without their titles."""
        shown = {id: frame for id, frame in self.frames.items() if id not in self.left_out}
        seen = [(id, frame) for id, frame in shown.items() if frame.box.intersects(sight)]
        for id, frame in seen:
            colour = looks.category(frame.group.colour or "group")
            painter.fillPath(frame.path, looks.frame_lit if id == self.lit else colour.soft)
            painter.setPen(looks.frame_lit_pen if id == self.lit else looks.frame_pen)
            painter.setBrush(looks.no_brush)
            painter.drawPath(frame.path)

    def paint_titles(self, painter: QPainter, zoom: float, sight: QRectF, *, cover: bool = False) -> None:
        """The titles; `cover` hides what runs behind their letters."""
        shown = {id: frame for id, frame in self.frames.items() if id not in self.left_out}
        above = sight.adjusted(0, 0, 0, _FAR_BAR / max(zoom, _FARTHEST))  # titles reach beyond the frame's top
        for id, frame in shown.items():
            if frame.box.intersects(above) and not self._hidden(id, zoom):
                self._paint_title(painter, frame, zoom, cover=cover)

    def _paint_title(self, painter: QPainter, frame: Frame, zoom: float, *, cover: bool = False) -> None:
        bar = self._bar(frame, zoom)
        size = round(bar.height() * _TITLE_PART)
        count = f"× {frame.group.count}" if frame.group.count > 1 else ""
        if frame.titled != (size, round(bar.width())) or frame.title is None:
            font, metrics = looks.title_font(size)
            title, room = frame.group.title or "Group", bar.right() - _start(bar) - size * 0.6
            frame.pill = Text(count, font, metrics) if count else None
            if frame.pill is not None:
                beside = room - frame.pill.width - 1.4 * size
                if beside < metrics.horizontalAdvance(title) and bar.top() < frame.box.top():
                    frame.pill = None  # from far there is room for one of the two only
                else:
                    room = beside
            frame.title = Text(title, font, metrics, room)
            frame.titled = (size, round(bar.width()))
        if cover:
            letters = QRectF(_start(bar), bar.top() + bar.height() * 0.2, frame.title.width, bar.height() * 0.6)
            painter.fillRect(letters.intersected(bar), looks.canvas)
            painter.fillRect(letters.intersected(bar), looks.category(frame.group.colour or "group").soft)
        painter.setBrush(looks.no_brush)
        painter.setPen(looks.frame_chevron)
        reach, middle = size * 0.32, QPointF(bar.left() + size * 0.9, bar.center().y())
        painter.drawLine(middle + QPointF(-reach, -reach / 2), middle + QPointF(0, reach / 2))
        painter.drawLine(middle + QPointF(0, reach / 2), middle + QPointF(reach, -reach / 2))
        top = bar.center().y() - looks.title_font(size)[1].height() / 2
        painter.setPen(looks.text)
        frame.title.paint(painter, QPointF(_start(bar), top))
        if frame.pill is not None:
            box = _pill_box(frame, bar)
            painter.setPen(looks.no_pen)
            painter.setBrush(looks.accent_soft)
            painter.drawRoundedRect(box, box.height() / 4, box.height() / 4)
            painter.setPen(looks.accent_text)
            frame.pill.paint(painter, QPointF(box.center().x() - frame.pill.width / 2, top))

    def _hidden(self, group_id: str, zoom: float) -> bool:
        """Whether a title gives way, from far, to that of the frame around it."""
        frame = self.frames[group_id]
        around = self.frames.get(frame.group.parent)
        if around is None or zoom * TITLE_HEIGHT * looks.scale >= _FAR_BAR:
            return False
        if self._hidden(around.group.id, zoom):
            return True
        return self._bar(frame, zoom).intersects(self._bar(around, zoom))

    def _bar(self, frame: Frame, zoom: float) -> QRectF:
        """The title's bar: from far it takes the room above the content, then grows beyond the frame's top, so that the
        title stays legible.
        """
        usual, least = TITLE_HEIGHT * looks.scale, _FAR_BAR / max(zoom, _FARTHEST)
        height = max(usual, least)
        top = frame.box.top() + min(height, usual + FRAME_PAD) - height
        return QRectF(frame.box.left(), top, frame.box.width(), height)


def _start(bar: QRectF) -> float:
    """Where the title begins, after the chevron."""
    return bar.left() + 1.7 * bar.height() * _TITLE_PART


def _pill_box(frame: Frame, bar: QRectF) -> QRectF:
    """At the right end of the title's bar, clear of links in the middle: how often the group is repeated."""
    size = bar.height() * _TITLE_PART
    if frame.pill is None:
        return QRectF()
    width, height = frame.pill.width + size, bar.height() * 0.66
    return QRectF(bar.right() - width - size * 0.6, bar.center().y() - height / 2, width, height)
