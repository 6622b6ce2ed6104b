"""Pure edits of links that exist already: re-plug one end, reorder a merging layer's inputs, insert or bridge a node.

Drawing and deleting links is `edits.py`'s. What may not be done raises `ProblemError`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desktop_nn.catalogue import MERGING_KINDS, Catalogue
from desktop_nn.graph.edits import close_ports, connect, delete, disconnect, refusal
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import would_loop
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


def loose_chain(graph: Graph, node_ids: Collection[str]) -> tuple[str, ...]:
    """The nodes from first to last if they are linked in a row and to nothing else; else none."""
    inside = set(node_ids)
    links = [link for link in graph.links if link.source in inside or link.target in inside]
    following = {link.source: link.target for link in links}
    firsts = inside - set(following.values())
    if len(links) != len(inside) - 1 or len(firsts) != 1:
        return ()
    chain = [firsts.pop()]
    while chain[-1] in following:
        chain.append(following[chain[-1]])
    return tuple(chain) if inside == set(chain) else ()


def insert(graph: Graph, link: Link, first: str, catalogue: Catalogue, last: str = "") -> Graph:
    """Lead the link through a node that has no links yet, or through a row of them from `first` to `last`.

    Raises ProblemError if that is not possible.
    """
    without = replace(graph, links=tuple(other for other in graph.links if other != link))
    into = Link(link.source, first, link.source_port, 0)
    out = Link(last or first, link.target, 0, link.target_port)
    return connect(connect(without, into, catalogue), out, catalogue)


def bridge(graph: Graph, node_ids: Collection[str]) -> Graph:
    """Delete nodes; what fed one feeds what it fed.

    Of a node with several inputs a merging layer takes all of them in its place, any other layer the first, as when
    the node is bypassed.
    """
    for id in node_ids:
        graph = delete(_led_past(graph, id), (id,))
    return graph


def _led_past(graph: Graph, node_id: str) -> Graph:
    """The links from the node start at what feeds it."""
    into = graph.links_into(node_id)
    if not into:
        return graph
    first = into[0]
    links = [
        replace(link, source=first.source, source_port=first.source_port) if link.source == node_id else link
        for link in graph.links
    ]
    for target in dict.fromkeys(link.target for link in graph.links_from(node_id)):
        if graph.layer_of(target).kind in MERGING_KINDS:
            row = [way for link in graph.links_into(target) for way in (into if link.source == node_id else (link,))]
            links = [link for link in links if link.target != target]
            links += [replace(link, target=target, target_port=port) for port, link in enumerate(row)]
    return replace(graph, links=tuple(links))


def _last_port(graph: Graph, node_id: str) -> int:
    return len(graph.links_into(node_id)) + 1


def _reordered(graph: Graph, old: Link, new: Link) -> Graph:
    """`new` takes the place that it names among the target's links, the others close up behind."""
    others = [link for link in graph.links_into(old.target) if link != old]
    others.insert(min(new.target_port, len(others)), new)
    renumbered = tuple(replace(link, target_port=port) for port, link in enumerate(others))
    rest = tuple(link for link in graph.links if link.target != old.target)
    return replace(graph, links=(*rest, *renumbered))
