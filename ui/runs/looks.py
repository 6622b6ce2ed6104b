"""How runs look in lists: the dot of a run's colour, and the tone and the words of its state."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap

from desktop_nn.runs.record import RunRecord
from ui.theme.tokens import Scheme, run_colour

_TONES = {"finished": "good", "failed": "bad", "interrupted": "warn", "stopped": "text_dim", "running": "accent"}
_TIPS = {
    "finished": "All planned epochs were trained.",
    "stopped": "It was stopped by hand and kept its model.",
    "interrupted": "Its process ended before the run did.",
    "running": "It is under way.",
}


def state_colour(state: str) -> str:
    """The name of the colour that tells a state."""
    return _TONES.get(state, "text")


def state_tip(record: RunRecord) -> str:
    """What a state means, in a sentence."""
    return record.early or _TIPS.get(record.state, "")


@lru_cache(maxsize=64)
def colour_dot(colour: str, scheme: Scheme) -> QIcon:
    """A dot in a run's colour; without one an empty place of the same size, so that titles stand in line."""
    dot = QPainterPath()
    if colour:
        dot.addEllipse(QRectF(3, 3, 18, 18))
    return _filled(dot, run_colour(colour, scheme))


@lru_cache(maxsize=8)
def star(colour: str) -> QIcon:
    """A full star in a colour (#rrggbb)."""
    points = [QPointF(12 + r * sin(n * pi / 5), 12.8 - r * cos(n * pi / 5)) for n, r in enumerate((11.5, 4.8) * 5)]
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()
    return _filled(path, colour)


def _filled(path: QPainterPath, colour: str) -> QIcon:
    """The shape as an icon that keeps its colour in selected rows as well."""
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, QColor(colour))
    painter.end()
    picture.setDevicePixelRatio(2.0)
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
