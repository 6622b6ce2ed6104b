"""Pens, brushes and fonts of the charts, made once for a theme and shared by all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen

from ui.charts.content import Stroke
from ui.theme.theme import theme
from ui.theme.tokens import TEXT, TEXT_LARGE, TEXT_SMALL

_STYLES = {"solid": Qt.PenStyle.SolidLine, "dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}
_FAINT = 95
_BAND = 55


class ChartLooks:
    """`refresh` after each change of the theme, and once before painting."""

    def refresh(self) -> None:
        """Make everything anew from the theme."""
        self.scale = theme.scale
        high = theme.colours.high
        self.width = 2.4 if high else 1.8
        self._pens: dict[tuple[str, Stroke, bool], QPen] = {}
        self._bands: dict[str, QBrush] = {}
        self.panel = self.colour("panel")
        self.grid = QBrush(self._faded("border_strong", 120 if high else 70))
        self.axis_fill = QBrush(self.colour("border_strong"))
        self.axis = _pen(self.colour("border_strong"), 1.0)
        self.text, self.dim, self.faint = (_pen(self.colour(name), 1.0) for name in ("text", "text_dim", "text_faint"))
        self.warn = _pen(self.colour("warn"), 1.0)
        self.threshold = _pen(self.colour("warn"), 1.2, Qt.PenStyle.DashLine)
        self.cursor = _pen(self.colour("text_faint"), 1.0)
        self.mark = _pen(self.colour("accent"), 1.0, Qt.PenStyle.DashLine)
        self.picked = _pen(self.colour("accent"), 2.0)
        self.focus = _pen(self.colour("text"), 1.5, Qt.PenStyle.DotLine)
        self.rubber_edge = _pen(self.colour("accent"), 1.0)
        self.rubber = QBrush(self._faded("accent", 40))
        self.chip = QBrush(self._faded("panel", 225))
        self.box = QBrush(self.colour("card"))
        self.no_pen, self.no_brush = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)
        self.title_font = theme.font(TEXT_LARGE, QFont.Weight.DemiBold)
        self.text_font = theme.font(TEXT)
        self.bold_font = theme.font(TEXT, QFont.Weight.DemiBold)
        self.small_font = theme.font(TEXT_SMALL)
        self.title_metrics = QFontMetricsF(self.title_font)
        self.text_metrics = QFontMetricsF(self.text_font)
        self.bold_metrics = QFontMetricsF(self.bold_font)
        self.small_metrics = QFontMetricsF(self.small_font)

    @staticmethod
    def colour(name: str) -> QColor:
        """The colour of a token, or "#rrggbb" itself."""
        return QColor(name) if name.startswith("#") else theme.colour(name)

    def line(self, colour: str, stroke: Stroke, faint: bool) -> QPen:
        """The pen of a curve."""
        key = (colour, stroke, faint)
        if key not in self._pens:
            shown = self._faded(colour, _FAINT) if faint else self.colour(colour)
            self._pens[key] = _pen(shown, 1.0 if faint else self.width, _STYLES[stroke])
        return self._pens[key]

    def band(self, colour: str) -> QBrush:
        """The fill of an area between curves."""
        if colour not in self._bands:
            self._bands[colour] = QBrush(self._faded(colour, _BAND))
        return self._bands[colour]

    def _faded(self, name: str, alpha: int) -> QColor:
        colour = self.colour(name)
        colour.setAlpha(alpha)
        return colour


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # curves with many points: mitres are slow and look spiky
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


looks = ChartLooks()
"""The charts' looks."""
