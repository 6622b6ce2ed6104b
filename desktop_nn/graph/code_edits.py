"""Pure edits of the project's files of code with layers: a file put in or taken out, and classes renamed in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop_nn.catalogue.code_classes import classes
from desktop_nn.catalogue.code_files import CodeFile, fault
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.own_layers import Files, layers_in
from desktop_nn.problems import Problem, ProblemError


def with_file(files: Files, code: CodeFile, instead_of: str = "") -> Files:
    """The files with one in the place of that of the name `instead_of`, or behind them."""
    if any(item.name == instead_of for item in files):
        return tuple(code if item.name == instead_of else item for item in files)
    return (*files, code)


def without_file(files: Files, name: str) -> Files:
    """The files without that of this name."""
    return tuple(item for item in files if item.name != name)


def renamed_class(before: CodeFile | None, after: CodeFile) -> tuple[str, str] | None:
    """The old and the new name if exactly one class of layers got another name."""
    if before is None:
        return None
    old, new = ({item.name for item in layers_in(code) if not item.refused} for code in (before, after))
    gone, come = old - new, new - old
    return (gone.pop(), come.pop()) if len(gone) == 1 and len(come) == 1 else None


def with_kind_renamed(graph: Graph, old: str, new: str) -> Graph:
    """The drawing, nested ones too, with layers of one kind being of another; nothing else of them changes."""

    def changed(layer: Layer) -> Layer:
        model = None if layer.model is None else with_kind_renamed(layer.model, old, new)
        kind = new if layer.kind == old and layer.model is None else layer.kind
        return layer if (kind, model) == (layer.kind, layer.model) else replace(layer, kind=kind, model=model)

    return replace(graph, layers={id: changed(layer) for id, layer in graph.layers.items()})


def _unread(code: CodeFile) -> Problem | None:
    try:
        classes(code, "layers")
    except ProblemError as error:
        return error.problem
    return None


def code_problems(files: Files) -> Iterator[Problem]:
    """What is wrong with the files themselves: what Python cannot read, and names that two of them have."""
    owners: dict[str, CodeFile] = {}
    for code in files:
        wrong = fault(code) or _unread(code)
        if wrong is not None:
            yield replace(wrong, fix=f"Correct {code.name} in the editor.", severity="warning")
        for found in layers_in(code):
            if found.refused:
                continue
            first = owners.setdefault(found.name, code)
            if first is not code:
                what = f"{first.name} and {code.name} both have a class {found.name}; that of {first.name} counts."
                yield Problem(what, code.name, "Rename one of them.", "warning", at=(code.name, found.line))
