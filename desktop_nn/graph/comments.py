"""Edits of sticky notes, each a pure function of the drawing. How a note looks, and how its text is laid out, is the
canvas's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from desktop_nn.graph import membership
from desktop_nn.graph.edits import Clip, free_id
from desktop_nn.graph.model import Comment, Graph

LEAST = (64.0, 32.0)
"""Least width and height of a note."""
_WORDS = 5
_LETTERS = 40


def add(
    graph: Graph, text: str, x: float, y: float, size: tuple[float, float] = (200.0, 96.0), colour: str = ""
) -> tuple[Graph, str]:
    """Put a note on the canvas; returns its id as well."""
    note = Comment(free_id(graph.comments, "c"), text, x, y, *_at_least(*size), colour=colour)
    return replace(graph, comments={**graph.comments, note.id: note}), note.id


def write(graph: Graph, note_id: str, text: str, height: float = 0.0) -> Graph:
    """Let a note say something else, and be at least so high; a note that says nothing any more is taken away."""
    note = graph.comments.get(note_id)
    if note is None:
        return graph
    if not text.strip():
        return delete(graph, (note_id,))
    return _with(graph, replace(note, text=text, height=max(note.height, height)))


def move(graph: Graph, positions: Mapping[str, tuple[float, float]]) -> Graph:
    """Put notes at new positions (scene units); unknown ids are passed over."""
    moved = {id: replace(graph.comments[id], x=x, y=y) for id, (x, y) in positions.items() if id in graph.comments}
    return replace(graph, comments={**graph.comments, **moved}) if moved else graph


def resize(graph: Graph, note_id: str, x: float, y: float, width: float, height: float) -> Graph:
    """Give a note another place and size, which is never less than `LEAST`."""
    note = graph.comments.get(note_id)
    if note is None:
        return graph
    width, height = _at_least(width, height)
    return _with(graph, replace(note, x=x, y=y, width=width, height=height))


def recolour(graph: Graph, note_ids: Collection[str], colour: str) -> Graph:
    """Give notes a colour; empty for the usual one."""
    changed = {id: replace(graph.comments[id], colour=colour) for id in note_ids if id in graph.comments}
    return replace(graph, comments={**graph.comments, **changed}) if changed else graph


def delete(graph: Graph, note_ids: Collection[str]) -> Graph:
    """Take notes away; unknown ids are passed over."""
    kept = {id: note for id, note in graph.comments.items() if id not in note_ids}
    return replace(graph, comments=kept) if len(kept) < len(graph.comments) else graph


def copied(clip: Clip, graph: Graph, note_ids: Collection[str]) -> Clip:
    """A clip with notes of the drawing beside the nodes that it has; pasting gives them ids of their own."""
    chosen = {id: note for id, note in graph.comments.items() if id in note_ids}
    return replace(clip, graph=replace(clip.graph, comments={**clip.graph.comments, **chosen})) if chosen else clip


def first_words(note: Comment) -> str:
    """How a note is called where there is no room for all of it: its first words, without marks of emphasis."""
    line = next((line for line in note.text.splitlines() if line.strip()), "")
    words = line.strip().lstrip("#-* ").replace("**", "").replace("`", "").split()
    short = " ".join(words[:_WORDS])
    return short[: _LETTERS - 1] + "…" if len(short) > _LETTERS else short + "…" * (len(words) > _WORDS)


def called(graph: Graph, note_ids: Collection[str]) -> str:
    """Notes in a few words, for labels of edits."""
    ids = list(note_ids)
    return f"note “{first_words(graph.comments[ids[0]])}”" if len(ids) == 1 else f"{len(ids)} notes"


def called_with(graph: Graph, node_ids: Collection[str], note_ids: Collection[str]) -> str:
    """Nodes and notes in a few words."""
    nodes = membership.called(graph, node_ids) if node_ids else ""
    notes = called(graph, note_ids) if note_ids else ""
    return " and ".join(part for part in (nodes, notes) if part)


def _at_least(width: float, height: float) -> tuple[float, float]:
    return max(width, LEAST[0]), max(height, LEAST[1])


def _with(graph: Graph, note: Comment) -> Graph:
    return graph if graph.comments[note.id] == note else replace(graph, comments={**graph.comments, note.id: note})
