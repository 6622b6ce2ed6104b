"""Colours that everybody can tell apart: contrast after WCAG, and what people see who do not see red or green."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest

from ui.canvas.looks import looks
from ui.theme.theme import theme
from ui.theme.tokens import (
    CATEGORY_HUES,
    HEAT_STEPS,
    HEAT_TINT,
    HIGH_SCHEMES,
    NOTE_HUES,
    SCHEMES,
    Scheme,
    category_colour,
    category_icon,
    heat_colour,
    mixed,
    note_paper,
)

BOTH: tuple[Scheme, ...] = ("light", "dark")
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
_SEEN = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_Linear = tuple[float, ...]


def linear(colour: str) -> _Linear:
    """Linear red, green, blue of #rrggbb."""
    parts = [value / 255 for value in bytes.fromhex(colour[1:])]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def seen(colour: _Linear, sight: str) -> _Linear:
    """The colour as it looks to someone with that sight."""
    rows = _SEEN[sight]
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in rows)


def luminance(colour: _Linear) -> float:
    """Relative luminance."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: _Linear, other: _Linear) -> float:
    """WCAG's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize("category", sorted(CATEGORY_HUES))
def test_that_a_category_stands_out_from_the_card(category: str, scheme: Scheme) -> None:
    colour, card = linear(category_colour(category, scheme)), linear(SCHEMES[scheme].card)
    assert contrast(colour, card) >= 3.0
    for sight in _SEEN:
        assert contrast(seen(colour, sight), seen(card, sight)) >= 3.0, sight


def test_that_colour_is_never_the_only_cue_of_a_category() -> None:
    known = [name for name in CATEGORY_HUES if name != "other"]
    assert len({category_icon(name) for name in known}) == len(known)


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize("text", ["text", "text_dim", "bad", "warn", "accent"])
def test_that_what_is_written_on_a_card_can_be_read(scheme: Scheme, text: str) -> None:
    assert contrast(linear(getattr(SCHEMES[scheme], text)), linear(SCHEMES[scheme].card)) >= 4.5


@pytest.mark.parametrize("scheme", BOTH)
def test_that_a_tinted_card_can_be_read(scheme: Scheme) -> None:
    colours = SCHEMES[scheme]
    hottest = linear(mixed(colours.card, heat_colour(HEAT_STEPS, scheme), HEAT_TINT))
    assert contrast(linear(colours.text), hottest) >= 7.0
    assert contrast(linear(colours.text_dim), hottest) >= 4.5
    assert contrast(linear(colours.text_faint), hottest) >= 3.0


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize("sight", [None, *_SEEN])
def test_that_the_heat_scale_only_goes_one_way_for_everybody(scheme: Scheme, sight: str | None) -> None:
    steps = [linear(heat_colour(step, scheme)) for step in range(HEAT_STEPS + 1)]
    lights = [luminance(seen(step, sight) if sight else step) for step in steps]
    falling = scheme == "light"
    assert all((b < a) == falling for a, b in pairwise(lights))
    assert contrast(steps[0], steps[-1]) >= 5.0


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize("sight", [None, *_SEEN])
def test_that_bad_and_good_can_be_told_apart_by_everybody(scheme: Scheme, sight: str | None) -> None:
    colours = SCHEMES[scheme]
    for one, other in ((colours.bad, colours.good), (colours.warn, colours.good)):
        a, b = (seen(linear(colour), sight) if sight else linear(colour) for colour in (one, other))
        apart = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
        assert apart > 0.04, (one, other)


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize(
    "name", ["text", "text_dim", "text_faint", "border", "border_strong", "accent", "good", "warn", "bad", "link"]
)
def test_that_high_contrast_is_seven_to_one(name: str, scheme: Scheme) -> None:
    colours = HIGH_SCHEMES[scheme]
    for behind in ("card", "canvas", "panel", "field"):
        assert contrast(linear(getattr(colours, name)), linear(getattr(colours, behind))) >= 7.0


@pytest.mark.parametrize("scheme", BOTH)
def test_that_selected_text_is_read_in_high_contrast(scheme: Scheme) -> None:
    colours = HIGH_SCHEMES[scheme]
    assert contrast(linear(colours.accent_text), linear(colours.accent)) >= 7.0
    assert contrast(linear(colours.text), linear(colours.accent_soft)) >= 7.0


def test_that_high_contrast_thickens_cards_and_rings(canvas_looks: None) -> None:
    theme.apply("contrast_dark")
    looks.refresh()
    assert looks.border_width == 2.0
    assert looks.focus_ring.widthF() > 2.0
    theme.apply("light")
    looks.refresh()
    assert looks.border_width == 1.0


@pytest.fixture
def canvas_looks() -> Iterator[None]:
    """The looks of light afterwards."""
    yield
    theme.apply("light")
    looks.refresh()


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize("name", sorted(NOTE_HUES))
def test_that_what_is_written_on_a_note_can_be_read(name: str, scheme: Scheme) -> None:
    paper = linear(note_paper(name, scheme))
    assert contrast(linear(SCHEMES[scheme].text), paper) >= 7.0
    assert contrast(linear(HIGH_SCHEMES[scheme].text), paper) >= 7.0


@pytest.mark.parametrize("scheme", BOTH)
@pytest.mark.parametrize("sight", [None, *_SEEN])
def test_that_notes_can_be_told_apart_by_everybody(scheme: Scheme, sight: str | None) -> None:
    papers = {name: linear(note_paper(name, scheme)) for name in NOTE_HUES}
    labs = {name: lab(seen(paper, sight) if sight else paper) for name, paper in papers.items()}
    for one, other in combinations(labs, 2):
        apart = sum((a - b) ** 2 for a, b in zip(labs[one], labs[other], strict=True)) ** 0.5
        assert apart >= 8.0, (one, other)


def lab(colour: _Linear) -> tuple[float, float, float]:
    """CIE L*a*b* under D65, in which distances are as large as they look."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    parts = [sum(a * b for a, b in zip(row, colour, strict=True)) / full for row, full in zip(rows, white, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
