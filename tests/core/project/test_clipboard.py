"""Layers as text on the clipboard: they come back as they were, and what is not ours is left alone."""

from __future__ import annotations

import json

import pytest

from desktop_nn.graph.edits import Clip, copy
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.problems import ProblemError
from desktop_nn.project.clipboard import decode, encode

GRAPH = Graph(
    "model",
    {"l1": Layer("l1", "Dense", "a", {"units": 3}), "l2": Layer("l2", "Dense", "b", {"units": 4})},
    {"n1": Node("n1", "l1", 10, 20), "n2": Node("n2", "l2"), "n3": Node("n3", "l1", output=True)},
    (Link("n1", "n2"), Link("n2", "n3")),
)


def changed(**fields: object) -> str:
    """A clip's text with other fields at the top."""
    return json.dumps({**json.loads(encode(Clip(GRAPH))), **fields})


def test_that_a_clip_comes_back_as_it_was() -> None:
    assert decode(encode(Clip(GRAPH))) == Clip(GRAPH)


def test_that_a_part_comes_back_with_the_links_inside() -> None:
    clip = decode(encode(copy(GRAPH, {"n1", "n2"})))
    assert clip is not None
    assert clip.graph.links == (Link("n1", "n2"),)


@pytest.mark.parametrize("text", ["", "hello", "{}", "[1, 2]", '{"format": "something else"}', "desktop-nn layers"])
def test_that_foreign_text_is_no_clip_and_no_mistake(text: str) -> None:
    assert decode(text) is None


def test_that_a_broken_clip_is_one_clear_problem() -> None:
    with pytest.raises(ProblemError, match="damaged"):
        decode(changed(graph={"layers": [{"id": 1}]}))


def test_that_a_newer_version_is_told() -> None:
    with pytest.raises(ProblemError, match="another version"):
        decode(changed(version=99))


def test_that_links_to_nowhere_are_left_out() -> None:
    text = encode(Clip(GRAPH)).replace('"target": "n2"', '"target": "n9"')
    clip = decode(text)
    assert clip is not None
    assert clip.graph.links == (Link("n2", "n3"),)


def test_that_a_clip_without_sound_nodes_is_none() -> None:
    assert decode(changed(graph={"name": "m", "nodes": [{"id": "n1", "layer": "gone"}]})) is None


def test_that_no_number_cannot_be_copied_and_says_so() -> None:
    layer = Layer("l1", "Dropout", "a", {"rate": float("nan")})
    with pytest.raises(ProblemError, match="not a number"):
        encode(Clip(Graph("m", {"l1": layer}, {"n1": Node("n1", "l1")})))
