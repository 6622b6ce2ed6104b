"""Where cards that are dragged come to rest: in line with the edges and middles of others in sight, or on the grid.

What others there are is sorted once, when the drag begins; a move asks only for those near by. Nothing is painted
here but the guides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.canvas.grid import STEP
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

SNAP = 6.0
"""A card this near (pixels) to being in line is drawn into line."""
_TAIL = 12.0
"""How far a guide reaches beyond the cards."""
_SAME = 0.05
"""Scene units within which two lines are one."""


class Span(NamedTuple):
    """A card seen along one axis, and where it lies across it."""

    low: float
    high: float
    across_low: float
    across_high: float

    @property
    def lines(self) -> tuple[float, float, float]:
        """What others may be in line with: low edge, middle, high edge."""
        return self.low, (self.low + self.high) / 2, self.high

    def touches(self, other: Span) -> bool:
        """Whether the two overlap."""
        along = self.low < other.high and self.high > other.low
        return along and self.across_low < other.across_high and self.across_high > other.across_low

    def gap(self, other: Span) -> float:
        """How far the two are apart across the axis."""
        return max(0.0, self.across_low - other.across_high, other.across_low - self.across_high)


class Axis:
    """The lines of all cards along one axis, sorted: low edges, middles, high edges."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        lows, highs = [span[0] for span in spans], [span[1] for span in spans]
        middles = [(span[0] + span[1]) / 2 for span in spans]
        self._lines = tuple(_sorted(places) for places in (lows, middles, highs))

    def shift(self, span: Span, reach: float, sight: Span) -> float | None:
        """How far to move the span so that it is in line with another in sight: the nearest; middles come first."""
        found = [
            (round(abs(line - own), 1), which != 1, span.gap(other), line - own)
            for which, own in enumerate(span.lines)
            for line, other in self._near(which, own, reach)
            if other.touches(sight)
        ]
        return min(found)[3] if found else None

    def guides(self, span: Span, sight: Span) -> list[tuple[float, float, float]]:
        """Place, start and end of the lines that the span shares with its nearest card on each.

        Cards that share the middle need no lines at their edges; that line spares what is written on them.
        """
        guides = []
        for which in (1, 0, 2):
            own = span.lines[which]
            near = [other for _, other in self._near(which, own, _SAME) if other.touches(sight)]
            if near:
                other = min(near, key=span.gap)
                ends = sorted((span.across_low, span.across_high, other.across_low, other.across_high))
                if which == 1:
                    outside = ((ends[0] - _TAIL, ends[0]), ends[1:3], (ends[3], ends[3] + _TAIL))
                    return [(own, start, end) for start, end in outside if span.gap(other) or start != ends[1]]
                guides.append((own, ends[0] - _TAIL, ends[3] + _TAIL))
        return guides

    def _near(self, which: int, own: float, reach: float) -> list[tuple[float, Span]]:
        places, order = self._lines[which]
        first, last = bisect_left(places, own - reach), bisect_left(places, own + reach)
        return [(places[i], self._spans[order[i]]) for i in range(first, last)]


def _sorted(places: list[float]) -> tuple[list[float], list[int]]:
    """The places in order, and whose each is."""
    order = sorted(range(len(places)), key=places.__getitem__)
    return [places[i] for i in order], order


def _moves(canvas: CanvasView, shown_id: str, moving: Collection[str]) -> bool:
    """Whether something on the canvas moves: the node does, or all that a folded group holds."""
    return all(node in moving for node in canvas.board.members(shown_id))


class Alignment:
    """For a drag of these nodes, or of copies of them, taken hold of at one of them.

    `guides` are the lines at the place found last.
    """

    def __init__(self, canvas: CanvasView, moving: Collection[str], held: str, *, copies: bool = False) -> None:
        self._canvas = canvas
        self._box = canvas.board.contents(moving)
        self._corner = canvas.board.contents((held,)).topLeft()
        resting = canvas.board.nodes if copies else [id for id in canvas.board.nodes if not _moves(canvas, id, moving)]
        cards = [canvas.board.nodes[id].card_in_scene() for id in resting]
        self._across = Axis([_across(card) for card in cards])
        self._down = Axis([_down(card) for card in cards])
        self.guides: list[QLineF] = []

    def rest(self, by: QPointF, *, free: bool) -> QPointF:
        """The way to go instead of `by`; `free` asks for no snapping. Whole units where nothing else is asked for."""
        settings, self.guides = self._canvas.session.settings, []
        by = QPointF(round(by.x()), round(by.y()))
        if free or self._box.isEmpty():
            return by
        if settings.snap_to_grid:
            by = self._onto_grid(by)
        if settings.alignment_guides:
            by = self._into_line(by, 0.0 if settings.snap_to_grid else self._canvas.reach(SNAP))
        return by

    def paint(self, painter: QPainter) -> None:
        """The guides."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # whole pixels: thin and sharp
        painter.setPen(looks.guide)
        painter.drawLines(self.guides)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def area(self) -> QRectF:
        """What the guides cover (scene coordinates)."""
        area, margin = QRectF(), self._canvas.reach(2.0)
        for line in self.guides:
            area = area.united(QRectF(line.p1(), line.p2()).adjusted(-margin, -margin, margin, margin))
        return area

    def _onto_grid(self, by: QPointF) -> QPointF:
        """The card that is held lies with its corner on a dot of the grid."""
        corner = self._corner + by
        return QPointF(round(corner.x() / STEP) * STEP, round(corner.y() / STEP) * STEP) - self._corner

    def _into_line(self, by: QPointF, reach: float) -> QPointF:
        sight, box = self._canvas.camera.sight(), self._box.translated(by)
        if reach > 0:
            x = self._across.shift(_across(box), reach, _across(sight))
            y = self._down.shift(_down(box), reach, _down(sight))
            by = QPointF(round(by.x() + (x or 0.0), 2), round(by.y() + (y or 0.0), 2))
            box = self._box.translated(by)
        self.guides = [QLineF(at, low, at, high) for at, low, high in self._across.guides(_across(box), _across(sight))]
        self.guides += [QLineF(low, at, high, at) for at, low, high in self._down.guides(_down(box), _down(sight))]
        return by


def _across(card: QRectF) -> Span:
    return Span(card.left(), card.right(), card.top(), card.bottom())


def _down(card: QRectF) -> Span:
    return Span(card.top(), card.bottom(), card.left(), card.right())
