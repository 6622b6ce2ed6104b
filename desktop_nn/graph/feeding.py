"""Pure edit: copies of nodes are fed from where the originals were fed. Copying itself is `edits.py`'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_nn.graph.edits import Clip, close_ports
from desktop_nn.graph.model import Graph, Link


@dataclass(frozen=True, slots=True)
class Outer:
    """The links into a clip's nodes from outside, and the names of what they came from."""

    links: tuple[Link, ...]
    names: Mapping[str, str]


def outer(graph: Graph, clip: Clip) -> Outer:
    """What feeds the clip's nodes from outside."""
    inside = clip.graph.nodes
    links = tuple(link for link in graph.links if link.target in inside and link.source not in inside)
    return Outer(links, {link.source: graph.name_of(link.source) for link in links})


def fed(graph: Graph, copies: Mapping[str, str], known: Outer) -> Graph:
    """Feed the copies, by the originals' ids; sources that are gone (an id may be another node's now) are left out."""
    links = tuple(
        replace(link, target=copies[link.target])
        for link in known.links
        if link.target in copies and link.source in graph.nodes
        if graph.name_of(link.source) == known.names[link.source]
    )
    within = _made_way(graph, links)
    return close_ports(replace(within, links=(*within.links, *links)))


def _made_way(graph: Graph, links: tuple[Link, ...]) -> Graph:
    """Pasting closes the ports of merging layers; here they open again for what comes from outside."""
    coming = {(link.target, link.target_port) for link in links}
    if not coming:
        return graph
    changed = {}
    for target in dict.fromkeys(target for target, _ in coming):
        port = 0
        for link in graph.links_into(target):
            while (target, port) in coming:
                port += 1
            changed[link] = replace(link, target_port=max(port, link.target_port))
            port = changed[link].target_port + 1
    return replace(graph, links=tuple(changed.get(link, link) for link in graph.links))
