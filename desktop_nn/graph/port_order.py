"""The order of a node's inputs: a link moved to the input before or behind its own."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import Catalogue
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.ports import ports_of


def can_move(graph: Graph, link: Link, step: int, catalogue: Catalogue) -> bool:
    """Whether there is an input that the link could move to, `step` (-1 or 1) beside its own."""
    if link not in graph.links:
        return False
    ports = ports_of(graph.layer_of(link.target), catalogue)
    last = len(ports) - 1
    if ports and ports[-1].many:  # its inputs have no gaps
        last = max(other.target_port for other in graph.links if other.target == link.target)
    return 0 <= link.target_port + step <= last


def moved(graph: Graph, link: Link, step: int) -> tuple[Graph, Link]:
    """The drawing with the link one input further; what is there takes the link's own. Also the link as it is now."""
    port = link.target_port + step
    new = replace(link, target_port=port)

    def changed(other: Link) -> Link:
        if other == link:
            return new
        if other.target == link.target and other.target_port == port:
            return replace(other, target_port=link.target_port)
        return other

    return replace(graph, links=tuple(map(changed, graph.links))), new
