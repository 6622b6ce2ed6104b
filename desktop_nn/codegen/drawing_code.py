"""A drawing in the order in which it is written: single nodes and loops, the comments above them, where they are.

How they are written is each style's: `sequential.py`, `functional.py`, `subclassing.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TypeAlias

from desktop_nn.codegen.expressions import WIDTH
from desktop_nn.codegen.layer_code import gives_several
from desktop_nn.codegen.repeats import Loop, loops
from desktop_nn.codegen.sections import Piece, Place
from desktop_nn.graph.effective import Effective
from desktop_nn.graph.model import Comment, Graph
from desktop_nn.graph.scopes import Scope
from desktop_nn.graph.topology import topological_order

Step: TypeAlias = "str | Loop"
"""A node's id, or a loop over several."""
_CARD_WIDTH, _CARD_HEIGHT = 200.0, 60.0
_WIDTH = WIDTH - 8
"""Of comments: they may stand in a list or a method."""
_NEAR = 200.0
"""A sticky note belongs to the nearest node if it is nearer than so many pixels; otherwise to the whole drawing."""


@dataclass(frozen=True)
class DrawingCode:
    """The drawing as it is built, and the scopes where it is found in the whole model."""

    found: Effective
    scopes: tuple[Scope, ...] = ((),)
    order: tuple[str, ...] = field(init=False)
    notes: dict[str, list[str]] = field(init=False)
    """Texts of sticky notes by the node beside which they stand, "" for the whole drawing."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", tuple(topological_order(self.found.graph)))
        object.__setattr__(self, "notes", _notes(self.found.graph, self.order))

    @property
    def graph(self) -> Graph:
        """The drawing as it is built."""
        return self.found.graph

    def place(self, *nodes: str) -> Place:
        """Where these nodes of the built drawing are found in what is drawn."""
        return Place(tuple(dict.fromkeys(map(self.found.drawn_id, nodes))), self.scopes)

    def calls(self, layer: str) -> Place:
        """Where the nodes are that call a layer."""
        return self.place(*self.graph.calls_of(layer))

    def steps(self) -> Iterator[tuple[Step, list[Piece]]]:
        """What is written one after the other, each with the comments above it (not indented)."""
        rounds = loops(self.found, self.order, lambda id: gives_several(self.graph, id))
        told: set[str] = set()
        place = 0
        while place < len(self.order):
            id = self.order[place]
            loop = rounds.get(id)
            nodes = loop.first if loop else (id,)
            yield loop or id, self._comments(nodes, told)
            place += loop.size if loop else 1

    def _comments(self, nodes: tuple[str, ...], told: set[str]) -> list[Piece]:
        """The titles of groups that begin here, and the notes that stand beside these nodes."""
        graph = self.graph
        made: list[Piece] = []
        titles = [graph.groups[id] for id in _groups(graph, nodes[0]) if id not in told and graph.groups[id].title]
        for group in titles:
            told.add(group.id)
            within = [id for id in self.order if group.id in _groups(graph, id)]
            made += [Piece(line, self.place(*within)) for line in comment(group.title, _WIDTH)]
        for id in nodes:
            made += [Piece(line, self.place(id)) for text in self.notes.get(id, ()) for line in comment(text, _WIDTH)]
        return made


def comment(text: str, width: int = WIDTH) -> list[str]:
    """Free text as comment lines, without marks of headings and of bold words, and without control characters."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        seen = "".join(sign if sign.isprintable() else " " for sign in line)
        clean = seen.replace("**", "").strip().lstrip("#").strip()
        lines += [f"# {part}" for part in wrap(clean, max(width - 2, 20))] or ["#"]
    return lines


def _groups(graph: Graph, node: str) -> list[str]:
    """The groups that hold a node, the outermost first."""
    found: list[str] = []
    group = graph.groups.get(graph.nodes[node].group)
    while group is not None and group.id not in found:
        found.insert(0, group.id)
        group = graph.groups.get(group.parent)
    return found


def _notes(graph: Graph, order: tuple[str, ...]) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = {}
    for note in graph.comments.values():
        if note.text.strip():
            nearest = min(order, key=lambda id, note=note: _distance(graph, note, id), default="")  # type: ignore[misc]
            near = nearest and _distance(graph, note, nearest) < _NEAR
            notes.setdefault(nearest if near else "", []).append(note.text)
    return notes


def _distance(graph: Graph, note: Comment, id: str) -> float:
    """Between the edges of a note and of a node's card, in pixels."""
    node = graph.nodes[id]
    across = max(node.x - note.x - note.width, note.x - node.x - _CARD_WIDTH, 0.0)
    down = max(node.y - note.y - note.height, note.y - node.y - _CARD_HEIGHT, 0.0)
    return math.hypot(across, down)
