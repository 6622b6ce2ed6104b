"""The classes of a code file that Keras could use, found by reading its syntax tree: callbacks, layers, models.

Each becomes a `Kind` as Keras's own are: its constructor's arguments are parameters, those of `call` input ports, the
first line of its docstring says what it is. Nothing of the file runs for that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias

from desktop_nn.catalogue.catalogue import load
from desktop_nn.catalogue.code_files import CodeFile, parsed
from desktop_nn.catalogue.kinds import Kind, Parameter, ParameterKind, Port
from desktop_nn.problems import Problem, ProblemError

CodeGroup: TypeAlias = Literal["callbacks", "layers"]
MOST_CLASSES: Final = 300
CATEGORY: Final = "your layers"
"""Of kinds that the project's own code gives."""
_OWN_BASES: Final[Mapping[CodeGroup, frozenset[str]]] = {
    "callbacks": frozenset(),
    "layers": frozenset({"Layer", "Model"}),
}
_WANTED: Final[Mapping[CodeGroup, str]] = {
    "callbacks": "is no callback: it has no keras.callbacks.Callback among its bases",
    "layers": "is no layer: it has neither keras.layers.Layer nor keras.Model among its bases",
}
_NO_BASES: Final = frozenset({"InputLayer", "Lambda", "Functional", "Sequential", "TFSMLayer", "TorchModuleWrapper"})
"""Layers of Keras from which a class cannot be made that this app could place."""
_NO_PORTS: Final = frozenset({"training", "mask"})
_OF_LAYERS: Final = frozenset({"name", "dtype", "trainable", "activity_regularizer", "autocast"})
"""Arguments of Keras's Layer, which a drawing says elsewhere or leaves to Keras."""


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class of the file; `refused` says why it cannot be used, else it is empty. `line` counts from 1."""

    name: str
    line: int
    kind: Kind
    refused: str = ""
    takes_name: bool = True
    """Whether its constructor can be given Keras's own arguments, such as the layer's name."""
    is_model: bool = False
    """Whether it comes from `keras.Model`, which forgets what its constructor was given."""
    own: tuple[str, ...] = ()
    """The methods that the class, or one of the file that it comes from, has itself."""


@lru_cache(maxsize=64)
def classes(code: CodeFile, group: CodeGroup) -> tuple[FoundClass, ...]:
    """All classes of the file in their order, as far as they are such. Raises ProblemError for a syntax error."""
    tree = parsed(code)
    found = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    if len(found) > MOST_CLASSES:
        what = f"The file has {len(found):,} classes; at most {MOST_CLASSES} are looked at."
        raise ProblemError(Problem(what, code.name, "Divide the file."))
    return tuple(_found(code, node, found, group) for node in found.values())


def _found(code: CodeFile, node: ast.ClassDef, others: Mapping[str, ast.ClassDef], group: CodeGroup) -> FoundClass:
    row = _lineage(node, others)
    summary = (ast.get_docstring(node) or "").strip().split("\n")[0]
    base = _keras_base(row[-1], others, group)
    maker, caller = (_method(row, name) for name in ("__init__", "call"))
    refused = f"{node.name} {_WANTED[group]}." if not base else ""
    plain = base in _OWN_BASES[group] or base == "Callback"
    known = load().groups[group].get(base) if not plain else None
    parameters = _parameters(maker) if maker is not None else known.parameters if known else ()
    ports: tuple[Port, ...] = ()
    if group == "layers":
        parameters = tuple(item for item in parameters if item.name not in _OF_LAYERS)
        ports = _ports(caller) if caller is not None else known.ports if known else ()
        refused = refused or _why_no_layer(node, maker, caller, known)
        ports = ports or (Port("inputs"),)  # so that what stands in the way is told, and not that nothing comes in
    category = CATEGORY if group == "layers" else "custom"
    path = f"{code.name}:{node.name}" if group == "layers" else ""
    kind = Kind(group, node.name, path, category, summary, summary, parameters, ports, locked=refused)
    own = tuple(dict.fromkeys(item.name for part in row for item in part.body if isinstance(item, ast.FunctionDef)))
    takes_name = maker is None or maker.args.kwarg is not None
    return FoundClass(node.name, node.lineno, kind, refused, takes_name, base == "Model", own)


def _why_no_layer(
    node: ast.ClassDef, maker: ast.FunctionDef | None, caller: ast.FunctionDef | None, known: Kind | None
) -> str:
    """What stands in the way of placing a class that has the right base; empty if nothing does."""
    name = node.name
    if load().find("layers", name) is not None:
        return f"{name} is the name of one of Keras's own layers; give the class another name."
    if known is not None and not known.ports:
        return f"{name} comes from {known.name}, which takes no input."
    if caller is None and known is None:
        return f"{name} has no method “call”, which says what it computes."
    if maker is not None and maker.args.vararg is not None:
        star = maker.args.vararg.arg
        return f"{name}.__init__ takes *{star}, so its parameters have no names; write them out."
    if caller is not None and caller.args.vararg is not None:
        star = caller.args.vararg.arg
        return f"{name}.call takes *{star}, so its inputs have no names; write them out."
    if caller is not None and not _ports(caller):
        return f"{name}.call takes no input beside self."
    return ""


def _lineage(node: ast.ClassDef, others: Mapping[str, ast.ClassDef]) -> list[ast.ClassDef]:
    """The class and those of the file that it comes from, nearest first."""
    row = [node]
    while True:
        base = next((others[name] for name in map(last_name, row[-1].bases) if name in others), None)
        if base is None or base in row:
            return row
        row.append(base)


def _keras_base(node: ast.ClassDef, others: Mapping[str, ast.ClassDef], group: CodeGroup) -> str:
    known = {*load().groups[group], *_OWN_BASES[group]} - (_NO_BASES if group == "layers" else set())
    names = [last_name(base) for base in node.bases]
    return next((name for name in names if name in known and name not in others), "")


def last_name(node: ast.expr) -> str:
    """`Layer` of `keras.layers.Layer`; empty for what is no name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _method(row: Sequence[ast.ClassDef], name: str) -> ast.FunctionDef | None:
    found = (item for node in row for item in node.body if isinstance(item, ast.FunctionDef) and item.name == name)
    return next(found, None)


