"""The functional style: each layer is called on tensors; a nested model is a function that makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_nn.catalogue.operations import is_operation
from desktop_nn.codegen.drawing_code import DrawingCode, Step
from desktop_nn.codegen.expressions import STEP, Call, Code, Expression, assigned
from desktop_nn.codegen.identifiers import identifiers
from desktop_nn.codegen.layer_code import call_of, gives_several, layer_object, suffixed, tensor_of, tensors_of
from desktop_nn.codegen.nested_models import Nested, NestedModels, is_frozen
from desktop_nn.codegen.operation_code import operation_call
from desktop_nn.codegen.repeats import Loop
from desktop_nn.codegen.sections import Piece
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.model import INPUT_KIND, Layer
from desktop_nn.graph.topology import input_nodes, output_nodes


@dataclass(frozen=True, slots=True)
class Body:
    """Where lines are written: the drawing, its variables, the nested models; how far indented, whether in a loop.

    `layers` has what is called for layers that are made before their call, by layer id.
    """

    drawing: DrawingCode
    names: Mapping[str, str]
    nested: NestedModels
    layers: Mapping[str, str]
    indent: str = ""
    in_loop: bool = False


def functional(drawing: DrawingCode, nested: NestedModels, indent: str = "", name: Expression = None) -> list[Piece]:
    """The lines that make `model`; it is called after the drawing unless a `name` is given."""
    graph = drawing.graph
    steps = list(drawing.steps())
    shared = {layer.id: layer for layer in graph.layers.values() if len(graph.calls_of(layer.id)) > 1}
    wishes = [(f"layer {layer.id}", f"{layer.name}_layer") for layer in shared.values()]
    names = identifiers([*nested.wishes, *wishes, *node_wishes(drawing, [step for step, _ in steps])], nested.taken)
    body = Body(drawing, names, nested, {id: names[f"layer {id}"] for id in shared}, indent)
    made: set[str] = set()
    pieces: list[Piece] = []
    for step, above in steps:
        pieces += [Piece(f"{indent}{piece.text}", piece.place) for piece in above]
        if isinstance(step, str):
            pieces += _node(body, step, made)
            continue
        running = names[step.end]
        whole = drawing.place(*step.first)
        pieces.append(Piece(assigned(running, Code(names[step.entry]), indent), whole))
        pieces += [Piece(f"{indent}{line}", whole) for line in loop_head(step)]
        inside = replace(
            body, names={**names, step.entry: running, step.exit: running}, indent=indent + STEP, in_loop=True
        )
        for id in step.first:
            pieces += _node(inside, id, made)
    inputs = [tensor_of(graph, id, 0, names) for id in input_nodes(graph)]
    outputs = [tensor_of(graph, id, 0, names) for id in output_nodes(graph)]
    called = {"name": name or cleaned_name(graph.name, "model")}
    made_of = Call("keras.Model", [_alone(inputs), _alone(outputs)], called)
    return [*pieces, Piece(assigned("model", made_of, indent))]


def definition(nested: Nested, models: NestedModels) -> list[Piece]:
    """The function that makes a nested model under the name that it is given."""
    arguments = "name, trainable=True" if nested.freezes else "name"
    head = Piece(f"def {models.name_of(nested)}({arguments}):", nested.calls)
    frozen = [Piece(f"{STEP}model.trainable = trainable", nested.calls)] if nested.freezes else []
    body = functional(nested.drawing, models, STEP, Code("name"))
    return [head, *body, *frozen, Piece(f"{STEP}return model")]


def node_wishes(drawing: DrawingCode, steps: Sequence[Step]) -> list[tuple[str, str]]:
    """How variables of nodes want to be called; what runs through a loop is kept under the node at its end."""
    graph = drawing.graph
    wishes: list[tuple[str, str]] = []
    for step in steps:
        if isinstance(step, str):
            wishes.append((step, graph.name_of(step)))
            continue
        wishes += [(id, graph.name_of(id)) for id in step.first if id not in (step.exit, step.end)]
        wishes.append((step.end, step.title or "x"))
    return wishes


def loop_head(loop: Loop) -> list[str]:
    """The lines that begin a loop in which layers are made."""
    return [f"for number in range(1, {loop.count + 1}):", f'{STEP}suffix = f"_{{number}}" if number > 1 else ""']


def new_layer(layer: Layer, nested: NestedModels, *, in_loop: bool = False) -> Call:
    """The call that makes a layer: named after the round in a loop, by its function if it is a nested model."""
    if layer.model is None:
        new = layer_object(layer)
    else:
        frozen = {"trainable": False} if is_frozen(layer) else {}
        new = Call(nested.name_of(nested.of(layer)), [], {"name": layer.name, **frozen})
    return suffixed(new, layer.name) if in_loop else new


def _node(body: Body, id: str, made: set[str]) -> list[Piece]:
    """The line of a node, behind that of its layer where it is shared and new."""
    drawing = body.drawing
    layer, pieces = drawing.graph.layer_of(id), list[Piece]()
    if layer.id in body.layers and layer.id not in made and not is_operation(layer.kind):
        new = new_layer(layer, body.nested, in_loop=body.in_loop)
        pieces.append(Piece(assigned(body.layers[layer.id], new, body.indent), drawing.calls(layer.id)))
        made.add(layer.id)
    pieces.append(Piece(assigned(body.names[id], value_of(body, id), body.indent), drawing.place(id)))
    return pieces


def value_of(body: Body, node: str) -> Call | Code:
    """What a node stands for: an input, a new layer called at once, or a call of a layer that was made before."""
    graph = body.drawing.graph
    layer = graph.layer_of(node)
    if layer.kind == INPUT_KIND:
        return layer_object(layer)
    if is_operation(layer.kind):
        return operation_call(layer, tensors_of(graph, node, body.names))
    called = call_of(graph, node, body.names)
    if layer.id in body.layers:
        value = Call(body.layers[layer.id], called.arguments, called.keywords)
    else:
        new = new_layer(layer, body.nested, in_loop=body.in_loop)
        value = Call(new.function, new.arguments, new.keywords, then=called)
    return Call("keras.tree.flatten", [value]) if gives_several(graph, node) else value


def _alone(tensors: list[Code]) -> Expression:
    return tensors[0] if len(tensors) == 1 else tensors
