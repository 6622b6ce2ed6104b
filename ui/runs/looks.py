"""How runs look in lists: the dot of a run's colour, and the tone and the words of its state."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

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
    """A dot in a run's colour."""
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(run_colour(colour, scheme)))
    painter.drawEllipse(QRectF(3, 3, 18, 18))
    painter.end()
    picture.setDevicePixelRatio(2.0)
    return QIcon(picture)