def _arguments(method: ast.FunctionDef) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Each argument behind `self`, with its default."""
    given = method.args
    plain = [*given.posonlyargs, *given.args][1:]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(given.defaults)) + list(given.defaults)
    yield from zip(plain, defaults[-len(plain) :] if plain else [], strict=True)
    yield from zip(given.kwonlyargs, given.kw_defaults, strict=True)


def _ports(caller: ast.FunctionDef) -> tuple[Port, ...]:
    """The first argument, and the others without a default; one that is said to be a list takes any number."""
    found = [(argument, default) for argument, default in _arguments(caller) if argument.arg not in _NO_PORTS]
    if not found or found[0][0] in caller.args.kwonlyargs:
        return ()
    first = found[0][0]
    if _is_list(first.annotation) and len(found) == 1:
        return (Port(first.arg, many=True),)
    others = (argument.arg for argument, default in found[1:] if default is None)
    return (Port(first.arg), *map(Port, others))


def _is_list(annotation: ast.expr | None) -> bool:
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return named is not None and last_name(named).lower() in ("list", "tuple", "sequence")


def _parameters(maker: ast.FunctionDef) -> tuple[Parameter, ...]:
    """Those that can be given as literals; one whose default is no literal keeps it."""
    made = (_parameter(argument, default) for argument, default in _arguments(maker))
    return tuple(parameter for parameter in made if parameter is not None)


def _parameter(argument: ast.arg, default: ast.expr | None) -> Parameter | None:
    kind = _KINDS.get(last_name(argument.annotation) if argument.annotation else "")
    if default is None:
        return Parameter(argument.arg, _object_kind(argument.arg) or kind or "json", required=True)
    try:
        value = _json(ast.literal_eval(default))
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    named = _object_kind(argument.arg) if value is None or isinstance(value, str) else None
    return Parameter(argument.arg, named or kind or _kind_of(value), value, optional=value is None)


_KINDS: Final[Mapping[str, ParameterKind]] = {"int": "int", "float": "float", "bool": "bool", "str": "string"}
_OBJECTS: Final[tuple[ParameterKind, ...]] = ("activation", "initializer", "regularizer", "constraint")


def _object_kind(name: str) -> ParameterKind | None:
    """What Keras's layers call so is chosen as theirs are: an activation by its name, an initializer."""
    return next((kind for kind in _OBJECTS if name == kind or name.endswith(f"_{kind}")), None)


def _kind_of(value: Any) -> ParameterKind:
    return _KINDS.get(type(value).__name__, "json")


def _json(value: Any) -> Any:
    """As a document can hold it. Raises TypeError for what JSON has no word for."""
    if isinstance(value, float) and not (abs(value) < float("inf")):
        raise TypeError
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _json(item) for key, item in value.items()}
    raise TypeError
