"""The subclassing style: a model is a class that makes its layers in `__init__` and calls them in `call`.

A nested model is a class of its own. Layers are made in the order in which the app makes them, so that the same seed
gives the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop_nn.catalogue.operations import is_operation
from desktop_nn.codegen.drawing_code import DrawingCode, Step
from desktop_nn.codegen.expressions import STEP, Call, Code, Expression, assigned, literal, rendered
from desktop_nn.codegen.functional import Body, loop_head, new_layer, node_wishes, value_of
from desktop_nn.codegen.identifiers import attributes, identifiers
from desktop_nn.codegen.layer_code import layer_object, tensor_of
from desktop_nn.codegen.nested_models import Nested, NestedModels, is_frozen
from desktop_nn.codegen.sections import Piece
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.topology import input_nodes, output_nodes

_INSIDE = STEP * 2


def model_class(drawing: DrawingCode, nested: NestedModels, name: str, *, outermost: bool) -> list[Piece]:
    """The class. The outermost model takes and gives dictionaries by name where it has several inputs or outputs,
    as the training needs them; a nested one lists.
    """
    graph = drawing.graph
    steps = [(step, above) for step, above in drawing.steps() if not _is_input(graph, step)]
    kept = _attributes(drawing)
    head = [
        Piece("@keras.saving.register_keras_serializable()"),
        Piece(f"class {name}(keras.Model):"),
        Piece(f"{STEP}def __init__(self, **kwargs):"),
        Piece(f"{_INSIDE}super().__init__(**kwargs)"),
    ]
    made = _layers(drawing, nested, steps, kept)
    return [*head, *made, Piece(""), *_call(drawing, nested, [step for step, _ in steps], kept, outermost)]


def definition(nested: Nested, models: NestedModels) -> list[Piece]:
    """The class of a nested model."""
    pieces = model_class(nested.drawing, models, models.name_of(nested), outermost=False)
    return [replace(piece, place=nested.calls) if piece.text.startswith("class ") else piece for piece in pieces]


def made_model(drawing: DrawingCode, name: str) -> list[Piece]:
    """The lines that make `model` and call it once on its inputs, which builds its weights."""
    graph = drawing.graph
    inputs = input_nodes(graph)
    place = drawing.place(*inputs)
    made = Piece(assigned("model", Call(name, [], {"name": cleaned_name(graph.name, "model")})))
    about = Piece("# A first call on tensors without values makes the weights.")
    if len(inputs) == 1:
        return [made, about, Piece(rendered(Call("model", [layer_object(graph.layer_of(inputs[0]))])), place)]
    lines = []
    for id in inputs:
        key = literal(graph.name_of(id))
        value = rendered(layer_object(graph.layer_of(id)), _INSIDE, len(key) + 2, 1)
        lines.append(Piece(f"{_INSIDE}{key}: {value},", drawing.place(id)))
    return [made, about, Piece(f"model(\n{STEP}{{"), *lines, Piece(f"{STEP}}}\n)")]


def _layers(
    drawing: DrawingCode,
    nested: NestedModels,
    steps: Sequence[tuple[Step, list[Piece]]],
    kept: Mapping[str, str],
) -> list[Piece]:
    """The lines that make the layers."""
    graph = drawing.graph
    pieces: list[Piece] = []
    made: set[str] = set()

    def make(id: str, indent: str, *, in_loop: bool = False) -> None:
        layer = graph.layer_of(id)
        if layer.id in made or is_operation(layer.kind):
            return
        made.add(layer.id)
        place, target = drawing.calls(layer.id), f"self.{kept[layer.id]}"
        new = new_layer(replace(layer, config={}) if layer.model else layer, nested, in_loop=in_loop)
        if in_loop:
            pieces.append(Piece(f"{indent}{rendered(Call(f'{target}.append', [new]), indent)}", place))
        else:
            pieces.append(Piece(assigned(target, new, indent), place))
        if layer.model is not None and is_frozen(layer):
            pieces.append(Piece(f"{indent}{target}{'[-1]' if in_loop else ''}.trainable = False", place))

    for step, above in steps:
        pieces += [Piece(f"{_INSIDE}{piece.text}", piece.place) for piece in above]
        if isinstance(step, str):
            make(step, _INSIDE)
            continue
        whole = drawing.place(*step.first)
        first = [graph.layer_of(id) for id in step.first]
        own = [layer for layer in first if layer.id not in made and not is_operation(layer.kind)]
        pieces += [Piece(f"{_INSIDE}self.{kept[layer.id]} = []", drawing.calls(layer.id)) for layer in own]
        pieces += [Piece(f"{_INSIDE}{line}", whole) for line in loop_head(step)]
        for id in step.first:
            make(id, _INSIDE + STEP, in_loop=True)
    return pieces


def _call(
    drawing: DrawingCode, nested: NestedModels, steps: Sequence[Step], kept: Mapping[str, str], outermost: bool
) -> list[Piece]:
    """The method that calls the layers."""
    graph = drawing.graph
    inputs = input_nodes(graph)
    wishes = [(id, graph.name_of(id)) for id in inputs if len(inputs) > 1]
    names = dict(identifiers([*nested.wishes, *wishes, *node_wishes(drawing, steps)], nested.taken))
    # Without the argument Keras would not say that it trains, and layers like Dropout would do nothing.
    pieces = [Piece(f"{STEP}def call(self, inputs, training=None):", drawing.place(*inputs))]
    if len(inputs) == 1:
        names[inputs[0]] = "inputs"
    for number, id in enumerate(inputs if len(inputs) > 1 else ()):
        key = literal(graph.name_of(id)) if outermost else str(number)
        pieces.append(Piece(f"{_INSIDE}{names[id]} = inputs[{key}]", drawing.place(id)))
    called = {id: f"self.{name}" for id, name in kept.items()}
    body = Body(drawing, names, nested, called, _INSIDE)
    before: set[str] = set()
    for step in steps:
        if isinstance(step, str):
            before.add(graph.nodes[step].layer)
            pieces.append(Piece(assigned(names[step], value_of(body, step), _INSIDE), drawing.place(step)))
            continue
        running, whole = names[step.end], drawing.place(*step.first)
        pieces.append(Piece(assigned(running, Code(names[step.entry]), _INSIDE), whole))
        pieces.append(Piece(f"{_INSIDE}for number in range({step.count}):", whole))
        own = {id: f"{text}[number]" for id, text in called.items() if id not in before}
        inside = replace(
            body,
            names={**names, step.entry: running, step.exit: running},
            layers={**called, **own},
            indent=_INSIDE + STEP,
        )
        for id in step.first:
            value = value_of(inside, id)
            pieces.append(Piece(assigned(inside.names[id], value, inside.indent), drawing.place(id)))
        before.update(graph.nodes[id].layer for id in step.first)
    return [*pieces, _returned(drawing, names, by_name=outermost)]


def _returned(drawing: DrawingCode, names: Mapping[str, str], *, by_name: bool) -> Piece:
    graph = drawing.graph
    outputs = output_nodes(graph)
    tensors = [tensor_of(graph, id, 0, names) for id in outputs]
    given: Expression = tensors
    if len(tensors) == 1:
        given = tensors[0]
    elif by_name:
        given = {graph.name_of(id): tensor for id, tensor in zip(outputs, tensors, strict=True)}
    return Piece(f"{_INSIDE}return {rendered(given, _INSIDE, len('return '))}", drawing.place(*outputs))


def _attributes(drawing: DrawingCode) -> Mapping[str, str]:
    """Under which name the model keeps each layer; the copies of one layer in a loop have one name."""
    layers: dict[str, Layer] = {}
    for step, _ in drawing.steps():
        for id in (step,) if isinstance(step, str) else step.first:
            layer = drawing.graph.layer_of(id)
            layers.setdefault(layer.id, layer)
    return attributes((layer.id, layer.name) for layer in layers.values() if _is_kept(layer))


def _is_kept(layer: Layer) -> bool:
    return layer.kind != INPUT_KIND and not is_operation(layer.kind)


def _is_input(graph: Graph, step: Step) -> bool:
    return isinstance(step, str) and graph.layer_of(step).kind == INPUT_KIND
