"""Makes one nested model of several layers: they become its drawing, and one node that calls it takes their place.

The way back is `unpacking.py`'s. What is built stays the same in both directions, up to names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from desktop_nn.graph import edits
from desktop_nn.graph.effective import effective
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.layout import LAYER_GAP, NODE_SIZE
from desktop_nn.graph.membership import ancestors, members, whole_groups, without_empty_groups
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Config, Graph, Layer, Link, Node
from desktop_nn.graph.topology import output_nodes, reachable, successors
from desktop_nn.problems import Problem, ProblemError

DEEPEST = 16
"""So many models may lie one in the other."""

Tensor: TypeAlias = tuple[str, int]
"""A node and the number of its output."""


def depth_of(graph: Graph) -> int:
    """How many models lie one in the other inside the drawing; 0 without nested models."""
    deepest, row = 0, [(graph, 0)]
    while row:
        drawing, depth = row.pop()
        deepest = max(deepest, depth)
        row += [(layer.model, depth + 1) for layer in drawing.layers.values() if layer.model is not None]
    return deepest


def layer_count(model: Graph) -> int:
    """How many layers a nested model has; its Inputs only stand for what comes in."""
    return sum(layer.kind != INPUT_KIND for layer in model.layers.values())


def make_model(
    graph: Graph, node_ids: Collection[str], name: str = "", facts: GraphFacts | None = None
) -> tuple[Graph, str]:
    """Put nodes into a nested model; returns the drawing and the id of the node that calls it.

    It gets an Input for every tensor that enters, of the shape in `facts` (or of the Input that it comes from), and
    an output for every tensor that leaves. An output of the model among the nodes stays one under its id. Raises
    ProblemError if the nodes cannot be one model.
    """
    chosen = [id for id in graph.nodes if id in set(node_ids)]
    _refuse(graph, chosen)
    inside = set(chosen)
    entering = _distinct((link.source, link.source_port) for link in _into(graph, chosen) if link.source not in inside)
    if not entering:
        what = "Nothing leads into these layers, so they would be a model without an input."
        raise ProblemError(Problem(what, graph.name_of(chosen[0]), "Link a layer or an Input to them first."))
    leaving = _leaving(graph, chosen)
    inner = _inner(graph, chosen, entering, facts or GraphFacts())
    inner, ends = _with_outputs(inner, leaving)
    return _outer(graph, chosen, entering, dict(zip(leaving, _numbers(inner, ends), strict=True)), inner, name)


def _refuse(graph: Graph, chosen: Sequence[str]) -> None:
    """Raise ProblemError for what can be told without shapes."""
    if not chosen:
        raise ProblemError(Problem("There is nothing to make a model of.", fix="Select some layers first."))
    inside = set(chosen)
    for id in chosen:
        layer = graph.layer_of(id)
        if layer.kind == INPUT_KIND:
            what = f"The Input {layer.name} belongs to the outer model and cannot lie in a nested one."
            raise ProblemError(Problem(what, layer.name, "Leave it out; the nested model gets an Input of its own."))
        if not inside.issuperset(graph.calls_of(layer.id)):
            what = f"{layer.name} is shared with a layer outside, and a layer can belong to one model only."
            fix = "Select all of its calls, or make this one independent."
            raise ProblemError(Problem(what, layer.name, fix, node=id))
        if layer.model is not None and depth_of(layer.model) + 2 > DEEPEST:
            what = f"More than {DEEPEST} models would lie one in the other."
            raise ProblemError(Problem(what, layer.name, "Unpack one of them first."))
    _refuse_between(graph, chosen)
    for group in graph.groups.values():
        held = set(members(graph, group.id))
        if group.count > 1 and held & inside and not (held <= inside or inside <= held):
            what = f"Only a part of the group {group.title}, which is repeated, would lie in the model."
            raise ProblemError(Problem(what, group.title, "Select the whole group, or layers of it only."))


def _refuse_between(graph: Graph, chosen: Sequence[str]) -> None:
    following = successors(graph)
    after = reachable(graph, [target for id in chosen for target in following[id]])
    between = [id for id in graph.nodes if id in after & reachable(graph, chosen, upstream=True) and id not in chosen]
    if between:
        name = graph.name_of(between[0])
        what = f"{name} lies between these layers, so that the nested model would feed itself."
        raise ProblemError(Problem(what, name, f"Select {name} as well.", node=between[0]))


def _into(graph: Graph, chosen: Sequence[str]) -> list[Link]:
    """The links into the nodes, in drawing order and by port."""
    place = {id: number for number, id in enumerate(chosen)}
    into = [link for link in graph.links if link.target in place]
    return sorted(into, key=lambda link: (place[link.target], link.target_port))


def _leaving(graph: Graph, chosen: Sequence[str]) -> list[Tensor]:
    """The tensors that layers outside or the model's user get, in drawing order."""
    inside, ends = set(chosen), set(output_nodes(graph))
    used = {(link.source, link.source_port) for link in graph.links if link.target not in inside}
    used |= {(id, 0) for id in chosen if id in ends}
    place = {id: number for number, id in enumerate(chosen)}
    return sorted((one for one in used if one[0] in inside), key=lambda one: (place[one[0]], one[1]))


