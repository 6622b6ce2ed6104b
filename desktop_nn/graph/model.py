"""The drawing itself as frozen values: `Layer`, `Node` (a call of a layer), `Link`, `Group`, `Comment`, `Graph`.

No rule about Keras lives here; what a layer kind offers is the catalogue's business, shapes are the engine's.
Mappings inside these values are shared between snapshots and must never be changed in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from desktop_nn.catalogue.code_files import CodeFile

Config: TypeAlias = Mapping[str, Any]
"""Parameters as JSON values, only those that differ from Keras's defaults. A Keras object inside (an
initializer, a wrapped layer) is a plain string name or `{"class_name": ..., "config": {...}}`."""

Direction: TypeAlias = Literal["down", "right"]
"""Which way data flow on the canvas: where ports are, and how the layout arranges."""

INPUT_KIND = "InputLayer"
MODEL_KIND = "Functional"
"""Keras's own name of a functional model; a layer of this kind is a nested model with a drawing of its own."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A Keras layer: one set of weights. Several nodes may call it.

    `kind` is the catalogue's name of the class ("Dense"); `name` is Keras's layer name, unique in the graph.
    `model` is the drawing inside a nested model (kind `MODEL_KIND`), None for all other layers. `code` is the file of
    the user's own that has the class of a kind that is not Keras's; `graph/own_layers.py` sets it. `output_shapes` are
    what a model file told of a layer that cannot be built here; they count only as long as that is so.
    """

    id: str
    kind: str
    name: str
    config: Config = field(default_factory=dict)
    model: Graph | None = None
    code: CodeFile | None = None
    output_shapes: tuple[tuple[int | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A call of a layer, placed on the canvas; `x`, `y` are the top left corner in scene units (pixels at 100 %).

    `output` marks a model output whose tensor is used further on as well; a node without outgoing links is
    an output anyway. A `bypassed` node is drawn, but data pass by it: the model is built without it. `group` is
    the id of the innermost group that holds it, empty if none does.
    """

    id: str
    layer: str
    x: float = 0.0
    y: float = 0.0
    output: bool = False
    bypassed: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Carries output `source_port` of node `source` into input `target_port` of node `target`.

    Ports are numbered from 0 in the order of the catalogue's ports; a merging layer's many inputs are 0, 1, 2…
    """

    source: str
    target: str
    source_port: int = 0
    target_port: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that belong together: a titled frame round them, or, while `folded`, one card in their place.

    Which nodes it holds is written at the nodes (`Node.group`); `parent` is the id of the group that it lies in,
    empty if none. `count` above 1 repeats it: the model is built with so many copies of its content, one behind
    the other, each with weights of its own. `colour` is a layer category's name, empty for none.
    """

    id: str
    title: str = ""
    parent: str = ""
    colour: str = ""
    folded: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Comment:
    """A sticky note on the canvas; places and sizes in scene units.

    In `text` a line may begin with `#` (a heading) or `-` (an entry of a list), and hold `**bold**`, `*slanted*` and
    `code` words; all else is plain. `colour` is a name ("yellow", "blue", ...), empty for the usual one.
    """

    id: str
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 200.0
    height: float = 96.0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A whole drawing. The order of `nodes` is the order in which inputs and outputs are given to Keras."""

    name: str = "model"
    layers: Mapping[str, Layer] = field(default_factory=dict)
    nodes: Mapping[str, Node] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    direction: Direction = "down"

    def layer_of(self, node_id: str) -> Layer:
        """The layer that the node calls. Raises KeyError for an unknown node."""
        return self.layers[self.nodes[node_id].layer]

    def name_of(self, node_id: str) -> str:
        """The Keras name of the node's layer, as shown to the user."""
        return self.layer_of(node_id).name

    def calls_of(self, layer_id: str) -> tuple[str, ...]:
        """Ids of the nodes that call the layer, in drawing order; more than one means it is shared."""
        return tuple(node.id for node in self.nodes.values() if node.layer == layer_id)

    def links_into(self, node_id: str) -> tuple[Link, ...]:
        """Links that end at the node, ordered by port."""
        return _by_end(self.links)[0].get(node_id, ())

    def links_from(self, node_id: str) -> tuple[Link, ...]:
        """Links that start at the node."""
        return _by_end(self.links)[1].get(node_id, ())


_ByEnd: TypeAlias = tuple[Mapping[str, tuple[Link, ...]], Mapping[str, tuple[Link, ...]]]
_REMEMBERED = 8
_sorted: tuple[tuple[tuple[Link, ...], _ByEnd], ...] = ()
"""The last drawings' links with what `_by_end` made of them; replaced as a whole, so that threads may share it."""


def _by_end(links: tuple[Link, ...]) -> _ByEnd:
    """The links into each node, ordered by port, and those from each; sorted once, however many nodes are asked for."""
    global _sorted
    for known, found in _sorted:
        if known is links:
            return found
    into: dict[str, list[Link]] = {}
    out: dict[str, list[Link]] = {}
    for link in links:
        into.setdefault(link.target, []).append(link)
        out.setdefault(link.source, []).append(link)
    found = (
        {id: tuple(sorted(ending, key=_target_port)) for id, ending in into.items()},
        {id: tuple(starting) for id, starting in out.items()},
    )
    _sorted = ((links, found), *_sorted[: _REMEMBERED - 1])
    return found


_target_port = attrgetter("target_port")
