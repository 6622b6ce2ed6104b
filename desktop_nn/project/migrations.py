"""Lifts the data of older .dnn files to the present schema, one version at a time.

A migration is a pure function of JSON data from version n to n + 1. It must stand data that is not what it
should be: it passes over what it does not recognise, and the schema then names the wrong field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from desktop_nn.project.schema import FORMAT, VERSION

Data: TypeAlias = dict[str, Any]
Migration: TypeAlias = Callable[[Data], Data]


def upgrade(data: Data, version: int, registry: Mapping[int, Migration] | None = None) -> Data:
    """Data of an older version as data of the present one; the given data stays as it is."""
    steps = MIGRATIONS if registry is None else registry
    for number in range(version, VERSION):
        data = {**steps[number](data), "version": number + 1}
    return data


def layers_apart_from_nodes(data: Data) -> Data:
    """0 → 1. A node carried its layer's kind, name and config itself, so no layer could be shared; notes were
    one text; the file had no `format` mark; and the optimizer's learning rate stood beside the optimizer.
    """
    lifted: Data = {"format": FORMAT, **data}
    if isinstance(data.get("notes"), str):
        lifted["notes"] = data["notes"].split("\n") if data["notes"] else []
    graph = data.get("graph")
    if isinstance(graph, dict) and isinstance(graph.get("nodes"), list):
        lifted["graph"] = _split_nodes(graph)
    training = data.get("training")
    if isinstance(training, dict) and isinstance(training.get("optimizer"), str):
        lifted["training"] = _configured_optimizer(training)
    return lifted


def groups_and_comments(data: Data) -> Data:
    """1 → 2. Groups, comments, bypassed nodes, nested models, the direction and the view came; none had to move.

    Bidirectional got a port for a mask before those for initial states, which are one number further since.
    """
    graph = data.get("graph")
    parts = [graph.get(name) for name in ("layers", "nodes", "links")] if isinstance(graph, dict) else []
    if not isinstance(graph, dict) or not all(isinstance(part, list) for part in parts):
        return dict(data)
    layers, nodes, links = ([item for item in part if isinstance(item, dict)] for part in parts)  # type: ignore[union-attr]
    kinds = {layer.get("id"): layer.get("kind") for layer in layers}
    both_ways = {node.get("id") for node in nodes if kinds.get(node.get("layer")) == "Bidirectional"}
    if not both_ways or len(links) != len(graph["links"]):
        return dict(data)
    return {**data, "graph": {**graph, "links": [_behind_mask(link, both_ways) for link in links]}}


def _behind_mask(link: Data, both_ways: set[Any]) -> Data:
    port = link.get("target_port", 0)
    if link.get("target") not in both_ways or not isinstance(port, int) or port < 1:
        return link
    return {**link, "target_port": port + 1}


def _split_nodes(graph: Data) -> Data:
    layers, nodes = [], []
    for number, node in enumerate(graph["nodes"], 1):
        if not isinstance(node, dict):
            return graph
        own = {key: node[key] for key in ("kind", "name", "config") if key in node}
        layers.append({"id": f"l{number}", **own})
        nodes.append({**{key: value for key, value in node.items() if key not in own}, "layer": f"l{number}"})
    return {**graph, "layers": layers, "nodes": nodes}


def _configured_optimizer(training: Data) -> Data:
    rest = {key: value for key, value in training.items() if key != "learning_rate"}
    config = {"learning_rate": training["learning_rate"]} if "learning_rate" in training else {}
    return {**rest, "optimizer": {"kind": training["optimizer"], "config": config}}


def layers_in_code(data: Data) -> Data:
    """2 → 3. Files of code with classes of layers came; no older file has a place for them."""
    return dict(data)


MIGRATIONS: Mapping[int, Migration] = {0: layers_apart_from_nodes, 1: groups_and_comments, 2: layers_in_code}
"""By the version that a migration starts from; there is one for every version below the present."""
