"""What a node shows, as plain values made from the drawing, the facts and the problems. No Qt, no painting.

A face is remembered until something that it is made of changes, so that an edit costs only what it touches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from desktop_nn.catalogue import Catalogue, Kind, Port
from desktop_nn.graph.effective import built
from desktop_nn.graph.effects import told
from desktop_nn.graph.facts import GraphFacts, NodeFacts, Shape, shape_text
from desktop_nn.graph.healing import giving
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Node
from desktop_nn.graph.nesting import layer_count
from desktop_nn.graph.own_layers import kind_of
from desktop_nn.graph.ports import output_count, ports_of
from desktop_nn.graph.topology import output_nodes, same_calls
from desktop_nn.problems import Problem, Severity
from ui.canvas.details import SEPARATOR, key_parameters

Role = Literal["", "input", "output"]
_PASSED_BY = ("bypassed: what comes in goes on as it is", "bypassed")
State = Literal["", "locked", "unknown"]


MOST_OPTIONAL = 3
NESTED_KIND = "Model"
"""What stands for the layer kind on the card of a nested model."""
GROUP_KIND = "Group"
"""What stands for the layer kind on the card of a folded group."""


@dataclass(frozen=True, slots=True)
class PortFace:
    """A port as drawn. `spare` marks the next free one of a layer that takes any number of links."""

    name: str
    taken: bool = False
    optional: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """Everything that is drawn of a node. `calls` above 1 means that its layer is shared by so many nodes."""

    name: str
    kind: str
    category: str
    details: str = ""
    shape: str = ""
    dtype: str = ""
    parameters: str = ""
    tells: tuple[str, ...] = ()
    """What the layer does with its input, the fullest wording first; empty while Keras does not know."""
    inputs: tuple[PortFace, ...] = ()
    outputs: tuple[PortFace, ...] = (PortFace("output"),)
    severity: Severity | None = None
    trouble: str = ""
    """What is wrong, as one sentence."""
    role: Role = ""
    state: State = ""
    calls: int = 1
    letter: str = ""
    bypassed: bool = False
    repeat: int = 1
    """How often a group is repeated."""
    inside: int = 0
    """How many layers a nested model has."""

    @property
    def crowded(self) -> bool:
        """Whether so many optional inputs are free that they only show while the node is pointed at or wired."""
        return sum(port.optional and not port.taken for port in self.inputs) > MOST_OPTIONAL

    @property
    def folded(self) -> bool:
        """Whether this is the card of a folded group."""
        return self.kind == GROUP_KIND

    @property
    def nested(self) -> bool:
        """Whether this is the card of a nested model, which has a drawing of its own."""
        return self.kind == NESTED_KIND

    @property
    def second_line(self) -> str:
        """Kind and key parameters."""
        return f"{self.kind}{SEPARATOR}{self.details}" if self.details else self.kind


class Faces:
    """Makes the faces of a drawing's nodes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._made: dict[str, tuple[tuple[Any, ...], Face]] = {}
        self._made_of: tuple[object, ...] = (None, None, None, None)
        self._nodes: Mapping[str, Node] = {}
        self._faces: dict[str, Face] = {}

    def of(self, graph: Graph, facts: GraphFacts, problems: Iterable[Problem]) -> dict[str, Face]:
        """The face of each node by id; faces of nodes that did not change are the same objects as before."""
        making = self.making(graph, facts, problems)
        while True:
            try:
                next(making)
            except StopIteration as end:
                faces: dict[str, Face] = end.value
                return faces

    def knows(self, graph: Graph) -> bool:
        """Whether layers and links are those that faces were made of last."""
        return graph.layers is self._made_of[0] and graph.links is self._made_of[1]

    def making(
        self, graph: Graph, facts: GraphFacts, problems: Iterable[Problem]
    ) -> Generator[None, None, dict[str, Face]]:
        """Do `of` bit by bit; what was made before it is broken off is remembered."""
        told = tuple(problems)
        made_of = (graph.layers, graph.links, facts, told)
        same = all(one is other for one, other in zip(made_of[:3], self._made_of[:3], strict=True))
        if same and told == self._made_of[3] and same_calls(self._nodes, graph.nodes):
            self._nodes = graph.nodes
            return self._faces  # only places changed
        faces = yield from self._make(graph, facts, told)
        self._made_of, self._nodes, self._faces = made_of, graph.nodes, faces
        return faces

    def _make(
        self, graph: Graph, facts: GraphFacts, problems: Iterable[Problem]
    ) -> Generator[None, None, dict[str, Face]]:
        into: defaultdict[str, list[int]] = defaultdict(list)
        arriving: defaultdict[str, list[tuple[int, Shape | None]]] = defaultdict(list)
        out: defaultdict[str, list[int]] = defaultdict(list)
        for link in graph.links:
            into[link.target].append(link.target_port)
            arriving[link.target].append((link.target_port, facts.shape_of(link.source, link.source_port)))
            out[link.source].append(link.source_port)
        yield
        worst = _worst(facts, problems)
        calls = Counter(node.layer for node in graph.nodes.values())
        letters = _letters(calls)
        ends = frozenset(output_nodes(built(graph)))
        yield
        made: dict[str, tuple[tuple[Any, ...], Face]] = {}
        for id, node in graph.nodes.items():
            layer = graph.layers[node.layer]
            key = (
                layer, facts.nodes.get(id), _by_port(arriving[id]), tuple(into[id]), tuple(out[id]),
                worst.get(id), id in ends, calls[node.layer], letters.get(node.layer, ""), node.bypassed,
            )  # fmt: skip
            known = self._made.get(id)
            made[id] = known if known is not None and known[0] == key else (key, self._face(*key))
            self._made[id] = made[id]
            yield
        self._made = made
        return {id: face for id, (_, face) in made.items()}

    def _face(
        self,
        layer: Layer,
        facts: NodeFacts | None,
        arriving: tuple[Shape | None, ...],
        into: tuple[int, ...],
        out: tuple[int, ...],
        worst: Problem | None,
        end: bool,
        calls: int,
        letter: str,
        bypassed: bool,
    ) -> Face:
        kind = kind_of(layer, self._catalogue)
        nested = _Inside.of(layer)
        shapes = facts.output_shapes if facts else ()
        role: Role = "input" if layer.kind == INPUT_KIND else "output" if end else ""
        return Face(
            name=layer.name,
            kind=NESTED_KIND if nested else layer.kind,
            category="input" if role == "input" else "model" if nested else kind.category if kind else "other",
            details=nested.words if nested else key_parameters(layer, kind),
            shape=_shapes_text(shapes),
            dtype=facts.dtype if facts else "",
            parameters=f"{facts.parameters:,}" if facts and facts.parameters else "",
            tells=_PASSED_BY if bypassed else told(layer, arriving, facts),
            inputs=_inputs(ports_of(layer, self._catalogue), into),
            outputs=_outputs(
                max(output_count(layer), len(shapes), *(port + 1 for port in out)), out, nested.ends if nested else ()
            ),
            severity=worst.severity if worst else None,
            trouble=worst.what if worst else "",
            role=role,
            state=_state(kind) if layer.model is None else "",
            calls=calls,
            letter=letter,
            bypassed=bypassed,
            inside=nested.count if nested else 0,
        )


