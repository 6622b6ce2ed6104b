"""The text of a note: marks that mean something, and what is laid out of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.canvas.comment_text import Line, NoteText, far_lines, heading_of, read
from ui.canvas.looks import looks


@pytest.fixture(autouse=True)
def _looks(qtbot: QtBot) -> None:
    looks.refresh()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("plain", Line("plain")),
        ("# Title", Line("Title", "heading")),
        ("#tag", Line("#tag")),
        ("- entry", Line("entry", "entry")),
        ("-5 is a number", Line("-5 is a number")),
        ("so **very** bold", Line("so very bold", "", ((3, 4, "bold"),))),
        ("a *b* `c_d`", Line("a b c_d", "", ((2, 1, "slanted"), (4, 3, "code")))),
        ("2 * 3 * 4", Line("2 * 3 * 4")),
        ("2*3*4 and __init__", Line("2*3*4 and __init__")),
        ("**never closed", Line("**never closed")),
        ("<b>no</b> [a](file:///etc/passwd)", Line("<b>no</b> [a](file:///etc/passwd)")),
    ],
)
def test_what_a_typed_line_means(typed: str, line: Line) -> None:
    assert read(typed) == line


def test_that_each_line_stays_a_line() -> None:
    one, three = NoteText("a", 200, 500), NoteText("a\nb\n\nc", 200, 500)
    assert three.height == pytest.approx(4 * one.height)
    assert not three.cut


def test_that_a_long_line_is_broken() -> None:
    assert NoteText("word " * 20, 100, 500).height > 3 * NoteText("word", 100, 500).height


def test_that_what_has_no_room_is_cut() -> None:
    text = NoteText("\n".join("line" for _ in range(40)), 200, 100)
    assert text.cut
    assert text.height <= 100


@pytest.mark.parametrize("text", ["word " * 2000, "x" * 10_000, "a\n" * 5000])
def test_that_of_the_longest_text_only_what_is_seen_is_laid_out(text: str) -> None:
    laid_out = NoteText(text, 200, 100)
    assert laid_out.cut
    assert laid_out.height <= 100


def test_that_text_from_right_to_left_starts_at_the_right() -> None:
    runs = NoteText("שלום", 200, 100)._runs
    assert min(place.x() + run.positions()[0].x() for place, run in runs) > 100


def test_that_the_bullet_of_an_entry_stands_on_the_side_where_it_begins() -> None:
    left, right = NoteText("- one", 200, 100)._runs, NoteText("- שלום", 200, 100)._runs
    assert left[-1][0].x() < 20
    assert right[-1][0].x() > 180


def test_that_the_first_line_that_says_something_is_the_heading() -> None:
    assert heading_of("\n\n  # The **wide** way\nmore") == "The wide way"
    assert heading_of("") == ""


def test_that_the_heading_takes_no_more_lines_than_there_are() -> None:
    font, metrics = looks.title_font(30)
    lines, cut = far_lines("a heading that is much too long for the note", font, metrics, 200, 2)
    assert cut
    assert len(lines) == 2
    assert all(line.width <= 201 for line in lines)
    lines, cut = far_lines("short", font, metrics, 200, 2)
    assert len(lines) == 1
    assert not cut
