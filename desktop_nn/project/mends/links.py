"""Mends of links and names: a missing input, one link too many, loops, names that are taken or not allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from desktop_nn.catalogue.calls import argument_of
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import INPUT_KIND, Graph, Link
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import closing_links, reachable
from desktop_nn.project.mends.mend import Case, Mend
from desktop_nn.project.mends.surgery import inserted


def name_mends(case: Case) -> Iterator[Mend]:
    """Another name, where Keras does not take this one or another layer has it."""
    layer, graph = case.layer, case.graph
    taken = any(other.name == layer.name for other in graph.layers.values() if other.id != layer.id)
    if edits.valid_name(layer.name) and not taken:
        return
    name = edits.free_name(graph, edits.cleaned_name(layer.name, edits.snake_case(layer.kind)))
    yield Mend(f"Rename to {name}", lambda graph: edits.rename(graph, layer.id, name))


def second_input_mends(case: Case) -> Iterator[Mend]:
    """An Input that is placed twice: what the second one feeds is fed by the first."""
    graph, node = case.graph, case.node
    first = graph.calls_of(case.layer.id)[0]
    if case.layer.kind != INPUT_KIND or first == node:
        return

    def change(graph: Graph) -> Graph:
        return edits.delete(wiring.with_source(graph, graph.links_from(node), first), (node,))

    yield Mend(f"Use the first {case.layer.name} instead", change)


def loop_mends(case: Case) -> Iterator[Mend]:
    """One link of the loop less."""
    ring = reachable(case.graph, (case.node,)) & reachable(case.graph, (case.node,), upstream=True)
    for link in closing_links(case.graph):
        if link.source in ring and link.target in ring:
            yield _without(case.graph, link)


def surplus_mends(case: Case) -> Iterator[Mend]:
    """Links that the node's ports do not take."""
    graph, ports = case.graph, ports_of(case.layer, case.catalogue)
    links = graph.links_into(case.node)
    for link in links:
        if not ports or (link.target_port >= len(ports) and not ports[-1].many):
            yield _without(graph, link)
    for port in range(len(ports) if ports and not ports[-1].many else 0):
        here = [link for link in links if link.target_port == port]
        if len(here) < 2:
            continue
        if len({(link.source, link.source_port) for link in here}) == 1:
            yield Mend(f"Remove the doubled link from {graph.name_of(here[0].source)}", _with_one_of(here))
        else:
            yield _joined(case, here)
            spare = [link for link in here if len(graph.links_from(link.source)) > 1]
            if spare:
                yield _without(graph, spare[-1])


def missing_mends(case: Case) -> Iterator[Mend]:
    """A link to the one neighbour that it can only be, or the query as value too."""
    graph, node, ports = case.graph, case.node, ports_of(case.layer, case.catalogue)
    taken = {link.target_port: link for link in graph.links_into(node)}
    if not ports or len(ports) == len(taken):
        return
    if 0 in taken and len(ports) > 1 and not ports[-1].many:
        first = taken[0]
        wired = {argument_of(ports, port) for port in taken}
        for port, item in enumerate(ports):
            if port not in taken and not item.optional and (item.argument or item.name) not in wired:
                label = f"Use {graph.name_of(first.source)} as {item.name} too"
                yield _linking(label, replace(first, target_port=port), case)
                return
    if not taken:
        source = _open_end(graph, node)
        if source:
            yield _linking(f"Connect {graph.name_of(source)} to {case.layer.name}", Link(source, node), case)


def leading_nowhere_mends(case: Case) -> Iterator[Mend]:
    """For an Input that feeds nothing: the one layer without input, or away with it if there is another Input."""
    graph, node = case.graph, case.node
    if case.layer.kind != INPUT_KIND or graph.links_from(node) or graph.nodes[node].output:
        return
    fed = {link.target for link in graph.links}
    waiting = [id for id in graph.nodes if id not in fed and graph.layer_of(id).kind != INPUT_KIND]
    if len(waiting) == 1:
        yield _linking(f"Connect {case.layer.name} to {graph.name_of(waiting[0])}", Link(node, waiting[0]), case)
    others = [id for id in graph.nodes if id != node and graph.layer_of(id).kind == INPUT_KIND]
    if others and not waiting:
        yield Mend(f"Delete {case.layer.name}", lambda graph: edits.delete(graph, (node,)))


def _open_end(graph: Graph, node: str) -> str:
    """The only node that leads nowhere yet and does not follow this one; empty if there are none or several."""
    busy = {link.source for link in graph.links}
    behind = reachable(graph, (node,))
    ends = [id for id in graph.nodes if id not in busy and id not in behind]
    inputs = [id for id in ends if graph.layer_of(id).kind == INPUT_KIND]
    ends = inputs if len(inputs) == 1 else ends
    return ends[0] if len(ends) == 1 else ""


def _without(graph: Graph, link: Link) -> Mend:
    label = f"Remove the link from {graph.name_of(link.source)} to {graph.name_of(link.target)}"
    return Mend(label, lambda graph: edits.disconnect(graph, (link,)))


def _linking(label: str, link: Link, case: Case) -> Mend:
    return Mend(label, lambda graph: wiring.join(graph, link, case.catalogue))


def _with_one_of(links: list[Link]) -> Callable[[Graph], Graph]:
    """The drawing with the first of these equal links only."""
    return lambda graph: replace(graph, links=(*(link for link in graph.links if link not in links), links[0]))


def _joined(case: Case, links: list[Link]) -> Mend:
    """A Concatenate that takes all the links that end at one port."""

    def change(graph: Graph) -> Graph:
        alone = replace(graph, links=tuple(link for link in graph.links if link not in links[1:]))
        joined, node = inserted(alone, links[0], "Concatenate")
        for link in links[1:]:
            port = edits.free_port(joined, node, case.catalogue) or 0
            joined = wiring.join(joined, replace(link, target=node, target_port=port), case.catalogue)
        return joined

    return Mend("Join the links with Concatenate", change)
