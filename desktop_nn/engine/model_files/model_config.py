"""Translates a model's configuration into a drawing: layers, calls, links, inputs and outputs in their order.

A model inside the model becomes a nested drawing. Positions are not set here. Functional models are in this module,
chains in `sequential.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.operations import is_operation
from desktop_nn.engine.model_files import calls, limits, older_operations, operation_calls, safe_json, sequential
from desktop_nn.engine.model_files.calls import Tensor
from desktop_nn.engine.model_files.catalogue_names import Names
from desktop_nn.engine.model_files.inputs import input_config
from desktop_nn.engine.model_files.layer_names import LayerNames, stored_name
from desktop_nn.engine.model_files.locked_layers import LOCKED
from desktop_nn.engine.model_files.operation_calls import OperationCall
from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Graph, Layer, Link, Node
from desktop_nn.graph.nesting import DEEPEST
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import nodes_on_loops, output_nodes

_NAME = "model configuration"
_WITH_MODES = frozenset({MODEL_KIND, "BatchNormalization"})
"""What computes otherwise while it trains, and is often kept from it: the base of transfer learning."""


@dataclass(frozen=True, slots=True)
class Translated:
    """The drawing, its output nodes in the model's order, and the drawing's names by the file's layer names."""

    graph: Graph
    outputs: tuple[str, ...]
    names: Mapping[str, str]


def translate(model: Mapping[str, Any], names: Names, depth: int = 0) -> Translated:
    """The drawing of a model, which lies in `depth` others. Raises ProblemError for what cannot be drawn."""
    kind = model.get("class_name")

    def inside(data: Mapping[str, Any], where: str) -> Translated | None:
        if not names.is_model(data, where):
            return None
        if depth >= DEEPEST:
            raise refused(f"More than {DEEPEST} models lie one in the other.", "Build it with fewer and save again.")
        return translate(data, names, depth + 1)

    if kind == "Sequential":
        return _finished(*sequential.translate(model, names, lambda data, where: _graph(inside(data, where))))
    config = model.get("config")
    if kind not in ("Functional", "Model") or not isinstance(config, dict) or "layers" not in config:
        what = f"The model is a class of its own (“{kind}”), and only its Python code knows how it is built."
        raise refused(what, "Build it from layers (keras.Sequential or keras.Model(inputs, outputs)) and save again.")
    return _finished(*_Functional(config, names, inside).drawing())


def _graph(found: Translated | None) -> Graph | None:
    return None if found is None else found.graph


def _finished(graph: Graph, outputs: Sequence[str], layer_names: LayerNames) -> Translated:
    loops = nodes_on_loops(graph)
    if loops:
        raise refused("Its layers feed each other in a loop.", DAMAGED, graph.name_of(loops[0]))
    return Translated(graph, tuple(outputs), layer_names.ours)


