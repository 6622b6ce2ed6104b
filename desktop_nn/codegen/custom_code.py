"""The user's own callback files inside of the generated program: as they are, without what belongs to a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from desktop_nn.catalogue.code_classes import FoundClass
from desktop_nn.catalogue.code_files import CodeFile, parsed
from desktop_nn.codegen.expressions import Call, Expression
from desktop_nn.codegen.keras_objects import call_of
from desktop_nn.codegen.sections import Place, Section, Span
from desktop_nn.graph.effective import Effective
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.own_layers import needed, own_class
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.callback_code import found_class, is_custom, used
from desktop_nn.training.choices import TrainingChoices

_PROGRAM = frozenset(
    {"BATCH_SIZE", "EPOCHS", "RUN", "SEED", "STEPS", "ValTrainRatio", "batches", "callbacks", "figures", "history"}
    | {"learning_rate", "model", "named", "test", "train", "validation", "weights"}
    | {f"{axis}_{part}" for axis in "xy" for part in ("train", "validation", "test")}
)
"""Names that the program itself gives away after the code: a file that has one of them would see its own change."""


def own_code(choices: TrainingChoices) -> list[str]:
    """The text of each file that callbacks need. Raises ProblemError for one that the program cannot hold."""
    for choice in choices.callbacks:
        if is_custom(choice.kind):
            found_class(choices, choice.kind)
    files = used(choices)
    _refuse_shared_names(files)
    return [f"# {code.title}\n{_body(code)}" for code in files]


def own_layer(layer: Layer) -> Call:
    """The call that makes a layer of the user's own, under its name. Raises ProblemError if its class is no good."""
    found = own_class(layer)
    if found is None or found.refused:
        what = found.refused if found else f"The project has no code for {layer.kind}."
        raise ProblemError(Problem(what, layer.name, "Correct the code, or replace the layer."))
    missing = [item.name for item in found.kind.parameters if item.required and item.name not in layer.config]
    if missing:
        what = f"{layer.kind} needs a value for “{missing[0]}”."
        raise ProblemError(Problem(what, layer.name, f"Set “{missing[0]}”."))
    config = {key: value for key, value in layer.config.items() if found.kind.parameter(key) is not None}
    frozen: dict[str, Expression] = {}
    if layer.config.get("trainable") is False and found.takes_name:  # out of a model file
        frozen["trainable"] = False
    if not _forgets(found):
        return call_of(found.kind, layer.kind, config, name=layer.name, **frozen)
    given = {**config, **frozen, **({"name": layer.name} if found.takes_name else {})}
    return Call("named", [call_of(found.kind, layer.kind, config, **frozen)], {"name": layer.name, "config": given})


def _forgets(found: FoundClass) -> bool:
    """Whether Keras needs help to save a layer of the class, or to give it its name."""
    return "get_config" not in found.own and (not found.takes_name or (found.is_model and "__init__" in found.own))


def own_layers_section(found: Effective) -> Section | None:
    """The classes of the drawing's own layers, as they stand in their files; None if it has none.

    The line that begins a class is of the nodes that call a layer of it, or the nested model that has such a layer.
    """
    graph = found.graph
    files = needed(graph)
    if not files:
        return None
    _refuse_shared_names(files)
    blocks = [f"# {code.title}\n{_body(code)}" for code in files]
    if any(map(_forgets, _used_classes(graph))):
        blocks.append(_NAMED)
    about = "What these layers compute is the project's own code, here as it stands in its files."
    code = "\n\n\n".join(blocks) + "\n"
    return Section("Layers of its own", code, about=about, spans=tuple(_headings(code, found)))


def _headings(code: str, found: Effective) -> Iterator[Span]:
    graph = found.graph
    for node in ast.parse(code).body:
        if isinstance(node, ast.ClassDef):
            ids = [id for id in graph.nodes if _is_of(graph.layer_of(id), node.name)]
            if ids:
                place = Place(tuple(dict.fromkeys(map(found.drawn_id, ids))))
                yield Span(node.lineno - 1, node.lineno - 1, place)


def _is_of(layer: Layer, name: str) -> bool:
    inside = layer.model.layers.values() if layer.model is not None else ()
    return (layer.code is not None and layer.kind == name) or any(_is_of(inner, name) for inner in inside)


def refuse_shadowed(graph: Graph, sections: Sequence[Section]) -> None:
    """Raise ProblemError if a name of the layers' code is given away again by what stands around it."""
    files = needed(graph)
    own = {name: code for code in files for name in _names(parsed(code))}
    if not own:
        return
    for section in sections:
        if any(_body(code) in section.code for code in files):
            continue  # the file itself, here or among the callbacks
        for name in _names(ast.parse(section.code)):
            if name in own:
                what = f"The name “{name}” in {own[name].name} is used by the program itself as well."
                raise ProblemError(Problem(what, own[name].name, f"Rename “{name}” in the file."))


def _used_classes(graph: Graph) -> Iterator[FoundClass]:
    for layer in graph.layers.values():
        found = own_class(layer)
        if found is not None:
            yield found
        if layer.model is not None:
            yield from _used_classes(layer.model)


def _refuse_shared_names(files: Sequence[CodeFile]) -> None:
    taken: dict[str, str] = dict.fromkeys(_PROGRAM, "the program itself")
    for code in files:
        for name in _names(parsed(code)):
            if taken.get(name, code.name) != code.name:
                what = f"The name “{name}” in {code.name} is used by {taken[name]} as well."
                raise ProblemError(Problem(what, code.name, f"Rename “{name}” in the file, then add it again."))
            taken[name] = code.name


_NAMED = '''def named(layer, name, config):
    """The layer under that name; `config` is what its constructor is given when it is loaded from a file."""
    config = {**config, "name": name} if "name" in config else config
    layer.name, layer.get_config = name, lambda: config
    return layer'''


def names_in_use(choices: TrainingChoices, graph: Graph) -> frozenset[str]:
    """Names that the project's own files give away; a file that is no Python gives none (`own_code` says so)."""
    found: set[str] = set()
    for code in (*used(choices), *needed(graph)):
        try:
            found.update(_names(parsed(code)))
        except ProblemError:
            continue
    return frozenset(found)


def _names(tree: ast.Module) -> Iterator[str]:
    """Names that the file gives to what is its own; imports may be the same as anybody's."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For | ast.With | ast.Try | ast.If):
            yield from (
                item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
            )


def _body(code: CodeFile) -> str:
    """Without future imports, which stand at a program's head only, and without what is for running it alone."""
    gone = set[int]()
    for node in parsed(code).body:
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        alone = isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)
        if future or alone:
            gone.update(range(node.lineno - 1, node.end_lineno or node.lineno))
            while gone and max(gone) + 1 < len(code.lines) and not code.lines[max(gone) + 1].strip():
                gone.add(max(gone) + 1)  # the gap behind it goes with it
    lines = [line for number, line in enumerate(code.lines) if number not in gone]
    return "\n".join(lines).strip("\n")
