"""The drawing as Keras code: `keras.Sequential` for a chain, the functional API otherwise.

Layers are made in the order in which the app makes them, so that the same seed gives the same weights. A repeated
group is a `for` loop where `repeats.py` says that it can be one, a nested model a function that makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_nn.catalogue import load
from desktop_nn.catalogue.calls import call_arguments
from desktop_nn.codegen.custom_code import own_layer
from desktop_nn.codegen.expressions import Call, Code, Expression, assigned, rendered
from desktop_nn.codegen.identifiers import identifiers
from desktop_nn.codegen.keras_objects import keras_object
from desktop_nn.codegen.nested_models import Function, Functions, is_frozen
from desktop_nn.codegen.repeats import Loop, loops
from desktop_nn.codegen.sections import Import, Section
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.effective import Effective, effective
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.ports import output_count, ports_of
from desktop_nn.graph.topology import input_nodes, is_chain, nodes_on_loops, output_nodes, topological_order
from desktop_nn.problems import Problem, ProblemError

_STEP = "    "


def model_section(graph: Graph) -> Section:
    """The section that makes `model`. Raises ProblemError for a drawing that is no model."""
    found = effective(graph)
    graph = found.graph
    if nodes_on_loops(graph) or not input_nodes(graph) or not output_nodes(graph):
        what = "The drawing is no model yet: it has a loop, no input or no output."
        raise ProblemError(Problem(what, graph.name, "Look at the list of problems."))
    functions = Functions(found)
    body = _sequential(found) if is_chain(graph) else _functional(found, functions)
    defined = "".join(f"{_definition(function, functions)}\n\n\n" for function in functions.all)
    code = f"{defined}keras.utils.set_random_seed(SEED)\n\n{body}\n\nmodel.summary()"
    return Section("The model", code, frozenset({Import("keras"), Import("keras", "layers")}))


def layer_object(layer: Layer) -> Call:
    """The call that makes the layer, with its name."""
    if layer.code is not None:
        return own_layer(layer)
    made = keras_object("layers", layer.kind, layer.config, name=layer.name)
    return Call("keras.Input", made.arguments, made.keywords) if layer.kind == INPUT_KIND else made


def _definition(function: Function, functions: Functions) -> str:
    """The function that makes a nested model under the name that it is given."""
    arguments = "name, trainable=True" if function.freezes else "name"
    frozen = [f"{_STEP}model.trainable = trainable"] if function.freezes else []
    head = f"def {functions.name_of(function)}({arguments}):"
    body = _functional(function.found, functions, _STEP, Code("name"))
    return "\n".join([head, body, *frozen, f"{_STEP}return model"])


def _sequential(found: Effective) -> str:
    graph, order = found.graph, topological_order(found.graph)
    rounds = loops(found, order, lambda _: False)
    name = {"name": cleaned_name(graph.name, "model")}
    if not rounds:
        return assigned("model", Call("keras.Sequential", [[layer_object(graph.layer_of(id)) for id in order]], name))
    lines: list[str] = []
    plain: list[Expression] = []

    def put_down() -> None:
        if plain:
            lines.append(f"stack {'+=' if lines else '='} {rendered(list(plain), '', len('stack += '))}")
            plain.clear()

    place = 0
    while place < len(order):
        loop = rounds.get(order[place])
        if loop is None:
            plain.append(layer_object(graph.layer_of(order[place])))
            place += 1
            continue
        put_down()
        inside: list[Expression] = [_suffixed(layer_object(graph.layer_of(id)), graph.name_of(id)) for id in loop.first]
        lines += [*_head(loop), f"{_STEP}stack += {rendered(inside, _STEP, len('stack += '))}"]
        place += loop.size
    put_down()
    return "\n".join([*lines, assigned("model", Call("keras.Sequential", [Code("stack")], name))])


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where lines are written: the drawing, its variables, the functions; how far indented, and whether in a loop."""

    graph: Graph
    names: Mapping[str, str]
    functions: Functions
    indent: str = ""
    in_loop: bool = False


def _functional(found: Effective, functions: Functions, indent: str = "", name: Expression = None) -> str:
    """The lines that make `model`; it is called after the drawing unless a `name` is given."""
    graph, order = found.graph, topological_order(found.graph)
    rounds = loops(found, order, lambda id: _gives_several(graph, id))
    shared = [layer for layer in graph.layers.values() if len(graph.calls_of(layer.id)) > 1]
    names = _names(graph, order, rounds, shared, functions)
    scope = _Scope(graph, names, functions, indent)
    lines: list[str] = []
    made: set[str] = set()
    place = 0
    while place < len(order):
        loop = rounds.get(order[place])
        if loop is None:
            lines += _lines(scope, order[place], shared, made)
            place += 1
            continue
        running = names[loop.end]
        lines += [assigned(running, Code(names[loop.entry]), indent), *(f"{indent}{line}" for line in _head(loop))]
        inside = {**names, loop.entry: running, loop.exit: running}
        for id in loop.first:
            lines += _lines(_Scope(graph, inside, functions, indent + _STEP, True), id, shared, made)
        place += loop.size
    inputs = [_tensor(graph, id, 0, names) for id in input_nodes(graph)]
    outputs = [_tensor(graph, id, 0, names) for id in output_nodes(graph)]
    called = {"name": name or cleaned_name(graph.name, "model")}
    return "\n".join(
        [*lines, assigned("model", Call("keras.Model", [_alone(inputs), _alone(outputs)], called), indent)]
    )