def _inner(graph: Graph, chosen: Sequence[str], entering: Sequence[Tensor], facts: GraphFacts) -> Graph:
    """The nested drawing with its Inputs, before its outputs are marked."""
    inner = edits.copy(graph, chosen).graph
    body, links = inner.nodes, list(inner.links)
    inputs: dict[str, Node] = {}
    layers: dict[str, Layer] = {}
    inside = set(chosen)
    for number, tensor in enumerate(entering):
        fed = [link for link in _into(graph, chosen) if (link.source, link.source_port) == tensor]
        wish = edits.free_name(replace(inner, layers={**inner.layers, **layers}), graph.name_of(tensor[0]))
        config = _input_config(graph, tensor, facts)
        layer = Layer(edits.free_id({*graph.layers, *layers}, "l"), INPUT_KIND, wish, config)
        layers[layer.id] = layer
        x, y = _before(graph, chosen, body[fed[0].target], number)
        node = Node(edits.free_id({*graph.nodes, *inputs}, "n"), layer.id, x, y)
        inputs[node.id] = node
        links += [Link(node.id, link.target, 0, link.target_port) for link in fed if link.target in inside]
    return replace(inner, layers={**layers, **inner.layers}, nodes={**inputs, **body}, links=tuple(links))


def _input_config(graph: Graph, tensor: Tensor, facts: GraphFacts) -> Config:
    """What an Input is set to that takes this tensor. Raises ProblemError while its shape is not known."""
    source = graph.layer_of(tensor[0])
    if source.kind == INPUT_KIND:
        return source.config
    known = facts.nodes.get(tensor[0])
    shape = facts.shape_of(*tensor)
    if known is None or shape is None:
        what = f"The shape of what {source.name} gives is not known yet, so the model cannot have an Input for it."
        raise ProblemError(Problem(what, source.name, "Mend what is wrong before it first.", node=tensor[0]))
    config: dict[str, Any] = {"shape": list(shape[1:])}
    if shape[0] is not None:
        config["batch_size"] = shape[0]
    if known.dtype not in ("", "float32"):
        config["dtype"] = known.dtype
    return config


def _before(graph: Graph, chosen: Sequence[str], fed: Node, number: int) -> tuple[float, float]:
    """A place for an Input: in a row before all the nodes, near the one that it feeds."""
    nodes = [graph.nodes[id] for id in chosen]
    if graph.direction == "down":
        return max(fed.x, min(node.x for node in nodes) + number * (NODE_SIZE[0] + LAYER_GAP)), (
            min(node.y for node in nodes) - NODE_SIZE[1] - LAYER_GAP
        )
    along = min(node.x for node in nodes) - NODE_SIZE[0] - LAYER_GAP
    return along, max(fed.y, min(node.y for node in nodes) + number * (NODE_SIZE[1] + LAYER_GAP))


def _with_outputs(inner: Graph, leaving: Sequence[Tensor]) -> tuple[Graph, list[str]]:
    """The drawing with these tensors as its outputs, and the nodes that give them.

    A model's output is a node's first tensor, so any other one gets an Identity behind it.
    """
    ends: list[str] = []
    inner = replace(inner, nodes={id: replace(node, output=False) for id, node in inner.nodes.items()})
    for id, port in leaving:
        if port == 0:
            ends.append(id)
            continue
        node = inner.nodes[id]
        name = f"{inner.name_of(id)}_output_{port + 1}"
        inner, end = edits.place(inner, "Identity", node.x, node.y + NODE_SIZE[1] + LAYER_GAP, name=name)
        inner = replace(inner, links=(*inner.links, Link(id, end, port)))
        ends.append(end)
    leading_on = {link.source for link in inner.links}
    marked = {id: replace(inner.nodes[id], output=id in leading_on) for id in ends}
    return replace(inner, nodes={**inner.nodes, **marked}), ends


