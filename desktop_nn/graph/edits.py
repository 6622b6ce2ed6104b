"""Pure edits of a drawing: each takes a `Graph` and returns a new one.

An edit that the user may not make raises `ProblemError`; `refusal` gives the reason beforehand, so that a
wire can be refused while it is being dragged. Whether shapes fit is the engine's word, not checked here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop_nn.catalogue import MERGING_KINDS, Catalogue
from desktop_nn.catalogue.operations import PREFIX
from desktop_nn.graph.membership import whole_groups, without_empty_groups
from desktop_nn.graph.model import INPUT_KIND, Config, Graph, Layer, Link, Node
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import would_loop
from desktop_nn.problems import Problem, ProblemError

_NAME = re.compile(r"[A-Za-z0-9_.>-]+")
"""What Keras on TensorFlow takes as a layer name (a variable scope), without the slash."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Nodes cut out of a drawing with the links among them, for the clipboard."""

    graph: Graph


def valid_name(name: str) -> bool:
    """Whether Keras takes it as a layer's name."""
    return _NAME.fullmatch(name) is not None


def cleaned_name(name: str, otherwise: str) -> str:
    """The name with `_` in place of what Keras does not take, or `otherwise` if nothing is left of it."""
    return re.sub(r"[^A-Za-z0-9_.>-]+", "_", name).strip("_") or otherwise


def snake_case(kind: str) -> str:
    """Keras's own rule for automatic names: `Conv2DTranspose` -> `conv2d_transpose`, `ops.add` -> `add`."""
    spaced = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", kind.removeprefix(PREFIX))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()


def free_name(graph: Graph, wish: str) -> str:
    """`wish`, or `wish_1`, `wish_2`… whichever no layer of the graph has yet."""
    taken = {layer.name for layer in graph.layers.values()}
    return _free(taken, wish)


class FreeNames:
    """Free names for many layers at a time: as `free_name`, but each number is tried once only."""

    def __init__(self, taken: Iterable[str]) -> None:
        """`taken` are the names that there are already."""
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def take(self, wish: str) -> str:
        """A free name, which is taken from now on."""
        stem, name = re.sub(r"_\d+$", "", wish), wish
        while name in self._taken:
            self._numbers[stem] = self._numbers.get(stem, 0) + 1
            name = f"{stem}_{self._numbers[stem]}"
        self._taken.add(name)
        return name


def free_id(taken: Collection[str], prefix: str) -> str:
    """An id that is not taken yet: the prefix and a number."""
    number = len(taken) + 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def place(
    graph: Graph, kind: str, x: float, y: float, *, name: str = "", config: Config | None = None
) -> tuple[Graph, str]:
    """Put a new layer and its first call on the canvas; returns the graph and the new node's id."""
    base = "input" if kind == INPUT_KIND else snake_case(kind)
    layer = Layer(free_id(graph.layers, "l"), kind, free_name(graph, name or base), dict(config or {}))
    with_layer = replace(graph, layers={**graph.layers, layer.id: layer})
    return place_call(with_layer, layer.id, x, y)


def place_call(graph: Graph, layer_id: str, x: float, y: float) -> tuple[Graph, str]:
    """Put one more call of an existing layer on the canvas: the layer is shared from then on."""
    node = Node(free_id(graph.nodes, "n"), layer_id, x, y)
    return replace(graph, nodes={**graph.nodes, node.id: node}), node.id


