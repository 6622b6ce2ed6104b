"""Small quiet sketches of how a model is wired, for the cards of the examples; painted in the theme's colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme.theme import theme
from ui.theme.tokens import category_colour


@dataclass(frozen=True, slots=True)
class Dot:
    """A layer in a sketch: its column, its row (-1 … 1, 0 in the middle), its category and its height in pixels."""

    column: int
    row: float = 0.0
    category: str = "core"
    height: int = 12


@dataclass(frozen=True, slots=True)
class Sketch:
    """Layers from left to right and which is linked to which."""

    dots: tuple[Dot, ...]
    links: tuple[tuple[int, int], ...]


def chain(*heights: int, second: str = "core") -> Sketch:
    """One layer after the other, the input first; `second` is the category of the second one."""
    dots = tuple(
        Dot(column, category="input" if column == 0 else second if column == 1 else "core", height=height)
        for column, height in enumerate(heights)
    )
    return Sketch(dots, tuple((column, column + 1) for column in range(len(dots) - 1)))


_TWO_PATHS = (Dot(0, -0.8, "input"), Dot(0, 0.5, "input"), Dot(1, 0.5), Dot(2, 0.5), Dot(3, -0.2, "merging"))
_PATHS = ((1, 2), (2, 3), (3, 4), (0, 4))

SKETCHES: Mapping[str, Sketch] = {
    "fashion-mnist": chain(24, 24, 28, 18, 10, second="reshaping"),
    "california-mlp": chain(14, 20, 28, 8),
    "wide-and-deep": Sketch(
        (Dot(0, -0.2, "input"), Dot(1, 0.5), Dot(2, 0.5), Dot(3, -0.2, "merging"), Dot(4, -0.2)),
        ((0, 1), (1, 2), (2, 3), (0, 3), (3, 4)),
    ),
    "two-inputs": Sketch((*_TWO_PATHS, Dot(4, -0.2)), (*_PATHS, (4, 5))),
    "two-outputs": Sketch((*_TWO_PATHS, Dot(4, -0.5), Dot(4, 0.7)), (*_PATHS, (4, 5), (3, 6))),
    "cnn": Sketch(
        (
            Dot(0, category="input", height=26),
            Dot(1, category="convolution", height=26),
            Dot(2, category="pooling", height=18),
            Dot(3, category="reshaping", height=14),
            Dot(4, height=12),
        ),
        ((0, 1), (1, 2), (2, 3), (3, 4)),
    ),
    "lstm": Sketch(
        (
            Dot(0, category="input", height=22),
            Dot(1, height=18),
            Dot(2, category="recurrent", height=26),
            Dot(3, height=10),
        ),
        ((0, 1), (1, 2), (2, 3)),
    ),
    "blobs-wide": chain(10, 34, 14),
    "blobs-deep": chain(10, 14, 20, 14, 14),
}
"""By the example's name."""

_PLAIN = chain(14, 14, 14, 14)
_STEP, _WIDTH, _HALF = 23, 9, 17


class TopologyPicture(QWidget):
    """The sketch of the example of that name; one of a plain chain where there is none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketch = SKETCHES.get(name, _PLAIN)
        self.setFixedSize(self.sizeHint())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Qt's: wide enough for five layers."""
        return QSize(4 * _STEP + _WIDTH + 2, 2 * _HALF + 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt's: links first, layers over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("link"), 1.3))
        for source, target in self._sketch.links:
            painter.drawPath(self._wire(self._sketch.dots[source], self._sketch.dots[target]))
        painter.setPen(Qt.PenStyle.NoPen)
        for dot in self._sketch.dots:
            painter.setBrush(QColor(category_colour(dot.category, theme.colours.scheme)))
            centre = self._centre(dot)
            painter.drawRoundedRect(
                QRectF(centre.x() - _WIDTH / 2, centre.y() - dot.height / 2, _WIDTH, dot.height), 3, 3
            )
        painter.end()

    def _centre(self, dot: Dot) -> QPointF:
        return QPointF(1 + _WIDTH / 2 + dot.column * _STEP, self.height() / 2 + dot.row * _HALF)

    def _wire(self, source: Dot, target: Dot) -> QPainterPath:
        start, end = self._centre(source), self._centre(target)
        reach = (end.x() - start.x()) / 2
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end)
        return path
