"""The .dnn file as values: what stands in it, section by section, and how that maps to a `Project`.

The dataclasses are the schema: pydantic (imported on first use) checks a file against them. Text and disk
are `file.py`'s, older versions `migrations.py`'s, and whether the drawing makes sense is `mending.py`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.data.choices import DataChoices, Source, Step
from desktop_nn.graph.facts import GraphFacts, NodeFacts, Shape
from desktop_nn.graph.model import Comment, Config, Direction, Graph, Group, Layer, Link, Node
from desktop_nn.graph.nesting import DEEPEST, depth_of
from desktop_nn.graph.own_layers import resolved
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project, View
from desktop_nn.project.wording import problem_of
from desktop_nn.training.choices import Configured, TrainingChoices

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT: Literal["desktop-nn project"] = "desktop-nn project"
VERSION = 3
"""The schema's version; raise it with every change that older files need a migration for."""
DEEPEST_JSON = 100
"""Levels of lists and objects in a file; sixteen models, one in the other, come to 58."""
MOST = {"layers": 30_000, "nodes": 30_000, "links": 100_000, "groups": 5_000, "comments": 10_000}
"""How much a drawing may hold, those inside it included; the engine builds a third of it (`graph/unrolling.py`)."""


@dataclass(frozen=True)
class StoredLayer:
    """A layer; `model` is the drawing inside a nested model, `output_shapes` are those of one that is locked."""

    id: str
    kind: str
    name: str
    config: Config = field(default_factory=dict)
    model: Drawing | None = None
    output_shapes: tuple[tuple[int | None, ...], ...] = ()


@dataclass(frozen=True)
class Drawing:
    """The `graph` section, or a nested model: lists in place of the document's mappings, one object a line."""

    name: str = "model"
    layers: tuple[StoredLayer, ...] = ()
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    comments: tuple[Comment, ...] = ()
    direction: Direction = "down"


@dataclass(frozen=True)
class KnownNode:
    """What Keras said last about a node, so that a file opens with its shapes."""

    id: str
    shapes: tuple[Shape, ...] = ()
    dtype: str = ""
    parameters: int = 0
    trainable: int = 0


@dataclass(frozen=True)
class Known:
    """The `facts` section: totals, and each node's facts. A mere memory; it is worked out anew after opening."""

    parameters: int = 0
    trainable: int = 0
    nodes: tuple[KnownNode, ...] = ()


@dataclass(frozen=True)
class Content:
    """A whole .dnn file. `notes` holds the text's lines."""

    format: Literal["desktop-nn project"] = FORMAT
    version: int = VERSION
    notes: tuple[str, ...] = ()
    code: tuple[CodeFile, ...] = ()
    graph: Drawing = Drawing()
    data: DataChoices = field(default_factory=DataChoices)
    training: TrainingChoices = field(default_factory=TrainingChoices)
    view: View = field(default_factory=View)
    facts: Known = Known()


_TERSE = (StoredLayer, Node, Link, Group, Comment, Source, Step, Configured, KnownNode, View)
"""Values that are written without the fields that have their defaults."""
_SELDOM = frozenset({"groups", "comments", "direction", "view", "internals", "precision", "xla", "device", "code"})
"""Fields that are written only if they differ from their defaults: most projects do without them."""


def content_of(project: Project, facts: GraphFacts, view: View | None = None) -> Content:
    """The file's content for a document; facts of nodes that are gone are left out."""
    graph = project.graph
    known = tuple(
        KnownNode(id, item.output_shapes, item.dtype, item.parameters, item.trainable)
        for id, item in ((id, facts.nodes[id]) for id in graph.nodes if id in facts.nodes)
        if item.output_shapes
    )
    return Content(
        notes=tuple(project.notes.split("\n")) if project.notes else (),
        code=project.code,
        graph=drawing_of(graph),
        data=project.data,
        training=project.training,
        view=view or View(),
        facts=Known(facts.parameters, facts.trainable, known),
    )


def drawing_of(graph: Graph) -> Drawing:
    """The `graph` section of a drawing. Raises ProblemError if models lie too deep in it to be read again."""
    if depth_of(graph) > DEEPEST:
        raise ProblemError(_too_deep())
    return Drawing(
        graph.name,
        tuple(_stored(layer) for layer in graph.layers.values()),
        tuple(graph.nodes.values()),
        graph.links,
        tuple(graph.groups.values()),
        tuple(graph.comments.values()),
        graph.direction,
    )


def graph_of(drawing: Drawing, where: str = "graph") -> Graph:
    """The drawing that a section stands for, which lies at `where`. Raises ProblemError if an id is given twice."""
    for section in ("layers", "nodes", "groups", "comments"):
        _refuse_twice(section, (item.id for item in getattr(drawing, section)), where)
    return Graph(
        drawing.name,
        {layer.id: _layer(layer, f"{where} › layers › {layer.id} › model") for layer in drawing.layers},
        {node.id: node for node in drawing.nodes},
        drawing.links,
        {group.id: group for group in drawing.groups},
        {comment.id: comment for comment in drawing.comments},
        drawing.direction,
    )