@dataclass(frozen=True, slots=True)
class _Inside:
    """What a card tells of the drawing inside a nested model: how many layers, and the names of its outputs."""

    count: int
    ends: tuple[str, ...]

    @classmethod
    def of(cls, layer: Layer) -> _Inside | None:
        model = layer.model
        return None if model is None else cls(layer_count(model), tuple(map(model.name_of, giving(model))))

    @property
    def words(self) -> str:
        return f"{self.count} layer{'s' * (self.count != 1)}"


def _worst(facts: GraphFacts, problems: Iterable[Problem]) -> dict[str, Problem]:
    """The gravest problem by node id; of equally grave ones what Keras says, else the first."""
    worst: dict[str, Problem] = {}
    found = [(id, item.problem) for id, item in facts.nodes.items() if item.problem]
    found += [(problem.node, problem) for problem in problems if problem.node is not None]
    for id, problem in found:
        if id not in worst or (problem.severity == "error" and worst[id].severity != "error"):
            worst[id] = problem
    return worst


def _by_port(arriving: list[tuple[int, Shape | None]]) -> tuple[Shape | None, ...]:
    """The shapes that arrive, in the order of the ports."""
    return tuple(shape for _, shape in sorted(arriving, key=lambda pair: pair[0]))


def problems_of(node_id: str, facts: GraphFacts, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """All problems of a node, each once."""
    own = facts.nodes[node_id].problem if node_id in facts.nodes else None
    found = [problem for problem in problems if problem.node == node_id]
    if own is not None and all(problem.what != own.what for problem in found):
        found.append(own)
    return tuple(found)


def _letters(calls: Mapping[str, int]) -> dict[str, str]:
    """A letter for each shared layer, the same on all its nodes."""
    shared = [layer for layer, count in calls.items() if count > 1]
    return {layer: _letter(index) for index, layer in enumerate(shared)}


def _letter(index: int) -> str:
    return chr(ord("A") + index % 26) + (str(index // 26 + 1) if index >= 26 else "")


def _shapes_text(shapes: tuple[tuple[int | None, ...], ...]) -> str:
    if not shapes:
        return ""
    more = f"  +{len(shapes) - 1}" if len(shapes) > 1 else ""
    return shape_text(shapes[0]) + more


def _state(kind: Kind | None) -> State:
    if kind is None:
        return "unknown"
    return "locked" if kind.locked else ""


@lru_cache(maxsize=2048)
def _inputs(ports: tuple[Port, ...], taken: tuple[int, ...]) -> tuple[PortFace, ...]:
    highest = max(taken, default=-1)
    faces = [PortFace(port.name, index in taken, port.optional) for index, port in enumerate(ports) if not port.many]
    if ports and ports[-1].many:
        last = max(highest + 1, len(ports))
        faces += [
            PortFace(f"{ports[-1].name} {index + 1}", index in taken, spare=index not in taken)
            for index in range(len(faces), last + 1)
        ]
    # A file may link to ports that the catalogue does not know; they are shown, so that they can be removed.
    faces += [PortFace(f"input {index + 1}", index in taken) for index in range(len(faces), highest + 1)]
    return tuple(faces)


@lru_cache(maxsize=512)
def _outputs(count: int, taken: tuple[int, ...], names: tuple[str, ...]) -> tuple[PortFace, ...]:
    """Output ports; those of a nested model are called after the layers inside that give them."""
    if count == 1 and not names:
        return (PortFace("output", bool(taken)),)
    more = (f"output {index + 1}" for index in range(len(names), count))
    return tuple(PortFace(name, index in taken) for index, name in enumerate((*names, *more)))
