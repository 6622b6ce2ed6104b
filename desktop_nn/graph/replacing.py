"""Pure edit: layers become layers of another kind, in their places and with their links, names and shared parameters.

Which links a kind can take is told from its ports; whether shapes fit is the engine's word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_nn.catalogue import Catalogue, Kind, Port
from desktop_nn.catalogue.checks import check
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.graph.edits import close_ports, free_name, snake_case
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Config, Graph, Layer
from desktop_nn.graph.ports import ports_of
from desktop_nn.problems import Problem, ProblemError


@dataclass(frozen=True, slots=True)
class Replaced:
    """The drawing after it, and what was set before and has no place in the new kind (parameters' names)."""

    graph: Graph
    dropped: tuple[str, ...]


def may_replace(graph: Graph, node_ids: Collection[str]) -> bool:
    """Whether there are such nodes, and none of them is an Input, on which data hang."""
    known = [id for id in node_ids if id in graph.nodes]
    return bool(known) and all(graph.layer_of(id).kind != INPUT_KIND for id in known)


def can_become(graph: Graph, node_ids: Collection[str], kind: Kind, catalogue: Catalogue) -> bool:
    """Whether a kind can take all links that the layers of these nodes have, at all of their calls."""
    if kind.locked or kind.name == INPUT_KIND or kind.group != "layers" or not may_replace(graph, node_ids):
        return False
    layers = _layers(graph, node_ids)
    if all(layer.kind == kind.name for layer in layers):
        return False
    return all(
        _outputs_stay(graph, layer, kind) and _new_ports(graph, layer, kind, catalogue) is not None for layer in layers
    )


def replace_kind(graph: Graph, node_ids: Collection[str], kind: Kind, catalogue: Catalogue) -> Replaced:
    """Let the layers of these nodes be of another kind; a shared layer is so at each of its calls.

    Raises ProblemError if the kind cannot take the links.
    """
    if not can_become(graph, node_ids, kind, catalogue):
        what = f"{kind.name} cannot take the links that are there."
        raise ProblemError(Problem(what, fix="Choose another kind, or remove links first."))
    dropped: dict[str, None] = {}
    for layer in _layers(graph, node_ids):
        if layer.kind == kind.name:
            continue
        ports = _new_ports(graph, layer, kind, catalogue) or {}
        config, lost = _config(layer, kind)
        dropped |= dict.fromkeys(lost)
        others = replace(graph, layers={id: other for id, other in graph.layers.items() if id != layer.id})
        name = free_name(others, snake_case(kind.name)) if _automatic(layer) else layer.name
        changed = Layer(layer.id, kind.name, name, config)
        calls = set(graph.calls_of(layer.id))
        links = tuple(
            replace(link, target_port=ports[link.target_port]) if link.target in calls else link for link in graph.links
        )
        graph = replace(graph, layers={**graph.layers, layer.id: changed}, links=links)
    return Replaced(close_ports(graph), tuple(dropped))


def _layers(graph: Graph, node_ids: Collection[str]) -> list[Layer]:
    """The layers that the nodes call, each once, in drawing order."""
    return list({node.layer: graph.layers[node.layer] for id, node in graph.nodes.items() if id in node_ids}.values())


def _automatic(layer: Layer) -> bool:
    """Whether the name is the one that a layer of its kind gets by itself."""
    return re.fullmatch(rf"{re.escape(snake_case(layer.kind))}(_\d+)?", layer.name) is not None


def _config(layer: Layer, kind: Kind) -> tuple[Config, tuple[str, ...]]:
    """The new config, and the names of what could not be kept of the old one."""
    config: dict[str, Any] = starting_config(kind.name)
    lost = ["the drawing inside"] if layer.kind == MODEL_KIND and layer.model is not None else []
    for name, value in layer.config.items():
        parameter = kind.parameter(name)
        if parameter is None or check(parameter, value) is not None:
            lost.append(name)
        elif not parameter.required and _same(parameter.default, value):
            config.pop(name, None)
        else:
            config[name] = value
    return config, tuple(lost)


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _outputs_stay(graph: Graph, layer: Layer, kind: Kind) -> bool:
    """Links from a second output need a kind with the same switches for more outputs (`return_state`)."""
    calls = graph.calls_of(layer.id)
    if all(link.source_port == 0 for link in graph.links if link.source in calls):
        return True
    switches = [name for name, value in layer.config.items() if name.startswith("return_") and value is True]
    return bool(switches) and all(kind.parameter(name) is not None for name in switches)


def _new_ports(graph: Graph, layer: Layer, kind: Kind, catalogue: Catalogue) -> dict[int, int] | None:
    """The new port of each port at which links end; None if the kind has no place for one of them.

    A layer without a link into it may become anything that takes one.
    """
    if not kind.ports:
        return None
    old = ports_of(layer, catalogue)
    ports: dict[int, int] = {}
    for id in graph.calls_of(layer.id):
        used = [link.target_port for link in graph.links_into(id)]
        found = _mapped(used, old, kind.ports)
        if found is None or any(ports.get(port, new) != new for port, new in found.items()):
            return None
        ports |= found
    return ports


def _mapped(used: Sequence[int], old: Sequence[Port], new: Sequence[Port]) -> Mapping[int, int] | None:
    """Ports of one meaning stay together; the others take, in turn, the inputs that must be there."""
    found: dict[int, int] = {}
    names = {port.name: number for number, port in enumerate(new) if not port.many}
    rest = []
    for port in used:
        own = names.get(old[port].name) if port < len(old) else None
        if own is None:
            rest.append(port)
        else:
            found[port] = own
    needed = [number for number, port in enumerate(new) if not port.optional and number not in found.values()]
    for port in rest:
        if needed and not new[needed[0]].many:
            found[port] = needed.pop(0)
        elif new[-1].many and not new[-1].optional:
            found[port] = max([len(new) - 2, *found.values()]) + 1
        else:
            return None
    return found
