"""The Sequential style: a chain of layers as a list; a repeated group is a loop that adds to it."""

from __future__ import annotations

from desktop_nn.codegen.drawing_code import DrawingCode
from desktop_nn.codegen.expressions import STEP, Call, Code, assigned, literal, rendered
from desktop_nn.codegen.functional import loop_head
from desktop_nn.codegen.layer_code import layer_object, suffixed
from desktop_nn.codegen.repeats import Loop
from desktop_nn.codegen.sections import Piece
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, is_chain, output_nodes
from desktop_nn.problems import Problem


def why_not(graph: Graph) -> Problem | None:
    """Why a drawing (as it is built) is no Sequential model, or None if it is one."""
    if is_chain(graph):
        return None
    inputs, outputs = len(input_nodes(graph)), len(output_nodes(graph))
    fix = "Use the functional or the subclassing style."
    if inputs > 1 or outputs > 1:
        many = f"{inputs} inputs" if inputs > 1 else f"{outputs} outputs"
        return Problem(f"A Sequential model has one input and one output; this one has {many}.", graph.name, fix)
    for id in graph.nodes:
        layer = graph.layer_of(id)
        if layer.model is not None:
            what = f"A Sequential model is a plain list of layers; {layer.name} is a model of its own."
        elif len(graph.calls_of(layer.id)) > 1:
            what = f"A Sequential model calls each layer once; {layer.name} is called several times."
        elif len(graph.links_into(id)) > 1:
            what = f"In a Sequential model each layer follows one other; several tensors go into {layer.name}."
        elif len(graph.links_from(id)) > 1:
            what = f"In a Sequential model each layer is followed by one other; the drawing forks at {layer.name}."
        else:
            continue
        return Problem(what, layer.name, fix, node=id)
    return Problem("A Sequential model is one chain from an input to an output.", graph.name, fix)


def sequential(drawing: DrawingCode) -> list[Piece]:
    """The lines that make `model` out of a chain."""
    steps = list(drawing.steps())
    name = {"name": cleaned_name(drawing.graph.name, "model")}
    if not any(isinstance(step, Loop) for step, _ in steps):
        inside = STEP * 2
        items = [piece for step, above in steps for piece in _item(drawing, str(step), above, inside)]
        end = f"{STEP}],\n{STEP}name={literal(name['name'])},\n)"
        return [Piece(f"model = keras.Sequential(\n{STEP}["), *items, Piece(end)]
    pieces: list[Piece] = []
    started = False
    for number, (step, above) in enumerate(steps):
        if isinstance(step, Loop):
            pieces += [*([] if started else [Piece("stack = []")]), *above, *_loop(drawing, step)]
            started = True
            continue
        if number == 0 or isinstance(steps[number - 1][0], Loop):
            pieces.append(Piece(f"stack {'+=' if started else '='} ["))
            started = True
        pieces += _item(drawing, step, above, STEP)
        if number + 1 == len(steps) or isinstance(steps[number + 1][0], Loop):
            pieces.append(Piece("]"))
    return [*pieces, Piece(assigned("model", Call("keras.Sequential", [Code("stack")], name)))]


def _item(drawing: DrawingCode, id: str, above: list[Piece], indent: str) -> list[Piece]:
    """A layer in an opened list."""
    text = rendered(layer_object(drawing.graph.layer_of(id)), indent, 0, 1)
    return [
        *(Piece(f"{indent}{piece.text}", piece.place) for piece in above),
        Piece(f"{indent}{text},", drawing.place(id)),
    ]


def _loop(drawing: DrawingCode, loop: Loop) -> list[Piece]:
    graph, inside = drawing.graph, STEP * 2
    items = [
        Piece(
            f"{inside}{rendered(suffixed(layer_object(graph.layer_of(id)), graph.name_of(id)), inside, 0, 1)},",
            drawing.place(id),
        )
        for id in loop.first
    ]
    head = [Piece(line, drawing.place(*loop.first)) for line in loop_head(loop)]
    return [*head, Piece(f"{STEP}stack += ["), *items, Piece(f"{STEP}]")]
