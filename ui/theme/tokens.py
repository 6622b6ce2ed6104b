"""The looks as numbers and colours: spaces, sizes, one palette for light and one for dark. No Qt widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Scheme: TypeAlias = Literal["light", "dark"]

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6 = 4, 8, 12, 16, 24
RADIUS = 6
TEXT_SMALL, TEXT, TEXT_LARGE, TITLE, DISPLAY = 11, 12, 13, 16, 20
"""Text sizes in pixels at 100 %."""
MOTION_MS = 150
"""No motion lasts longer."""


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of one scheme, as #rrggbb. Good, warn and bad differ in lightness too (colour-blind users)."""

    scheme: Scheme
    window: str  # behind panels
    panel: str  # panels, bars
    field: str  # inputs, lists
    canvas: str
    grid: str
    card: str  # nodes, cards
    border: str
    border_strong: str
    text: str
    text_dim: str
    text_faint: str
    accent: str
    accent_text: str  # on accent
    accent_soft: str  # selection background
    hover: str
    good: str
    warn: str
    bad: str
    bad_soft: str
    warn_soft: str
    good_soft: str
    training: str  # chart pair, everywhere the same
    validation: str
    link: str
    high: bool = False  # text and borders at 7:1 at least, thicker borders and rings


LIGHT = Colours(
    scheme="light",
    window="#eef0f3",
    panel="#f8f9fb",
    field="#ffffff",
    canvas="#f3f5f8",
    grid="#e1e5eb",
    card="#ffffff",
    border="#d8dde4",
    border_strong="#b6bec9",
    text="#1c2430",
    text_dim="#566173",
    text_faint="#6f7a8a",
    accent="#2563c9",
    accent_text="#ffffff",
    accent_soft="#dbe7fb",
    hover="#e8ecf2",
    good="#1a7f4b",
    warn="#9a6200",
    bad="#c0322b",
    bad_soft="#fbe4e2",
    warn_soft="#fdf0d5",
    good_soft="#dcf3e6",
    training="#2563c9",
    validation="#d9730d",
    link="#8893a3",
)

DARK = Colours(
    scheme="dark",
    window="#14171c",
    panel="#1b1f26",
    field="#12151a",
    canvas="#161a20",
    grid="#232932",
    card="#232932",
    border="#313945",
    border_strong="#4a5565",
    text="#e6eaf0",
    text_dim="#a7b1c0",
    text_faint="#8792a2",
    accent="#5b95f5",
    accent_text="#0c1420",
    accent_soft="#243a5e",
    hover="#2a313c",
    good="#4cc38a",
    warn="#f0b04a",
    bad="#ff7a70",
    bad_soft="#47211f",
    warn_soft="#42341a",
    good_soft="#173d2b",
    training="#6aa5ff",
    validation="#ff9d4d",
    link="#6b788a",
)

HIGH_LIGHT = Colours(
    scheme="light",
    window="#ffffff",
    panel="#ffffff",
    field="#ffffff",
    canvas="#ffffff",
    grid="#d5d5d5",
    card="#ffffff",
    border="#4a4a4a",
    border_strong="#1f1f1f",
    text="#000000",
    text_dim="#1f1f1f",
    text_faint="#3f3f3f",
    accent="#0037a8",
    accent_text="#ffffff",
    accent_soft="#cfe0ff",
    hover="#e6e6e6",
    good="#00512b",
    warn="#5f3900",
    bad="#8f0d0d",
    bad_soft="#ffe9e7",
    warn_soft="#fff1d6",
    good_soft="#e0f7ea",
    training="#0037a8",
    validation="#8a3d00",
    link="#303030",
    high=True,
)

HIGH_DARK = Colours(
    scheme="dark",
    window="#000000",
    panel="#000000",
    field="#000000",
    canvas="#000000",
    grid="#303030",
    card="#000000",
    border="#b4b4b4",
    border_strong="#e0e0e0",
    text="#ffffff",
    text_dim="#ececec",
    text_faint="#c8c8c8",
    accent="#8fc2ff",
    accent_text="#000000",
    accent_soft="#0f3a70",
    hover="#2b2b2b",
    good="#6fe3a5",
    warn="#ffc95c",
    bad="#ff9d94",
    bad_soft="#3d0f0d",
    warn_soft="#3a2a00",
    good_soft="#06331c",
    training="#8fc2ff",
    validation="#ffb066",
    link="#d0d0d0",
    high=True,
)

HIGH_SCHEMES: dict[Scheme, Colours] = {"light": HIGH_LIGHT, "dark": HIGH_DARK}

SCHEMES: dict[Scheme, Colours] = {"light": LIGHT, "dark": DARK}

