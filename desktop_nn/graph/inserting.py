"""Puts a clip into a drawing and wires it there: at the end of a link that hangs in the air, or in the middle of one.

A clip is entered at its first open input; one that begins with a single Input of its own gives that up for the wire.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import Catalogue
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.edits import Clip
from desktop_nn.graph.model import INPUT_KIND, Graph, Link
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import topological_order
from desktop_nn.problems import Problem, ProblemError


def insert_clip(
    graph: Graph,
    clip: Clip,
    dx: float,
    dy: float,
    catalogue: Catalogue,
    *,
    feed: tuple[str, int] | None = None,
    fed: tuple[str, int] | None = None,
    into: Link | None = None,
) -> tuple[Graph, tuple[str, ...]]:
    """Paste the clip moved by (dx, dy); `feed` (node, output port) leads into it, it leads into `fed` (node, port).

    `into` is a link that is led through it, in place of both. Returns the drawing and the new nodes' ids. Raises
    ProblemError if the clip has no way in or out where one is needed, or a link may not be drawn.
    """
    if into is not None:
        graph = replace(graph, links=tuple(link for link in graph.links if link != into))
        feed, fed = (into.source, into.source_port), (into.target, into.target_port)
    graph, made = edits.paste(graph, clip, dx, dy)
    if feed is not None:
        graph, made = _fed(graph, made, feed, catalogue)
    if fed is not None:
        way_out = exit_of(graph, made)
        if way_out is None:
            raise ProblemError(Problem("It has no output that is free.", fix="Insert it without a wire."))
        graph = wiring.join(graph, Link(way_out, fed[0], 0, fed[1]), catalogue)
    return graph, made


def has_way_in(clip: Clip, catalogue: Catalogue) -> bool:
    """Whether a wire can lead into the clip: an open input, or one Input that can give way to it."""
    graph = clip.graph
    return entry_of(graph, tuple(graph.nodes), catalogue) is not None or _only_input(graph, tuple(graph.nodes)) != ""


def entry_of(graph: Graph, nodes: tuple[str, ...], catalogue: Catalogue) -> str | None:
    """The first of the nodes, along the flow, whose first input is open; None if there is none."""
    taken = {link.target for link in graph.links if link.target_port == 0}
    inside = set(nodes)
    return next(
        (
            id
            for id in topological_order(graph)
            if id in inside and id not in taken and ports_of(graph.layer_of(id), catalogue)
        ),
        None,
    )


def exit_of(graph: Graph, nodes: tuple[str, ...]) -> str | None:
    """The last of the nodes, along the flow, that leads nowhere."""
    used = {link.source for link in graph.links}
    inside = set(nodes)
    ends = [id for id in topological_order(graph) if id in inside and id not in used]
    return ends[-1] if ends else None


def _fed(
    graph: Graph, made: tuple[str, ...], feed: tuple[str, int], catalogue: Catalogue
) -> tuple[Graph, tuple[str, ...]]:
    entry = entry_of(graph, made, catalogue)
    if entry is not None:
        return wiring.join(graph, Link(feed[0], entry, feed[1], 0), catalogue), made
    start = _only_input(graph, made)
    if not start:
        what = "It begins with several Inputs of its own, so no wire can lead into it."
        raise ProblemError(Problem(what, fix="Insert it on the empty canvas."))
    graph = wiring.with_source(graph, graph.links_from(start), *feed)
    return edits.delete(graph, (start,)), tuple(id for id in made if id != start)


def _only_input(graph: Graph, nodes: tuple[str, ...]) -> str:
    inputs = [id for id in nodes if graph.layer_of(id).kind == INPUT_KIND]
    return inputs[0] if len(inputs) == 1 and graph.links_from(inputs[0]) else ""
