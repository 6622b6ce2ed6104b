"""Pure edits of links that exist already: re-plug one end, reorder a merging layer's inputs, insert or bridge a node.

Drawing and deleting links is `edits.py`'s. What may not be done raises `ProblemError`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from desktop_nn.catalogue import MERGING_KINDS, Catalogue
from desktop_nn.graph.edits import close_ports, connect, delete, disconnect, move, refusal
from desktop_nn.graph.layout import Point
from desktop_nn.graph.model import Direction, Graph, Link
from desktop_nn.graph.topology import reachable, would_loop
from desktop_nn.problems import Problem, ProblemError


def join(graph: Graph, link: Link, catalogue: Catalogue) -> Graph:
    """Draw a link; a merging layer's ports stay without gaps. Raises ProblemError with the `refusal`."""
    return close_ports(connect(graph, link, catalogue))


def replug(graph: Graph, old: Link, new: Link, catalogue: Catalogue) -> Graph:
    """Replace a link by one with another end; within one merging layer this reorders its inputs.

    Raises ProblemError with the `refusal` if the new link may not be drawn.
    """
    if new == old:
        return graph
    if new.target == old.target and graph.layer_of(new.target).kind in MERGING_KINDS:
        if new.source != old.source:
            problem = refusal(graph, replace(new, target_port=_last_port(graph, new.target)), catalogue, ignoring=old)
            if problem is not None:
                raise ProblemError(problem)
        return _reordered(graph, old, new)
    problem = refusal(graph, new, catalogue, ignoring=old)
    if problem is not None:
        raise ProblemError(problem)
    return join(disconnect(graph, (old,)), new, catalogue)


def with_source(graph: Graph, links: Collection[Link], source: str, port: int = 0) -> Graph:
    """Let links start at another output. Raises ProblemError if that would close a loop."""
    for link in links:
        if would_loop(graph, source, link.target):
            what = f"A link from {graph.name_of(source)} to {graph.name_of(link.target)} would close a loop."
            raise ProblemError(Problem(what, graph.name_of(source), "Start at a layer further up.", node=source))
    chosen = set(links)
    changed = tuple(replace(link, source=source, source_port=port) if link in chosen else link for link in graph.links)
    return replace(graph, links=changed)


def may_insert(graph: Graph, link: Link, kind: str, catalogue: Catalogue) -> bool:
    """Whether a layer of this kind can stand in the middle of the link: it takes an input."""
    return link in graph.links and bool(catalogue.ports(kind))


def insert(graph: Graph, link: Link, node_id: str, catalogue: Catalogue) -> Graph:
    """Lead the link through a node that has no links yet. Raises ProblemError if that is not possible."""
    without = replace(graph, links=tuple(other for other in graph.links if other != link))
    into = Link(link.source, node_id, link.source_port, 0)
    out = Link(node_id, link.target, 0, link.target_port)
    return connect(connect(without, into, catalogue), out, catalogue)


def room_for(
    graph: Graph, node_id: str, sizes: Mapping[str, Point], gap: float, direction: Direction = "down"
) -> Graph:
    """Move what follows a node onward, so that the node covers neither what feeds it nor what it feeds.

    `sizes` holds (width, height) by node id; nodes without one are left out of the reckoning. The node itself
    gives way to what feeds it, everything downstream gives way to the node.
    """
    axis = 1 if direction == "down" else 0
    before = [link.source for link in graph.links_into(node_id) if link.source in sizes]
    after = [link.target for link in graph.links_from(node_id)]
    place = {id: (node.x, node.y) for id, node in graph.nodes.items()}
    ends = [place[id][axis] + sizes[id][axis] + gap for id in before]
    here = max([place[node_id][axis], *ends])
    places = {node_id: _along(place[node_id], axis, here)}
    lack = max((here + sizes[node_id][axis] + gap - place[id][axis] for id in after), default=0.0)
    if lack > 0:
        places |= {id: _along(place[id], axis, place[id][axis] + lack) for id in reachable(graph, after)}
    return move(graph, places)


def bridge(graph: Graph, node_ids: Collection[str]) -> Graph:
    """Delete nodes; where one was fed by a single link, what it fed is fed from there now."""
    for id in node_ids:
        into = graph.links_into(id)
        if len(into) == 1:
            source, port = into[0].source, into[0].source_port
            links = tuple(
                replace(link, source=source, source_port=port) if link.source == id else link for link in graph.links
            )
            graph = replace(graph, links=links)
        graph = delete(graph, (id,))
    return graph


def _along(place: Point, axis: int, value: float) -> Point:
    return (place[0], value) if axis == 1 else (value, place[1])


def _last_port(graph: Graph, node_id: str) -> int:
    return len(graph.links_into(node_id)) + 1


def _reordered(graph: Graph, old: Link, new: Link) -> Graph:
    """`new` takes the place that it names among the target's links, the others close up behind."""
    others = [link for link in graph.links_into(old.target) if link != old]
    others.insert(min(new.target_port, len(others)), new)
    renumbered = tuple(replace(link, target_port=port) for port, link in enumerate(others))
    rest = tuple(link for link in graph.links if link.target != old.target)
    return replace(graph, links=(*rest, *renumbered))
