"""Translates a model's configuration into a drawing: layers, calls, links, inputs and outputs in their order.

Positions are not set here. Functional models are in this module, chains in `sequential.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_nn.catalogue import Kind
from desktop_nn.engine.model_files import calls, limits, safe_json, sequential
from desktop_nn.engine.model_files.calls import Tensor
from desktop_nn.engine.model_files.catalogue_names import Names
from desktop_nn.engine.model_files.inputs import input_config
from desktop_nn.engine.model_files.layer_names import LayerNames, stored_name
from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Link, Node
from desktop_nn.graph.topology import nodes_on_loops

_NAME = "model configuration"


@dataclass(frozen=True, slots=True)
class Translated:
    """The drawing, its output nodes in the model's order, and the drawing's names by the file's layer names."""

    graph: Graph
    outputs: tuple[str, ...]
    names: Mapping[str, str]


def translate(model: Mapping[str, Any], names: Names) -> Translated:
    """The drawing of a model. Raises ProblemError for what cannot be drawn."""
    kind = model.get("class_name")
    if kind == "Sequential":
        return _finished(*sequential.translate(model, names))
    config = model.get("config")
    if kind not in ("Functional", "Model") or not isinstance(config, dict) or "layers" not in config:
        what = f"The model is a class of its own (“{kind}”), and only its Python code knows how it is built."
        raise refused(what, "Build it from layers (keras.Sequential or keras.Model(inputs, outputs)) and save again.")
    return _finished(*_Functional(config, names).drawing())


def _finished(graph: Graph, outputs: Sequence[str], layer_names: LayerNames) -> Translated:
    loops = nodes_on_loops(graph)
    if loops:
        raise refused("Its layers feed each other in a loop.", DAMAGED, graph.name_of(loops[0]))
    return Translated(graph, tuple(outputs), layer_names.ours)


class _Functional:
    """Builds the drawing of one functional configuration."""

    def __init__(self, config: Mapping[str, Any], names: Names) -> None:
        self.config, self.names = config, names
        self.layer_names = LayerNames(names.changes)
        self.layers: dict[str, Layer] = {}
        self.nodes: dict[tuple[str, int], Node] = {}
        self.links: list[Link] = []

    def drawing(self) -> tuple[Graph, list[str], LayerNames]:
        items = safe_json.items(self.config["layers"], _NAME)
        if not 0 < len(items) <= limits.LAYERS:
            raise refused(f"It has {len(items)} layers.", DAMAGED)
        pending = [call for number, item in enumerate(items) for call in self._layer(number, item)]
        for target, kind, call, original in pending:
            for port, source in sorted(calls.tensors_by_port(call, kind, original).items()):
                self.links.append(Link(self._node_of(source), target.id, source.output, port))
        inputs = [self._node_of(item) for item in _tensors(self.config.get("input_layers"))]
        outputs = [self._node_of(item) for item in _tensors(self.config.get("output_layers"))]
        if not inputs or not outputs or len(set(outputs)) != len(outputs):
            raise refused("Its inputs or outputs are not stored as Keras stores them.", DAMAGED)
        name = self.config.get("name")
        layers = {layer.id: layer for layer in self.layers.values()}
        graph = Graph(str(name or "model"), layers, self._ordered(inputs, outputs), tuple(self.links))
        return graph, outputs, self.layer_names

    def _layer(self, number: int, item: Any) -> Iterator[tuple[Node, Kind, Any, str]]:
        """Take in a layer and its calls; yields what is to be linked when all layers are known."""
        data = safe_json.mapping(item, _NAME)
        config = safe_json.mapping(data.get("config"), _NAME)
        original = stored_name(data, config)
        inbound = safe_json.items(data.get("inbound_nodes") or [], _NAME)
        kind = self.names.layer_kind(data, original)
        if any(calls.is_operation(call) for call in inbound) and kind.name in calls.OPERATORS:
            self.names.changes.append(f"{original}: the operation became a layer {kind.name}, which computes the same.")
        layer = Layer(f"l{number + 1}", kind.name, self.layer_names.add(original), self._config(kind, config, original))
        self.layers[original] = layer
        if kind.name == INPUT_KIND:
            self._call(original, layer, 0)
            return
        if not inbound:
            raise refused("A layer is never called.", DAMAGED, original)
        for index, call in enumerate(inbound):
            yield self._call(original, layer, index), kind, call, original

    def _config(self, kind: Kind, config: Mapping[str, Any], where: str) -> dict[str, Any]:
        return self.names.sparse(kind, input_config(config, where) if kind.name == INPUT_KIND else config, where)

    def _call(self, original: str, layer: Layer, index: int) -> Node:
        node = Node(f"n{len(self.nodes) + 1}", layer.id)
        if len(self.nodes) >= limits.LAYERS:
            raise refused(f"Its layers are called more than {limits.LAYERS:,} times.", DAMAGED)
        self.nodes[original, index] = node
        return node

    def _node_of(self, source: Tensor) -> str:
        node = self.nodes.get((source.layer, source.call))
        if node is None:
            raise refused("It names a layer that is not there.", DAMAGED, source.layer)
        return node.id

    def _ordered(self, inputs: Sequence[str], outputs: Sequence[str]) -> dict[str, Node]:
        """Nodes with the inputs first and the outputs last, both in the model's order, which the drawing keeps."""
        used = {link.source for link in self.links}
        by_id = {node.id: node for node in self.nodes.values()}
        ends = {*inputs, *outputs}
        order = [*inputs, *(id for id in by_id if id not in ends), *(id for id in outputs if id not in inputs)]
        return {
            id: replace(by_id[id], output=id in outputs and (id in used or id in inputs)) for id in dict.fromkeys(order)
        }


def _tensors(value: Any) -> list[Tensor]:
    """Inputs or outputs: one triple, a list of them, or a dict by name."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in _tensors(item)]
    if isinstance(value, list) and value and isinstance(value[0], str):
        found = calls.tensor(value, "inputs and outputs")
        if found.output:
            raise refused(
                "An output of the model is a layer's second output, which cannot be drawn yet.", _ONE, found.layer
            )
        return [found]
    if isinstance(value, list):
        return [found for item in value for found in _tensors(item)]
    return []


_ONE = "Make the layer's first output the model's output and save the model again."