CATEGORY_HUES: dict[str, tuple[str, str, str]] = {
    # category -> (colour on light, colour on dark, icon); Keras's own categories
    "core": ("#3b6fb6", "#7fb0f0", "layers"),
    "input": ("#4b7a2b", "#9ccf74", "log-in"),
    "your layers": ("#b03060", "#ff9fbf", "file-code"),
    "activation": ("#8a5a00", "#e3b256", "activity"),
    "convolution": ("#7a4fb5", "#bd9bf0", "grid-3x3"),
    "pooling": ("#0f7c86", "#5fc7d0", "shrink"),
    "recurrent": ("#a03f7a", "#e78fc4", "repeat"),
    "normalization": ("#5a6675", "#a9b5c4", "scale"),
    "regularization": ("#a5472d", "#ee9b80", "droplets"),
    "attention": ("#8a3ea8", "#d294ea", "focus"),
    "reshaping": ("#4a6572", "#93b3c1", "scaling"),
    "merging": ("#2d7d5a", "#74cfa4", "merge"),
    "preprocessing": ("#70651f", "#cfc063", "funnel"),
    "operations": ("#77563f", "#d6b190", "square-function"),
    "wrappers": ("#5d5399", "#aea5ec", "package"),
    "group": ("#5a6675", "#a9b5c4", "boxes"),
    "model": ("#3f56b8", "#9caef8", "square-stack"),
    "other": ("#5a6675", "#a9b5c4", "box"),
}

RUN_HUES: dict[str, tuple[str, str]] = {
    # a run's colour by the name that its label keeps -> (on light, on dark), told apart by lightness as well
    "blue": ("#2563c9", "#6aa5ff"),
    "teal": ("#0f8a8a", "#4fd1c5"),
    "green": ("#3d8b2f", "#8ed17a"),
    "olive": ("#8a7d12", "#d8cb5a"),
    "orange": ("#d9730d", "#ff9d4d"),
    "red": ("#c0322b", "#ff7a70"),
    "pink": ("#c2478d", "#f29ccb"),
    "purple": ("#6f45b8", "#b594f2"),
    "grey": ("#67717f", "#a3adba"),
}


def run_colour(name: str, scheme: Scheme) -> str:
    """The colour of a run by its name; an unknown name is grey."""
    light, dark = RUN_HUES.get(name, RUN_HUES["grey"])
    return light if scheme == "light" else dark


NOTE_HUES: dict[str, tuple[str, str]] = {
    # name -> (paper on light, paper on dark); told apart by everyone, and text stands out from each
    "yellow": ("#f6e9b0", "#544c1c"),
    "blue": ("#c4def7", "#1c4c74"),
    "green": ("#b5eccb", "#1b4534"),
    "red": ("#f4c0b0", "#4f2015"),
    "purple": ("#dfb0ec", "#3b2350"),
    "grey": ("#d3d7dc", "#464d56"),
}
NOTE_COLOUR = "yellow"
"""The usual colour of a sticky note."""


HEAT: dict[Scheme, tuple[str, str]] = {"light": ("#f3e3f7", "#6a1380"), "dark": ("#3a2b42", "#eab3f8")}
"""The two ends of the overlays' scale, little and much: one hue, so that only lightness carries the meaning."""
HEAT_STEPS = 16
HEAT_TINT = 0.16
"""How much of the scale's colour goes into a card, so that its text stays readable."""


RUN_COLOURS: dict[Scheme, tuple[str, ...]] = {
    "light": ("#0072b2", "#c25400", "#007a5a", "#a8467f", "#8a6d00", "#2b8cc4", "#5a6675", "#1c2430"),
    "dark": ("#56b4e9", "#e69f00", "#2fc79b", "#e08fbe", "#f0e442", "#8fb4ff", "#a7b1c0", "#e6eaf0"),
}
"""Colours of runs that are shown together: those of Okabe and Ito (2008, Color Universal Design), which colour-blind
people can tell apart, darkened on light and lightened on dark so that a thin line has contrast."""


def heat_colour(step: int, scheme: Scheme) -> str:
    """The colour of a step (0 to HEAT_STEPS) of the overlays' scale."""
    little, much = HEAT[scheme]
    return mixed(little, much, step / HEAT_STEPS)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, as #rrggbb; `share` is how much of the other one goes in."""
    pairs = zip(*(bytes.fromhex(colour[1:]) for colour in (one, other)), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def category_colour(category: str, scheme: Scheme) -> str:
    """The quiet colour of a layer category in a scheme."""
    light, dark, _icon = CATEGORY_HUES.get(category, CATEGORY_HUES["other"])
    return light if scheme == "light" else dark


def note_paper(name: str, scheme: Scheme) -> str:
    """The colour of a sticky note's paper; a name that is not known means the usual one."""
    light, dark = NOTE_HUES.get(name, NOTE_HUES[NOTE_COLOUR])
    return light if scheme == "light" else dark


def category_icon(category: str) -> str:
    """The name of the category's icon, so that colour is never the only cue."""
    return CATEGORY_HUES.get(category, CATEGORY_HUES["other"])[2]