def project_of(content: Content) -> Project:
    """The document that a file's content stands for. Raises ProblemError if an id is given twice."""
    _refuse_twice("files", (item.name for item in content.code), "code")
    code = tuple(item if item.name == item.title else replace(item, name=item.title) for item in content.code)
    graph = resolved(graph_of(content.graph), code)
    return Project(graph, content.data, content.training, "\n".join(content.notes), code)


def facts_of(content: Content) -> GraphFacts:
    """The last known facts of the nodes that exist."""
    ids = {node.id for node in content.graph.nodes}
    nodes = {
        item.id: NodeFacts(item.shapes, item.dtype, item.parameters, item.trainable)
        for item in content.facts.nodes
        if item.id in ids
    }
    return GraphFacts(nodes, content.facts.parameters, content.facts.trainable)


def encode(value: Any) -> Any:
    """A value of the schema as JSON data, fields in their declared order."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((item, getattr(value, item.name)) for item in fields(value))
        terse = isinstance(value, _TERSE)
        data = {
            item.name: encode(part)
            for item, part in pairs
            if not ((terse or item.name in _SELDOM) and part == _default(item))
        }
        return {key: _short(part) for key, part in data.items()} if isinstance(value, Node | Comment) else data
    if isinstance(value, tuple | list):
        return [encode(part) for part in value]
    if hasattr(value, "items"):
        return {str(key): encode(part) for key, part in value.items()}
    return value


def decode(data: Any) -> tuple[Content, tuple[str, ...]]:
    """JSON data of the present version, checked; and what had to be left out.

    Raises ProblemError naming the first wrong field's path. Stored facts that are wrong are no reason to
    refuse a file: they are dropped, and the second value says so.
    """
    from pydantic import ValidationError

    if isinstance(data, dict):
        refuse_deep(data.get("graph"))
    try:
        # JSON again, because pydantic's strict mode takes lists for tuples only there.
        return _adapter().validate_json(json.dumps(data)), ()
    except ValidationError as error:
        if isinstance(data, dict) and all(item["loc"][:1] == ("facts",) for item in error.errors()):
            rest, _ = decode({key: value for key, value in data.items() if key != "facts"})
            return rest, ("The stored shapes could not be read; they are worked out anew.",)
        raise ProblemError(problem_of(error)) from None


@cache
def _adapter() -> TypeAdapter[Content]:
    from pydantic import ConfigDict, TypeAdapter, with_config

    # The nested dataclasses take this configuration over from the outermost one.
    return TypeAdapter(with_config(ConfigDict(extra="forbid", strict=True))(Content))


def _short(part: Any) -> Any:
    """120 in place of 120.0: a position may have been either before and should not make a difference."""
    return int(part) if isinstance(part, float) and part.is_integer() else part


def _default(item: Any) -> Any:
    return item.default_factory() if item.default_factory is not MISSING else item.default


def refuse_deep(graph: Any) -> None:
    """Raise ProblemError if models lie too deep in each other in the JSON data of a drawing, or hold too much in all,
    whatever else it is."""
    row = [(graph, 0)]
    size = dict.fromkeys(MOST, 0)
    while row:
        drawing, depth = row.pop()
        if depth > DEEPEST:
            raise ProblemError(_too_deep())
        layers = drawing.get("layers") if isinstance(drawing, dict) else None
        for name, most in MOST.items() if isinstance(drawing, dict) else ():
            size[name] += len(drawing[name]) if isinstance(drawing.get(name), list) else 0
            if size[name] > most:
                what = f"It has more than {most:,} {name}."
                raise ProblemError(Problem(what, f"graph › {name}", "Choose a smaller project."))
        for layer in layers if isinstance(layers, list) else ():
            if isinstance(layer, dict) and layer.get("model") is not None:
                row.append((layer["model"], depth + 1))


def _too_deep() -> Problem:
    what = f"More than {DEEPEST} models lie one in the other."
    return Problem(what, "graph", "Unpack some of them; so many can neither be saved nor opened.")


def _stored(layer: Layer) -> StoredLayer:
    model = None if layer.model is None else drawing_of(layer.model)
    return StoredLayer(layer.id, layer.kind, layer.name, layer.config, model, layer.output_shapes)


def _layer(stored: StoredLayer, where: str) -> Layer:
    model = None if stored.model is None else graph_of(stored.model, where)
    return Layer(stored.id, stored.kind, stored.name, stored.config, model, output_shapes=stored.output_shapes)


def _refuse_twice(section: str, ids: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            what = f"Two {section} have the id “{id}”."
            raise ProblemError(Problem(what, f"{where} › {section}", "Give one of them another id."))
        seen.add(id)
