"""The colours of weights: a diverging scale with 0 in the middle, blue below and orange above.

Blue and orange are told apart by every kind of colour blindness, and lightness carries the magnitude on both sides.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QImage

from desktop_nn.weights.store import Array
from ui.theme.theme import theme
from ui.theme.tokens import Scheme, mixed

_STEPS = 127
_NO_NUMBER = 255
_SCALES: dict[Scheme, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # from 0 outwards: (below, above)
    "light": (("#fbfbfb", "#92c5de", "#2f79b5", "#0a3a70"), ("#fbfbfb", "#fdb863", "#d0680a", "#7a3300")),
    "dark": (("#0d1014", "#1d4f86", "#4f9ae6", "#cfe6ff"), ("#0d1014", "#7d4309", "#ea8a2b", "#ffe3bd")),
}


def image(values: Array, limit: float) -> QImage:
    """A pixel a value (two axes: row, column); what is no number has the colour of mistakes."""
    height, width = values.shape
    scaled = np.clip(values / limit, -1, 1) * _STEPS
    sound = np.isfinite(scaled)
    places = np.where(sound, np.rint(np.where(sound, scaled, 0)) + _STEPS, _NO_NUMBER).astype(np.uint8)
    stride = -(-width // 4) * 4  # lines of a QImage begin at multiples of four bytes
    padded = np.zeros((height, stride), np.uint8)
    padded[:, :width] = places
    picture = QImage(padded.tobytes(), width, height, stride, QImage.Format.Format_Indexed8)
    picture.setColorTable(_table(theme.colours.scheme, theme.colours.bad))
    return picture.copy()  # the bytes above are Python's and go away


def colour(share: float) -> QColor:
    """The colour of a value that is such a share (-1…1) of the limit."""
    return QColor.fromRgb(
        _table(theme.colours.scheme, theme.colours.bad)[round(max(-1.0, min(1.0, share)) * 127) + 127]
    )


@lru_cache(maxsize=8)
def _table(scheme: Scheme, bad: str) -> list[int]:
    below, above = _SCALES[scheme]
    left = [_at(below, step / _STEPS) for step in range(_STEPS, 0, -1)]
    right = [_at(above, step / _STEPS) for step in range(_STEPS + 1)]
    return [QColor(name).rgb() for name in (*left, *right, bad)]


def _at(stops: tuple[str, ...], share: float) -> str:
    place = share * (len(stops) - 1)
    index = min(int(place), len(stops) - 2)
    return mixed(stops[index], stops[index + 1], place - index)
