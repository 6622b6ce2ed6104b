"""Pens, brushes, fonts and category colours of the canvas: made once for a theme, shared by all items.

Painting a node must not make objects, so everything that it needs lies here ready.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen, QPixmap

from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import CATEGORY_HUES, category_colour, category_icon

FULL = 0.4
"""From this zoom on, nodes show everything."""
NAMED = 0.22
"""From this zoom on, nodes show their name in large letters."""
OVERVIEW = 0.15
"""Below this zoom the view draws bare boxes and lines from lists."""
LABELLED = 0.55
"""From this zoom on, links show their shapes."""


@dataclass(frozen=True)
class CategoryLook:
    """The colours and the icon of a layer category."""

    colour: QColor
    soft: QBrush
    solid: QBrush
    icon: str


class Looks:
    """The present theme's tools. `refresh` must be called once before painting, and after each theme change."""

    def refresh(self) -> None:
        """Make everything anew from the theme."""
        colours = theme.colours
        self.dark = colours.scheme == "dark"
        self.scale = theme.scale
        self.colour = {name: theme.colour(name) for name in colours.__dataclass_fields__ if name != "scheme"}
        self.no_pen = QPen(Qt.PenStyle.NoPen)
        self.no_brush = QBrush(Qt.BrushStyle.NoBrush)
        self.canvas = QBrush(self.colour["canvas"])
        self.card = QBrush(self.colour["card"])
        self.accent = QBrush(self.colour["accent"])
        self._make_pens()
        self._make_fonts()
        self.categories = {name: _category(name, self.dark) for name in CATEGORY_HUES}

    def category(self, name: str) -> CategoryLook:
        """The look of a category; unknown ones look like "other"."""
        return self.categories.get(name) or self.categories["other"]

    def icon(self, name: str, colour: str, size: int, zoom: float) -> QPixmap:
        """An icon sharp enough for a zoom (device pixels a scene unit)."""
        ratio = 1.0
        while ratio < zoom and ratio < 8:
            ratio *= 2
        return pixmap(name, colour, size, ratio)

    def _make_pens(self) -> None:
        colour = self.colour
        self.border = _pen(colour["border_strong" if self.dark else "border"], 1.0)
        self.border_hover = _pen(colour["text_faint"], 1.0)
        self.border_bad = _pen(colour["bad"], 1.5)
        self.border_warn = _pen(colour["warn"], 1.5)
        self.ring = _pen(colour["accent"], 2.0)
        self.focus_ring = _pen(colour["text"], 1.5, Qt.PenStyle.DotLine)
        self.divider = _pen(colour["border"], 1.0)
        self.text = _pen(colour["text"], 1.0)
        self.text_dim = _pen(colour["text_dim"], 1.0)
        self.text_faint = _pen(colour["text_faint"], 1.0)
        self.port = _pen(colour["link"], 1.5)
        self.port_fits = _pen(colour["accent"], 2.0)
        self.port_dim = _pen(colour["border"], 1.5)
        self.link = _pen(colour["link"], 1.6)
        self.link_hover = _pen(colour["text_dim"], 2.4)
        self.link_near = _pen(colour["accent"], 1.8)
        self.link_chosen = _pen(colour["accent"], 2.8)
        self.link_dim = _pen(colour["border"], 1.6)
        self.wire = _pen(colour["accent"], 2.2)
        self.wire_bad = _pen(colour["bad"], 2.2, Qt.PenStyle.DashLine)
        self.thin_link = _pen(colour["link"], 0)

    def _make_fonts(self) -> None:
        self.name_font = _font(12, QFont.Weight.DemiBold)
        self.line_font = _font(11)
        self.small_font = _font(10, QFont.Weight.Medium)
        self.big_font = _font(25, QFont.Weight.DemiBold)
        self.name_metrics = QFontMetricsF(self.name_font)
        self.line_metrics = QFontMetricsF(self.line_font)
        self.small_metrics = QFontMetricsF(self.small_font)
        self.big_metrics = QFontMetricsF(self.big_font)


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(width == 0)
    return pen


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = theme.font(pixels, weight)
    # Hinted advances differ from zoom to zoom, and text would jump about while zooming.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _category(name: str, dark: bool) -> CategoryLook:
    colour = QColor(category_colour(name, "dark" if dark else "light"))
    soft = QColor(colour)
    soft.setAlpha(46 if dark else 30)
    return CategoryLook(colour, QBrush(soft), QBrush(colour), category_icon(name))


looks = Looks()
"""The canvas's looks."""
