"""Pens, brushes, fonts and category colours of the canvas: made once for a theme, shared by all items.

Painting a node must not make objects, so everything that it needs lies here ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen, QPixmap

from ui.canvas.text import Text
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import (
    CATEGORY_HUES,
    HEAT_STEPS,
    HEAT_TINT,
    NOTE_COLOUR,
    NOTE_HUES,
    Colours,
    category_colour,
    category_icon,
    heat_colour,
    mixed,
    note_paper,
)

NEAR = 0.5
"""From this zoom on, items paint themselves with everything; below, the overview paints."""
LABELLED = 0.55
"""From this zoom on, links show their shapes."""
Carried: TypeAlias = Literal["float", "whole", "other"]
"""What a link carries: floating point numbers, whole numbers, or text and truth values."""
_DASHES: dict[Carried, list[float]] = {"whole": [6.0, 3.0], "other": [0.1, 2.6]}
"""Lengths of dashes and gaps in widths of the pen; unlike colours, everyone can tell them apart."""
_GLOW = ((21.0, 28), (14.0, 42), (8.0, 70), (3.0, 150))
"""Widths and opacities of the light round a card whose gradient has died."""
_FAR_SIZES = ((0.3, 30), (0.4, 24), (1.0, 20))
"""Sizes of names in the overview, up to a zoom: about nine pixels on the screen."""


@dataclass(frozen=True)
class NoteLook:
    """The paper of a sticky note of one colour, and its border."""

    paper: QBrush
    edge: QPen
    far_edge: QPen


@dataclass(frozen=True)
class CategoryLook:
    """The colours and the icon of a layer category."""

    colour: QColor
    soft: QBrush
    solid: QBrush
    icon: str
    colour_name: str


class Looks:
    """The present theme's tools. `refresh` must be called once before painting, and after each theme change."""

    def refresh(self) -> None:
        """Make everything anew from the theme."""
        colours = theme.colours
        self.dark = colours.scheme == "dark"
        self.scale = 1.0
        """Cards keep their size in the drawing, so that none comes to lie on another: for larger text the canvas is
        seen from nearer (`surface.py`).
        """
        self.colour = {
            name: theme.colour(name) for name in colours.__dataclass_fields__ if name not in ("scheme", "high")
        }
        self.no_pen = QPen(Qt.PenStyle.NoPen)
        self.no_brush = QBrush(Qt.BrushStyle.NoBrush)
        self.canvas = QBrush(self.colour["canvas"])
        self.card = QBrush(self.colour["card"])
        self.accent = QBrush(self.colour["accent"])
        ghost = QColor(self.colour["card"])
        ghost.setAlpha(225)
        self.ghost = QBrush(ghost)
        veil = QColor(self.colour["canvas"])
        veil.setAlpha(135)
        self.veil = QBrush(veil)
        fade = QColor(self.colour["canvas"])
        fade.setAlpha(120 if colours.high else 175)
        self.fade = QBrush(fade)
        self._carrying: dict[tuple[int, Carried], QPen] = {}
        self._make_pens()
        self._make_fonts()
        self._make_gesture_pens()
        self._make_frames()
        self._make_heat()
        self.categories = {name: _category(name, self.dark) for name in CATEGORY_HUES}
        self._notes = {name: _note(name, colours) for name in NOTE_HUES}

    def category(self, name: str) -> CategoryLook:
        """The look of a category; unknown ones look like "other"."""
        return self.categories.get(name) or self.categories["other"]

    def note(self, colour: str) -> NoteLook:
        """The look of a sticky note's colour; unknown ones look like the usual one."""
        return self._notes.get(colour) or self._notes[NOTE_COLOUR]

    def carrying(self, pen: QPen, carries: Carried) -> QPen:
        """One of these pens as it looks on a link that carries such values: solid, dashed, dotted."""
        if carries == "float":
            return pen
        key = (id(pen), carries)
        if key not in self._carrying:
            self._carrying[key] = QPen(pen)
            self._carrying[key].setDashPattern(_DASHES[carries])
            if carries == "whole":
                self._carrying[key].setCapStyle(Qt.PenCapStyle.FlatCap)
        return self._carrying[key]

    def icon(self, name: str, colour: str, zoom: float) -> QPixmap:
        """An icon of 16 units, sharp enough for a zoom (device pixels a scene unit)."""
        ratio = 1 if zoom <= 1 else 2 if zoom <= 2 else 4
        return pixmap(name, colour, round(16 * self.scale), ratio)

    def far_font(self, zoom: float) -> tuple[str, QFont, QFontMetricsF]:
        """The font for names in the overview at a zoom, with a key that tells the sizes apart."""
        return next(entry for limit, entry in self._far_fonts if zoom < limit)

    def title_font(self, size: int) -> tuple[QFont, QFontMetricsF]:
        """The font of a group's title at a size in scene units."""
        if size not in self._title_fonts:
            font = _font(size, QFont.Weight.DemiBold)
            self._title_fonts[size] = font, QFontMetricsF(font)
        return self._title_fonts[size]

    def _make_pens(self) -> None:
        colour = self.colour
        self.high = theme.colours.high
        self.border_width = 2.0 if self.high else 1.0
        more = 1.0 if self.high else 0.0
        self.border = QBrush(colour["border_strong" if self.dark or self.high else "border"])
        self.border_hover = QBrush(colour["text_faint"])
        self.border_bad = QBrush(colour["bad"])
        self.border_warn = QBrush(colour["warn"])
        self.divider = QBrush(colour["border"])
        self.far_hover = _pen(colour["text_faint"], 1.0, cosmetic=True)
        self.far_bad = _pen(colour["bad"], 1.5, cosmetic=True)
        self.far_warn = _pen(colour["warn"], 1.5, cosmetic=True)
        self.far_ring = _pen(colour["accent"], 2.0 + more, cosmetic=True)
        self.far_focus = _pen(colour["text"], 1.5 + more, Qt.PenStyle.DotLine, cosmetic=True)
        self.far_doubted = _pen(colour["warn"], 1.5, cosmetic=True)
        self.far_fits = _pen(colour["accent"], 1.5, cosmetic=True)
        self.ring = _pen(colour["accent"], 2.0 + more)
        self.focus_ring = _pen(colour["text"], 1.5 + more, Qt.PenStyle.DotLine)
        self.kin_ring = _pen(colour["accent"], 1.5, Qt.PenStyle.DashLine)
        self.far_kin = _pen(colour["accent"], 1.5, Qt.PenStyle.DashLine, cosmetic=True)
        self.passing_edge = _pen(colour["text_faint"], 1.5, Qt.PenStyle.DashLine)
        self.text = _pen(colour["text"], 1.0)
        self.text_dim = _pen(colour["text_dim"], 1.0)
        self.text_faint = _pen(colour["text_faint"], 1.0)
        self.text_bad = _pen(colour["bad"], 1.0)
        self.text_warn = _pen(colour["warn"], 1.0)
        self.port_fits = _pen(colour["accent"], 2.0)
        self.port_doubted = _pen(colour["warn"], 2.0)
        self.doubt_mark = _pen(colour["warn"], 1.7)
        self.doubt_mark_hot = _pen(colour["card"], 1.7)
        self.port_dim = _pen(colour["border"], 1.5)
        self.link = _pen(colour["link"], 1.6)
        self.link_hover = _pen(colour["text_dim"], 2.4)
        self.link_near = _pen(colour["accent"], 1.8)
        self.link_chosen = _pen(colour["accent"], 2.8)
        self.link_dim = _pen(colour["border"], 1.6)
        self.thin_link = _pen(colour["link"], 0)
        self.thin_border = _pen(colour["border_strong"], 0)
        # Up to one pixel Qt strokes cosmetic paths fifty times as fast as wider ones.
        self.far_link = _pen(colour["link"], 1.0, cosmetic=True)
        self.far_dim = _pen(colour["border"], 1.0, cosmetic=True)
        self.far_traced = _pen(colour["accent"], 1.0, cosmetic=True)
        self.label_dim = _pen(colour["border_strong"], 1.0)
        self.far_port = _pen(colour["link"], 8.0)
        self.port_taken = QBrush(colour["link"])
        self.port_dim_taken = QBrush(colour["border"])
        self.badge_edge = _pen(colour["canvas"], 2.0)
        self.stack_edge = _pen(colour["border_strong"], 1.0)
        self.accent_soft = QBrush(colour["accent_soft"])
        self.accent_text = _pen(colour["accent"], 1.0)

    def _make_gesture_pens(self) -> None:
        colour = self.colour
        self.wire = _pen(colour["accent"], 2.2)
        self.wire_doubt = _pen(colour["warn"], 2.2, Qt.PenStyle.DashDotLine)
        self.wire_bad = _pen(colour["bad"], 2.2, Qt.PenStyle.DashLine)
        self.knife = _pen(colour["bad"], 1.5, Qt.PenStyle.DashLine, cosmetic=True)
        self.cut_link = _pen(colour["bad"], 2.5, cosmetic=True)
        self.guide = _pen(colour["accent"], 1.0, cosmetic=True)

    def _make_frames(self) -> None:
        colour = self.colour
        self.frame_chevron = _pen(colour["text_dim"], 1.5)
        self.frame_pen = _pen(colour["border_strong"], 1.0)
        self.frame_lit_pen = _pen(colour["accent"], 2.0)
        self.frame_lit = QBrush(colour["accent_soft"])

    def _make_heat(self) -> None:
        """The overlays' scale: solid for bars and far boxes, and as a tint of the card."""
        scheme = theme.colours.scheme
        colours = [heat_colour(step, scheme) for step in range(HEAT_STEPS + 1)]
        card = theme.colours.card
        self.spark = _pen(self.colour["validation"], 1.3)
        self.spark_dead = _pen(self.colour["bad"], 1.3)
        self.far_alarm = _glow_pen(self.colour["bad"], 6.0, 110)
        self.far_alarm.setCosmetic(True)
        self.glow = [_glow_pen(self.colour["bad"], width, alpha) for width, alpha in _GLOW]
        self.heat = [QBrush(QColor(colour)) for colour in colours]
        self.heat_tint = [
            QBrush(QColor(mixed(card, colours[-1], HEAT_TINT * step / HEAT_STEPS))) for step in range(HEAT_STEPS + 1)
        ]

    def _make_fonts(self) -> None:
        self.note_code = theme.mono_family
        dots = _font(13, QFont.Weight.Bold)
        self.note_more = Text("…", dots, QFontMetricsF(dots))
        self.note_more_at = QPointF(self.note_more.width + 5.0, QFontMetricsF(dots).height() - 1.0)
        self.note_font, self.note_heading = _font(12), _font(15, QFont.Weight.DemiBold)
        self._title_fonts: dict[int, tuple[QFont, QFontMetricsF]] = {}
        self.name_font = _font(12, QFont.Weight.DemiBold)
        self.line_font = _font(11)
        self.small_font = _font(10, QFont.Weight.Medium)
        self.name_metrics = QFontMetricsF(self.name_font)
        self.line_metrics = QFontMetricsF(self.line_font)
        self.small_metrics = QFontMetricsF(self.small_font)
        self.badge_font = _font(12, QFont.Weight.DemiBold)
        self._far_fonts = [(limit, _far_font(size)) for limit, size in _FAR_SIZES]


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine, *, cosmetic: bool = False) -> QPen:
    pen = QPen(colour, width, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(cosmetic or width == 0)
    return pen


def _glow_pen(colour: QColor, width: float, alpha: int) -> QPen:
    light = QColor(colour)
    light.setAlpha(alpha)
    return _pen(light, width)


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = theme.font(pixels, weight)
    font.setPixelSize(pixels)
    # Hinted advances differ from zoom to zoom, and text would jump about while zooming.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Cards are kept as pictures, in which text has no colour fringes; it must look the same without one.
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


def _far_font(size: int) -> tuple[str, QFont, QFontMetricsF]:
    font = _font(size, QFont.Weight.DemiBold)
    return f"far {size}", font, QFontMetricsF(font)


def _category(name: str, dark: bool) -> CategoryLook:
    colour = QColor(category_colour(name, "dark" if dark else "light"))
    soft = QColor(colour)
    soft.setAlpha(46 if dark else 30)
    return CategoryLook(colour, QBrush(soft), QBrush(colour), category_icon(name), colour.name())


def _note(name: str, colours: Colours) -> NoteLook:
    paper = note_paper(name, colours.scheme)
    edge = QColor(mixed(paper, colours.text, 0.55 if colours.high else 0.22))
    return NoteLook(QBrush(QColor(paper)), _pen(edge, 1.0), _pen(edge, 0))


looks = Looks()
"""The canvas's looks."""
