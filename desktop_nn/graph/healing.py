"""What becomes of the links at a nested model when its inside changes: they stay with the tensors they carried.

A nested model's ports are its Inputs and outputs in drawing order, so that an Input more or an output less inside
renumbers the others. The inside itself is not changed here.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.graph import edits
from desktop_nn.graph.effective import effective
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import input_nodes, output_nodes, reachable, same_calls


def healed(graph: Graph, layer_id: str, before: Graph) -> Graph:
    """Move the links at the calls of a nested model, which was `before`, to the ports that it has now.

    A link goes with its Input or output. Where an output led on inside, it goes to the output that comes of it; where
    it was deleted, to the one that it came of. What has no port any more is removed.
    """
    after = graph.layers[layer_id].model
    if after is None or _same_ports(before, after):
        return graph
    into, out = _inputs(before, after), _outputs(before, after)
    calls = set(graph.calls_of(layer_id))
    links: list[Link] = []
    for link in graph.links:
        source = out.get(link.source_port) if link.source in calls else link.source_port
        target = into.get(link.target_port) if link.target in calls else link.target_port
        if source is not None and target is not None:
            links.append(replace(link, source_port=source, target_port=target))
    kept = tuple(dict.fromkeys(links))
    return edits.close_ports(replace(graph, links=kept)) if kept != graph.links else graph


def giving(model: Graph) -> tuple[str, ...]:
    """For each output of the built model the drawn node that gives it: a bypassed one if it stands at the end."""
    found = effective(model)
    drawn = {found.passed.get(id, (id, 0))[0]: id for id in reversed(output_nodes(model))}
    return tuple(drawn.get(id, found.drawn_id(id)) for id in output_nodes(found.graph))


def _same_ports(before: Graph, after: Graph) -> bool:
    """Whether no port has changed; what only moves layers about is told at once."""
    alike = before.layers is after.layers and before.links == after.links and before.groups == after.groups
    if alike and same_calls(before.nodes, after.nodes):
        return True
    return input_nodes(before) == input_nodes(after) and giving(before) == giving(after)


def _inputs(before: Graph, after: Graph) -> dict[int, int]:
    """Where each input port is now."""
    place = {id: number for number, id in enumerate(input_nodes(after))}
    return {number: place[id] for number, id in enumerate(input_nodes(before)) if id in place}


def _outputs(before: Graph, after: Graph) -> dict[int, int]:
    """Where what each output port gave comes out now."""
    ends = giving(after)
    place = {id: number for number, id in reversed(list(enumerate(ends)))}
    found: dict[int, int] = {}
    for number, id in enumerate(giving(before)):
        heir = id if id in place else _heir(before, after, id, ends)
        if heir is not None:
            found[number] = place[heir]
    return found


def _heir(before: Graph, after: Graph, id: str, ends: tuple[str, ...]) -> str | None:
    """The output that has taken the place of one that is none any more."""
    if id in after.nodes:
        downstream = reachable(after, [id])
        return next((end for end in ends if end in downstream), None)
    upstream = reachable(before, [id], upstream=True)
    near = [end for end in ends if end in upstream]
    return near[-1] if near else ends[0] if len(ends) == 1 else None
