"""Takes a nested model apart: its layers come into the drawing in place of the nodes that call it.

Where it is called several times its layers are called several times from then on, so that they stay shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_nn.graph import edits
from desktop_nn.graph.effective import effective
from desktop_nn.graph.layout import NODE_SIZE, Point
from desktop_nn.graph.membership import without_empty_groups
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Link, Node
from desktop_nn.graph.nesting import Tensor
from desktop_nn.graph.spreading import spread
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem, ProblemError


def unpack(graph: Graph, node_id: str, size: Point = NODE_SIZE) -> tuple[Graph, tuple[str, ...]]:
    """Put the layers of the nested model that the node calls into the drawing; returns also their nodes' ids.

    All calls of the model are unpacked, with their weights shared as before. Names that are taken get a number. A
    node that was an output of the model leaves its id to the layer inside that gives it. Raises ProblemError for a
    layer that is no nested model, and if something would become an output that was none. What stands where they come
    to lie makes room; `size` is that of a card.
    """
    layer = graph.layer_of(node_id)
    if layer.model is None:
        what = f"{layer.name} is no nested model, so there is nothing to unpack."
        raise ProblemError(Problem(what, layer.name, "Select a nested model.", node=node_id))
    calls = graph.calls_of(layer.id)
    for call in calls:
        _refuse(graph, layer, layer.model, call)
    ends = set(output_nodes(graph))
    rest = replace(graph, layers={id: other for id, other in graph.layers.items() if id != layer.id})
    layers = _layers(rest, layer.model)
    graph = replace(graph, layers={**rest.layers, **{new.id: new for new in layers.values()}})
    made: list[str] = []
    for call in calls:
        caller = graph.nodes[call]
        graph, ids = _unpacked(graph, layer.model, call, layers, was_end=call in ends)
        graph = spread(graph, ids, caller, size)
        made += ids
    return edits.close_ports(graph), tuple(made)


def _refuse(graph: Graph, layer: Layer, model: Graph, call: str) -> None:
    if graph.nodes[call].bypassed:
        what = f"{layer.name} is bypassed, so its layers do nothing."
        raise ProblemError(Problem(what, layer.name, "Turn the bypass off first.", node=call))
    used = {link.source_port for link in graph.links_from(call)}
    if call in output_nodes(graph):
        used.add(0)
    outputs = output_nodes(effective(model).graph)
    for port, id in enumerate(outputs):
        if port not in used:
            inner = effective(model).graph.name_of(id)
            what = f"The output {inner} of {layer.name} leads nowhere; unpacked it would be an output of the model."
            raise ProblemError(Problem(what, layer.name, "Link it, or delete what gives it.", node=call))


def _layers(rest: Graph, model: Graph) -> dict[str, Layer]:
    """The layers that come out, by their ids inside, with ids and names of their own."""
    taken, found = dict(rest.layers), dict[str, Layer]()
    for layer in model.layers.values():
        if layer.kind == INPUT_KIND:
            continue
        id = layer.id if layer.id not in taken else edits.free_id({*taken, *model.layers}, "l")
        new = edits.named(replace(layer, id=id), edits.free_name(replace(rest, layers=taken), layer.name))
        taken[id] = found[layer.id] = new
    return found


def _unpacked(
    graph: Graph, model: Graph, call: str, layers: Mapping[str, Layer], *, was_end: bool
) -> tuple[Graph, list[str]]:
    """The drawing with one call taken apart, and the ids of the new nodes."""
    caller = graph.nodes[call]
    inputs, giving = input_nodes(model), _giving(model)
    feeds = {link.target_port: (link.source, link.source_port) for link in graph.links_into(call)}
    fed = {(id, 0): feeds[number] for number, id in enumerate(inputs) if number in feeds}
    ids = _ids(graph, model, call, giving[0][0] if was_end and giving and giving[0][0] not in inputs else "")
    groups = _groups(graph, model, caller.group)
    dx, dy = _shift(model, caller)
    nodes = {
        ids[id]: Node(
            ids[id], layers[node.layer].id, node.x + dx, node.y + dy,
            bypassed=node.bypassed, group=groups.get(node.group, caller.group),
        )
        for id, node in model.nodes.items()
        if id in ids
    }  # fmt: skip

    def outside(tensor: Tensor) -> Tensor | None:
        """Where a tensor of the nested drawing comes from now; None if nothing feeds its Input."""
        return fed.get(tensor) if tensor[0] in inputs else (ids[tensor[0]], tensor[1])

    links = [link for link in graph.links if call not in (link.source, link.target)]
    wanted = [(outside((link.source, link.source_port)), ids[link.target], link.target_port) for link in model.links]
    after = [(outside(giving[link.source_port]), link.target, link.target_port) for link in graph.links_from(call)]
    links += [Link(one[0], target, one[1], port) for one, target, port in (*wanted, *after) if one is not None]
    around = _replaced(graph, call, nodes)
    end = outside(giving[0]) if was_end and giving else None
    if end is not None:
        leads_on = end[0] not in ids.values() or any(link.source == end[0] for link in links)
        around[end[0]] = replace(around[end[0]], output=leads_on)
    held = {
        groups[id]: replace(group, id=groups[id], parent=groups[group.parent]) for id, group in model.groups.items()
    }
    notes = dict(graph.comments)
    for comment in model.comments.values():
        id = edits.free_id(notes, "c")
        notes[id] = replace(comment, id=id, x=comment.x + dx, y=comment.y + dy)
    whole = replace(graph, nodes=around, links=tuple(links), groups={**graph.groups, **held}, comments=notes)
    return without_empty_groups(whole), list(nodes)


def _giving(model: Graph) -> list[Tensor]:
    """For each output of the built model the drawn node that gives it: a bypassed one if it stands at the end."""
    found = effective(model)
    drawn = {found.passed.get(id, (id, 0))[0]: id for id in reversed(output_nodes(model))}
    return [(drawn.get(id, found.drawn_id(id)), 0) for id in output_nodes(found.graph)]


def _ids(graph: Graph, model: Graph, call: str, end: str) -> dict[str, str]:
    """New ids of the nodes inside: their own where they are free; the node at the end takes the caller's."""
    taken = set(graph.nodes)
    ids: dict[str, str] = {}
    for id in model.nodes:
        if model.layer_of(id).kind == INPUT_KIND:
            continue
        free = id if id not in taken else edits.free_id({*taken, *model.nodes}, "n")
        ids[id] = call if id == end else free
        taken.add(ids[id])
    return ids


def _groups(graph: Graph, model: Graph, around: str) -> dict[str, str]:
    """New ids of the groups inside; what lies in none lies in the one around the node."""
    taken, ids = set(graph.groups), {"": around}
    for id in model.groups:
        ids[id] = id if id not in taken else edits.free_id({*taken, *model.groups}, "g")
        taken.add(ids[id])
    return ids


def _shift(model: Graph, caller: Node) -> tuple[float, float]:
    """How far the layers inside move, so that their middle lies where the node was."""
    body = [node for node in model.nodes.values() if model.layers[node.layer].kind != INPUT_KIND]
    if not body:
        return 0.0, 0.0
    xs, ys = [node.x for node in body], [node.y for node in body]
    return caller.x - (min(xs) + max(xs)) / 2, caller.y - (min(ys) + max(ys)) / 2


def _replaced(graph: Graph, call: str, new: Mapping[str, Node]) -> dict[str, Node]:
    """All nodes in drawing order, the new ones in place of the caller."""
    nodes: dict[str, Node] = {}
    for id, node in graph.nodes.items():
        if id == call:
            nodes |= new
        else:
            nodes[id] = node
    return nodes
