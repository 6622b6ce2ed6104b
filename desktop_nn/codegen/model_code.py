"""The drawing as Keras code, in one of the three styles.

Layers are made in the order in which the app makes them, so that the same seed gives the same weights.
"""

from __future__ import annotations

from collections.abc import Collection

from desktop_nn.codegen import functional, subclassing
from desktop_nn.codegen.drawing_code import DrawingCode, comment
from desktop_nn.codegen.identifiers import class_name, unique
from desktop_nn.codegen.layer_code import LOCKED_FUNCTION, is_locked
from desktop_nn.codegen.nested_models import NestedModels
from desktop_nn.codegen.sections import Import, Piece, Section, joined
from desktop_nn.codegen.sequential import sequential
from desktop_nn.codegen.styles import Style, chosen
from desktop_nn.graph.effective import effective
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, nodes_on_loops, output_nodes
from desktop_nn.problems import Problem, ProblemError

_GAP = Piece("\n")
_DEFINES = ("def ", "class ", "@")
_LATE_KINDS = frozenset({"MultiHeadAttention", "GroupQueryAttention"})
_LATE = "Attention makes its parts at its first call, so this class begins with other weights than the app does."
_SEED = Piece("keras.utils.set_random_seed(SEED)")


def model_section(graph: Graph, style: Style = "auto", taken: Collection[str] = ()) -> Section:
    """The section that makes `model`; `taken` are names that the program uses otherwise. Raises ProblemError for a
    drawing that is no model, and for a style that it cannot have.
    """
    found = effective(graph)
    if nodes_on_loops(found.graph) or not input_nodes(found.graph) or not output_nodes(found.graph):
        what = "The drawing is no model yet: it has a loop, no input or no output."
        raise ProblemError(Problem(what, graph.name, "Look at the list of problems."))
    style = chosen(graph, style)
    drawing = DrawingCode(found)
    nested = NestedModels(found, taken, classes=style == "subclassing")
    pieces: list[Piece] = []
    if _has_locked(found.graph):
        pieces += [Piece(LOCKED_FUNCTION), _GAP]
    if style == "subclassing":
        pieces += _subclassing(drawing, nested, taken)
    else:
        for inner in nested.all:
            pieces += [*functional.definition(inner, nested), _GAP]
        body = sequential(drawing) if style == "sequential" else functional.functional(drawing, nested)
        pieces += [_SEED, Piece(""), *body]
    notes = [Piece(line) for text in drawing.notes.get("", ()) for line in comment(text)]
    if notes:
        pieces = [*notes, _GAP if pieces[0].text.startswith(_DEFINES) else Piece(""), *pieces]
    code, spans = joined([*pieces, Piece("\nmodel.summary()")])
    return Section("The model", code, frozenset({Import("keras"), Import("keras", "layers")}), spans=spans)


def locked_layers(graph: Graph) -> tuple[str, ...]:
    """Names of the layers that are not written, also inside nested models."""
    inner = [name for layer in graph.layers.values() if layer.model for name in locked_layers(layer.model)]
    return (*(layer.name for layer in graph.layers.values() if is_locked(layer)), *inner)


def _subclassing(drawing: DrawingCode, nested: NestedModels, taken: Collection[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for inner in nested.all:
        pieces += [*subclassing.definition(inner, nested), _GAP]
    used = {*taken, *map(nested.name_of, nested.all)}
    name = unique([("", class_name(drawing.graph.name))], used)[""]
    pieces += [*subclassing.model_class(drawing, nested, name, outermost=True), _GAP]
    told = [Piece(line) for line in comment(_LATE)] if _makes_parts_late(drawing.graph) else []
    return [*pieces, *told, _SEED, *subclassing.made_model(drawing, name)]


def _makes_parts_late(graph: Graph) -> bool:
    """Whether a layer draws its random numbers at its first call: the app calls each before it makes the next."""
    inner = [layer.model for layer in graph.layers.values() if layer.model is not None]
    return any(layer.kind in _LATE_KINDS for layer in graph.layers.values()) or any(map(_makes_parts_late, inner))


def _has_locked(graph: Graph) -> bool:
    return bool(locked_layers(graph))