def _numbers(inner: Graph, ends: Sequence[str]) -> list[int]:
    """Which output of the built model each of these nodes is; what passes by a bypassed node counts for it."""
    found = effective(inner)
    outputs = output_nodes(found.graph)
    built = [found.passed.get(id, (id, 0))[0] for id in ends]
    return [outputs.index(id) if id in outputs else number for number, id in enumerate(built)]


def _outer(
    graph: Graph,
    chosen: Sequence[str],
    entering: Sequence[Tensor],
    numbers: dict[Tensor, int],
    inner: Graph,
    name: str,
) -> tuple[Graph, str]:
    """The drawing with the nested model in place of the nodes."""
    inside, ends = set(chosen), [id for id in output_nodes(graph) if id in set(chosen)]
    itself = next((id for id in ends if numbers[id, 0] == 0), "")
    others = [id for id in ends if id != itself]
    outside = [node.layer for node in graph.nodes.values() if node.id not in inside]
    rest = replace(graph, layers={id: layer for id, layer in graph.layers.items() if id in set(outside)})
    called = edits.free_name(rest, edits.cleaned_name(name, "model"))
    layer = Layer(edits.free_id({*graph.layers, *inner.layers}, "l"), MODEL_KIND, called)
    layers = {**rest.layers, layer.id: replace(layer, model=replace(inner, name=called))}
    taken = {*graph.nodes, *inner.nodes}
    node = Node(itself or edits.free_id(taken, "n"), layer.id, *_middle(graph, chosen), group=_group(graph, inside))
    links = [link for link in graph.links if link.source not in inside and link.target not in inside]
    links += [Link(source, node.id, port, number) for number, (source, port) in enumerate(entering)]
    links += [
        Link(node.id, link.target, numbers[link.source, link.source_port], link.target_port)
        for link in graph.links
        if link.source in inside and link.target not in inside
    ]
    placed: dict[str, Node] = {node.id: node}
    for id in others:
        name_out = edits.free_name(replace(rest, layers=layers), graph.name_of(id))
        end = Layer(edits.free_id({*layers, *graph.layers, *inner.layers}, "l"), "Identity", name_out)
        layers[end.id] = end
        placed[id] = replace(graph.nodes[id], layer=end.id, output=False, bypassed=False, group=node.group)
        links.append(Link(node.id, id, numbers[id, 0]))
    fed = any(link.source == node.id for link in links)
    placed[node.id] = replace(node, output=bool(itself) and fed)
    nodes = _in_place(graph, chosen, placed, node.id)
    made = replace(graph, layers=layers, nodes=nodes, links=tuple(links))
    return edits.close_ports(without_empty_groups(made)), node.id


def _in_place(graph: Graph, chosen: Sequence[str], placed: dict[str, Node], new: str) -> dict[str, Node]:
    """All nodes in drawing order: the new ones where those were that they stand for."""
    nodes: dict[str, Node] = {}
    for id, node in graph.nodes.items():
        if id == chosen[0] and new not in graph.nodes:
            nodes[new] = placed[new]
        if id in placed:
            nodes[id] = placed[id]
        elif id not in chosen:
            nodes[id] = node
    return nodes


def _middle(graph: Graph, chosen: Sequence[str]) -> tuple[float, float]:
    xs, ys = [graph.nodes[id].x for id in chosen], [graph.nodes[id].y for id in chosen]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _group(graph: Graph, inside: Collection[str]) -> str:
    """The innermost group that holds all of the nodes and others besides."""
    around = [[group.id for group in ancestors(graph, graph.nodes[id].group)] for id in inside]
    whole = whole_groups(graph, inside)
    return next((id for id in around[0] if id not in whole and all(id in ids for ids in around)), "")


def _distinct(tensors: Iterable[Tensor]) -> list[Tensor]:
    return list(dict.fromkeys(tensors))
