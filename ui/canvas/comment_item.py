"""A sticky note on the canvas: paper, border, text; from far away its first line, large enough to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_nn.graph.model import Comment
from ui.canvas.comment_text import NoteText, far_lines, heading_of
from ui.canvas.looks import looks
from ui.canvas.text import Text

PAD = 10.0
"""Between a note's border and its text."""
_RADIUS = 3.0
_FAR_SIZES = (22, 24, 27, 30, 34, 38, 43, 48, 54, 60, 68, 76, 86, 96, 108, 120)
"""Sizes of the first line seen from far; the first that is large enough on the screen is taken."""
_LEGIBLE = 10.5
"""Pixels that letters are high on the screen at least."""
FAR_LABEL = 140.0
"""Pixels on the screen that the first line takes at most where it goes on beside the note."""
Edge = Literal["left", "right", "top", "bottom"]


@dataclass(frozen=True, slots=True)
class _Far:
    """The first line laid out for a size; `beyond` the note by so much, to the left if it is negative."""

    size: int
    lines: list[Text]
    cut: bool
    beyond: float


class CommentItem(QGraphicsItem):
    """Shows one note at its place, in the size that it has at 100 % text scale, times the scale."""

    def __init__(self, note: Comment) -> None:
        super().__init__()
        self.note = note
        self.selected = False
        self._box = QRectF()
        self._text: NoteText | None = None
        self._far: _Far | None = None
        self.setZValue(-2.5)
        self._take_place()

    def show_note(self, note: Comment) -> None:
        """Show another state of the note."""
        if (note.text, note.width, note.height) != (self.note.text, self.note.width, self.note.height):
            self._text = self._far = None
        self.note = note
        self._take_place()
        self.update()

    def restyle(self) -> None:
        """Take over a change of theme or text size."""
        self._text = self._far = None
        self._take_place()
        self.update()

    def mark(self, *, selected: bool) -> None:
        """Show it as selected, or not."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    @property
    def box(self) -> QRectF:
        """Where it is on the canvas."""
        return self._box.translated(self.pos())

    @property
    def cut(self) -> bool:
        """Whether there is more text than room for it."""
        return self._text is not None and self._text.cut

    def edges_at(self, point: QPointF, reach: float) -> frozenset[Edge]:
        """The edges within reach of a point, two at a corner; none if it is not at the border."""
        box = self.box
        if not box.adjusted(-reach, -reach, reach, reach).contains(point):
            return frozenset()
        inner = min(reach, box.width() / 4, box.height() / 4)
        gaps: dict[Edge, float] = {
            "left": point.x() - box.left(),
            "right": box.right() - point.x(),
            "top": point.y() - box.top(),
            "bottom": box.bottom() - point.y(),
        }
        return frozenset(edge for edge, gap in gaps.items() if gap <= inner)

    def boundingRect(self) -> QRectF:
        """Qt's: with room for the ring."""
        return self._box.adjusted(-4, -4, 4, 4)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt's: the note from near."""
        look = looks.note(self.note.colour)
        painter.setBrush(look.paper)
        painter.setPen(look.edge)
        painter.drawRoundedRect(self._box, _RADIUS, _RADIUS)
        if self.selected:
            painter.setBrush(looks.no_brush)
            painter.setPen(looks.ring)
            painter.drawRoundedRect(self._box.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
        if self._text is None:
            self._text = NoteText(self.note.text, self._box.width() - 2 * PAD, self._box.height() - 1.6 * PAD)
        painter.setPen(looks.text)
        self._text.paint(painter, self._box.topLeft() + QPointF(PAD, 0.8 * PAD))
        if self._text.cut:
            painter.setPen(looks.text_dim)
            looks.note_more.paint(painter, self._box.bottomRight() - looks.note_more_at)

    def paint_far(self, painter: QPainter, zoom: float, room: Callable[[CommentItem], tuple[float, float]]) -> None:
        """From the overview, in scene coordinates: paper, and the first line at a size that can be read.

        Where the note is too small for that on the screen, the line goes on beyond it, to the left or to the right,
        as far as `room` says that there is (scene units) before something else stands there.
        """
        box, look = self.box, looks.note(self.note.colour)
        painter.setBrush(look.paper)
        painter.setPen(look.far_edge)
        painter.drawRect(box)
        size = next((size for size in _FAR_SIZES if size * zoom >= _LEGIBLE), _FAR_SIZES[-1])
        if self._far is None or self._far.size != size:
            self._far = self._lay_out_far(size, 0.0)
        if self._far.cut:
            left, right = room(self)
            beyond = min(max(left, right), FAR_LABEL * size / _LEGIBLE - box.width())
            if beyond > size and beyond != abs(self._far.beyond):
                self._far = self._lay_out_far(size, beyond if right >= left else -beyond)
        far, metrics = self._far, looks.title_font(size)[1]
        if not far.lines:
            return
        pad, step = size / 3, metrics.height()
        wide = max(line.width for line in far.lines) + 2 * pad
        start = box.right() - wide if far.beyond < 0 and wide > box.width() else box.left()
        label = QRectF(start, box.top(), wide, len(far.lines) * step)
        if not box.contains(label):  # where the note is too small for it, the paper goes on below the words
            painter.setPen(looks.no_pen)
            painter.drawRect(label)
        painter.setPen(looks.text)
        for number, line in enumerate(far.lines):
            line.paint(painter, QPointF(start + pad, box.top() + number * step))

    def _lay_out_far(self, size: int, beyond: float) -> _Far:
        """The first line at a size, on as many lines as the note is high; with `beyond` wider than the note is."""
        font, metrics = looks.title_font(size)
        pad, heading = size / 3, heading_of(self.note.text)
        most = max(1, int((self._box.height() - pad) / metrics.height()))
        lines, cut = far_lines(heading, font, metrics, self._box.width() + abs(beyond) - 2 * pad, most)
        return _Far(size, lines, cut or beyond != 0, beyond)

    def paint_far_ring(self, painter: QPainter, gap: float) -> None:
        """From the overview: the ring of a selected note."""
        if self.selected:
            painter.setBrush(looks.no_brush)
            painter.setPen(looks.far_ring)
            painter.drawRect(self.box.adjusted(-gap, -gap, gap, gap))

    def _take_place(self) -> None:
        box = QRectF(0, 0, self.note.width * looks.scale, self.note.height * looks.scale)
        if box != self._box:
            self.prepareGeometryChange()
            self._box = box
        self.setPos(self.note.x, self.note.y)