def refusal(graph: Graph, link: Link, catalogue: Catalogue, *, ignoring: Link | None = None) -> Problem | None:
    """Why the link may not be drawn, or None. `ignoring` is a link that is being re-plugged."""
    if ignoring is not None:
        graph = disconnect(graph, (ignoring,))
    source, target = graph.name_of(link.source), graph.name_of(link.target)
    ports = ports_of(graph.layer_of(link.target), catalogue)

    def no(what: str, fix: str) -> Problem:
        return Problem(what, where=target, fix=fix, node=link.target)

    if link.source == link.target or would_loop(graph, link.source, link.target):
        return no(f"A link from {source} to {target} would close a loop.", "Connect to a layer further down.")
    if not ports and graph.layer_of(link.target).kind != INPUT_KIND:
        return no(f"{target} has no Input inside, so it takes no link.", "Place an Input in it first.")
    if not ports:
        return no(f"{target} is an input of the model and takes no link.", "Start the link at its output.")
    if link.target_port >= len(ports) and not ports[-1].many:
        return no(f"{target} has no input number {link.target_port + 1}.", "Use one of its ports.")
    if any(old.target == link.target and old.target_port == link.target_port for old in graph.links):
        return no(
            f"This input of {target} has a link already.",
            "Delete that link first, or join both with a merging layer such as Concatenate.",
        )
    return None


def connect(graph: Graph, link: Link, catalogue: Catalogue) -> Graph:
    """Draw a link at exactly its ports (`wiring.join` closes gaps). Raises ProblemError with the `refusal`."""
    problem = refusal(graph, link, catalogue)
    if problem is not None:
        raise ProblemError(problem)
    return replace(graph, links=(*graph.links, link))


def disconnect(graph: Graph, links: Collection[Link]) -> Graph:
    """Remove links; the ports of a merging layer close up so that no gap stays."""
    gone = set(links)
    return close_ports(replace(graph, links=tuple(link for link in graph.links if link not in gone)))


def close_ports(graph: Graph) -> Graph:
    """Renumber the ports of merging layers from 0 without gaps; named ports (query, value) never move."""
    merging = [id for id, node in graph.nodes.items() if graph.layers[node.layer].kind in MERGING_KINDS]
    ports = {(id, link.target_port): i for id in merging for i, link in enumerate(graph.links_into(id))}
    links = tuple(
        replace(link, target_port=ports.get((link.target, link.target_port), link.target_port)) for link in graph.links
    )
    return graph if links == graph.links else replace(graph, links=links)


def free_port(graph: Graph, node_id: str, catalogue: Catalogue) -> int | None:
    """The first input port of the node that a new link may use, or None if all are taken."""
    ports = ports_of(graph.layer_of(node_id), catalogue)
    taken = {link.target_port for link in graph.links if link.target == node_id}
    for index in range(len(ports)):
        if index not in taken:
            return index
    return max(taken, default=-1) + 1 if ports and ports[-1].many else None


def move(graph: Graph, positions: Mapping[str, tuple[float, float]]) -> Graph:
    """Put nodes at new positions (scene units); unknown ids are passed over."""
    moved = {id: replace(graph.nodes[id], x=x, y=y) for id, (x, y) in positions.items() if id in graph.nodes}
    return replace(graph, nodes={**graph.nodes, **moved})


def delete(graph: Graph, node_ids: Collection[str]) -> Graph:
    """Remove nodes, their links, layers that nothing calls any more, and groups that hold nothing any more."""
    gone = set(node_ids)
    nodes = {id: node for id, node in graph.nodes.items() if id not in gone}
    called = {node.layer for node in nodes.values()}
    layers = {id: layer for id, layer in graph.layers.items() if id in called}
    links = tuple(link for link in graph.links if link.source not in gone and link.target not in gone)
    return without_empty_groups(close_ports(replace(graph, nodes=nodes, layers=layers, links=links)))


def configure(graph: Graph, layer_id: str, changes: Mapping[str, Any], defaults: Config | None = None) -> Graph:
    """Set parameters of a layer; a value equal to its default is dropped from the config."""
    layer = graph.layers[layer_id]
    merged = {**layer.config, **changes}
    kept = {name: value for name, value in merged.items() if not _is_default(defaults or {}, name, value)}
    return replace(graph, layers={**graph.layers, layer_id: replace(layer, config=kept)})


