"""Templates and snippets: sound, saved, found again, and told of when they cannot be used."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, groups, inserting
from desktop_nn.graph.edits import Clip
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import ProblemError
from desktop_nn.project import clipboard, snippets
from tests.helpers.drawings import chain


def clip(*kinds: str) -> Clip:
    graph, ids = chain(*kinds)
    return edits.copy(graph, ids)


def test_that_every_template_has_a_title_words_and_layers() -> None:
    found = snippets.templates()
    assert len(found) >= 9
    for template in found:
        assert template.title
        assert template.about.endswith(".")
        assert template.keywords
        assert template.clip.graph.nodes
    assert len({template.key for template in found}) == len(found)


def test_that_no_two_cards_of_a_template_overlap() -> None:
    for template in snippets.templates():
        places = [(node.x, node.y) for node in template.clip.graph.nodes.values()]
        for number, (x, y) in enumerate(places):
            assert all(abs(x - a) >= 208 or abs(y - b) >= 86 for a, b in places[number + 1 :]), template.title


def test_that_a_saved_snippet_is_found_with_its_groups(tmp_path: Path) -> None:
    graph, ids = chain("InputLayer", "Dense", "Dense")
    graph, _ = groups.make_group(graph, ids[1:], "Block")
    saved = snippets.save(tmp_path, "  My   block ", edits.copy(graph, ids[1:]))
    (found,), problems = snippets.own_snippets(tmp_path)
    assert (found, problems) == (saved, ())
    assert found.title == "My block"
    assert [group.title for group in found.clip.graph.groups.values()] == ["Block"]


def test_that_two_snippets_may_bear_one_title(tmp_path: Path) -> None:
    for _ in range(2):
        snippets.save(tmp_path, "Ä/b: c?", clip("Dense"))
    assert len(snippets.own_snippets(tmp_path)[0]) == 2


def test_that_a_snippet_is_renamed_and_deleted(tmp_path: Path) -> None:
    snippet = snippets.rename(snippets.save(tmp_path, "One", clip("Dense")), "Two")
    assert [found.title for found in snippets.own_snippets(tmp_path)[0]] == ["Two"]
    snippets.delete(snippet)
    assert snippets.own_snippets(tmp_path) == ((), ())


@pytest.mark.parametrize("title", ["", "   ", "x" * 61])
def test_that_a_title_that_cannot_be_is_refused(title: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemError):
        snippets.save(tmp_path, title, clip("Dense"))


def newer() -> str:
    data = json.loads(clipboard.encode(clip("Dense")))
    return json.dumps({**data, "version": clipboard.VERSION + 1})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "damaged"),
        ("[]", "no snippet"),
        ('{"hello": 1}', "no snippet"),
        (newer(), "newer Desktop NN"),
        ('{"format": "desktop-nn layers", "version": 2, "graph": {"nodes": 5}}', "damaged"),
        ('{"format": "desktop-nn layers", "version": 2, "graph": {}}', "no layers"),
        ("[" * 100_000, "damaged"),
    ],
)
def test_that_a_bad_file_is_one_sentence_and_hides_no_other(text: str, what: str, tmp_path: Path) -> None:
    snippets.save(tmp_path, "Good", clip("Dense"))
    (tmp_path / "bad.json").write_text(text, "utf-8")
    found, problems = snippets.own_snippets(tmp_path)
    assert [snippet.title for snippet in found] == ["Good"]
    assert len(problems) == 1
    assert what in problems[0].what
    assert str(tmp_path / "bad.json") == problems[0].where


def test_that_ten_thousand_layers_are_no_snippet(tmp_path: Path) -> None:
    graph = Graph()
    graph, first = edits.place(graph, "Dense", 0, 0)
    nodes = {f"n{number}": replace(graph.nodes[first], id=f"n{number}") for number in range(10_000)}
    with pytest.raises(ProblemError, match="at most 2,000 layers; this one has 10,000"):
        snippets.save(tmp_path, "Huge", Clip(replace(graph, nodes=nodes)))


def test_that_no_folder_means_no_snippets(tmp_path: Path) -> None:
    assert snippets.own_snippets(tmp_path / "none") == ((), ())


def test_that_a_wire_leads_into_the_first_open_input() -> None:
    graph, (start, _) = chain("InputLayer", "Dense")
    graph, made = inserting.insert_clip(graph, clip("Dense", "Dense"), 0, 300, load(), feed=(start, 0))
    assert Link(start, made[0]) in graph.links


def test_that_an_input_of_its_own_gives_way_to_the_wire() -> None:
    graph, (start, _) = chain("InputLayer", "Dense")
    graph, made = inserting.insert_clip(graph, clip("InputLayer", "Dense", "Dense"), 0, 300, load(), feed=(start, 0))
    assert len(made) == 2
    assert Link(start, made[0]) in graph.links


def test_that_a_clip_in_a_link_stands_between_its_ends() -> None:
    graph, (start, end) = chain("InputLayer", "Dense")
    graph, made = inserting.insert_clip(graph, clip("Dense", "Dense"), 0, 0, load(), into=Link(start, end))
    assert {Link(start, made[0]), Link(made[0], made[1]), Link(made[1], end)} == set(graph.links)


def test_that_a_clip_with_two_inputs_cannot_be_fed_by_one_wire() -> None:
    two = next(template for template in snippets.templates() if template.key == "template:wide_and_deep")
    graph, (start, _) = chain("InputLayer", "Dense")
    with pytest.raises(ProblemError, match="several Inputs"):
        inserting.insert_clip(graph, two.clip, 0, 0, load(), feed=(start, 0))
    assert not inserting.has_way_in(two.clip, load())
