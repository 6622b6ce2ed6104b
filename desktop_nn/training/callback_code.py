"""Python files with callbacks of the user's own, as text: reading them, and the classes in them.

Nothing here runs or imports the code; it is only parsed. Whether it may run is `consent.py`'s, running it the engine's.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from desktop_nn.catalogue import Kind, Parameter, load
from desktop_nn.catalogue.kinds import ParameterKind
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.choices import CodeFile, Configured, TrainingChoices

MOST_BYTES = 1_000_000
_BETWEEN = ":"


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class of the file; `refused` says why it is no callback, else it is empty. `line` counts from 1."""

    name: str
    line: int
    kind: Kind
    refused: str = ""


def read(path: Path) -> CodeFile:
    """The file's text. Raises ProblemError for one that is no Python text, or too large."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            what = f"The file has {size / 1e6:.1f} MB; that is no file of callbacks."
            raise ProblemError(Problem(what, path.name, f"Choose a Python file below {MOST_BYTES / 1e6:.0f} MB."))
        data = path.read_bytes()
    except OSError as error:
        raise ProblemError(Problem(f"The file cannot be read: {error.strerror}.", str(path), "Check it.")) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemError(_no_python(path.name)) from None
    if "\0" in text:
        raise ProblemError(_no_python(path.name))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    code = CodeFile(path.name, tuple(lines))
    parsed(code)
    return code


@lru_cache(maxsize=16)
def parsed(code: CodeFile) -> ast.Module:
    """The syntax tree. Raises ProblemError for a file that Python cannot parse, with the line."""
    try:
        return ast.parse(code.text)
    except SyntaxError as error:
        what = f"Line {error.lineno} is no Python: {error.msg}."
        raise ProblemError(Problem(what, code.name, "Correct the file, then choose it again.")) from None
    except (ValueError, RecursionError, MemoryError):
        raise ProblemError(_no_python(code.name)) from None


@lru_cache(maxsize=16)
def classes(code: CodeFile) -> tuple[FoundClass, ...]:
    """All classes of the file in their order. Raises ProblemError for a syntax error."""
    tree = parsed(code)
    found = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    return tuple(_found(code, node, found) for node in found.values())


def kind_name(code: CodeFile, class_name: str) -> str:
    """What a callback of that class is called in the document."""
    return f"{code.name}{_BETWEEN}{class_name}"


def is_custom(kind: str) -> bool:
    """Whether a callback's kind names a class of a file."""
    return _BETWEEN in kind


def class_of(kind: str) -> str:
    """The class that a callback's kind names."""
    return kind.rpartition(_BETWEEN)[2]


def code_of(choices: TrainingChoices, kind: str) -> CodeFile | None:
    """The file that a callback's kind names, or None."""
    name = kind.rpartition(_BETWEEN)[0]
    return next((code for code in choices.code if code.name == name), None)


def found_class(choices: TrainingChoices, kind: str) -> FoundClass:
    """The class of a custom callback. Raises ProblemError if the project does not hold it."""
    code = code_of(choices, kind)
    if code is None:
        what = f"The project does not hold the code of {class_of(kind)}."
        raise ProblemError(Problem(what, "Training", "Add the callback from its file again."))
    found = next((item for item in classes(code) if item.name == class_of(kind)), None)
    if found is None:
        what = f"{code.name} has no class {class_of(kind)}."
        raise ProblemError(Problem(what, "Training", "Add the callback from its file again."))
    if found.refused:
        raise ProblemError(Problem(found.refused, code.name, "Choose another class."))
    return found


def used(choices: TrainingChoices) -> tuple[CodeFile, ...]:
    """The files that callbacks of the project need, each once."""
    found = (code_of(choices, item.kind) for item in choices.callbacks if is_custom(item.kind))
    return tuple(dict.fromkeys(code for code in found if code is not None))


def with_only_used(callbacks: tuple[Configured, ...], code: tuple[CodeFile, ...]) -> tuple[CodeFile, ...]:
    """The files without those that no callback names any more."""
    named = {item.kind.rpartition(_BETWEEN)[0] for item in callbacks if is_custom(item.kind)}
    return tuple(item for item in code if item.name in named)


def _no_python(name: str) -> Problem:
    return Problem("This is no Python text.", name, "Choose a file with Python code, as UTF-8.")


def _found(code: CodeFile, node: ast.ClassDef, others: dict[str, ast.ClassDef]) -> FoundClass:
    row = _lineage(node, others)
    summary = (ast.get_docstring(node) or "").split("\n")[0]
    base = _keras_base(row[-1], others)
    refused = "" if base else f"{node.name} is no callback: it has no keras.callbacks.Callback among its bases."
    maker = next((found for item in row if (found := _constructor(item)) is not None), None)
    known = load().groups["callbacks"].get(base) if maker is None and base not in ("", "Callback") else None
    parameters = _parameters(maker) if maker is not None else known.parameters if known else ()
    kind = Kind("callbacks", kind_name(code, node.name), "", "custom", summary, summary, parameters)
    return FoundClass(node.name, node.lineno, kind, refused)


def _lineage(node: ast.ClassDef, others: dict[str, ast.ClassDef]) -> list[ast.ClassDef]:
    """The class and those of the file that it comes from, nearest first."""
    row = [node]
    while True:
        base = next((others[name] for name in map(_last_name, row[-1].bases) if name in others), None)
        if base is None or base in row:
            return row
        row.append(base)


def _keras_base(node: ast.ClassDef, others: dict[str, ast.ClassDef]) -> str:
    known = load().groups["callbacks"]
    names = [_last_name(base) for base in node.bases]
    return next((name for name in names if name in known and name not in others), "")


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _constructor(node: ast.ClassDef) -> ast.FunctionDef | None:
    found = (item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__")
    return next(found, None)


def _parameters(maker: ast.FunctionDef) -> tuple[Parameter, ...]:
    """Those that can be given as literals; one whose default is no literal keeps it."""
    given = maker.args
    plain = [*given.posonlyargs, *given.args][1:]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(given.defaults)) + list(given.defaults)
    defaults = defaults[-len(plain) :] if plain else []
    pairs = [*zip(plain, defaults, strict=True), *zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    made = (_parameter(argument, default) for argument, default in pairs)
    return tuple(parameter for parameter in made if parameter is not None)


def _parameter(argument: ast.arg, default: ast.expr | None) -> Parameter | None:
    kind = _KINDS.get(_last_name(argument.annotation) if argument.annotation else "")
    if default is None:
        return Parameter(argument.arg, kind or "json", required=True)
    try:
        value = _json(ast.literal_eval(default))
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    return Parameter(argument.arg, kind or _kind_of(value), value, optional=value is None)


_KINDS: dict[str, ParameterKind] = {"int": "int", "float": "float", "bool": "bool", "str": "string"}


def _kind_of(value: Any) -> ParameterKind:
    return _KINDS.get(type(value).__name__, "json")


def _json(value: Any) -> Any:
    """As a document can hold it. Raises TypeError for what JSON has no word for."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _json(item) for key, item in value.items()}
    raise TypeError
