"""A line of text laid out once: its glyphs are painted at any zoom without being laid out again.

(QStaticText lays itself out anew whenever the zoom changes, which is what zooming would spend its time with.)
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QTextLayout


class Text:
    """`width` is how wide it is (scene units); it is painted in the painter's pen."""

    __slots__ = ("runs", "width")

    def __init__(
        self,
        text: str,
        font: QFont,
        metrics: QFontMetricsF,
        room: float | None = None,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        if room is not None:
            text = metrics.elidedText(text, cut, max(0.0, room))
        layout = QTextLayout(text, font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        self.width: float = line.naturalTextWidth() if line.isValid() else 0.0
        self.runs: list[QGlyphRun] = layout.glyphRuns()

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint with the top left corner at a point."""
        for run in self.runs:
            painter.drawGlyphRun(at, run)