class _Functional:
    """Builds the drawing of one functional configuration."""

    def __init__(
        self, config: Mapping[str, Any], names: Names, inside: Callable[[Mapping[str, Any], str], Translated | None]
    ) -> None:
        self.config, self.names, self.inside = config, names, inside
        self.layer_names = LayerNames(names.notes)
        self.layers: dict[str, Layer] = {}
        self.nodes: dict[tuple[str, int], Node] = {}
        self.links: list[Link] = []
        self.ports: dict[str, list[int]] = {}
        """Our output ports of nested models, by layer, in the order of the file's."""
        self.first: dict[str, int] = {}
        """The number of a layer's first call, where it is not 0."""

    def drawing(self) -> tuple[Graph, list[str], LayerNames]:
        items = safe_json.items(self.config["layers"], _NAME)
        if not 0 < len(items) <= limits.LAYERS:
            raise refused(f"It has {len(items)} layers.", DAMAGED)
        pending = [call for number, item in enumerate(items) for call in self._layer(number, item)]
        wired = [(target, port, source) for target, tensors in pending for port, source in sorted(tensors.items())]
        if len(wired) > limits.LINKS:
            raise refused(f"Its layers are linked more than {limits.LINKS:,} times.", DAMAGED)
        ends = _tensors(self.config.get("output_layers"))
        self._count_calls([*(source for _, _, source in wired), *ends])
        self.links += [Link(self._node_of(one), target.id, self._port_of(one), port) for target, port, one in wired]
        inputs = [self._node_of(item) for item in _tensors(self.config.get("input_layers"))]
        outputs = [self._end_of(item) for item in ends]
        if not inputs or not outputs or len(set(outputs)) != len(outputs):
            raise refused("Its inputs or outputs are not stored as Keras stores them.", DAMAGED)
        name = self.config.get("name")
        layers = {layer.id: layer for layer in self._told()}
        graph = Graph(str(name or "model"), layers, self._ordered(inputs, outputs), tuple(self.links))
        return graph, outputs, self.layer_names

    def _layer(self, number: int, item: Any) -> Iterator[tuple[Node, Mapping[int, Tensor]]]:
        """Take in a layer and its calls; yields the tensors at its ports, to be linked when all layers are known."""
        data = safe_json.mapping(item, _NAME)
        config = safe_json.mapping(data.get("config"), _NAME)
        original = stored_name(data, config)
        inbound = safe_json.items(data.get("inbound_nodes") or [], _NAME)
        operations = self._as_operations(data, config, inbound, original)
        if operations:
            yield from self._operations(number, operations, original)
            return
        found = self.inside(data, original)
        if found:
            kind, ours = self._model_kind(data, original, found), sequential.settings(config)
        else:
            kind, ours = self._kind(data, config, original)
        if any(calls.is_operation(call) for call in inbound) and kind.name in calls.OPERATORS:
            self.names.notes.patched(original, f"the operation became a layer {kind.name}, which computes the same")
        name = self.layer_names.add(original)
        self.names.notes.named(original, name)
        ours = {**ours, **calls.called_with(inbound, kind, original)}
        self._tell_mode(kind, inbound, original)
        layer = Layer(f"l{number + 1}", kind.name, name, ours, _graph(found))
        self.layers[original] = layer
        if kind.name == INPUT_KIND:
            self._call(original, layer, 0)
            return
        if not inbound:
            raise refused("A layer is never called.", DAMAGED, original)
        for index, call in enumerate(inbound):
            yield self._call(original, layer, index), calls.tensors_by_port(call, kind, original)

    def _tell_mode(self, kind: Kind, inbound: Sequence[Any], original: str) -> None:
        """Say that a layer called with `training` goes by the model's mode, if that makes a difference.

        Keras writes down what the default of its image layers is, which says nothing; nor does False to most others.
        """
        mode = calls.fixed_mode(inbound, original)
        heeded = mode is True or (mode is False and kind.name in _WITH_MODES)
        if heeded and kind.category not in ("preprocessing", LOCKED):
            why = "today's Keras goes by the mode of the whole model"
            if mode is False:
                why += "; turn off “trainable” to keep its statistics as they are"
            self.names.notes.left_out(original, f"its training={mode} was left out", why)

    def _as_operations(
        self, data: Mapping[str, Any], config: Mapping[str, Any], inbound: Sequence[Any], original: str
    ) -> list[OperationCall]:
        """The calls of an operation on tensors, of Keras 3 or of TensorFlow; none for a layer and for unknown ones."""
        # Keras 2 has no such objects: there an Add is a layer, however little its config says.
        operation = operation_calls.find(data) if all(isinstance(call, dict) for call in inbound) else None
        if operation is not None:
            like = operation.class_name in calls.OPERATORS
            if like and inbound and all(operation_calls.layer_does_the_same(data, call) for call in inbound):
                return []
            return [operation_calls.read(operation, config, call, original) for call in inbound]
        if str(data.get("class_name")) not in older_operations.KINDS:
            return []
        older = [older_operations.read(data, call, original) for call in inbound]
        known = [call for call in older if call is not None]
        if not known or len(known) < len(older):
            return []
        became = f"“{config.get('function')}” of TensorFlow became keras.{known[0].kind.name}"
        self.names.notes.patched(original, became, "it computes the same")
        return known

    def _operations(
        self, number: int, found_calls: Sequence[OperationCall], original: str
    ) -> Iterator[tuple[Node, Mapping[int, Tensor]]]:
        """Take in an operation on tensors; each call is a node of its own, for its constants may differ."""
        name = self.layer_names.add(original)
        for index, found in enumerate(found_calls):
            ours = name if index == 0 else self.layer_names.another(name)
            layer = Layer(f"l{number + 1}" + (f"_{index}" if index else ""), found.kind.name, ours, found.config)
            self.layers[f"{original}/{index}" if index else original] = layer  # no layer's name has a slash
            yield self._call(original, layer, index), found.tensors

    def _kind(self, data: Mapping[str, Any], config: Mapping[str, Any], where: str) -> tuple[Kind, dict[str, Any]]:
        told = input_config(config, where) if data.get("class_name") == INPUT_KIND else config
        return self.names.layer(data, told, where)

    def _told(self) -> Iterator[Layer]:
        """The layers; locked ones with the shapes that the file tells where their outputs are used."""
        locked = self.names.notes.locked
        shapes = calls.told_shapes(self.config["layers"]) if locked else {}
        for original, layer in self.layers.items():
            told = shapes.get(original, ()) if original in locked else ()
            yield replace(layer, output_shapes=told) if told else layer

    def _call(self, original: str, layer: Layer, index: int) -> Node:
        node = Node(f"n{len(self.nodes) + 1}", layer.id)
        if len(self.nodes) >= limits.LAYERS:
            raise refused(f"Its layers are called more than {limits.LAYERS:,} times.", DAMAGED)
        self.nodes[original, index] = node
        return node

    def _model_kind(self, data: Mapping[str, Any], original: str, found: Translated) -> Kind:
        """A nested model as a kind of layer with the ports that its drawing has."""
        config = safe_json.mapping(data.get("config"), _NAME)
        if any(isinstance(config.get(name), dict) for name in ("input_layers", "output_layers")):
            what = "The inner model takes or gives its tensors by name, which cannot be opened yet."
            raise refused(what, "Build it with lists of inputs and outputs and save again.", original)
        ports = output_nodes(found.graph)
        self.ports[original] = [ports.index(id) for id in found.outputs]
        layer = Layer("", MODEL_KIND, original, model=found.graph)
        return Kind("layers", MODEL_KIND, "", ports=ports_of(layer, self.names.catalogue))

    def _count_calls(self, used: Sequence[Tensor]) -> None:
        """Keras 2 counts the calls of a model from 1, because it counts making it as a call."""
        for name in self.ports:
            calls_here = sum(1 for layer, _ in self.nodes if layer == name)
            highest = max((source.call for source in used if source.layer == name), default=0)
            self.first[name] = int(highest >= calls_here)

    def _port_of(self, source: Tensor) -> int:
        ports = self.ports.get(source.layer)
        if ports is None:
            return source.output
        if source.output >= len(ports):
            raise refused("It names an output of an inner model that is not there.", DAMAGED, source.layer)
        return ports[source.output]

    def _end_of(self, source: Tensor) -> str:
        """The node of a model's output. One that is no call's first gets a node of its own: a node has one output."""
        node, port = self._node_of(source), self._port_of(source)
        if port == 0:
            return node
        wish = f"{self.layers[source.layer].name}_output_{port + 1}"
        name = next(name for name in _numbered(wish) if name not in {layer.name for layer in self.layers.values()})
        # A layer would convert what an operation gives to the type that layers compute with.
        kind = "ops.copy" if is_operation(self.layers[source.layer].kind) else "Identity"
        layer = Layer(f"l{name}", kind, name)
        key = f"{source.layer}/{source.call}/{port}"  # no layer's name: those have no slash
        self.layers[key] = layer
        end = self._call(key, layer, 0)
        self.links.append(Link(node, end.id, port))
        self.names.notes.patched(source.layer, f"an {kind} makes its output {port + 1} an output of the model")
        return end.id

    def _node_of(self, source: Tensor) -> str:
        node = self.nodes.get((source.layer, source.call - self.first.get(source.layer, 0)))
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
        return [calls.tensor(value, "inputs and outputs")]
    if isinstance(value, list):
        return [found for item in value for found in _tensors(item)]
    return []


def _numbered(wish: str) -> Iterator[str]:
    yield wish
    yield from (f"{wish}_{number}" for number in itertools.count(1))
