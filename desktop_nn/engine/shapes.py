"""Shapes, weights and problems of every node of a drawing, from Keras's own symbolic inference.

Layers are called on symbolic tensors and their weights are never made, so a layer of any size costs milliseconds.
What Keras said about a call is remembered, so an edit costs only what lies downstream of it.
"""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from desktop_nn.catalogue import load
from desktop_nn.catalogue.operations import is_operation
from desktop_nn.engine import custom_layers
from desktop_nn.engine.assembly import called, made
from desktop_nn.engine.bounds import refuse_vast
from desktop_nn.engine.code_blame import Place, blamed, place_of
from desktop_nn.engine.code_watch import BrokenOffError
from desktop_nn.engine.drawn_facts import naming_calls, on_drawing
from desktop_nn.engine.instantiate import make
from desktop_nn.engine.keras_state import drawing_nothing, own_keras_state
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.nested_facts import address, first_call, structure, trouble_inside, wrong_models
from desktop_nn.engine.plain_words import Words, plain
from desktop_nn.engine.wiring import model_problems, node_problems
from desktop_nn.graph.effective import effective
from desktop_nn.graph.facts import GraphFacts, NodeFacts, Shape
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Link
from desktop_nn.graph.own_layers import own_class
from desktop_nn.graph.topology import topological_order
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training import consent

_REMEMBERED = 20_000
_REMEMBERED_MODELS = 200


@dataclass(frozen=True, slots=True)
class Spec:
    """A symbolic tensor: its shape with the batch axis, its dtype, and whether it is sparse or ragged."""

    shape: Shape
    dtype: str
    sparse: bool = False
    ragged: bool = False


Call: TypeAlias = tuple[tuple[int, Spec], ...]
"""What a layer is called on: the tensor at each wired port, by port number."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Keras said about a call: the tensors that come out and the layer's weights, or why it cannot be."""

    outputs: tuple[Spec, ...] = ()
    parameters: int = 0
    trainable: int = 0
    refused: Words | None = None
    at: tuple[str, int] | None = None
    """The file and line of the user's own code that refused it."""
    broken: bool = False
    """Whether that code did not return and was broken off."""


_Key: TypeAlias = tuple[str, str, str, tuple[Call, ...], tuple[Shape, ...]]


def _never() -> bool:
    return False