def _names(
    graph: Graph, order: Sequence[str], rounds: Mapping[str, Loop], shared: Sequence[Layer], functions: Functions
) -> Mapping[str, str]:
    """Variables: of shared layers, of nodes, and of what runs through a loop, kept under the node at its end."""
    running = {loop.end: loop for loop in rounds.values()}
    wishes = list(functions.wishes)
    wishes += [(_key(layer), f"{layer.name}_layer") for layer in shared]
    skipped = 0
    for place, id in enumerate(order):
        loop = rounds.get(id)
        if loop is not None:
            skipped = place + loop.size
            wishes += [(inner, graph.name_of(inner)) for inner in loop.first if inner != loop.exit]
        if id in running:
            wishes.append((id, running[id].title or "x"))
        elif place >= skipped:
            wishes.append((id, graph.name_of(id)))
    return identifiers(wishes)


def _lines(scope: _Scope, id: str, shared: Sequence[Layer], made: set[str]) -> list[str]:
    """The line of a node, behind that of its layer where it is shared and new."""
    layer, lines = scope.graph.layer_of(id), list[str]()
    if layer in shared and layer.id not in made:
        lines.append(assigned(scope.names[_key(layer)], _new(scope, layer), scope.indent))
        made.add(layer.id)
    lines.append(assigned(scope.names[id], _value(scope, id), scope.indent))
    return lines


def _new(scope: _Scope, layer: Layer) -> Call:
    """The call that makes a layer here: named after the round in a loop, by its function if it is a nested model."""
    if layer.model is None:
        new = layer_object(layer)
    else:
        frozen = {"trainable": False} if is_frozen(layer) else {}
        function = scope.functions.of(layer)
        new = Call(scope.functions.name_of(function), [], {"name": layer.name, **frozen})
    return _suffixed(new, layer.name) if scope.in_loop else new


def _head(loop: Loop) -> list[str]:
    return [f"for number in range(1, {loop.count + 1}):", f'{_STEP}suffix = f"_{{number}}" if number > 1 else ""']


def _suffixed(made: Call, name: str) -> Call:
    """The layer of one round, named after the round."""
    return replace(made, keywords={**made.keywords, "name": Code(f'f"{name}{{suffix}}"')})


def _key(layer: Layer) -> str:
    """Where a shared layer's variable is kept; a node might have the same id."""
    return f"layer {layer.id}"


def _value(scope: _Scope, node: str) -> Call:
    """What a node stands for: an input, a new layer called at once, or one more call of a shared layer."""
    graph, names = scope.graph, scope.names
    layer = graph.layer_of(node)
    if layer.kind == INPUT_KIND:
        return layer_object(layer)
    called = _call(graph, node, names)
    if _key(layer) in names:
        value = Call(names[_key(layer)], called.arguments, called.keywords)
    else:
        new = _new(scope, layer)
        value = Call(new.function, new.arguments, new.keywords, then=called)
    return Call("keras.tree.flatten", [value]) if _gives_several(graph, node) else value


def _call(graph: Graph, node: str, names: Mapping[str, str]) -> Call:
    """The call of the layer on its tensors."""
    wired: dict[int, Expression] = {
        link.target_port: _tensor(graph, link.source, link.source_port, names) for link in graph.links_into(node)
    }
    if not wired:
        name = graph.name_of(node)
        raise ProblemError(Problem(f"{name} has no input.", name, "Link the layer before it to it.", node=node))
    first, others = call_arguments(ports_of(graph.layer_of(node), load()), wired)
    return Call("", [first], others)


def _tensor(graph: Graph, node: str, port: int, names: Mapping[str, str]) -> Code:
    return Code(f"{names[node]}[{port}]" if _gives_several(graph, node) else names[node])


def _gives_several(graph: Graph, node: str) -> bool:
    """Whether the call gives more than one tensor: its states too, or its attention scores."""
    layer = graph.layer_of(node)
    config = layer.config
    states = any(config.get(name) for name in ("return_state", "return_attention_scores"))
    return states or output_count(layer) > 1 or any(link.source_port > 0 for link in graph.links_from(node))


def _alone(tensors: list[Code]) -> Expression:
    return tensors[0] if len(tensors) == 1 else tensors