def rename(graph: Graph, layer_id: str, name: str) -> Graph:
    """Give a layer another Keras name. Raises ProblemError for a name that is taken or that Keras refuses."""
    layer = graph.layers[layer_id]
    if not valid_name(name):
        what = f"“{name}” cannot be a layer's name." if name else "A layer needs a name."
        fix = "Use letters without accents, digits, and . _ - only."
        raise ProblemError(Problem(what, where=layer.name, fix=fix))
    if any(other.name == name for other in graph.layers.values() if other.id != layer_id):
        raise ProblemError(
            Problem(f"Another layer is called “{name}” already.", where=layer.name, fix="Choose another name.")
        )
    return replace(graph, layers={**graph.layers, layer_id: named(layer, name)})


def mark_output(graph: Graph, node_id: str, output: bool) -> Graph:
    """Make a node that is used further on a model output as well, or no longer."""
    return replace(graph, nodes={**graph.nodes, node_id: replace(graph.nodes[node_id], output=output)})


def copy(graph: Graph, node_ids: Collection[str]) -> Clip:
    """The nodes with the links among them, and the groups of which every node was chosen."""
    chosen_ids = set(node_ids)
    whole = whole_groups(graph, chosen_ids)
    chosen = {
        id: node if node.group in whole or not node.group else replace(node, group="")
        for id, node in graph.nodes.items()
        if id in chosen_ids
    }
    called = {node.layer for node in chosen.values()}
    layers = {id: layer for id, layer in graph.layers.items() if id in called}
    links = tuple(link for link in graph.links if link.source in chosen and link.target in chosen)
    groups = {
        id: group if group.parent in whole else replace(group, parent="")
        for id, group in graph.groups.items()
        if id in whole
    }
    return Clip(Graph(graph.name, layers, chosen, links, groups, direction=graph.direction))


def paste(graph: Graph, clip: Clip, dx: float = 0.0, dy: float = 0.0) -> tuple[Graph, tuple[str, ...]]:
    """Add a clip with fresh ids and unique names, moved by (dx, dy); returns the new nodes' ids as well."""
    layers, names = dict(graph.layers), {layer.name for layer in graph.layers.values()}
    nodes, groups, comments = dict(graph.nodes), dict(graph.groups), dict(graph.comments)
    layer_ids: dict[str, str] = {}
    node_ids: dict[str, str] = {}
    group_ids = {"": ""}
    for group in clip.graph.groups.values():
        group_ids[group.id] = free_id(groups, "g")
        groups[group_ids[group.id]] = replace(group, id=group_ids[group.id])
    for id in list(group_ids.values())[1:]:
        groups[id] = replace(groups[id], parent=group_ids[groups[id].parent])
    for comment in clip.graph.comments.values():
        id = free_id(comments, "c")
        comments[id] = replace(comment, id=id, x=comment.x + dx, y=comment.y + dy)
    for layer in clip.graph.layers.values():
        layer_ids[layer.id] = free_id(layers, "l")
        name = _free(names, layer.name)
        names.add(name)
        layers[layer_ids[layer.id]] = named(replace(layer, id=layer_ids[layer.id]), name)
    for node in clip.graph.nodes.values():
        new = free_id(nodes, "n")
        node_ids[node.id] = new
        nodes[new] = replace(
            node, id=new, layer=layer_ids[node.layer], x=node.x + dx, y=node.y + dy, group=group_ids[node.group]
        )
    links = tuple(
        replace(link, source=node_ids[link.source], target=node_ids[link.target]) for link in clip.graph.links
    )
    pasted = replace(graph, layers=layers, nodes=nodes, links=(*graph.links, *links), groups=groups, comments=comments)
    return close_ports(pasted), tuple(node_ids.values())


def named(layer: Layer, name: str) -> Layer:
    """The layer under another name; a nested model's drawing is called the same."""
    model = layer.model if layer.model is None or layer.model.name == name else replace(layer.model, name=name)
    return replace(layer, name=name, model=model)


def _is_default(defaults: Config, name: str, value: Any) -> bool:
    """In Python True equals 1, in a layer's parameters it does not."""
    if name not in defaults:
        return False
    default = defaults[name]
    return bool(default == value) and isinstance(default, bool) == isinstance(value, bool)


def _free(taken: Collection[str], wish: str) -> str:
    if wish not in taken:
        return wish
    stem = re.sub(r"_\d+$", "", wish)
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