class ShapeInference:
    """Infers drawings and remembers what it learnt. For one thread at a time."""

    def __init__(self) -> None:
        self._outcomes: OrderedDict[_Key, Outcome] = OrderedDict()
        self._configs: dict[str, tuple[Layer, str]] = {}
        self._models: OrderedDict[int, tuple[Graph, GraphFacts]] = OrderedDict()
        self._consent: object = None
        self._stuck: dict[str, Outcome] = {}
        """What was said of code that did not return, by its hash; for one drawing."""
        self.asked = 0
        """How many calls Keras was asked about so far, that is how often memory did not help."""

    def infer(self, graph: Graph, cancelled: Callable[[], bool] = _never) -> GraphFacts:
        """Facts of all nodes. What lies downstream of a problem stays unknown, without a problem of its own.

        `cancelled` is asked before every layer; when it says yes, what is known by then is returned.
        Problems carry the node's id and its layer's name as the place. Bypassed nodes are left out and repeated
        groups written out first (`graph/effective.py`); the facts are the drawn nodes'.
        """
        self._forget_without_consent()
        self._stuck.clear()
        return self._whole(graph, cancelled, nested=False)

    def outcomes(self, graph: Graph, cancelled: Callable[[], bool] = _never) -> Mapping[str, Outcome]:
        """What comes out of each node of an effective drawing; nodes at and behind a problem are left out."""
        self._forget_without_consent()
        return self._walk(graph, cancelled, {})[1]

    def _forget_without_consent(self) -> None:
        """What was said of layers of the user's own holds only as long as the same code may run."""
        now = consent.state()
        if now != self._consent:
            self._consent = now
            self._outcomes.clear()
            self._models.clear()

    def _whole(self, graph: Graph, cancelled: Callable[[], bool], *, nested: bool) -> GraphFacts:
        found = effective(graph)
        inner = {
            layer.id: self._inside(layer.model, cancelled) for layer in graph.layers.values() if layer.model is not None
        }
        if not inner:
            return on_drawing(graph, found, self._infer(found.graph, cancelled, nested, {}))
        wrong = wrong_models(found.graph, inner)
        facts = on_drawing(graph, found, self._infer(found.graph, cancelled, nested, wrong))
        return replace(facts, inner=inner)

    def _inside(self, model: Graph, cancelled: Callable[[], bool]) -> GraphFacts:
        """Facts of a nested drawing; drawings are frozen values, so the same object never needs a second look."""
        known = self._models.get(address(model))
        if known is not None and known[0] is model:
            return known[1]
        facts = self._whole(model, cancelled, nested=True)
        if not cancelled():
            self._models[address(model)] = (model, facts)
            if len(self._models) > _REMEMBERED_MODELS:
                self._models.popitem(last=False)
        return facts

    def _infer(
        self, graph: Graph, cancelled: Callable[[], bool], nested: bool, wrong: Mapping[int, Problem]
    ) -> GraphFacts:
        return _totals(graph, *self._walk(graph, cancelled, wrong), nested)

    def _walk(
        self, graph: Graph, cancelled: Callable[[], bool], wrong: Mapping[int, Problem]
    ) -> tuple[dict[str, NodeFacts], dict[str, Outcome]]:
        into: dict[str, list[Link]] = {id: [] for id in graph.nodes}
        for link in sorted(graph.links, key=lambda link: link.target_port):
            into[link.target].append(link)
        broken = node_problems(graph)
        outcomes: dict[str, Outcome] = {}
        facts = {id: NodeFacts(problem=broken.get(id)) for id in graph.nodes}
        calls: dict[str, tuple[Call, ...]] = {}
        for id in topological_order(graph):
            if cancelled():
                break
            if id in broken:
                continue
            stuck = trouble_inside(graph, id, wrong)
            if stuck is not None:
                facts[id] = NodeFacts(problem=stuck if id == first_call(graph, id) else None)
                continue
            found = self._node(graph, id, into[id], outcomes, calls, cancelled)
            if isinstance(found, Problem):
                facts[id] = NodeFacts(problem=found)
            elif found is not None:
                outcomes[id] = found
                facts[id] = naming_calls(graph, id, _facts(graph, id, found))
        return facts, outcomes

    def _node(
        self,
        graph: Graph,
        id: str,
        links: list[Link],
        outcomes: Mapping[str, Outcome],
        calls: dict[str, tuple[Call, ...]],
        cancelled: Callable[[], bool],
    ) -> Outcome | Problem | None:
        """The outcome of one node, a problem of its links, or None while something upstream is unknown."""
        layer = graph.layer_of(id)
        call: list[tuple[int, Spec]] = []
        for link in links:
            before = outcomes.get(link.source)
            if before is None or not before.outputs:
                return None
            if link.source_port >= len(before.outputs):
                what = f"{graph.name_of(link.source)} has no output number {link.source_port + 1}."
                return Problem(what, where=layer.name, fix="Delete the link from it.", node=id)
            call.append((link.target_port, before.outputs[link.source_port]))
        earlier = calls.get(layer.id, ())
        outcome = self.outcome(layer, (*earlier, tuple(call)), cancelled)
        if outcome.refused is None:
            calls[layer.id] = (*earlier, tuple(call))
        return outcome

    def outcome(self, layer: Layer, calls: tuple[Call, ...], cancelled: Callable[[], bool] = _never) -> Outcome:
        """What Keras says of the last of `calls` of the layer, from memory if it was asked before."""
        key = (layer.kind, self._config_key(layer), layer.code.sha256 if layer.code else "", calls, layer.output_shapes)
        known = self._outcomes.get(key)
        if known is None and layer.code is not None and layer.code.sha256 in self._stuck:
            return self._stuck[layer.code.sha256]  # else each of its layers would take its time as well
        if known is None:
            self.asked += 1
            known = _with_told(layer, ask(layer, calls, cancelled))
            if known.broken and cancelled():
                return known  # code that was broken off for that says nothing
            self._outcomes[key] = known
            if known.broken and layer.code is not None:
                self._stuck[layer.code.sha256] = known
            if len(self._outcomes) > _REMEMBERED:
                self._outcomes.popitem(last=False)
        else:
            self._outcomes.move_to_end(key)
        return known

    def _config_key(self, layer: Layer) -> str:
        """The config as text; layers are frozen values, so the same object never needs a second look."""
        known = self._configs.get(layer.id)
        if known is None or known[0] is not layer:
            known = self._configs[layer.id] = (layer, json.dumps(structure(layer), sort_keys=True, default=repr))
        return known[1]


def _with_told(layer: Layer, outcome: Outcome) -> Outcome:
    """Of a locked layer the outputs that its model file told, so that what lies behind it is known all the same."""
    if outcome.refused is None or layer.code is not None or not layer.output_shapes:
        return outcome
    return replace(outcome, outputs=tuple(Spec(shape, "float32") for shape in layer.output_shapes))


def ask(drawn: Layer, calls: tuple[Call, ...], cancelled: Callable[[], bool] = _never) -> Outcome:
    """Ask Keras what comes out of the last of `calls` of one layer; the earlier ones have shaped its weights.

    Code of the user's own that takes too long for that, or until the answer is no longer wanted, is broken off.
    """
    try:
        with custom_layers.asking(cancelled):
            return _ask(drawn, calls)
    except BrokenOffError as error:
        place = place_of(error)
        what = custom_layers.never_returned(drawn.kind, place)
        return Outcome(refused=(what, f"Correct {place.file if place else 'its code'}."), at=_at(place), broken=True)


