"""Layers of the user's own in a drawing: which file of code each needs, and what its class looks like from outside.

A layer's kind is its class's name, as with Keras's; the file is looked up by that name among those of the project.
Nothing here runs code (`catalogue/code_classes.py` reads it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from desktop_nn.catalogue import Catalogue, Kind, load
from desktop_nn.catalogue.code_classes import FoundClass, classes
from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.problems import ProblemError

Files = tuple[CodeFile, ...]


def layers_in(code: CodeFile) -> tuple[FoundClass, ...]:
    """The classes of a file that are layers or models, good ones or not; none of a file that Python cannot read."""
    try:
        return classes(code, "layers")
    except ProblemError:
        return ()


@lru_cache(maxsize=16)
def owners(files: Files) -> Mapping[str, CodeFile]:
    """The file of each class by its name; of two of one name the first one counts that can be placed."""
    found: dict[str, CodeFile] = {}
    for good in (True, False):
        for code in files:
            for item in layers_in(code):
                if bool(item.refused) is not good:
                    found.setdefault(item.name, code)
    return found


@lru_cache(maxsize=16)
def with_own(catalogue: Catalogue, files: Files) -> Catalogue:
    """The catalogue with the kinds that the files give."""
    if not owners(files):
        return catalogue
    found = (class_in(code, name) for name, code in owners(files).items())
    own = {item.name: item.kind for item in found if item is not None and not item.refused}
    layers = {**catalogue.layers, **own}
    return Catalogue(catalogue.keras_version, {**catalogue.groups, "layers": layers})


def class_in(code: CodeFile, name: str) -> FoundClass | None:
    """The class of that name in the file, as a layer."""
    return next((item for item in layers_in(code) if item.name == name), None)


def own_class(layer: Layer) -> FoundClass | None:
    """The class of a layer of the user's own, None of Keras's layers and of one whose code is not there."""
    return None if layer.code is None else class_in(layer.code, layer.kind)


def kind_of(layer: Layer, catalogue: Catalogue) -> Kind | None:
    """The kind of a layer: of its code, or of the catalogue."""
    found = own_class(layer)
    return catalogue.layers.get(layer.kind) if found is None else found.kind


def resolved(graph: Graph, files: Files) -> Graph:
    """The drawing with the code of each layer from these files, None for those that they have no class for.

    The same drawing comes back if nothing changes.
    """
    known, keras = owners(files), load()

    def code_of(layer: Layer) -> CodeFile | None:
        return None if layer.model is not None or layer.kind in keras.layers else known.get(layer.kind)

    changed: dict[str, Layer] = {}
    for id, layer in graph.layers.items():
        code = code_of(layer)
        model = None if layer.model is None else resolved(layer.model, files)
        if (code is not layer.code and code != layer.code) or model is not layer.model:
            changed[id] = replace(layer, code=code, model=model)
    return replace(graph, layers={**graph.layers, **changed}) if changed else graph


def carried(graph: Graph) -> Iterator[CodeFile]:
    """The files that the layers of a drawing bring along, those of nested models too, each as often as it is used."""
    for layer in graph.layers.values():
        if layer.code is not None:
            yield layer.code
        if layer.model is not None:
            yield from carried(layer.model)


def needed(graph: Graph) -> Files:
    """The files that a drawing needs, each once."""
    return tuple(dict.fromkeys(carried(graph)))


def with_carried(files: Files, graph: Graph) -> Files:
    """The project's files and those that layers brought from elsewhere. One whose classes are all known stays out;
    another file of the same name gets a number."""
    if all(code in files for code in needed(graph)):
        return files
    for code in needed(graph):
        new = {item.name for item in layers_in(code) if not item.refused} - owners(files).keys()
        if code not in files and new:
            files = (*files, replace(code, name=free_file_name(code.name, files)))
    return files


def free_file_name(wish: str, files: Sequence[CodeFile]) -> str:
    """The wished name, or that with a number if a file has it already."""
    taken, stem, number = {code.name for code in files}, wish.removesuffix(".py"), 2
    name = wish
    while name in taken:
        name, number = f"{stem}_{number}.py", number + 1
    return name


def users(graph: Graph, name: str) -> int:
    """How many layers of the drawing are of that kind, those of nested models too."""
    inside = (users(layer.model, name) for layer in graph.layers.values() if layer.model is not None)
    return sum(layer.kind == name for layer in graph.layers.values()) + sum(inside)
