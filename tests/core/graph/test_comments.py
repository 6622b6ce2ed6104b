"""Edits of sticky notes are pure functions of the drawing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.graph import comments, edits
from desktop_nn.graph.model import Comment, Graph
from desktop_nn.project import clipboard


def noted(*texts: str) -> Graph:
    graph = Graph()
    for number, text in enumerate(texts):
        graph, _ = comments.add(graph, text, number * 300.0, 0.0)
    return graph


def test_that_a_note_is_added_under_an_id_of_its_own() -> None:
    graph, id = comments.add(noted("one"), "two", 5, 6, (220, 80), "blue")
    assert graph.comments[id] == Comment(id, "two", 5, 6, 220, 80, "blue")
    assert [note.text for note in graph.comments.values()] == ["one", "two"]


def test_that_the_drawing_before_stays_as_it_was() -> None:
    before = noted("one")
    comments.write(before, "c1", "two")
    comments.move(before, {"c1": (9, 9)})
    comments.delete(before, {"c1"})
    assert before == noted("one")


def test_that_writing_changes_the_text_and_only_grows_the_note() -> None:
    graph = comments.write(noted("one"), "c1", "more\nlines", 200)
    assert (graph.comments["c1"].text, graph.comments["c1"].height) == ("more\nlines", 200)
    assert comments.write(graph, "c1", "less", 40).comments["c1"].height == 200


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_that_a_note_that_says_nothing_is_taken_away(text: str) -> None:
    assert not comments.write(noted("one"), "c1", text).comments


def test_that_moving_keeps_size_and_text() -> None:
    graph = comments.move(noted("one", "two"), {"c2": (7, 8), "gone": (1, 1)})
    assert graph.comments["c2"] == replace(noted("one", "two").comments["c2"], x=7, y=8)
    assert graph.comments["c1"] == noted("one").comments["c1"]


def test_that_a_note_never_becomes_too_small_to_be_seen() -> None:
    note = comments.resize(noted("one"), "c1", 10, 20, 3, -50).comments["c1"]
    assert (note.x, note.y, note.width, note.height) == (10, 20, *comments.LEAST)


def test_that_notes_get_a_colour() -> None:
    graph = comments.recolour(noted("one", "two"), {"c1", "gone"}, "blue")
    assert [note.colour for note in graph.comments.values()] == ["blue", ""]


def test_that_notes_are_deleted() -> None:
    assert list(comments.delete(noted("one", "two"), {"c1", "gone"}).comments) == ["c2"]


def test_that_what_changes_nothing_returns_the_same_drawing() -> None:
    graph = noted("one")
    assert comments.write(graph, "gone", "x") is graph
    assert comments.write(graph, "c1", "one") is graph
    assert comments.move(graph, {}) is graph
    assert comments.resize(graph, "gone", 0, 0, 1, 1) is graph
    assert comments.recolour(graph, (), "blue") is graph
    assert comments.delete(graph, {"gone"}) is graph


def test_that_a_note_goes_through_the_clipboard_with_layers() -> None:
    graph, node = edits.place(noted("one", "two"), "Dense", 0, 0)
    clip = comments.copied(edits.copy(graph, {node}), graph, {"c2"})
    read = clipboard.decode(clipboard.encode(clip))
    assert read is not None
    pasted, _ = edits.paste(graph, read, 10, 20)
    assert [(note.text, note.x, note.y) for note in pasted.comments.values()] == [
        ("one", 0, 0),
        ("two", 300, 0),
        ("two", 310, 20),
    ]


def test_that_a_note_goes_through_the_clipboard_alone() -> None:
    graph = noted("one")
    read = clipboard.decode(clipboard.encode(comments.copied(edits.copy(graph, ()), graph, {"c1"})))
    assert read is not None
    assert [note.text for note in edits.paste(Graph(), read)[0].comments.values()] == ["one"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("\n# Why **two** inputs\nmore", "Why two inputs"),
        ("- one two three four five six", "one two three four five…"),
        ("x" * 100, "x" * 39 + "…"),
    ],
)
def test_that_a_note_is_called_by_its_first_words(text: str, words: str) -> None:
    assert comments.first_words(Comment("c", text)) == words