def _at(place: Place | None) -> tuple[str, int] | None:
    return (place.file, place.line) if place else None


def _ask(drawn: Layer, calls: tuple[Call, ...]) -> Outcome:
    keras, kind = load_keras(), drawn.kind
    if _lacks_vocabulary(drawn):
        return Outcome(refused=_NO_VOCABULARY)
    try:
        with drawing_nothing(), own_keras_state(), keras.StatelessScope(initialize_variables=False):
            refuse_vast(kind, drawn.config, (spec.shape for _, spec in calls[-1]) if calls else ())
            composed = drawn.model is not None or drawn.code is not None or is_operation(kind)
            layer = made(drawn, _keeps_state) if composed else make("layers", kind, drawn.config)
            if _keeps_state(layer) and any(spec.shape[:1] == (None,) for call in calls for _, spec in call):
                return Outcome(refused=_NO_BATCH_SIZE)
            if kind == INPUT_KIND:
                result = layer.output
            for call in calls if kind != INPUT_KIND else ():
                result = called(layer, drawn, {port: _tensor(keras, spec) for port, spec in call})
            return Outcome(
                tuple(_spec(tensor) for tensor in keras.tree.flatten(result)),
                _count(layer.weights),
                _count(layer.trainable_weights),
            )
    except ProblemError as error:
        return Outcome(refused=(error.problem.what, error.problem.fix), at=error.problem.at)
    except Exception as error:  # whatever Keras raises here, the drawing caused it
        blame = blamed(error)
        if blame is not None:
            return Outcome(refused=blame[0], at=_at(blame[1]))
        if drawn.code is not None:
            found = own_class(drawn)
            what, _ = plain(error, kind)
            return Outcome(
                refused=(what, f"Correct {drawn.code.name}."), at=(drawn.code.name, found.line if found else 1)
            )
        return Outcome(refused=plain(error, kind if drawn.model is None else drawn.name))


_NO_VOCABULARY = (
    "It has no vocabulary, so it does not know a single word.",
    "List its words or numbers in “vocabulary”.",
)
_NO_BATCH_SIZE = (
    "A layer that keeps its state from batch to batch needs to know how large a batch is.",
    "Set “batch_size” of the Input, or turn “stateful” off.",
)


def _lacks_vocabulary(drawn: Layer) -> bool:
    """Whether the layer would have to learn its vocabulary first, which it does only where `adapt` is called."""
    known = load().layers.get(drawn.kind) if drawn.code is None else None
    return known is not None and known.parameter("vocabulary") is not None and not drawn.config.get("vocabulary")


def _keeps_state(layer: Any) -> bool:
    """Whether the layer is stateful. Its states are no weights and need real variables, so here it forgets them."""
    parts = (layer, *(getattr(layer, name, None) for name in ("layer", "forward_layer", "backward_layer")))
    stateful = [part for part in parts if getattr(part, "stateful", False) is True]
    for part in stateful:
        part.stateful = False
    return bool(stateful)


def _tensor(keras: Any, spec: Spec) -> Any:
    return keras.KerasTensor(spec.shape, spec.dtype, sparse=spec.sparse, ragged=spec.ragged)


def _spec(tensor: Any) -> Spec:
    dtype = str(getattr(tensor.dtype, "name", tensor.dtype))
    return Spec(tuple(tensor.shape), dtype, bool(tensor.sparse), bool(tensor.ragged))


def _count(weights: list[Any]) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


def _facts(graph: Graph, id: str, outcome: Outcome) -> NodeFacts:
    dtype = outcome.outputs[0].dtype if outcome.outputs else ""
    shapes = tuple(spec.shape for spec in outcome.outputs)
    if outcome.refused is not None:
        what, fix = outcome.refused
        problem = Problem(what, where=graph.name_of(id), fix=fix, node=id, at=outcome.at)
        return NodeFacts(shapes, dtype, problem=problem)
    return NodeFacts(shapes, dtype, outcome.parameters, outcome.trainable)


def _totals(graph: Graph, facts: dict[str, NodeFacts], outcomes: Mapping[str, Outcome], nested: bool) -> GraphFacts:
    """The whole with its totals; a shared layer counts once and tells its full count at each of its nodes."""
    largest: dict[str, Outcome] = {}
    for id, outcome in outcomes.items():
        layer = graph.nodes[id].layer
        if outcome.parameters >= largest.get(layer, Outcome()).parameters:
            largest[layer] = outcome
    for id, outcome in outcomes.items():
        if outcome.refused is None:
            counts = largest[graph.nodes[id].layer]
            facts[id] = replace(facts[id], parameters=counts.parameters, trainable=counts.trainable)
    parameters = sum(outcome.parameters for outcome in largest.values())
    trainable = sum(outcome.trainable for outcome in largest.values())
    return GraphFacts(facts, parameters, trainable, model_problems(graph, nested=nested))
