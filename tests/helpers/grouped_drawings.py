"""Drawings with groups, folded and open, made up by hypothesis and laid out."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop_nn.graph import edits, groups
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.model import Graph, Link
from tests.helpers.drawings import CATALOGUE


@st.composite
def grouped_drawings(draw: st.DrawFn) -> Graph:
    """A laid out drawing of several layers with some folded groups."""
    count = draw(st.integers(4, 14))
    graph, ids = Graph(direction=draw(st.sampled_from(("down", "right")))), list[str]()
    for number in range(count):
        graph, node = edits.place(graph, "Concatenate" if number else "InputLayer", 0, 0)
        for source in draw(st.sets(st.sampled_from(ids), min_size=1, max_size=2)) if ids else ():
            port = edits.free_port(graph, node, CATALOGUE)
            graph = edits.connect(graph, Link(source, node, 0, port or 0), CATALOGUE)
        ids.append(node)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, count - 2))
        graph, group = groups.make_group(graph, ids[start : start + draw(st.integers(2, 4))])
        graph = groups.fold(graph, (group,), draw(st.booleans()))
    return with_places(graph, places(graph))
